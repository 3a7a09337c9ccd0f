"""Where in a sound somebody speaks to the microphone, and the windows in which a recogniser hears it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from simulator.domain.ports import VoiceDetector
from simulator.domain.sound import LINE_RATE_HZ, FloatArray, Sound
from simulator.domain.transcript import Word
from simulator.engines.silero import SileroDetector
from simulator.speech.guards import enough_speech, loud_enough
from simulator.speech.loudness import active_level_dbfs
from simulator.speech.segments import Span, Window, speech_segments, windows, within


@dataclass(frozen=True, slots=True)
class Speech:
    """Where somebody speaks.

    Parameters
    ----------
    line
        The sound at 16 kHz.
    spans
        Of speech, in seconds.
    windows
        What a recogniser should hear.
    """

    line: Sound
    spans: tuple[Span, ...]
    windows: tuple[Window, ...]

    def cut(self, window: Window) -> FloatArray:
        """Return the samples of a window."""
        return self.line.cut(window.start_s, window.end_s).samples

    def on_clock(self, word: Word, window: Window) -> Word:
        """Return a word of a window on the clock of the sound, without the pauses in it."""
        start_s, end_s = within((word.start_s + window.start_s, word.end_s + window.start_s), self.spans)
        return Word(word.text, start_s, end_s, word.confidence)


class SpeechFinder:
    """Finds speech; calls from several threads take turns, for a detector has a memory.

    Parameters
    ----------
    detector
        Silero unless another is given.
    """

    def __init__(self, detector: VoiceDetector | None = None) -> None:
        self._detector = detector or SileroDetector()
        self._lock = threading.Lock()

    def find(self, sound: Sound) -> Speech:
        """Return where somebody speaks, long and loud enough to be the one at the microphone."""
        line = at_line_rate(sound)
        with self._lock:
            spans = speech_segments(line, self._detector)
        found = windows(spans, line.duration_s)
        clear = tuple(w for w in found if enough_speech(w.speech_s) and loud_enough(_level_dbfs(line, w)))
        return Speech(line, spans, clear)


def at_line_rate(sound: Sound) -> Sound:
    """Return a sound at 16 kHz."""
    if sound.rate_hz == LINE_RATE_HZ or not len(sound.samples):
        return Sound(sound.samples, LINE_RATE_HZ)
    import soxr

    return Sound(np.asarray(soxr.resample(sound.samples, sound.rate_hz, LINE_RATE_HZ), np.float32), LINE_RATE_HZ)


def _level_dbfs(line: Sound, window: Window) -> float:
    level = active_level_dbfs(line.cut(window.start_s, window.end_s).samples, LINE_RATE_HZ)
    return -np.inf if level is None else level
