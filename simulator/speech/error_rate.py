"""Character error rate: Levenshtein distance over letters and digits, punctuation, blanks and case left out."""

from __future__ import annotations


def character_errors(reference: str, heard: str) -> tuple[int, int]:
    """Return the edit distance, and the number of characters of the reference."""
    a, b = (_letters(t) for t in (reference, heard))
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1], len(a)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
