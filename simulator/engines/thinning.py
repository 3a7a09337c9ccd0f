"""The cache is bounded: what was not heard for longest goes first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

KEEP = 0.9  # of the bound, so that not every new file makes one go


def thin(folders: Iterable[Path], limit_bytes: int) -> int:
    """Delete the files that were not read or written for longest, if there are more bytes than the bound.

    Parameters
    ----------
    folders
        Their ``*.flac`` count, at any depth; another program may add and delete meanwhile.
    limit_bytes
        The bound; after a deletion nine tenths of it stay.

    Returns
    -------
    int
        How many files went.
    """
    found = sorted(_files(folders))
    total = sum(size for _, size, _ in found)
    gone = 0
    if total > limit_bytes:
        for _, size, path in found:
            if total <= KEEP * limit_bytes:
                break
            gone += _deleted(path)
            total -= size
    return gone


def _files(folders: Iterable[Path]) -> list[tuple[float, int, Path]]:
    """Return (last used, size, path) of each file that is still there."""
    found = []
    for folder in folders:
        for path in folder.rglob("*.flac"):
            try:
                there = path.stat()
            except OSError:
                continue
            found.append((there.st_mtime, there.st_size, path))
    return found


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # open elsewhere, or not ours
        return False
    return True
