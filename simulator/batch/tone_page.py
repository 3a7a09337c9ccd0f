"""The page of ``simulator validate tone``: ROC, reliability, by speaker, by label; inline SVG, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from simulator.batch.tone_trial import NEUTRAL, Trial
from simulator.messages import Lang, say
from simulator.scoring.rated import reliability, roc

SIDE, LEFT, TOP, BOTTOM = 300, 40, 26, 30  # of a square plot, px
ROW, NAME, BAR = 22, 130, 420
BLUE, RED, GREY, GREEN = "#2a7f9e", "#b8322a", "#8b959d", "#6f9a3c"
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:860px;padding:0 1rem;color:#1d2329;background:#fff}
.sub{color:#5b6670}figure{margin:1rem 0}figure.half{display:inline-block;max-width:360px;margin:0}
svg{background:#f7f9fa;margin:.4rem .6rem .6rem 0;max-width:100%}svg text{font-size:12px;fill:#5b6670}
@media (prefers-color-scheme:dark){body{background:#14181b;color:#e4e8eb}svg{background:#1d2327}}
"""


def page(found: Mapping[str, Any], tried: Sequence[Trial], file: str, lang: Lang) -> str:
    """Return the page.

    Parameters
    ----------
    found
        What ``validate tone`` prints.
    tried
        Every clip beyond the baselines.
    file
        Name of the labelled file, for the title.
    """
    two = [(t.clip.emotion == "angry", t.raised) for t in tried if t.raised is not None and _either(t)]
    truth, score = [t for t, _ in two], [p for _, p in two]
    title = escape(say("scoring.tone_page_title", lang, file=file))
    head = say("scoring.tone_page_head", lang, **{k: found[k] for k in ("auc", "uar", "threshold", "n", "unmeasured")})
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,"><title>{title}</title><style>{STYLE}</style></head><body>
<h1>{title}</h1><p>{escape(head)}</p><p class="sub">{escape(say("scoring.tone_page_note", lang))}</p>
{_roc(truth, score, found["threshold"], lang)}{_reliability(truth, score, lang)}
{_speakers(found["speakers"], lang)}
{_emotions(found, tried, lang)}
</body></html>
"""


def _either(trial: Trial) -> bool:
    return trial.clip.emotion == "angry" or trial.clip.emotion in NEUTRAL


def _x(share: float) -> float:
    return round(LEFT + share * SIDE, 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * SIDE, 1)


def _square(key: str, inside: str, lang: Lang) -> str:
    """Return a plot from 0 to 1 both ways, with its diagonal."""
    title = escape(say(f"scoring.{key}", lang))
    ticks = "".join(
        f'<text x="{_x(v)}" y="{TOP + SIDE + 16}" text-anchor="middle">{v:g}</text>'
        f'<text x="{LEFT - 6}" y="{_y(v) + 4}" text-anchor="end">{v:g}</text>'
        for v in (0, 0.5, 1)
    )
    return f"""<figure class="half"><figcaption>{title}</figcaption>
<svg width="{SIDE + LEFT + 16}" height="{SIDE + TOP + BOTTOM}" role="img" aria-label="{title}">
<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{GREY}"/>
<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="{GREY}" stroke-dasharray="4 4"/>
{ticks}{inside}</svg></figure>
"""


def _roc(truth: Sequence[bool], score: Sequence[float], threshold: float, lang: Lang) -> str:
    line = " ".join(f"{_x(a)},{_y(h)}" for a, h in roc(truth, score))
    hit = [p >= threshold for t, p in zip(truth, score, strict=True) if t]
    alarm = [p >= threshold for t, p in zip(truth, score, strict=True) if not t]
    x, y = _x(sum(alarm) / len(alarm)), _y(sum(hit) / len(hit))
    inside = f'<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="2"/>'
    return _square("tone_page_roc", f'{inside}<circle cx="{x}" cy="{y}" r="5" fill="{RED}"/>', lang)


def _reliability(truth: Sequence[bool], score: Sequence[float], lang: Lang) -> str:
    bins = reliability(truth, score)
    line = " ".join(f"{_x(said)},{_y(share)}" for said, share, _ in bins)
    dots = "".join(
        f'<circle cx="{_x(said)}" cy="{_y(share)}" r="{3 + 12 * (n / len(truth)) ** 0.5:.1f}" fill="{BLUE}" '
        f'fill-opacity="0.5"><title>n = {n}</title></circle>'
        for said, share, n in bins
    )
    return _square("tone_page_reliability", f'<polyline points="{line}" fill="none" stroke="{BLUE}"/>{dots}', lang)


def _speakers(speakers: Mapping[str, Mapping[str, Any]], lang: Lang) -> str:
    rows = []
    for i, (name, own) in enumerate(sorted(speakers.items(), key=lambda kv: kv[1]["auc"] or 0.0)):
        y = i * ROW
        auc = own["auc"]
        wide = round((auc or 0.0) * BAR, 1)
        label = f"{auc:.3f}  (n = {own['n']})" if auc is not None else f"–  (n = {own['n']})"
        rows.append(
            f'<text x="{NAME - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{NAME}" y="{y + 4}" width="{wide}" height="14" fill="{BLUE}"/>'
            f'<text x="{NAME + BAR + 8}" y="{y + 15}">{label}</text>'
        )
    return _figure("tone_page_speakers", len(rows), "".join(rows), lang)


def _emotions(found: Mapping[str, Any], tried: Sequence[Trial], lang: Lang) -> str:
    rows = []
    for i, (emotion, share) in enumerate(sorted(found["flagged"].items(), key=lambda kv: -kv[1])):
        y = i * ROW
        raised = [t.raised for t in tried if t.clip.emotion == emotion and t.raised is not None]
        colour = RED if emotion == "angry" else GREEN if emotion in NEUTRAL else GREY
        dots = "".join(
            f'<circle cx="{NAME + p * BAR:.1f}" cy="{y + 5 + k % 5 * 3}" r="2.2" fill="{colour}" fill-opacity="0.55"/>'
            for k, p in enumerate(raised)
        )
        rows.append(
            f'<text x="{NAME - 8}" y="{y + 15}" text-anchor="end">{escape(emotion)}</text>{dots}'
            f'<text x="{NAME + BAR + 8}" y="{y + 15}">{share:.0%} · {found["flat"].get(emotion, 0.0):.0%}</text>'
        )
    at = NAME + found["threshold"] * BAR
    rows.append(f'<line x1="{at}" x2="{at}" y1="0" y2="{len(rows) * ROW}" stroke="{RED}" stroke-dasharray="3 3"/>')
    return _figure("tone_page_emotions", len(rows) - 1, "".join(rows), lang)


def _figure(key: str, rows: int, inside: str, lang: Lang) -> str:
    title = escape(say(f"scoring.{key}", lang))
    wide = NAME + BAR + 150
    high = rows * ROW + 6
    return f"""<figure><figcaption>{title}</figcaption>
<svg width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img" aria-label="{title}">
{inside}</svg></figure>
"""
