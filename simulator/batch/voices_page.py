"""The page for a designer of voices: each persona's figures, pitch contours and spectra by level, drawn as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.batch.voices_bench import LEVELS, Pictures
from simulator.messages import Lang, say

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 470, 230, 46, 30, 26
COLOURS = ("#2a7f9e", "#6f9a3c", "#d08a1d", "#b8322a")  # calm to furious
# Column of the table: how its values are written, which contrast 0 → 3 stands below it, and how that is written.
COLUMNS = {
    "f0_hz": ("{:.0f}", "f0_st", "{:+.1f} st"),
    "f0_sd_st": ("{:.1f}", "f0_sd_ratio", "×{:.2f}"),
    "level_dbfs": ("{:.1f}", "level_db", "{:+.1f} dB"),
    "alpha_db": ("{:.1f}", "alpha_db", "{:+.1f} dB"),
    "hammarberg_db": ("{:.1f}", "hammarberg_db", "{:+.1f} dB"),
    "rate_syll_s": ("{:.2f}", "rate_ratio", "×{:.2f}"),
    "clipped": ("{:.2%}", None, ""),
}
TICKS = 4  # lines across a chart
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1000px;padding:0 1rem;color:#1d2329;background:#fff}
h2{margin:2.2rem 0 .2rem}.sub{color:#5b6670;margin:0 0 .6rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4rem 0}
td,th{padding:.15rem .7rem;text-align:right;border-bottom:1px solid #e2e6ea}th{font-weight:600;color:#5b6670}
tr.sum td{border-top:2px solid #c4ccd3;font-weight:600}.key{margin-right:1.2rem;white-space:nowrap}
svg{background:#f7f9fa;margin:.4rem .6rem 0 0;border-radius:6px}svg text{font-size:11px;fill:#5b6670}
svg text.title{font-size:12px;font-weight:600}svg .grid{stroke:#e1e6ea}svg .axis{stroke:#8b959d}
@media (prefers-color-scheme:dark){
body{background:#14181b;color:#e4e8eb}svg{background:#1d2327}td,th{border-color:#333b41}
tr.sum td{border-top-color:#56616a}
svg .grid{stroke:#2b3339}.sub,th,svg text{color:#9aa6af;fill:#9aa6af}}
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
<h1>{title}</h1><p class="sub">{escape(str(found["machine"]))}<br>{escape(_speed(found, lang))}</p>
<p>{escape(say("voices.synthetic", lang))}</p>
<p>{_legend(lang)}</p>
{people}
</body></html>
"""


def _person(who: str, figures: Mapping[str, Any], drawn: Pictures, name: str, lang: Lang) -> str:
    pitch = [(np.arange(len(c)) / 100, c) for c in drawn.contours]
    spectra = [(drawn.hz / 1000, s) for s in drawn.spectra]
    return f"""<h2>{escape(name)} <small>{escape(who)}</small></h2>
<p class="sub">{escape(_summary(figures, lang))}</p>
{_table(figures, lang)}
{_chart(pitch, say("voices.page_pitch", lang), "s", "Hz")}
{_chart(spectra, say("voices.page_spectrum", lang), "kHz", "dB")}
"""


def _speed(found: Mapping[str, Any], lang: Lang) -> str:
    """Return the sentence about speed; empty where only voices were measured."""
    first = found.get("first_sample_s")
    if first is None:
        return ""
    return say("voices.page_speed", lang, cached=first["cached"], uncached=first["uncached"]["p50"], rtf=found["rtf"])


def _summary(figures: Mapping[str, Any], lang: Lang) -> str:
    heard = figures.get("cer")
    parts = [
        f"{figures['lang']}, {figures['temper']}",
        say(f"voices.profile_{figures['profile']}", lang),
        say("voices.page_monotonic" if figures["monotonic"] else "voices.page_not_monotonic", lang),
        *([say("voices.page_errors", lang, **{k: f"{v:.1%}" for k, v in heard.items()})] if heard else []),
    ]
    return " · ".join(parts)


def _table(figures: Mapping[str, Any], lang: Lang) -> str:
    head = "".join(f"<th>{escape(say(f'voices.column_{c}', lang))}</th>" for c in COLUMNS)
    rows = "".join(
        f'<tr><td style="color:{COLOURS[n]}">{n}</td>'
        + "".join(f"<td>{form.format(v[c])}</td>" for c, (form, _, _) in COLUMNS.items())
        + "</tr>"
        for n, v in zip(LEVELS, figures["levels"], strict=True)
    )
    contrast = figures["contrast"]
    last = "".join(f"<td>{form.format(contrast[name]) if name else ''}</td>" for _, name, form in COLUMNS.values())
    return f'<table><tr><th></th>{head}</tr>{rows}<tr class="sum"><td>0 → 3</td>{last}</tr></table>'


def _legend(lang: Lang) -> str:
    names = {n: escape(say(f"voices.level_{n}", lang)) for n in LEVELS}
    return "".join(
        f'<span class="key"><span style="color:{COLOURS[n]}">■</span> {n} {name}</span>' for n, name in names.items()
    )


Line = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def _chart(lines: Sequence[Line], title: str, x_unit: str, y_unit: str) -> str:
    """Draw one line for each level, with both axes marked."""
    xs, ys = (np.concatenate([line[k] for line in lines]) for k in (0, 1))
    seen = ys[np.isfinite(ys)]
    if not len(seen):
        return ""
    box = (float(xs.min()), float(xs.max()), float(np.percentile(seen, 1)), float(seen.max()))
    paths = "".join(
        f'<path d="{_path(x, y, box)}" fill="none" stroke="{COLOURS[n]}" stroke-width="1.6"/>'
        for n, (x, y) in enumerate(lines)
    )
    low, high, right = HEIGHT - BOTTOM, TOP, WIDTH - 8
    shares = [k / TICKS for k in range(TICKS + 1)]
    across = "".join(_level(low + (high - low) * k, box[2] + (box[3] - box[2]) * k) for k in shares)
    along = "".join(_moment(LEFT + (right - LEFT) * k, box[0] + (box[1] - box[0]) * k, "") for k in shares[:-1])
    along += _moment(right, box[1], f" {x_unit}")
    return f"""<svg width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escape(title)}">
<text class="title" x="{LEFT}" y="15">{escape(title)}, {y_unit}</text>{across}{paths}
<line class="axis" x1="{LEFT}" x2="{right}" y1="{low}" y2="{low}"/>{along}</svg>"""


def _level(y: float, value: float) -> str:
    """Draw a line across the chart with its value."""
    return (
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - 8}" y1="{y:.0f}" y2="{y:.0f}"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{value:.0f}</text>'
    )


def _moment(x: float, value: float, unit: str) -> str:
    """Write a value under the chart; the last one with its unit."""
    anchor = "end" if unit else "middle"
    return f'<text x="{x:.0f}" y="{HEIGHT - 8}" text-anchor="{anchor}">{value:.1f}{unit}</text>'


def _path(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], box: tuple[float, float, float, float]) -> str:
    """Return the path of a line; it is broken where there is no value."""
    x0, x1, y0, y1 = box
    px = LEFT + (x - x0) / ((x1 - x0) or 1.0) * (WIDTH - LEFT - 8)
    py = HEIGHT - BOTTOM - (np.clip(y, y0, y1) - y0) / ((y1 - y0) or 1.0) * (HEIGHT - BOTTOM - TOP)
    there = np.isfinite(y)
    return "".join(f"{'L' if i and there[i - 1] else 'M'}{px[i]:.1f} {py[i]:.1f}" for i in np.flatnonzero(there))
