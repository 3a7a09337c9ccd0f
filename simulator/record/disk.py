"""Files that survive a power cut: append and sync, write a whole file or nothing."""

from __future__ import annotations

import os
from pathlib import Path


class AppendFile:
    """An unbuffered file that is only ever appended to; what `append` returned is the kernel's business, not ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("ab", buffering=0)

    def append(self, data: bytes) -> int:
        """Write as much as fits and return how many bytes that was.

        Raises
        ------
        OSError
            If nothing could be written.
        """
        return self._file.write(data)

    def sync(self) -> None:
        """Wait until the disk has everything."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file; harmless when repeated."""
        self._file.close()


def sync_file(path: Path) -> None:
    """Wait until the disk has a file that something else wrote."""
    with path.open("r+b") as f:
        os.fsync(f.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder (POSIX; Windows does it by itself)."""
    if os.name != "posix":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, in one step that either happened or did not."""
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, never half of it."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        put_in_place(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
