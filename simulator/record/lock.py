"""A lock on a session folder that ends with the process, so that nobody mends a call which is still going on."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

NAME = "recording.lock"


def _hold(file: BinaryIO) -> bool:
    """Lock an open file without waiting; the lock belongs to this opening, not to the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 20)  # a byte far behind the text, which others may then still read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_at(path: Path, file: BinaryIO) -> bool:
    """Tell whether an open file is still the one at `path`."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


class FolderLock:
    """The lock of one folder, held until `release`; use `take`."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file

    @classmethod
    def take(cls, folder: Path) -> FolderLock | None:
        """Return the lock, or None if somebody holds it.

        The file is looked at again once it is locked: its last holder may have removed it in between.
        """
        path = folder / NAME
        while True:
            file = path.open("a+b")
            if not _hold(file):
                file.close()
                return None
            if _is_at(path, file):
                break
            file.close()
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        return cls(path, file)

    def release(self) -> None:
        """Remove the file and let go; harmless when repeated."""
        if self._file.closed:
            return
        if os.name == "posix":
            self._path.unlink(missing_ok=True)
        self._file.close()
        if os.name != "posix":  # Windows removes no open file; another one may hold it already
            try:
                self._path.unlink(missing_ok=True)
            except OSError:
                return
