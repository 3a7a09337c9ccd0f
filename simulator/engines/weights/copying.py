"""Bytes from wherever they are into one file, hashed on the way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

BLOCK = 1 << 20
MB = 1_000_000

Opener = Callable[[], IO[bytes]]
Count = Callable[[int], None]  # bytes so far


def concatenate(parts: Iterable[Opener], target: Path, count: Count) -> str:
    """Write the parts, one behind the other, and return the SHA-256 of the whole."""
    digest, written = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in parts:
            with part() as source:
                while block := source.read(BLOCK):
                    out.write(block)
                    digest.update(block)
                    written += len(block)
                    count(written)
    return digest.hexdigest()


def put(source: Path, target: Path) -> None:
    """Move a finished file to its place: on the disk first, then under its name, in one step."""
    with source.open("rb+") as f:
        os.fsync(f.fileno())
    source.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
