"""A line on its way: its clauses are fetched as they become ready, so that it can begin before all of it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np

from simulator.domain.sound import Sound


class Flow:
    """Fetches clauses in a thread of its own.

    ``first`` waits for the first clause; then, at each frame of the call, what is `ready` is played; the line has been
    said when the flow is `over` and the loudspeaker is silent. Where time stands still, `whole` waits for all of it.

    Parameters
    ----------
    clauses
        As `CustomerVoice.stream` yields them.
    """

    def __init__(self, clauses: Iterator[Sound]) -> None:
        self._changed = threading.Condition()
        self._clauses: list[Sound] = []
        self._taken = 0
        self._fetched = self._closed = False
        self._error: Exception | None = None
        threading.Thread(target=self._fetch, args=(clauses,), name="flow", daemon=True).start()

    def first(self) -> Sound:
        """Return the first clause, waiting for it; it counts as taken. Raises what the voice raised."""
        with self._changed:
            self._changed.wait_for(lambda: self._clauses or self._fetched)
            if not self._clauses:
                self._check()
            self._taken = max(self._taken, 1)
            return self._clauses[0]

    def ready(self) -> list[Sound]:
        """Return the clauses that have become ready since the last time, without waiting; raises like `first`."""
        with self._changed:
            new = self._clauses[self._taken :]
            self._taken += len(new)
            if not new:
                self._check()
            return new

    @property
    def over(self) -> bool:
        """True when every clause was taken; never after an error, which `ready` raises."""
        with self._changed:
            return self._fetched and self._error is None and self._taken == len(self._clauses)

    def whole(self) -> Sound:
        """Return the whole line, waiting for it; all of it counts as taken. Raises like `first`."""
        with self._changed:
            self._changed.wait_for(lambda: self._fetched)
            self._check()
            self._taken = len(self._clauses)
            return Sound(np.concatenate([c.samples for c in self._clauses]), self._clauses[0].rate_hz)

    def close(self) -> None:
        """Fetch nothing after the clause that is being rendered; harmless when repeated."""
        with self._changed:
            self._closed = True

    def _fetch(self, clauses: Iterator[Sound]) -> None:
        try:
            for clause in clauses:
                with self._changed:
                    if self._closed:
                        break
                    self._clauses.append(clause)
                    self._changed.notify_all()
        except Exception as error:  # it is raised again where the clauses are taken
            self._error = error
        finally:
            close = getattr(clauses, "close", None)  # lets the voice render ahead again
            if close is not None:
                close()
            with self._changed:
                self._fetched = True
                self._changed.notify_all()

    def _check(self) -> None:
        if self._error is not None:
            raise self._error
