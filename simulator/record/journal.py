"""The journal: what happened in a call, one checksummed JSON line an event, readable up to the last whole line."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic_core import to_jsonable_python

Kind = Literal["start", "turn", "gap", "note", "end"]
KINDS: tuple[Kind, ...] = ("start", "turn", "gap", "note", "end")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event.

    Parameters
    ----------
    seq
        Counts from 0 without holes.
    at_sample
        When, on the clock of the recording.
    payload
        JSON values only.
    """

    seq: int
    kind: str
    at_sample: int
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Journal:
    """The entries that could be read, and how many lines could not."""

    entries: tuple[Entry, ...]
    damaged: int


def plain(payload: object) -> dict[str, Any]:
    """Return a mapping or a dataclass of the domain as JSON values; what is no number (NaN) becomes null.

    Raises
    ------
    TypeError
        If it is neither.
    """
    if not isinstance(payload, Mapping) and not is_dataclass(payload):
        raise TypeError(f"an event holds a mapping or a dataclass, not {type(payload).__name__}")
    value: dict[str, Any] = to_jsonable_python(payload, inf_nan_mode="null", fallback=_scalar)
    return value


def _scalar(value: Any) -> Any:
    """Return a NumPy scalar as the plain number that it is."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"an event can't hold a {type(value).__name__}")


def to_line(entry: Entry) -> bytes:
    """Return the entry as one line with its checksum."""
    body = {"seq": entry.seq, "kind": entry.kind, "at_sample": entry.at_sample, "payload": entry.payload}
    return _text(body | {"crc32": _crc(body)}) + b"\n"


def from_line(line: bytes) -> Entry | None:
    """Return the entry of a line, or None if the line is torn or was altered."""
    try:
        body = json.loads(line)
        crc = body.pop("crc32")
        entry = Entry(**body)
        whole = crc == _crc(body)  # refuses what is no JSON number, such as an altered 1e309
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return entry if whole and isinstance(entry.payload, dict) else None


def read_journal(path: Path) -> Journal:
    """Return what a journal holds; a missing file is an empty one, a torn or altered line is counted and left out."""
    lines = path.read_bytes().split(b"\n") if path.is_file() else []
    read = [from_line(line) for line in lines if line]
    return Journal(tuple(e for e in read if e), sum(e is None for e in read))


def _crc(body: dict[str, Any]) -> str:
    return f"{zlib.crc32(_text(body)):08x}"


def _text(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")
