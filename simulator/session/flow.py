"""A line on its way: its clauses are fetched as they become ready, so that it can begin before all of it is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from simulator.domain.sound import Sound

NEXT_S = 2.5  # a long clause; the first is cut shorter than those after it
HOLE_S = 0.45  # between two clauses, beside the pause that the first ends with: nobody takes it for a fault
BRIDGED_S = 0.9  # ditto, with a breath in it: better than to keep everybody waiting for the first word


class Flow:
    """Fetches clauses in a thread of its own.

    ``begin`` waits until the line may begin; then, at each frame of the call, what is `ready` is played; the line has
    been said when the flow is `over` and the loudspeaker is silent. Where time stands still, `finish` waits for all.

    Parameters
    ----------
    clauses
        As `CustomerVoice.stream` yields them.
    expected_s
        About how long the line is, in seconds.
    """

    def __init__(self, clauses: Iterator[Sound], expected_s: float = 0.0) -> None:
        self._changed = threading.Condition()
        self._clauses: list[Sound] = []
        self._taken = 0
        self._fetched = self._closed = False
        self._error: Exception | None = None
        self._expected_s, self._began_s = expected_s, time.monotonic()
        threading.Thread(target=self._fetch, args=(clauses,), name="flow", daemon=True).start()

    def begin(self) -> None:
        """Wait until the line can be said without a hole in it, as far as can be told; raises what the voice raised."""
        with self._changed:
            self._changed.wait_for(lambda: self._fetched or self._may_begin())
            if not self._clauses:
                self._check()

    def finish(self) -> None:
        """Wait until all of the line is there; raises like `begin`."""
        with self._changed:
            self._changed.wait_for(lambda: self._fetched)
            self._check()

    def ready(self) -> list[Sound]:
        """Return the clauses that have become ready since the last time, without waiting; raises like `begin`."""
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

    def close(self) -> None:
        """Fetch nothing after the clause that is being rendered; harmless when repeated."""
        with self._changed:
            self._closed = True

    def _may_begin(self) -> bool:
        there_s = sum(c.duration_s for c in self._clauses)
        return bool(self._clauses) and keeps_up(there_s, self._expected_s, time.monotonic() - self._began_s)

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


def keeps_up(there_s: float, expected_s: float, worked_s: float) -> bool:
    """Return whether a line can begin: at this pace the next clause is there while a breath can bridge the hole.

    Parameters
    ----------
    there_s
        Length of the clauses that are there.
    expected_s
        Length of the whole line, about.
    worked_s
        How long they took to render.
    """
    next_s = min(NEXT_S, max(0.0, expected_s - there_s))
    return worked_s * next_s <= there_s * (there_s + BRIDGED_S)


def expected_s(text: str) -> float:
    """Return about how long a text takes to say: five characters of Mandarin a second, fifteen letters of English."""
    return sum(0.2 if c >= "\u3400" else 0.067 for c in text)
