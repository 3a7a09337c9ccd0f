"""The session that a journal tells of, as far as it can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator.domain.record import SessionRecord, Turn
from simulator.domain.sound import LINE_RATE_HZ
from simulator.messages import say
from simulator.record.journal import Journal, plain
from simulator.record.session_file import gap_from, record_from, turn_from
from simulator.record.writer import PCM


def rebuilt(folder: Path, journal: Journal) -> SessionRecord:
    """Return the record of an interrupted call; the whole record where the call had ended before the crash."""
    for payload in reversed(_payloads(journal, "end")):
        if (whole := record_from(payload)) is not None:
            return whole
    record = _started(_blank(folder), next(iter(_payloads(journal, "start")), {}))
    read = [turn_from(payload) for payload in _payloads(journal, "turn")]
    gaps = [gap_from(payload) for payload in _payloads(journal, "gap")]
    notes = [str(payload.get("text", "")) for payload in _payloads(journal, "note")]
    lost = journal.damaged + read.count(None)
    notes.insert(0, say("record.interrupted", record.lang))
    if lost:
        notes.append(say("record.damaged", record.lang, lines=lost))
    return replace(
        record,
        status="interrupted",
        turns=_in_order(read),
        gaps=tuple(gap for gap in gaps if gap is not None),
        notes=tuple(note for note in notes if note),
    )


def _payloads(journal: Journal, kind: str) -> list[dict[str, Any]]:
    return [entry.payload for entry in journal.entries if entry.kind == kind]


def _in_order(read: list[Turn | None]) -> tuple[Turn, ...]:
    """Return the turns by index; of two with one index the later one counts, it was scored with more care."""
    by_index = {turn.index: turn for turn in read if turn is not None}
    return tuple(by_index[index] for index in sorted(by_index))


def _blank(folder: Path) -> SessionRecord:
    """Return what is known of a recording without a journal."""
    pcm = folder / PCM
    changed = (pcm if pcm.exists() else folder).stat().st_mtime
    return SessionRecord(
        id=folder.name,
        scenario="",
        persona="",
        lang="zh",
        seed=0,
        status="interrupted",
        started_at=datetime.fromtimestamp(changed, UTC).astimezone().isoformat(timespec="seconds"),
        duration_s=0.0,
        channel_rate_hz=LINE_RATE_HZ,
        models={},
        turns=(),
    )


def _started(record: SessionRecord, start: dict[str, Any]) -> SessionRecord:
    """Return the record with each field of the journal's start that is valid."""
    for name, value in start.items():
        record = record_from(plain(record) | {name: value}) or record
    return record
