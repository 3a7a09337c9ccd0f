"""A voice for calls that are read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from simulator.domain.scenario import Line
from simulator.domain.sound import Sound, silence
from simulator.speech.markup import plain


class MuteVoice:
    """A customer who is read instead of heard: silence as long as the line would take."""

    def stream(self, line: Line, anger: float) -> Iterator[Sound]:
        """Yield silence, once."""
        yield silence(0.2 * len(plain(line.text)))

    def settle(self, anger: float) -> None:
        """Do nothing."""

    def ahead(self, lines: Iterable[tuple[Line, float]], cover: tuple[Line, float] | None = None) -> None:
        """Do nothing."""

    def pause(self) -> AbstractContextManager[None]:
        """Do nothing."""
        return contextlib.nullcontext()

    def close(self) -> None:
        """Do nothing."""
