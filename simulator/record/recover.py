"""Mends recordings that were interrupted: by a crash, a power cut, a kill; doing it twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator.domain.record import SessionRecord
from simulator.errors import BadInput, SimulatorError
from simulator.record import flac, session_file, vtt
from simulator.record.journal import read_journal
from simulator.record.lock import NAME as LOCK
from simulator.record.lock import FolderLock
from simulator.record.pcm import FRAME_BYTES
from simulator.record.rebuild import rebuilt
from simulator.record.seal import seal
from simulator.record.writer import JOURNAL, PCM

Action = Literal["mended", "tidied", "live", "failed"]


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done about one folder.

    Parameters
    ----------
    action
        ``mended`` (sound, session and transcript were made), ``tidied`` (they were there, leftovers were removed),
        ``live`` (a call is going on there: left alone), ``failed`` (`error` says why; nothing was removed).
    """

    folder: Path
    action: Action
    duration_s: float = 0.0
    turns: int = 0
    damaged_lines: int = 0
    error: SimulatorError | None = None


def recover(folder: Path) -> list[Mended]:
    """Mend a session folder, or all session folders in a folder, and return what was done, in the order of their names.

    Sessions that are whole are not in the list. A call that is being recorded is left alone.

    Raises
    ------
    BadInput
        If there is no such folder.
    """
    if not folder.is_dir():
        raise BadInput("record.no_folder", path=folder)
    inside = sorted(f for f in folder.iterdir() if f.is_dir()) if not _leftovers(folder) else []
    return [done for one in (folder, *inside) if (done := _mend(one)) is not None]


def _leftovers(folder: Path) -> bool:
    """Tell whether an unfinished recording left something here."""
    parts = (f"{name}.part" for name in (flac.FLAC, session_file.NAME, vtt.NAME))
    return any((folder / name).exists() for name in (PCM, JOURNAL, LOCK, *parts))


def _mend(folder: Path) -> Mended | None:
    if not _leftovers(folder):
        return None
    lock = None
    try:
        lock = FolderLock.take(folder)
        return _finish(folder) if lock else Mended(folder, "live")
    except SimulatorError as error:
        return Mended(folder, "failed", error=error)
    except OSError as error:
        why = BadInput("record.unreadable", path=folder, reason=error.strerror or str(error))
        return Mended(folder, "failed", error=why)
    finally:
        if lock:
            lock.release()


def _finish(folder: Path) -> Mended | None:
    for part in folder.glob("*.part"):
        part.unlink(missing_ok=True)
    kept = _kept(folder)
    if not any((folder / name).exists() for name in (PCM, JOURNAL)):
        return None  # only a lock or a half-written file was left, or another process was quicker
    journal = read_journal(folder / JOURNAL)
    _cut_to_whole_frames(folder / PCM)
    record = seal(folder, kept or rebuilt(folder, journal))
    action: Action = "tidied" if kept else "mended"
    return Mended(folder, action, record.duration_s, len(record.turns), journal.damaged)


def _kept(folder: Path) -> SessionRecord | None:
    """Return the session that was written before the crash, if it was."""
    try:
        return session_file.read_session(folder)
    except BadInput:
        return None


def _cut_to_whole_frames(pcm: Path) -> None:
    if pcm.exists() and (odd := pcm.stat().st_size % FRAME_BYTES):
        with pcm.open("r+b") as f:
            f.truncate(pcm.stat().st_size - odd)
