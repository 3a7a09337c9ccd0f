"""The end of a recording: FLAC, session.json, transcript, and only then the raw files go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from simulator.domain.record import SessionRecord
from simulator.domain.sound import LINE_RATE_HZ
from simulator.errors import Broken
from simulator.messages import say
from simulator.record import flac, vtt
from simulator.record.disk import sync_folder, write_whole
from simulator.record.session_file import write_session
from simulator.record.writer import JOURNAL, PCM


def seal(folder: Path, record: SessionRecord) -> SessionRecord:
    """Finish a session folder and return the record as kept; a crash at any point leaves what `recover` needs.

    Raises
    ------
    Broken
        If the disk refuses; the raw files are then still there.
    """
    pcm = folder / PCM
    count = flac.frames_in(folder / flac.FLAC)
    if pcm.exists():
        count = flac.encode(pcm, folder / flac.FLAC, say("record.origin", record.lang))
    if count:
        record = replace(record, duration_s=count / LINE_RATE_HZ, channel_rate_hz=LINE_RATE_HZ)
    try:
        write_session(folder, record)
        write_whole(folder / vtt.NAME, vtt.to_vtt(record))
        pcm.unlink(missing_ok=True)
        sync_folder(folder)
        (folder / JOURNAL).unlink(missing_ok=True)
    except OSError as error:
        raise Broken("record.write_failed", path=folder, reason=error.strerror or str(error)) from error
    return record
