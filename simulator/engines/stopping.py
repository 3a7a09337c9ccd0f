"""A model that is running for later can be stopped in the middle, when the processor is needed for something now."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


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
        self._rung = False

    def ring(self) -> None:
        """Stop what runs, and what will be begun, until `reset`."""
        with self._lock:
            self._rung = True
            if self._running is not None:
                self._running.terminate = True

    def reset(self) -> None:
        """Let things run again."""
        with self._lock:
            self._rung = False

    @property
    def rung(self) -> bool:
        """True from `ring` to `reset`."""
        return self._rung

    @contextmanager
    def over(self, running: Running) -> Iterator[None]:
        """Let the bell stop what runs in this context.

        Raises
        ------
        Stopped
            If the bell was rung before.
        """
        with self._lock:
            if self._rung:
                raise Stopped
            self._running = running
        try:
            yield
        finally:
            with self._lock:
                self._running = None


BELL: ContextVar[Stop | None] = ContextVar("bell", default=None)  # set in the thread that may be stopped
