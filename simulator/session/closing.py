"""The end of a recording: if the disk refuses, there is time to make room before anything is given up."""

from __future__ import annotations

import time
from collections.abc import Callable

from simulator.domain.record import CallSummary, SessionRecord
from simulator.errors import Broken
from simulator.session.keeper import Keeper
from simulator.session.watcher import Watcher

PATIENCE_S = 120.0
AGAIN_S = 1.0


def closed(
    keeper: Keeper,
    summary: CallSummary | None,
    watcher: Watcher,
    *,
    interrupted: bool = False,
    patience_s: float = PATIENCE_S,
    sleep: Callable[[float], None] = time.sleep,
) -> SessionRecord:
    """Return the session as it was kept.

    Parameters
    ----------
    patience_s
        How long a full disk is waited for, in seconds; the watcher is told once.
    sleep
        Waits so many seconds.

    Raises
    ------
    Broken
        If the disk refuses to the end, or nobody wants to wait (Ctrl+C); what had reached it is there for `recover`.
    """
    waited_s = 0.0
    while True:
        try:
            return keeper.close(summary, interrupted=interrupted)
        except Broken as failure:
            if waited_s >= patience_s:
                raise
            if not waited_s:
                watcher.disk(failure, patience_s)
            try:
                sleep(AGAIN_S)
            except KeyboardInterrupt:
                raise failure from None
            waited_s += AGAIN_S
