"""Whoever follows a call: the screen, a measurement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from simulator.domain.customer import Move
from simulator.domain.record import AgentTurn
from simulator.errors import Broken
from simulator.session.attempt import Attempt


class Watcher(Protocol):
    """Takes what happens in a call, on the call's own thread."""

    def told(self, event: AgentTurn | Move) -> None:
        """Take a move of the customer as it begins, or a turn of the agent as it has been judged."""
        ...

    def ended(self, attempt: Attempt) -> None:
        """Take the end of a turn, with the answer that is being thought about."""
        ...

    def disk(self, failure: Broken | None, wait_s: float | None = None) -> None:
        """Take that the disk refuses the recording, which waits in memory, or that it takes it again.

        With `wait_s` the call is over, and so long it is waited for room.
        """
        ...


class Unwatched:
    """Follows nothing but what is told."""

    def __init__(
        self,
        told: Callable[[AgentTurn | Move], None] = lambda _: None,
        disk: Callable[[Broken | None, float | None], None] = lambda *_: None,
    ) -> None:
        self.told, self._disk = told, disk

    def ended(self, attempt: Attempt) -> None:
        """Do nothing."""

    def disk(self, failure: Broken | None, wait_s: float | None = None) -> None:
        """Hand it on."""
        self._disk(failure, wait_s)
