"""The thread that writes: appends sound and journal lines at once, and waits for the disk every half second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from simulator.errors import Broken
from simulator.record.backlog import Backlog
from simulator.record.disk import AppendFile, sync_folder

PCM = "audio.pcm"
JOURNAL = "journal.jsonl"


class Writer:
    """Appends to ``audio.pcm`` and ``journal.jsonl`` on a thread of its own; its callers never wait for the disk.

    When the disk refuses, everything stays in memory (sound up to `keep_bytes`; a journal is small) and is tried
    again every `sync_s`; `failure` holds the error for as long as it lasts.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float], sync_s: float, keep_bytes: int) -> None:
        self._folder = folder
        self._clock = clock
        self._sync_s = sync_s
        self._pcm = AppendFile(folder / PCM)
        self._journal = AppendFile(folder / JOURNAL)
        self._waiting = Backlog(keep_bytes)
        self._lines: list[bytes] = []
        self._left: dict[AppendFile, bytes] = {self._pcm: b"", self._journal: b""}  # half-written, this thread's own
        self._unsynced = False
        self._next_sync = clock() + sync_s
        self._turn = threading.Condition()
        self._idle = threading.Event()
        self._urgent = False
        self._stopping = False
        self.failure: Broken | None = None
        sync_folder(folder)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def sound(self, pcm: bytes) -> bool:
        """Queue sound; return False if memory was full and only its length is kept."""
        with self._turn:
            fits = self._waiting.put(pcm)
            self._turn.notify()
            return fits

    def line(self, text: bytes) -> None:
        """Queue a journal line."""
        with self._turn:
            self._lines.append(text)
            self._turn.notify()

    def drain(self, timeout_s: float = 60.0) -> None:
        """Wait until the disk has everything.

        Raises
        ------
        Broken
            If the disk refuses, or hangs for longer than `timeout_s`.
        """
        if not self._thread.is_alive():
            return
        with self._turn:
            self._idle.clear()
            self._urgent = True
            self._turn.notify()
        if not self._idle.wait(timeout_s):
            raise Broken("record.disk_hangs", path=self._folder, seconds=timeout_s)
        if self.failure is not None:
            raise self.failure

    def stop(self) -> None:
        """Write what can be written and end the thread; harmless when repeated."""
        with self._turn:
            self._stopping = self._urgent = True
            self._turn.notify()
        self._thread.join(timeout=60.0)
        if not self._thread.is_alive():
            self._pcm.close()
            self._journal.close()

    def _run(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(self._due, timeout=self._sync_s)
                urgent, stopping = self._urgent, self._stopping
                self._urgent = False
            self._round(urgent)
            if urgent:
                self._idle.set()
            if stopping:
                return

    def _due(self) -> bool:
        new = bool(self._waiting or self._lines)
        return self._urgent or (new and self.failure is None)  # a disk that refused is asked again at the next sync

    def _round(self, urgent: bool) -> None:
        try:
            self._flush()
            if urgent or self._clock() >= self._next_sync:
                self._sync()
        except Exception as error:  # whatever it is, the thread lives on and the caller is told
            reason = getattr(error, "strerror", None) or str(error)
            self.failure = Broken("record.write_failed", path=self._folder, reason=reason)
        else:
            self.failure = None

    def _flush(self) -> None:
        while True:
            self._append(self._pcm)
            self._append(self._journal)
            with self._turn:
                if not (self._waiting or self._lines):
                    return
                self._left[self._pcm] = self._waiting.take()
                self._left[self._journal] = b"".join(self._lines)
                self._lines.clear()

    def _append(self, file: AppendFile) -> None:
        while self._left[file]:
            written = file.append(self._left[file])
            self._left[file] = self._left[file][written:]
            self._unsynced = True

    def _sync(self) -> None:
        self._next_sync = self._clock() + self._sync_s
        if self._unsynced:
            self._pcm.sync()
            self._journal.sync()
            self._unsynced = False
