"""The process that holds the system's speech, from outside: requests go in, answers come out in time, or it ends."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulator.engines.pyttsx3_voices import SystemVoice
from simulator.errors import Broken, Missing


class SpeechProcess:
    """Started when needed, killed when it is stuck, started again for the next utterance."""

    def __init__(self, command: Sequence[str], start_s: float) -> None:
        self._command = tuple(command)
        self._start_s = start_s
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._count = 0
        self.voices: tuple[SystemVoice, ...] = ()
        self.driver = ""

    def start(self) -> subprocess.Popen[str]:
        """Start the process and learn its voices; raises Missing if there is no speech."""
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        except OSError as error:
            raise Missing("voices.no_system_engine", why=error) from error
        self._process, self._answers = process, queue.Queue()
        weakref.finalize(self, _end, process)
        threading.Thread(target=_listen, args=(process, self._answers), daemon=True, name="pyttsx3").start()
        hello = self._next(self._start_s)
        if not hello or not hello.get("ready"):
            self.stop()
            raise Missing("voices.no_system_engine", why=(hello or {}).get("error", "no answer"))
        self.driver = str(hello["driver"])
        self.voices = tuple(SystemVoice(v["id"], v["name"], tuple(v["languages"])) for v in hello["voices"])
        return process

    def say(self, text: str, voice: str, path: Path, timeout_s: float) -> None:
        """Have one utterance written; raises Broken if that fails or takes too long, and then the process is gone."""
        process = self._process
        if process is None or process.poll() is not None:
            self.stop()
            process = self.start()
        self._count += 1
        self._ask(process, {"id": self._count, "text": text, "voice": voice, "path": str(path)})
        answer = self._next(timeout_s)
        if answer is None or answer.get("id") != self._count:
            self.stop()
            raise Broken("voices.worker_stuck", seconds=f"{timeout_s:g}")
        if not answer["ok"]:
            raise Broken("voices.worker_failed", text=text, why=answer["error"])

    def stop(self) -> None:
        """Kill the process, if there is one."""
        if self._process is not None:
            _end(self._process)
            self._process = None

    def _ask(self, process: subprocess.Popen[str], request: dict[str, object]) -> None:
        try:
            for pipe in filter(None, [process.stdin]):
                pipe.write(json.dumps(request) + "\n")
                pipe.flush()
        except OSError:  # it died; the missing answer says so
            self._answers.put(None)

    def _next(self, timeout_s: float) -> dict[str, Any] | None:
        try:
            return self._answers.get(timeout=timeout_s)
        except queue.Empty:
            return None


def _listen(process: subprocess.Popen[str], answers: queue.Queue[dict[str, Any] | None]) -> None:
    try:
        for line in process.stdout or ():
            answers.put(json.loads(line))
    except ValueError:  # closed, or no JSON: as good as dead
        pass
    answers.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue
