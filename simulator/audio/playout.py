"""What is played: lines that wait, filled by the call and emptied by the device's own thread, over a background."""

from __future__ import annotations

import threading
from collections import deque

import numpy as np

from simulator.domain.sound import FloatArray
from simulator.speech.background import Ambience


class Playout:
    """A queue of samples with the two operations of a loudspeaker: push, and pull exactly n."""

    def __init__(self) -> None:
        self._parts: deque[FloatArray] = deque()
        self._lock = threading.Lock()

    def push(self, samples: FloatArray) -> None:
        """Add samples, shape (n,), to the end."""
        if len(samples):
            with self._lock:
                self._parts.append(samples)

    def pull(self, n: int) -> FloatArray:
        """Take `n` samples, silence where there are none."""
        out = np.zeros(n, np.float32)
        filled = 0
        with self._lock:
            while self._parts and filled < n:
                part = self._parts.popleft()
                take = min(len(part), n - filled)
                out[filled : filled + take] = part[:take]
                filled += take
                if take < len(part):
                    self._parts.appendleft(part[take:])
        return out

    def clear(self) -> None:
        """Forget what was not played."""
        with self._lock:
            self._parts.clear()

    @property
    def pending(self) -> int:
        """Number of samples that wait."""
        with self._lock:
            return sum(map(len, self._parts))


class Under:
    """Lays a background under one stream of blocks, from its first block on.

    Parameters
    ----------
    ambience
        None for silence.
    """

    def __init__(self, ambience: Ambience | None) -> None:
        self._ambience = ambience
        self._at = 0

    def mixed(self, samples: FloatArray) -> FloatArray:
        """Return the next block with its background, never beyond full scale."""
        if self._ambience is None:
            return samples
        under = self._ambience.at(self._at, len(samples))
        self._at += len(samples)
        return np.asarray(np.clip(samples + under, -1.0, 1.0), np.float32)
