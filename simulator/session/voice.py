"""The customer's voice in a call: what must be said now goes before what may be said next, clause by clause."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, Protocol

from simulator.domain.persona import Persona
from simulator.domain.scenario import Line
from simulator.domain.sound import Sound
from simulator.domain.table import MOST_A_TURN
from simulator.engines.stopping import BELL, Stop, Stopped
from simulator.errors import SimulatorError
from simulator.session.begun import Begun
from simulator.session.priority import run_in_background

Channel = Literal["clear", "phone"]
Key = tuple[str, float]  # text and anger
STEP = 0.1  # anger is rendered in steps that nobody hears
LONGEST_CLAUSE_S = 10.0  # a clause takes a second; an engine that hangs must not keep the call


class Task(NamedTuple):
    """What is to be rendered ahead: the first clause of a line, or the whole."""

    key: Key
    whole: bool


class Renderer(Protocol):
    """What turns a line into sound at the rate of the call; `engines.renditions.Renditions` is one."""

    def stream(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> Iterator[Sound]:
        """Yield the line at 16 kHz, clause by clause as they become ready, and keep the whole."""
        ...


class CustomerVoice:
    """One persona's voice.

    A thread of low priority renders ahead: the first clause of every line, for with it the line can begin, then the
    rest. It gives way as soon as a line is needed now: the clause that it is in is dropped there and then. So it does
    when somebody wants it to pause, unless that clause is nearly done. What was rendered before is kept, and it comes
    back to the line later.

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
        self._wanted: list[Task] = []
        self._lines: dict[Key, Begun] = {}
        self._ahead: Key | None = None  # the line that is being rendered ahead
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
        with self._streaming(), self._urgently():
            yield from self._line(key).clauses(lambda: self._make_way(key))
            self._forget(key)

    def settle(self, anger: float) -> None:
        """Take note that a line is being said with this anger: the voice of the next is at most 0.7 away from it."""
        self._said = voiced(anger, self._said)

    def ahead(self, lines: Iterable[tuple[Line, float]], cover: tuple[Line, float] | None = None) -> None:
        """Render lines that may be needed next, the likeliest first; what is no longer likely is dropped.

        Before them the line that may cover the wait for one of them.
        """
        covers, keys = self._keys((cover,) if cover else ()), self._keys(lines)
        with self._changed:
            order = [(covers, True), (keys, False), (keys, True)]
            self._wanted = [Task(key, whole) for some, whole in order for key in some]
            self._lines = {key: begun for key, begun in self._lines.items() if key in (*covers, *keys)}
            self._changed.notify_all()

    @contextlib.contextmanager
    def pause(self) -> Iterator[None]:
        """Render nothing ahead for as long as the context lasts, but for what is nearly done."""
        with self._urgently():
            self._bell.ring(spare=True)
            yield

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
    def _urgently(self) -> Iterator[None]:
        """Begin nothing that is rendered ahead."""
        with self._changed:
            self._urgent += 1
        try:
            yield
        finally:
            with self._changed:
                self._urgent -= 1
                self._changed.notify_all()

    def _make_way(self, key: Key) -> None:
        """Stop what is rendered ahead, unless it is this very line: then its clause is waited for."""
        with self._changed:
            if key != self._ahead:
                self._bell.ring()

    def _render_ahead(self) -> None:
        run_in_background()
        BELL.set(self._bell)
        while (task := self._next()) is not None:
            if self._rendered(task):
                self._drop(task)

    def _next(self) -> Task | None:
        """Return what to render next, waiting for it; None when the call is over."""
        with self._changed:
            self._ahead = None
            self._changed.wait_for(lambda: self._closed or (self._wanted and not self._urgent))
            if self._closed:
                return None
            self._bell.reset()
            self._ahead = self._wanted[0].key
            return self._wanted[0]

    def _rendered(self, task: Task) -> bool:
        """Render a task unless something else becomes more important; return whether it is done with."""
        begun = self._line(task.key)
        try:
            if not task.whole:
                begun.more(0)
                return True
            for _ in begun.finish():
                if self._must_stop(task):
                    return False
        except Stopped:
            return False
        except SimulatorError:  # whoever needs the line will be told
            return True
        return True

    def _must_stop(self, task: Task) -> bool:
        with self._changed:
            return self._closed or self._urgent > 0 or task not in self._wanted

    def _drop(self, task: Task) -> None:
        with self._changed:
            self._wanted = [t for t in self._wanted if t != task]

    def _forget(self, key: Key) -> None:
        """Keep nothing of a line that has been rendered to its end: from now on it is in the renderer's cache."""
        with self._changed:
            self._lines.pop(key, None)
            self._wanted = [t for t in self._wanted if t.key != key]

    def _keys(self, lines: Iterable[tuple[Line, float]]) -> list[Key]:
        return list(dict.fromkeys((line.text, voiced(anger, self._said)) for line, anger in lines))

    def _line(self, key: Key) -> Begun:
        with self._changed:
            if key not in self._lines:
                text, anger = key
                self._lines[key] = Begun(lambda: self._renderer.stream(text, self.persona, anger, self._channel))
            return self._lines[key]


def voiced(anger: float, before: float | None) -> float:
    """Return the anger in which a line is rendered: in steps of 0.1, and never more than 0.7 from the line before it.

    Without the bound, rounding alone could make 0.8 of a change of 0.7.
    """
    steps = round(anger / STEP)
    if before is not None:
        low, high = (round((before + sign * MOST_A_TURN) / STEP) for sign in (-1, 1))
        steps = min(max(steps, low), high)
    return round(steps * STEP, 1)
