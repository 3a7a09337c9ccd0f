"""A tape of fixed length: the newest minutes of a channel, of which any stretch can be cut out."""

from __future__ import annotations

import numpy as np

from simulator.domain.sound import FloatArray


class Tape:
    """The last samples of a channel, on the clock of the call.

    Parameters
    ----------
    length
        How many samples it holds; older ones are written over.
    """

    def __init__(self, length: int) -> None:
        self._ring = np.zeros(length, np.float32)
        self.end = 0  # samples written so far

    @property
    def begin(self) -> int:
        """The oldest sample that is still there."""
        return max(0, self.end - len(self._ring))

    def write(self, samples: FloatArray) -> None:
        """Append samples, shape (n,); of more than the tape holds only the last stay."""
        kept = samples[-len(self._ring) :]
        at = (self.end + len(samples) - len(kept)) % len(self._ring)
        first = min(len(kept), len(self._ring) - at)
        self._ring[at : at + first] = kept[:first]
        self._ring[: len(kept) - first] = kept[first:]
        self.end += len(samples)

    def cut(self, start: int, end: int) -> tuple[FloatArray, int]:
        """Return a copy of what is there of the samples from `start` to `end`, and the sample at which it begins."""
        start = min(max(start, self.begin), self.end)
        end = min(max(end, start), self.end)
        at = start % len(self._ring)
        first = self._ring[at : at + end - start]
        rest = self._ring[: end - start - len(first)]
        return np.concatenate([first, rest]), start
