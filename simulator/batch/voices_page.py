"""The page for a designer of voices: each persona's figures, pitch contours and spectra by level, drawn as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.batch.voices_bench import LEVELS, Pictures
from simulator.messages import Lang, say

WIDTH, HEIGHT, LEFT, BOTTOM = 460, 210, 44, 26
COLOURS = ("#2a7f9e", "#6f9a3c", "#d08a1d", "#b8322a")  # calm to furious
COLUMNS = ("f0_hz", "f0_sd_st", "level_dbfs", "alpha_db", "hammarberg_db", "rate_syll_s", "clipped")
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1000px;padding:0 1rem;color:#1d2329;background:#fff}
h2{margin:2.2rem 0 .2rem}.sub{color:#5b6670;margin:0 0 .6rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4rem 0}
td,th{padding:.15rem .7rem;text-align:right;border-bottom:1px solid #e2e6ea}th{font-weight:600;color:#5b6670}
svg{background:#f7f9fa;margin:.4rem .6rem 0 0}svg text{font-size:11px;fill:#5b6670}
@media (prefers-color-scheme:dark){
body{background:#14181b;color:#e4e8eb}svg{background:#1d2327}td,th{border-color:#333b41}}
"""


def page(found: Mapping[str, Any], pictures: Mapping[str, Pictures], names: Mapping[str, str], lang: Lang) -> str:
    """Return the page; it needs no network.

    Parameters
    ----------
    found
        What `bench voices` prints.
    pictures, names
        By persona.
    lang
        Of the words on it.
    """
    title = escape(say("voices.page_title", lang))
    people = "\n".join(_person(who, found["personas"][who], drawn, names[who], lang) for who, drawn in pictures.items())
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head><body>
<h1>{title}</h1><p class="sub">{escape(str(found["machine"]))}</p><p>{escape(say("voices.synthetic", lang))}</p>
<p>{_legend(lang)}</p>
{people}
</body></html>
"""


def _person(who: str, figures: Mapping[str, Any], drawn: Pictures, name: str, lang: Lang) -> str:
    pitch = [(np.arange(len(c)) / 100, c) for c in drawn.contours]
    spectra = [(drawn.hz / 1000, s) for s in drawn.spectra]
    return f"""<h2>{escape(name)} <small>{escape(who)}</small></h2>
<p class="sub">{escape(_summary(figures, lang))}</p>
{_table(figures["levels"], lang)}
{_chart(pitch, say("voices.page_pitch", lang), "s", "Hz")}
{_chart(spectra, say("voices.page_spectrum", lang), "kHz", "dB")}
"""


def _summary(figures: Mapping[str, Any], lang: Lang) -> str:
    contrast = ", ".join(f"{k} {v:+g}" if "ratio" not in k else f"{k} ×{v:g}" for k, v in figures["contrast"].items())
    heard = figures.get("cer")
    rates = f"; {say('voices.page_errors', lang, **{k: f'{v:.1%}' for k, v in heard.items()})}" if heard else ""
    return f"{figures['lang']}, {figures['temper']} ({figures['profile']}); 0 → 3: {contrast}{rates}"


def _table(levels: Sequence[Mapping[str, float]], lang: Lang) -> str:
    head = "".join(f"<th>{escape(say(f'voices.column_{c}', lang))}</th>" for c in COLUMNS)
    rows = "".join(
        f'<tr><td style="color:{COLOURS[n]}">{n}</td>' + "".join(f"<td>{v[c]:.5g}</td>" for c in COLUMNS) + "</tr>"
        for n, v in zip(LEVELS, levels, strict=True)
    )
    return f"<table><tr><th></th>{head}</tr>{rows}</table>"


def _legend(lang: Lang) -> str:
    return " · ".join(
        f'<span style="color:{COLOURS[n]}">■</span> {n} {escape(say(f"voices.level_{n}", lang))}' for n in LEVELS
    )


Line = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def _chart(lines: Sequence[Line], title: str, x_unit: str, y_unit: str) -> str:
    """Draw one line for each level, with both axes marked at their ends."""
    xs, ys = (np.concatenate([line[k] for line in lines]) for k in (0, 1))
    seen = ys[np.isfinite(ys)]
    if not len(seen):
        return ""
    box = (float(xs.min()), float(xs.max()), float(np.percentile(seen, 1)), float(seen.max()))
    paths = "".join(
        f'<path d="{_path(x, y, box)}" fill="none" stroke="{COLOURS[n]}" stroke-width="1.6"/>'
        for n, (x, y) in enumerate(lines)
    )
    low, high = HEIGHT - BOTTOM, 22
    return f"""<svg width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escape(title)}">
<text x="{LEFT}" y="14">{escape(title)}</text>{paths}
<line x1="{LEFT}" x2="{WIDTH - 8}" y1="{low}" y2="{low}" stroke="#8b959d"/>
<text x="{LEFT}" y="{HEIGHT - 8}">{box[0]:.3g}</text>
<text x="{WIDTH - 8}" y="{HEIGHT - 8}" text-anchor="end">{box[1]:.3g} {x_unit}</text>
<text x="{LEFT - 4}" y="{low}" text-anchor="end">{box[2]:.0f}</text>
<text x="{LEFT - 4}" y="{high + 8}" text-anchor="end">{box[3]:.0f} {y_unit}</text></svg>"""


def _path(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], box: tuple[float, float, float, float]) -> str:
    """Return the path of a line; it is broken where there is no value."""
    x0, x1, y0, y1 = box
    px = LEFT + (x - x0) / ((x1 - x0) or 1.0) * (WIDTH - LEFT - 8)
    py = HEIGHT - BOTTOM - (np.clip(y, y0, y1) - y0) / ((y1 - y0) or 1.0) * (HEIGHT - BOTTOM - 22)
    there = np.isfinite(y)
    return "".join(f"{'L' if i and there[i - 1] else 'M'}{px[i]:.1f} {py[i]:.1f}" for i in np.flatnonzero(there))
