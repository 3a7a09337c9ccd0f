"""The system's speech in a process of its own: one request a line on standard input, one answer a line on the output.

On Linux the speech is espeak-ng, a program under the GPL: only this process loads it, and talks to the others in JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

WORDS_PER_MINUTE = 175
WRITTEN_S = 60.0  # the watchdog of the other process is quicker


def main() -> None:
    """Say that the worker is ready and which voices there are, then serve requests until the input ends."""
    answers = _quiet_stdout()
    try:
        engine = _engine()
        voices = [_voice(v) for v in engine.getProperty("voices") or []]
    except Exception as error:  # whatever the system's speech raises: the other process gives the remedy
        _answer(answers, ready=False, error=str(error) or type(error).__name__)
        return
    _answer(answers, ready=True, driver=type(engine.proxy._driver).__module__.rpartition(".")[2], voices=voices)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            _say(engine, request["text"], request["voice"], request["path"])
            _answer(answers, id=request["id"], ok=True)
        except Exception as error:  # one utterance that fails must not end the worker
            _answer(answers, id=request["id"], ok=False, error=str(error) or type(error).__name__)


def _quiet_stdout() -> TextIO:
    """Keep standard output for answers; what libraries print there goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return answers


def _answer(answers: TextIO, **fields: object) -> None:
    answers.write(json.dumps(fields, ensure_ascii=False) + "\n")
    answers.flush()


def _engine() -> Any:
    if sys.platform == "linux":
        _load_espeak()
    import pyttsx3

    engine = pyttsx3.init()
    engine.setProperty("rate", WORDS_PER_MINUTE)
    return engine


def _load_espeak() -> None:
    """Load the espeak-ng of the wheel where there is one: newer than most systems', and its Mandarin is Mandarin."""
    try:
        import espeakng_loader
    except ImportError:
        return
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)  # before pyttsx3 looks for the system's


def _voice(voice: Any) -> dict[str, object]:
    languages = [v.decode("utf-8", "ignore") if isinstance(v, bytes) else str(v) for v in voice.languages or []]
    return {"id": str(voice.id), "name": str(voice.name), "languages": languages}


def _say(engine: Any, text: str, voice: str, path: str) -> None:
    """Write one utterance and come back when the file is there: `runAndWait` alone comes back too early."""
    finished = threading.Event()
    token = engine.connect("finished-utterance", lambda **_: finished.set())
    try:
        engine.setProperty("voice", voice)
        engine.save_to_file(text, path)
        engine.runAndWait()
        finished.wait(WRITTEN_S)
    finally:
        engine.disconnect(token)
    if engine.getProperty("voice") != voice:  # set when the queue runs; one that is not there is ignored in silence
        raise ValueError(f"voice {voice} refused")
    if not Path(path).is_file():
        raise OSError("no sound was written")


if __name__ == "__main__":
    main()
