"""What the call needs of its parts, as protocols; each has a fake beside the real one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from simulator.domain.scenario import Line
from simulator.domain.sound import Sound


class Voice(Protocol):
    """Speaks the customer's lines; `CustomerVoice` and `MuteVoice`."""

    def say(self, line: Line, anger: float) -> Sound:
        """Return the line as sound."""
        ...

    def stream(self, line: Line, anger: float) -> Iterator[Sound]:
        """Yield the line clause by clause as it becomes ready; together they are `say`."""
        ...

    def ahead(self, lines: tuple[tuple[Line, float], ...]) -> None:
        """Render lines that may be needed next."""
        ...

    def close(self) -> None:
        """Stop rendering ahead."""
        ...
