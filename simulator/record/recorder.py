"""The recorder of a call: takes both channels and events from any thread; its caller never waits for the disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from simulator.domain.record import Gap, SessionRecord, Turn
from simulator.domain.sound import LINE_RATE_HZ, FloatArray
from simulator.errors import BadInput, Broken, Busy
from simulator.messages import say
from simulator.record.journal import KINDS, Entry, Kind, plain, to_line
from simulator.record.lock import FolderLock
from simulator.record.pcm import FRAME_BYTES, interleave
from simulator.record.seal import seal
from simulator.record.session_file import NAME
from simulator.record.writer import JOURNAL, PCM, Writer

SYNC_S = 0.5
KEEP_S = 600.0  # 38 MB at 16 kHz, two channels of two bytes


class Recorder:
    """Records one call into one folder.

    Usable as a context manager: leaving it without `close` keeps the raw files for `simulator recover`.

    Parameters
    ----------
    folder
        Made if it isn't there; may not hold a recording yet.
    clock
        Seconds that never go back; only for when to sync.
    keep_s
        Sound kept in memory while the disk refuses, in seconds.
    sync_s
        How often the disk is waited for, on the writer's thread.

    Raises
    ------
    BadInput
        If the folder holds a recording already.
    Busy
        If another recording is being written there.
    Broken
        If the folder can't be made or written.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        keep_s: float = KEEP_S,
        sync_s: float = SYNC_S,
    ) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._samples = self._clipped = self._seq = 0
        self._gap_from: int | None = None
        self._gaps: list[Gap] = []
        self._ended = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held = FolderLock.take(folder)
            if held is None:
                raise Busy("record.live", path=folder)
            self._folder_lock = held
            self._refuse_used_folder()
            keep_bytes = round(keep_s * LINE_RATE_HZ) * FRAME_BYTES
            self._writer = Writer(folder, clock=clock, sync_s=sync_s, keep_bytes=keep_bytes)
        except OSError as error:
            raise Broken("record.write_failed", path=folder, reason=error.strerror or str(error)) from error

    def _refuse_used_folder(self) -> None:
        if any((self.folder / name).exists() for name in (NAME, PCM, JOURNAL)):
            self._folder_lock.release()
            raise BadInput("record.folder_used", path=self.folder)

    @property
    def samples(self) -> int:
        """Samples accepted so far: the one clock of the call."""
        return self._samples

    @property
    def seconds(self) -> float:
        """The same clock in seconds."""
        return self._samples / LINE_RATE_HZ

    @property
    def clipped(self) -> int:
        """Samples of either channel that lay beyond full scale."""
        return self._clipped

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Stretches for which memory was full, too; the recording holds silence there."""
        return tuple(self._gaps)

    @property
    def failure(self) -> Broken | None:
        """Why the disk refuses at the moment, or None; the call goes on, and the disk is asked again twice a second."""
        return self._writer.failure

    def write(self, customer: FloatArray, agent: FloatArray) -> None:
        """Append the next block of both channels.

        Parameters
        ----------
        customer, agent
            Shape (n,), float32 at `LINE_RATE_HZ`. NaN becomes silence. After the end, blocks are ignored.

        Raises
        ------
        ValueError
            If the channels are not equally long.
        """
        pcm, clipped = interleave(customer, agent)
        with self._lock:
            if self._ended:
                return
            fits = self._writer.sound(pcm)
            if fits:
                self._end_gap()
            elif self._gap_from is None:
                self._gap_from = self._samples
            self._clipped += clipped
            self._samples += len(customer)

    def event(self, kind: Kind, payload: Mapping[str, Any] | SessionRecord | Turn | Gap) -> None:
        """Note an event at the present sample.

        Parameters
        ----------
        kind
            ``start`` (what is known of the `SessionRecord` beforehand: id, scenario, persona, lang, seed, models,
            started_at …), ``turn`` (a whole turn; the last one with an index counts), ``gap`` (a `Gap`), ``note``
            (a mapping with ``text``), ``end`` (the whole `SessionRecord`; `close` writes it).

        Raises
        ------
        ValueError
            If the kind is unknown.
        TypeError
            If the payload can't be written as JSON.
        """
        if kind not in KINDS:
            raise ValueError(f"no such kind of event: {kind}")
        value = plain(payload)
        with self._lock:
            self._note(kind, value)

    def _note(self, kind: Kind, value: dict[str, Any]) -> None:
        self._writer.line(to_line(Entry(self._seq, kind, self._samples, value)))
        self._seq += 1

    def _end_gap(self) -> None:
        if self._gap_from is None:
            return
        gap = Gap(self._gap_from / LINE_RATE_HZ, self._samples / LINE_RATE_HZ, "disk")
        self._gap_from = None
        self._gaps.append(gap)
        self._note("gap", plain(gap))

    def close(self, record: SessionRecord) -> SessionRecord:
        """End the recording: FLAC, ``session.json``, ``transcript.vtt``; then the raw files go.

        Parameters
        ----------
        record
            The whole call. Its duration and rate are set here, and the recorder's own gaps and notes are added.

        Returns
        -------
        SessionRecord
            The record as kept.

        Raises
        ------
        Broken
            If the disk refuses; nothing is lost, and `close` may be called again once there is room.
        """
        with self._lock:
            self._ended = True
            self._end_gap()
            full = self._completed(record)
            self._note("end", plain(full))
        self._writer.drain()
        self._writer.stop()
        kept = seal(self.folder, full)
        self._folder_lock.release()
        return kept

    def _completed(self, record: SessionRecord) -> SessionRecord:
        notes = record.notes
        if self._clipped:
            notes = (*notes, say("record.clipped", record.lang, samples=self._clipped))
        return replace(
            record,
            duration_s=self.seconds or record.duration_s,
            channel_rate_hz=LINE_RATE_HZ,
            gaps=(*record.gaps, *self._gaps),
            notes=notes,
        )

    def stop(self) -> None:
        """Leave the recording as it is, for `recover`; harmless when repeated or after `close`."""
        with self._lock:
            self._ended = True
        self._writer.stop()
        self._folder_lock.release()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
