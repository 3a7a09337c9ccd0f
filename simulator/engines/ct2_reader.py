"""CTranslate2's binary model format, version 6: named tensors, and names that mean the same tensor."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.errors import Broken

VERSION = 6
DTYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)  # by type number; 5 would be bfloat16


@dataclass(frozen=True, slots=True)
class Ct2Model:
    """The name of the model's kind, and its tensors by name; they are views of the file."""

    spec: str
    tensors: dict[str, npt.NDArray[Any]]


def read_model(path: Path) -> Ct2Model:
    """Return the tensors of a model file, mapped from the disk.

    Raises
    ------
    Broken
        If the file is cut off, has bytes too many, or is something else.
    """
    try:
        with path.open("rb") as f:
            buffer = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
        return _parse(_Reader(buffer))
    except (ValueError, LookupError, struct.error) as error:
        raise Broken("weights.not_whisper", path=path) from error


class _Reader:
    """Takes little-endian values from a buffer, one after the other."""

    def __init__(self, buffer: mmap.mmap) -> None:
        self.buffer = buffer
        self.at = 0

    def number(self, kind: str) -> int:
        (value,) = struct.unpack_from(f"<{kind}", self.buffer, self.at)
        self.at += struct.calcsize(f"<{kind}")
        return int(value)

    def string(self) -> str:
        length = self.number("H")  # counts the NUL at the end
        raw = self.buffer[self.at : self.at + length]
        self.at += length
        return raw.rstrip(b"\0").decode()

    def array(self) -> npt.NDArray[Any]:
        shape = [self.number("I") for _ in range(self.number("B"))]
        dtype = np.dtype(DTYPES[self.number("B")])
        size = self.number("I")
        values = np.frombuffer(self.buffer, dtype, size // dtype.itemsize, self.at).reshape(shape)
        self.at += size
        return values


def _parse(read: _Reader) -> Ct2Model:
    if (version := read.number("I")) != VERSION:
        raise ValueError(f"version {version}")
    spec, _revision = read.string(), read.number("I")
    tensors = {}
    for _ in range(read.number("I")):
        name = read.string()
        tensors[name] = read.array()
    for _ in range(read.number("I")):
        alias, name = read.string(), read.string()
        tensors[alias] = tensors[name]
    if read.at != len(read.buffer):
        raise ValueError("bytes after the end")
    return Ct2Model(spec, tensors)
