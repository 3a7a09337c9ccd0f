"""Kokoro's symbols as the numbers that the model takes, and where the stressed ones are in what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from simulator.resources import bundled
from simulator.speech.markup import CLOSE, OPEN

MAX_TOKENS = 400  # of the 510 that the model takes; a clause has 20 to 100


@cache
def vocabulary() -> dict[str, int]:
    """Return Kokoro's symbols and their numbers."""
    text = (bundled("data") / "kokoro" / "vocab.json").read_text(encoding="utf-8")
    symbols: dict[str, int] = json.loads(text)["vocab"]
    return symbols


def tokens(sounds: str) -> Iterator[tuple[list[int], list[bool]]]:
    """Yield token numbers and which of them are stressed, cut at a blank where a clause is too long for one run."""
    known = vocabulary()
    rest: list[tuple[str, bool]] = []
    stressed = False
    for c in sounds:
        stressed = c == OPEN or (stressed and c != CLOSE)
        if c in known:
            rest.append((c, stressed))
    while rest:
        blanks = [i for i in range(1, min(len(rest), MAX_TOKENS)) if rest[i][0] == " "]
        cut = len(rest) if len(rest) <= MAX_TOKENS else blanks[-1] if blanks else MAX_TOKENS
        yield [known[c] for c, _ in rest[:cut]], [s for _, s in rest[:cut]]
        rest = rest[cut + (rest[cut : cut + 1] == [(" ", False)]) :]


def stressed_spans(marks: list[bool], ends_s: npt.NDArray[np.float64]) -> Iterator[tuple[float, float]]:
    """Yield the stressed stretches; `ends_s` has one more symbol before, and one after."""
    edges = np.flatnonzero(np.diff(np.array([False, *marks, False]).astype(int)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield float(ends_s[first]), float(ends_s[last])
