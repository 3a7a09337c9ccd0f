"""A worker thread that can be given up: one job after another, and a hanging job never holds the program."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """Runs jobs in order on a daemon thread.

    Parameters
    ----------
    name
        Of the thread, for whoever looks at a stuck program.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs = self._start()

    def submit(self, job: Callable[[], T]) -> Future[T]:
        """Queue a job and return its future; a job whose future was cancelled before it began is skipped."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(job())
            except BaseException as error:
                future.set_exception(error)

        self._jobs.put(run)
        return future

    @property
    def waiting(self) -> int:
        """Jobs that have not begun."""
        return self._jobs.qsize()

    def abandon(self) -> None:
        """Leave a hanging job to itself and go on with a new thread; jobs that waited behind it are dropped."""
        self._jobs.put(None)
        self._jobs = self._start()

    def close(self) -> None:
        """End the thread once its jobs are done; nobody waits for it."""
        self._jobs.put(None)

    def _start(self) -> queue.SimpleQueue[Callable[[], None] | None]:
        jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=_work, args=(jobs,), name=self._name, daemon=True).start()
        return jobs


def _work(jobs: queue.SimpleQueue[Callable[[], None] | None]) -> None:
    while (job := jobs.get()) is not None:
        job()
