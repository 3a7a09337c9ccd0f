"""A line that was begun ahead: what there is of it is not rendered again, and whoever needs the rest goes on there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from simulator.domain.sound import Sound


class Begun:
    """The clauses of one line, rendered once; threads take turns.

    Parameters
    ----------
    render
        Yields the clauses from the first one.
    """

    def __init__(self, render: Callable[[], Iterator[Sound]]) -> None:
        self._render = render
        self._clauses: list[Sound] = []
        self._rest: Iterator[Sound] | None = None
        self._turn = threading.Lock()
        self.whole = False  # True once it is known that all of it is there

    def more(self, there: int) -> bool:
        """Make sure that there are more than so many clauses; return False if the line has no more.

        Raises
        ------
        Exception
            What the renderer raises; what was rendered before stays, and the next call goes on behind it.
        """
        with self._turn:
            return len(self._clauses) > there or self._rendered()

    def clauses(self, hurry: Callable[[], None] = lambda: None) -> Iterator[Sound]:
        """Yield all clauses, those that are there at once; `hurry` is called before another one is rendered.

        Raises like `more`.
        """
        taken = 0
        while True:
            if taken == len(self._clauses):
                if self.whole:
                    return
                hurry()
            if not self.more(taken):
                return
            yield self._clauses[taken]
            taken += 1

    def finish(self) -> Iterator[None]:
        """Render the clauses that are missing, and yield after each; raises like `more`."""
        while self.more(len(self._clauses)):
            yield

    def _rendered(self) -> bool:
        rest, self._rest = self._rest or self._resumed(), None
        clause = next(rest, None)
        if clause is not None:
            self._clauses.append(clause)
        self._rest, self.whole = rest, clause is None
        return not self.whole

    def _resumed(self) -> Iterator[Sound]:
        """Yield what follows the clauses that are there, to the sample, however the renderer cuts the line now."""
        there = sum(len(clause.samples) for clause in self._clauses)
        for clause in self._render():
            behind = clause.samples[there:]
            there = max(0, there - len(clause.samples))
            if len(behind):
                yield Sound(behind, clause.rate_hz)
