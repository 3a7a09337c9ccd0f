"""The customer's voice in a call: what must be said now goes before what may be said next, clause by clause."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

import numpy as np

from simulator.domain.persona import Persona
from simulator.domain.scenario import Line
from simulator.domain.sound import Sound, silence
from simulator.errors import SimulatorError

Channel = Literal["clear", "phone"]
Key = tuple[str, float]  # text and anger
STEP = 0.1  # anger is rendered in steps that nobody hears
LONGEST_CLAUSE_S = 10.0  # a clause takes a second; an engine that hangs must not keep the call
NICE = 5  # of the thread that renders ahead, where the system can do that


class Renderer(Protocol):
    """What turns a line into sound at the rate of the call; `engines.renditions.Renditions` is one."""

    def stream(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> Iterator[Sound]:
        """Yield the line at 16 kHz, clause by clause as they become ready, and keep the whole."""
        ...


class CustomerVoice:
    """One persona's voice.

    A thread of low priority renders ahead. It gives way as soon as a line is needed now: it finishes its clause, which
    is kept, and leaves the rest of its line for later.

    Parameters
    ----------
    renderer
        Renders and caches.
    persona, channel
        Whose voice, over which line.
    """

    def __init__(self, renderer: Renderer, persona: Persona, channel: Channel = "clear") -> None:
        self.persona = persona
        self._renderer, self._channel = renderer, channel
        self._changed = threading.Condition()
        self._wanted: list[Key] = []
        self._urgent = 0
        self._closed = False
        self._thread = threading.Thread(target=self._render_ahead, name="render-ahead", daemon=True)
        self._thread.start()

    def say(self, line: Line, anger: float) -> Sound:
        """Return the line as sound."""
        return _joined(list(self.stream(line, anger)))

    def stream(self, line: Line, anger: float) -> Iterator[Sound]:
        """Yield the line clause by clause, so that it can begin before all of it is there; together they are `say`.

        Nothing is rendered ahead until the last clause was taken or the iterator was closed.
        """
        with self._hurrying():
            yield from self._renderer.stream(line.text, self.persona, _rounded(anger), self._channel)

    def ahead(self, lines: Iterable[tuple[Line, float]]) -> None:
        """Render lines that may be needed next, the likeliest first; what is no longer likely is dropped."""
        with self._changed:
            self._wanted = [(line.text, _rounded(anger)) for line, anger in lines]
            self._changed.notify_all()

    def close(self) -> None:
        """Stop rendering ahead; waits for the clause that is being rendered."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(LONGEST_CLAUSE_S)

    @contextlib.contextmanager
    def _hurrying(self) -> Iterator[None]:
        with self._changed:
            self._urgent += 1
        try:
            yield
        finally:
            with self._changed:
                self._urgent -= 1
                self._changed.notify_all()

    def _render_ahead(self) -> None:
        _lower_priority()
        while (key := self._next()) is not None:
            if self._rendered(key):
                self._drop(key)

    def _next(self) -> Key | None:
        """Return the next line to render, waiting for one; None when the call is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (self._wanted and not self._urgent))
            return None if self._closed else self._wanted[0]

    def _rendered(self, key: Key) -> bool:
        """Render a line unless something else becomes more important; return whether the line is done with."""
        text, anger = key
        try:
            for _ in self._renderer.stream(text, self.persona, anger, self._channel):
                if self._must_stop(key):
                    return False
        except SimulatorError:  # whoever needs the line will be told
            return True
        return True

    def _must_stop(self, key: Key) -> bool:
        with self._changed:
            return self._closed or self._urgent > 0 or key not in self._wanted

    def _drop(self, key: Key) -> None:
        with self._changed:
            self._wanted = [k for k in self._wanted if k != key]


class MuteVoice:
    """A customer who is read instead of heard: silence as long as the line would take."""

    def say(self, line: Line, anger: float) -> Sound:
        """Return silence."""
        return silence(0.2 * len(line.text))

    def stream(self, line: Line, anger: float) -> Iterator[Sound]:
        """Yield silence, once."""
        yield self.say(line, anger)

    def ahead(self, lines: Iterable[tuple[Line, float]]) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def _joined(pieces: list[Sound]) -> Sound:
    return Sound(np.concatenate([p.samples for p in pieces]), pieces[0].rate_hz)


def _lower_priority() -> None:
    """Let this thread run when nothing else wants to, on systems whose threads have a priority of their own."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _rounded(anger: float) -> float:
    return round(round(anger / STEP) * STEP, 1)
