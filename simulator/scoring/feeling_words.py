"""Words for feelings in a text: moderate ones by family, formulas, extreme, misplaced and denied ones."""

from __future__ import annotations

import re

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
    return _longest(found)


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
    return _first("extreme_feeling", text, lang)


def misplaced(text: str, lang: Lang) -> Span | None:
    """Return a word for a feeling that no complaint is made of, or None."""
    return _first("misplaced_feeling", text, lang)


def denial(text: str, lang: Lang) -> Span | None:
    """Return words that tell the customer not to feel it, or None; "take your time" is none."""
    return _first("denies_feeling", _NO_DENIAL.sub(lambda m: " " * len(m[0]), text), lang)


def _first(name: str, text: str, lang: Lang) -> Span | None:
    m = wordings.search(name, text, lang)
    return (m.start(), m.end(), name) if m else None
