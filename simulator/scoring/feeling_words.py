"""Words for feelings in a text: moderate ones by family, formulas, extreme, misplaced and denied ones."""

from __future__ import annotations

import re
from functools import cache

from simulator.messages import Lang
from simulator.scoring import wordings

Span = tuple[int, int, str]
_NO_DENIAL = re.compile(
    r"(?:别急|别着急|不着急|不急|不用急|take your time|no rush)[，,\s]*(?:慢慢|一[件桩条样个]|您?慢|先喝)"
)


def moderate(text: str, lang: Lang) -> list[Span]:
    """Return the moderate words of a text with their families, none inside another."""
    clear = wordings.plain(text)
    families = wordings.table()["feeling"]
    found = [(m.start(), m.end(), f) for f in families for m in wordings.pattern(f"feeling.{f}", lang).finditer(clear)]
    return _longest([span for span in found if felt(text, span[0], span[1], lang)])


def felt(text: str, start: int, end: int, lang: Lang) -> bool:
    """Return whether a word names what a person feels: not the cross of "cross the road", nor the 烦 of 麻烦."""
    clear = wordings.plain(text)
    if any(m.start() < end and start < m.end() for m in wordings.pattern("no_feeling", lang).finditer(clear)):
        return False
    if wordings.pattern("if_felt", lang).fullmatch(clear[start:end]) is None:
        return True
    before, after = clear[max(start - 80, 0) : start], clear[end:]
    return _subject().search(before) is not None and _complement().match(after) is not None


@cache
def _subject() -> re.Pattern[str]:
    """Return what an English word must follow to be felt: somebody and a verb, with small words between."""
    by = "|".join(wordings.table()["felt_by"]["en"])
    between = "|".join(wordings.words("felt_between_en"))
    return re.compile(rf"(?:{by})(?:\W+(?:{between})\b)*\W*$", re.IGNORECASE)


@cache
def _complement() -> re.Pattern[str]:
    """Return what may follow it: the clause ends, or goes on with what it is about, but no thing that it describes."""
    on = "|".join(wordings.words("felt_on_en"))
    return re.compile(rf"\W*$|\s*[,.;!?—-]|\s+(?:{on})\b", re.IGNORECASE)


def _longest(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
        if not any(span[0] < k[1] and k[0] < span[1] for k in kept):
            kept.append(span)
    return sorted(kept)


def generic(text: str, lang: Lang) -> Span | None:
    """Return a formula that names no feeling ("I understand how you feel", 心情理解), or None."""
    return _first("generic_feeling", text, lang)


def extreme(text: str, lang: Lang) -> Span | None:
    """Return an extreme word, or None."""
    return _first_felt("extreme_feeling", text, lang)


def misplaced(text: str, lang: Lang) -> Span | None:
    """Return a word for a feeling that no complaint is made of, or None."""
    return _first_felt("misplaced_feeling", text, lang)


def denial(text: str, lang: Lang) -> Span | None:
    """Return words that tell the customer not to feel it, or None; "take your time" is none."""
    return _first("denies_feeling", _NO_DENIAL.sub(lambda m: " " * len(m[0]), text), lang)


def _first(name: str, text: str, lang: Lang) -> Span | None:
    m = wordings.search(name, text, lang)
    return (m.start(), m.end(), name) if m else None


def _first_felt(name: str, text: str, lang: Lang) -> Span | None:
    for m in wordings.pattern(name, lang).finditer(wordings.plain(text)):
        if felt(text, m.start(), m.end(), lang):
            return m.start(), m.end(), name
    return None
