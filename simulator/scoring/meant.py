"""A wording told in other words: its content, up to synonyms, close together in a text."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.messages import Lang
from simulator.scoring import concepts, synonyms

ENOUGH = 0.75  # share of a wording's content that must be there
Unit = tuple[int, int, str]


def find(wording: str, text: str, lang: Lang, share: float = ENOUGH) -> tuple[int, int] | None:
    """Return the shortest stretch of `text` that has a share of the content of `wording`, up to synonyms, or None.

    Negations are left out on both sides: the caller compares them.
    """
    wanted = _content(wording, lang)
    if len(wanted) < (3 if lang == "zh" else 2) and not any(w.startswith("§") for w in wanted if len(wanted) == 2):
        return None
    units = _units(text, lang)
    width = (2 * len(wanted) + 4) if lang == "zh" else 2 * len(wanted) + 5
    best: tuple[float, int, Unit, Unit] | None = None
    for i, first in enumerate(units):
        if first[2] not in wanted:
            continue
        there = [u for u in units[i : i + width] if u[2] in wanted]
        part = sum(_weight(w, lang) for w in {u[2] for u in there}) / sum(_weight(w, lang) for w in wanted)
        size = there[-1][1] - first[0]
        if best is None or (part, -size) > (best[0], -best[1]):
            best = part, size, first, there[-1]
    if best is None or best[0] < share - 1e-9:
        return None
    return best[2][0], best[3][1]


def share(wording: str, text: str, lang: Lang) -> float:
    """Return the share (0..1) of the content of a wording that a text has, up to synonyms."""
    wanted = _content(wording, lang)
    total = sum(_weight(w, lang) for w in wanted)
    there = {u for _, _, u in _units(text, lang)}
    return sum(_weight(w, lang) for w in wanted & there) / total if total else 0.0


def _weight(word: str, lang: Lang) -> float:
    """Return what a unit weighs: a group of Mandarin words as much as the two characters that most of them have."""
    return 2.0 if lang == "zh" and word.startswith("§") else 1.0


@lru_cache(maxsize=8192)
def _content(wording: str, lang: Lang) -> frozenset[str]:
    if lang == "zh":
        bare = concepts.without_small(wording)
        return frozenset(u for _, _, u in synonyms.units_zh(bare) if u not in _SKIP)
    return frozenset(u for _, _, u in _units(wording, "en") if concepts.carries(u))


_SKIP = frozenset(["人", "事", "§没有", "§只", "§一直", "§实际"])


@lru_cache(maxsize=8192)
def _units(text: str, lang: Lang) -> tuple[Unit, ...]:
    if lang == "zh":
        return synonyms.units_zh(text.lower())
    lowered = text.lower().replace("’", "'")
    phrases = [(m.start(), m.end(), synonyms.phrase_group(m[0])) for m in synonyms.phrases_en().finditer(lowered)]
    stems = synonyms.stems_en()
    words = [
        (m.start(), m.end(), stems.get(concepts.stem(m[0]), concepts.stem(m[0])))
        for m in re.finditer(r"[a-z0-9]+(?:'[a-z]+)?", lowered)
        if not any(a <= m.start() < b for a, b, _ in phrases)
    ]
    return tuple(sorted([*phrases, *words]))
