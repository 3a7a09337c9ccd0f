"""What the call needs of its parts, as protocols; each has a fake beside the real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from simulator.domain.scenario import Line
from simulator.domain.sound import Sound


class Voice(Protocol):
    """Speaks the customer's lines; `CustomerVoice` and `MuteVoice`."""

    def stream(self, line: Line, anger: float) -> Iterator[Sound]:
        """Yield the line clause by clause as it becomes ready."""
        ...

    def settle(self, anger: float) -> None:
        """Take note that a line is being said with this anger: the next one is never far from it."""
        ...

    def ahead(self, lines: tuple[tuple[Line, float], ...], cover: tuple[Line, float] | None = None) -> None:
        """Render lines that may be needed next, and before them what may cover the wait for them."""
        ...

    def pause(self) -> AbstractContextManager[None]:
        """Render nothing ahead for as long as the context lasts."""
        ...

    def close(self) -> None:
        """Stop rendering ahead."""
        ...
