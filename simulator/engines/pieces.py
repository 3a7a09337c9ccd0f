"""Text cut into the pieces of a unigram language model, as SentencePiece does (Kudo 2018), for pieces that it knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SPACE = "\u2581"  # how the vocabulary writes the space before a word
UNKNOWN = -10.0  # log probability of a character without a piece, beside the least likely piece


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in pieces.

    Parameters
    ----------
    numbers
        Of the pieces, with the marks of beginning and end around them.
    starts
        Where each piece begins in the text; the marks begin where the text begins and ends.
    """

    numbers: tuple[int, ...]
    starts: tuple[int, ...]


class Pieces:
    """A vocabulary of pieces with their log probabilities.

    Parameters
    ----------
    pieces
        In the order of their numbers; the first four mark the beginning, padding, the end, and what is unknown.
    scores
        Their log probabilities.
    """

    BEGIN, PAD, END, NONE = range(4)

    def __init__(self, pieces: Sequence[str], scores: Iterable[float]) -> None:
        self._numbers = {piece: i for i, piece in enumerate(pieces) if i > self.NONE}
        self._scores = list(map(float, scores))
        self._longest = max(map(len, self._numbers))
        self._unknown = min(self._scores) + UNKNOWN

    def cut(self, text: str, limit: int) -> Cut:
        """Return the likeliest pieces of a text; what would make more than `limit` is not read."""
        plain, origin = _plain(text)
        ends = self._path(plain)[: limit - 2]
        starts = [0, *(end for end, _ in ends)]
        numbers = (self.BEGIN, *(number for _, number in ends), self.END)
        return Cut(numbers, (0, *(origin[s] for s in starts[: len(ends)]), len(text)))

    def _path(self, text: str) -> list[tuple[int, int]]:
        """Return end and number of each piece of the likeliest path, by dynamic programming (Viterbi)."""
        n = len(text)
        best, start, number = [0.0] + [float("-inf")] * n, [0] * (n + 1), [self.NONE] * (n + 1)
        for i in range(n):
            for end in range(i + 1, min(n, i + self._longest) + 1):
                known = self._numbers.get(text[i:end])
                if known is None and end > i + 1:
                    continue
                score = best[i] + (self._unknown if known is None else self._scores[known])
                if score > best[end]:
                    best[end], start[end], number[end] = score, i, self.NONE if known is None else known
        path = []
        while n > 0:
            path.append((n, number[n]))
            n = start[n]
        return path[::-1]


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text in the vocabulary's form, and for each of its characters the one that it comes from."""
    plain, origin = [SPACE], [0]
    for i, character in enumerate(text):
        for c in unicodedata.normalize("NFKC", character):
            if not c.isspace():
                plain.append(c)
                origin.append(i)
            elif plain[-1] != SPACE:
                plain.append(SPACE)
                origin.append(i)
    if plain[-1] == SPACE:
        plain.pop()
        origin.pop()
    return "".join(plain), origin
