"""A lock between processes that ends with its holder, however that ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from simulator.errors import Busy

WAIT_S = 900.0
EVERY_S = 0.2


@contextmanager
def locked(path: Path, *, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the lock `path` (a file that stays); wait for another holder.

    Raises
    ------
    Busy
        If the other holder needs longer than `wait_s`.
    """
    with path.open("a+b") as file:
        deadline = time.monotonic() + wait_s
        while not _take(file):
            if time.monotonic() >= deadline:
                raise Busy("weights.locked", path=path)
            time.sleep(EVERY_S)
        yield  # closing the file lets go


def _take(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
