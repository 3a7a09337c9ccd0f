"""Error rates: Levenshtein distance over characters or words, punctuation and case left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\w']+")


def character_errors(reference: str, heard: str) -> tuple[int, int]:
    """Return the edit distance over letters and digits, and the number of characters of the reference."""
    a, b = (_letters(t) for t in (reference, heard))
    return _distance(a, b), len(a)


def word_errors(reference: str, heard: str) -> tuple[int, int]:
    """Return the edit distance over words, and the number of words of the reference."""
    a, b = (_WORD.findall(t.lower().replace("’", "'")) for t in (reference, heard))
    return _distance(a, b), len(a)


def _distance(a: Sequence[str], b: Sequence[str]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
