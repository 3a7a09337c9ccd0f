"""A model that is running for later can be stopped in the middle, when the processor is needed for something now.

Whoever can bear with it for a moment may spare a run that is nearly done: half of it is behind, and the rest is short.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

SPARED_S = 0.8  # the longest rest of a run that is spared
BASE = 25  # symbols: what a run takes beside its length, measured with Kokoro
NEWEST = 0.3  # weight of the last run among all


class Running(Protocol):
    """What a library looks at while it runs; `onnxruntime.RunOptions` is one."""

    terminate: bool


class Stopped(Exception):
    """The work was stopped; what it had not yet given is lost, and can be asked for again."""


class Stop:
    """A bell that stops whatever runs under it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: Running | None = None
        self._began_s = self._expected_s = 0.0
        self._rung = False

    def ring(self, *, spare: bool = False) -> None:
        """Stop what runs, and what will be begun, until `reset`; with `spare` what is nearly done comes to its end."""
        with self._lock:
            self._rung = True
            if self._running is not None and not (spare and self._nearly_done()):
                self._running.terminate = True

    def reset(self) -> None:
        """Let things run again."""
        with self._lock:
            self._rung = False

    @property
    def rung(self) -> bool:
        """True from `ring` to `reset`."""
        return self._rung

    def _nearly_done(self) -> bool:
        behind_s = time.monotonic() - self._began_s
        return self._expected_s / 2 <= behind_s and self._expected_s - behind_s <= SPARED_S

    @contextmanager
    def over(self, running: Running, expected_s: float = float("inf")) -> Iterator[None]:
        """Let the bell stop what runs in this context, and takes about `expected_s` seconds.

        Raises
        ------
        Stopped
            If the bell was rung before.
        """
        with self._lock:
            if self._rung:
                raise Stopped
            self._running = running
            self._began_s, self._expected_s = time.monotonic(), expected_s
        try:
            yield
        finally:
            with self._lock:
                self._running = None


class Pace:
    """How long a run of a model takes, judged by the last ones: so much a symbol, and as much as for `BASE` more."""

    def __init__(self) -> None:
        self._symbol_s: float | None = None

    def expected_s(self, symbols: int) -> float:
        """Return about how long a run takes; before the first one nobody knows."""
        return float("inf") if self._symbol_s is None else self._symbol_s * (symbols + BASE)

    def took(self, symbols: int, seconds: float) -> None:
        """Take note of a run."""
        now = seconds / (symbols + BASE)
        self._symbol_s = now if self._symbol_s is None else (1 - NEWEST) * self._symbol_s + NEWEST * now


BELL: ContextVar[Stop | None] = ContextVar("bell", default=None)  # set in the thread that may be stopped
