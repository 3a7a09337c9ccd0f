"""The customer's voice in a call: lines are rendered ahead in the background, and never twice at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal, Protocol

from simulator.domain.persona import Persona
from simulator.domain.scenario import Line
from simulator.domain.sound import Sound, silence

Channel = Literal["clear", "phone"]
STEP = 0.1  # anger is rendered in steps that nobody hears


class Renderer(Protocol):
    """What turns a line into sound at the rate of the call; `engines.renditions.Renditions` is one."""

    def render(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> Sound:
        """Return the line at 16 kHz."""
        ...


class CustomerVoice:
    """One persona's voice.

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
        self._jobs: dict[tuple[str, float], Future[Sound]] = {}
        self._lock = threading.Lock()
        self._background = ThreadPoolExecutor(1, thread_name_prefix="render-ahead")

    def say(self, line: Line, anger: float) -> Sound:
        """Return the line as sound; waits for a rendering of it that is under way."""
        key = (line.text, _rounded(anger))
        with self._lock:
            job = self._jobs.get(key)
        if job is not None and not job.cancel():
            return job.result()
        return self._render(*key)

    def ahead(self, lines: Iterable[tuple[Line, float]]) -> None:
        """Render lines that may be needed next; what was waiting and is no longer likely is dropped."""
        wanted = {(line.text, _rounded(anger)) for line, anger in lines}
        with self._lock:
            for key, job in list(self._jobs.items()):
                if key not in wanted and (job.cancel() or job.done()):
                    del self._jobs[key]
            for key in wanted - self._jobs.keys():
                self._jobs[key] = self._background.submit(self._render, *key)

    def close(self) -> None:
        """Stop rendering ahead."""
        self._background.shutdown(wait=True, cancel_futures=True)

    def _render(self, text: str, anger: float) -> Sound:
        return self._renderer.render(text, self.persona, anger, self._channel)


class MuteVoice:
    """A customer who is read instead of heard: silence as long as the line would take."""

    def say(self, line: Line, anger: float) -> Sound:
        """Return silence."""
        return silence(0.2 * len(line.text))

    def ahead(self, lines: Iterable[tuple[Line, float]]) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def _rounded(anger: float) -> float:
    return round(round(anger / STEP) * STEP, 1)
