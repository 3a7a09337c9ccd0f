"""The customer's voice in a call: what must be said now goes before what may be said next, clause by clause."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Literal, Protocol

from simulator.domain.persona import Persona
from simulator.domain.scenario import Line
from simulator.domain.sound import Sound, silence
from simulator.domain.table import MOST_A_TURN
from simulator.engines.stopping import BELL, Stop, Stopped
from simulator.errors import SimulatorError
from simulator.session.priority import run_in_background
from simulator.speech.markup import plain

Channel = Literal["clear", "phone"]
Key = tuple[str, float]  # text and anger
STEP = 0.1  # anger is rendered in steps that nobody hears
LONGEST_CLAUSE_S = 10.0  # a clause takes a second; an engine that hangs must not keep the call


class Renderer(Protocol):
    """What turns a line into sound at the rate of the call; `engines.renditions.Renditions` is one."""

    def stream(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> Iterator[Sound]:
        """Yield the line at 16 kHz, clause by clause as they become ready, and keep the whole."""
        ...


class CustomerVoice:
    """One persona's voice.

    A thread of low priority renders ahead. It gives way as soon as a line is needed now, or somebody wants it to pause:
    the clause that it is in is dropped there and then, those before it are kept, and it comes back to the line later.

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
        self._begun: Key | None = None  # the line that is being rendered ahead
        self._bell = Stop()
        self._urgent = 0  # lines that are needed now, and pauses
        self._streams = 0
        self._said: float | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._render_ahead, name="render-ahead", daemon=True)
        self._thread.start()

    def stream(self, line: Line, anger: float) -> Iterator[Sound]:
        """Yield the line clause by clause, so that it can begin before all of it is there.

        Nothing is rendered ahead until the last clause was taken or the iterator was closed.
        """
        key = line.text, voiced(anger, self._said)
        with self._streaming(), self._hurrying(key):
            yield from self._renderer.stream(*self._as_asked(key))

    def settle(self, anger: float) -> None:
        """Take note that a line is being said with this anger: the voice of the next is at most 0.7 away from it."""
        self._said = voiced(anger, self._said)

    def ahead(self, lines: Iterable[tuple[Line, float]]) -> None:
        """Render lines that may be needed next, the likeliest first; what is no longer likely is dropped."""
        with self._changed:
            self._wanted = [(line.text, voiced(anger, self._said)) for line, anger in lines]
            self._changed.notify_all()

    def pause(self) -> AbstractContextManager[None]:
        """Render nothing ahead for as long as the context lasts."""
        return self._hurrying(None)

    def close(self) -> None:
        """Stop rendering ahead, and wait for the clause of a line that nobody wants to hear any more."""
        with self._changed:
            self._closed = True
            self._bell.ring()
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._streams, LONGEST_CLAUSE_S)
        self._thread.join(LONGEST_CLAUSE_S)

    @contextlib.contextmanager
    def _streaming(self) -> Iterator[None]:
        with self._changed:
            self._streams += 1
        try:
            yield
        finally:
            with self._changed:
                self._streams -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def _hurrying(self, key: Key | None) -> Iterator[None]:
        """Hold up what is rendered ahead, unless it is this very line: then its clause is waited for."""
        with self._changed:
            self._urgent += 1
            if key is None or key != self._begun:
                self._bell.ring()
        try:
            yield
        finally:
            with self._changed:
                self._urgent -= 1
                self._changed.notify_all()

    def _render_ahead(self) -> None:
        run_in_background()
        BELL.set(self._bell)
        while (key := self._next()) is not None:
            if self._rendered(key):
                self._drop(key)

    def _next(self) -> Key | None:
        """Return the next line to render, waiting for one; None when the call is over."""
        with self._changed:
            self._begun = None
            self._changed.wait_for(lambda: self._closed or (self._wanted and not self._urgent))
            if self._closed:
                return None
            self._bell.reset()
            self._begun = self._wanted[0]
            return self._begun

    def _rendered(self, key: Key) -> bool:
        """Render a line unless something else becomes more important; return whether the line is done with."""
        try:
            for _ in self._renderer.stream(*self._as_asked(key)):
                if self._must_stop(key):
                    return False
        except Stopped:
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

    def _as_asked(self, key: Key) -> tuple[str, Persona, float, Channel]:
        return key[0], self.persona, key[1], self._channel


class MuteVoice:
    """A customer who is read instead of heard: silence as long as the line would take."""

    def stream(self, line: Line, anger: float) -> Iterator[Sound]:
        """Yield silence, once."""
        yield silence(0.2 * len(plain(line.text)))

    def settle(self, anger: float) -> None:
        """Do nothing."""

    def ahead(self, lines: Iterable[tuple[Line, float]]) -> None:
        """Do nothing."""

    def pause(self) -> AbstractContextManager[None]:
        """Do nothing."""
        return contextlib.nullcontext()

    def close(self) -> None:
        """Do nothing."""


def voiced(anger: float, before: float | None) -> float:
    """Return the anger in which a line is rendered: in steps of 0.1, and never more than 0.7 from the line before it.

    Without the bound, rounding alone could make 0.8 of a change of 0.7.
    """
    steps = round(anger / STEP)
    if before is not None:
        low, high = (round((before + sign * MOST_A_TURN) / STEP) for sign in (-1, 1))
        steps = min(max(steps, low), high)
    return round(steps * STEP, 1)
