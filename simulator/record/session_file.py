"""``session.json``: what is kept of a call, written whole, read strictly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from simulator.domain.record import SCHEMA, AgentTurn, CustomerTurn, Gap, SessionRecord, Turn
from simulator.errors import BadInput
from simulator.record.disk import write_whole
from simulator.record.journal import plain

NAME = "session.json"
T = TypeVar("T")
_RECORD: TypeAdapter[SessionRecord] = TypeAdapter(SessionRecord)
_TURN: TypeAdapter[Turn] = TypeAdapter(Turn)
_GAP: TypeAdapter[Gap] = TypeAdapter(Gap)
_BRANCHES = {"customer": CustomerTurn.__name__, "agent": AgentTurn.__name__}


def write_session(folder: Path, record: SessionRecord) -> Path:
    """Write ``session.json`` into a session folder and return its path; a half-written file is never seen.

    Raises
    ------
    BadInput
        If the record could not be read back (a time that is no number, for instance); nothing is written then.
    OSError
        If the disk refuses.
    """
    path = folder / NAME
    text = to_json(record)
    from_json(text, path)
    write_whole(path, text)
    return path


def read_session(folder: Path) -> SessionRecord:
    """Return the record of a session folder (or of the path of its ``session.json``).

    Raises
    ------
    BadInput
        If there is none, or if it is damaged; the error names the file and the place in it.
    """
    path = folder if folder.name == NAME else folder / NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput("record.no_session", path=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("record.unreadable", path=path, reason=str(error)) from error
    return from_json(text, path)


def to_json(record: SessionRecord) -> str:
    """Return the text of ``session.json``."""
    return json.dumps(plain(record), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, path: Path) -> SessionRecord:
    """Return the record that a text holds; `path` is named in errors.

    Raises
    ------
    BadInput
        If the text is no session of this version.
    """
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "the whole file"
        raise BadInput("record.bad_session", path=path, place=place, reason="no valid JSON") from error
    if isinstance(data, dict) and data.get("schema", SCHEMA) != SCHEMA:
        raise BadInput("record.other_schema", path=path, found=data["schema"], wanted=SCHEMA)
    try:
        return _RECORD.validate_json(text, strict=True)
    except ValidationError as error:
        place, reason = _first_fault(error, data)
        raise BadInput("record.bad_session", path=path, place=place, reason=reason) from error


def turn_from(payload: dict[str, Any]) -> Turn | None:
    """Return the turn that a journal entry holds, or None if it holds none."""
    return _tolerant(_TURN, payload)


def gap_from(payload: dict[str, Any]) -> Gap | None:
    """Return the gap that a journal entry holds, or None if it holds none."""
    return _tolerant(_GAP, payload)


def record_from(payload: dict[str, Any]) -> SessionRecord | None:
    """Return the record that a journal entry holds, or None if it holds none."""
    return _tolerant(_RECORD, payload)


def _tolerant(adapter: TypeAdapter[T], payload: dict[str, Any]) -> T | None:
    try:
        return adapter.validate_json(json.dumps(payload), strict=True)
    except ValidationError:
        return None


def _first_fault(error: ValidationError, data: Any) -> tuple[str, str]:
    """Return the place and the reason of the first fault that is not about the other kind of turn."""
    faults = error.errors(include_url=False, include_context=False)
    faults.sort(key=lambda fault: fault["loc"][-1:] != ("speaker",))  # who spoke decides what else must be there
    named = [(_place(fault["loc"], data), fault["msg"]) for fault in faults]
    return next(((place, why) for place, why in named if place is not None), ("turns", named[0][1]))


def _place(loc: tuple[int | str, ...], data: Any) -> str | None:
    """Return ``turns[3].scores.mirroring.value``, or None where the fault is that an agent is no customer."""
    if len(loc) > 2 and loc[0] == "turns" and loc[2] in _BRANCHES.values():
        turn = data["turns"][loc[1]]
        speaker = str(turn.get("speaker")) if isinstance(turn, dict) else "customer"
        if speaker in _BRANCHES and _BRANCHES[speaker] != loc[2]:
            return None
        loc = (*loc[:2], *loc[3:])
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in loc).lstrip(".") or "the whole file"
