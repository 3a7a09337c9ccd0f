"""The system's own voices through pyttsx3, one utterance at a time, in a worker process with a watchdog."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import soundfile

from simulator.domain.persona import Persona
from simulator.domain.sound import Sound
from simulator.engines.g2p import Clause
from simulator.engines.lines import Speak, Spoken, render_line, stream_line, trimmed
from simulator.engines.pyttsx3_process import SpeechProcess
from simulator.engines.pyttsx3_voices import TRIAL, SystemVoice, plausible, ranked_voices
from simulator.errors import Broken, Missing
from simulator.messages import Lang
from simulator.speech.markup import plain

WORKER = (sys.executable, "-m", "simulator.engines.pyttsx3_worker")
START_S = 20.0
UTTERANCE_S = 20.0  # a clause takes a tenth of a second on espeak-ng, a second or two elsewhere
INAUDIBLE = 1e-3

Notify = Callable[[str], None]


class Pyttsx3Synthesiser:
    """The fallback voices.

    Parameters
    ----------
    notify
        Told once, by the key of a message, when a voice will be hard to understand.
    command
        The worker; tests put another one in its place.
    start_s, utterance_s
        How long the worker may take before it is killed and started again.

    Raises
    ------
    Missing
        If the system's speech can't be started.
    """

    name = "pyttsx3"

    def __init__(
        self,
        notify: Notify = lambda _: None,
        *,
        command: Sequence[str] = WORKER,
        start_s: float = START_S,
        utterance_s: float = UTTERANCE_S,
    ) -> None:
        self._notify = notify
        self._worker = SpeechProcess(command, start_s)
        self._utterance_s = utterance_s
        self._lock = threading.Lock()
        self._noticed = False
        self._trials: dict[tuple[str, Lang], bool] = {}
        self._worker.start()
        self.voices = self._worker.voices
        self.models = {f"pyttsx3/{self._worker.driver}": ""}  # the system's own: nothing to hash

    def render(self, text: str, persona: Persona, anger: float) -> Sound:
        """Return the line; raises BadInput for the text, Missing without a voice of the language, Broken on failure."""
        return render_line(text, persona, anger, self._speaker(persona))

    def stream(self, text: str, persona: Persona, anger: float) -> Iterator[Sound]:
        """Yield the line clause by clause; raises like `render`."""
        return stream_line(text, persona, anger, self._speaker(persona))

    def close(self) -> None:
        """End the worker."""
        self._worker.stop()

    def _speaker(self, persona: Persona) -> Speak:
        with self._lock:
            voice = self._trusted(persona)
        if persona.lang == "zh" and self._worker.driver == "espeak" and not self._noticed:
            self._noticed = True
            self._notify("voices.poor_mandarin")

        def speak(clause: Clause) -> Spoken:
            with self._lock:
                return Spoken(self._utter(plain(clause.text), voice.id))

        return speak

    def _trusted(self, persona: Persona) -> SystemVoice:
        """Return the first voice that was heard to speak the persona's language; each is tried once.

        Raises
        ------
        Missing
            If none is.
        """
        for voice in ranked_voices(self.voices, persona):
            trial = (voice.id, persona.lang)
            if trial not in self._trials:
                self._trials[trial] = self._speaks(voice, persona.lang)
            if self._trials[trial]:
                return voice
        raise Missing(f"voices.unable_{persona.lang}")

    def _speaks(self, voice: SystemVoice, lang: Lang) -> bool:
        try:
            return plausible(trimmed(Spoken(self._utter(TRIAL[lang], voice.id))).sound.duration_s)
        except Broken as error:
            if error.code == "voices.worker_stuck":
                raise
            return False

    def _utter(self, text: str, voice: str) -> Sound:
        """Return one utterance; when it fails, once more, in a process that was started again."""
        try:
            return self._once(text, voice)
        except Broken:
            self._worker.stop()
            return self._once(text, voice)

    def _once(self, text: str, voice: str) -> Sound:
        with tempfile.TemporaryDirectory(prefix="voice-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "utterance.wav"
            self._worker.say(text, voice, path, self._utterance_s)
            return _read(path, text)


def _read(path: Path, text: str) -> Sound:
    """Return the utterance; the system may have written AIFF under the name of a WAV, which soundfile sees."""
    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise Broken("voices.worker_failed", text=text, why="no readable sound") from error
    mono = samples.mean(axis=1).astype(np.float32)
    if not mono.size or np.abs(mono).max() < INAUDIBLE:
        raise Broken("voices.worker_failed", text=text, why="silence")
    return Sound(mono, int(rate_hz))
