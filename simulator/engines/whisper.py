"""Whisper as a recogniser: only where somebody speaks, in windows, with guards against invented text."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.domain.ports import VoiceDetector
from simulator.domain.sound import LINE_RATE_HZ, FloatArray, Sound
from simulator.domain.transcript import Transcript, Word, silent
from simulator.engines.script import simplified, simplified_words
from simulator.engines.silero import SileroDetector
from simulator.engines.whisper_model import FULL_CONTEXT_S, Hearing, WhisperModel
from simulator.messages import Lang
from simulator.speech.guards import Refusal, enough_speech, refusal
from simulator.speech.segments import Span, Window, speech_segments, windows, within

SHORT_CONTEXT_S = 12.0  # 10 s loop now and then
BEHIND_S = 1.0  # silence that the encoder must see behind the speech


@dataclass(frozen=True, slots=True)
class _Heard:
    """A window's words, or why they are not believed."""

    window: Window
    hearing: Hearing
    refused: Refusal | None


class WhisperRecogniser:
    """openai-whisper on the CPU, greedy, without a prompt; forced to a language, and simplified for Mandarin.

    Parameters
    ----------
    checkpoint
        A file of openai-whisper.
    models
        What a session names as its recognition model: file name to SHA-256.
    size
        Name of the model's size; it tells which attention heads follow the sound.
    detector
        Finds speech; Silero unless another is given.
    """

    name = "whisper"

    def __init__(
        self, checkpoint: Path, models: Mapping[str, str], *, size: str = "base", detector: VoiceDetector | None = None
    ) -> None:
        self.models = dict(models)
        self._checkpoint = checkpoint
        self._size = size
        self._detector = detector or SileroDetector()
        self._model: WhisperModel | None = None
        self._lock = threading.RLock()

    def warm_up(self) -> None:
        """Load the model and run it once, so that the first reply doesn't wait for that.

        Raises
        ------
        Missing
            If openai-whisper can't be loaded.
        Broken
            If the checkpoint is damaged.
        """
        tone = np.sin(np.arange(LINE_RATE_HZ, dtype=np.float32) * 0.1) * np.float32(0.1)
        with self._lock:
            self._loaded().hear(tone.astype(np.float32), "en", SHORT_CONTEXT_S)

    def transcribe(self, sound: Sound, lang: Lang) -> Transcript:
        """Return the words of a sound of any length and rate, on its clock; raises like `warm_up`.

        Where nobody speaks for 400 ms, or the words look invented, the transcript is empty and says why.
        """
        line = _at_line_rate(sound)
        with self._lock:
            spans = speech_segments(line, self._detector)
            heard = [self._window(line, window, lang) for window in _windows(line, spans)]
        kept = [h for h in heard if h.refused is None and h.hearing.text]
        if not kept:
            refused = next((h.refused for h in heard if h.refused), None)
            return silent(lang, refused or "no_speech")
        return _joined(kept, spans, lang)

    def detect(self, sound: Sound) -> Lang:
        """Return which of the two languages is spoken; ``en`` where nobody speaks."""
        line = _at_line_rate(sound)
        with self._lock:
            found = _windows(line, speech_segments(line, self._detector))
            return self._loaded().language(_cut(line, found[0])) if found else "en"

    def _window(self, line: Sound, window: Window, lang: Lang) -> _Heard:
        """Hear a window in a short context, and once more in the full one if the words repeat themselves."""
        samples = _cut(line, window)
        context_s = min(max(SHORT_CONTEXT_S, len(samples) / LINE_RATE_HZ + BEHIND_S), FULL_CONTEXT_S)
        hearing = self._loaded().hear(samples, lang, context_s)
        if hearing.signs.loops:
            hearing = self._loaded().hear(samples, lang, FULL_CONTEXT_S)
        return _Heard(window, hearing, refusal(hearing.signs))

    def _loaded(self) -> WhisperModel:
        if self._model is None:
            self._model = WhisperModel(self._checkpoint, self._size)
        return self._model


def _at_line_rate(sound: Sound) -> Sound:
    if sound.rate_hz == LINE_RATE_HZ or not len(sound.samples):
        return Sound(sound.samples, LINE_RATE_HZ)
    import soxr

    return Sound(np.asarray(soxr.resample(sound.samples, sound.rate_hz, LINE_RATE_HZ), np.float32), LINE_RATE_HZ)


def _windows(line: Sound, spans: Sequence[Span]) -> list[Window]:
    return [w for w in windows(spans, line.duration_s) if enough_speech(w.speech_s)]


def _cut(line: Sound, window: Window) -> FloatArray:
    return line.cut(window.start_s, window.end_s).samples


def _joined(kept: list[_Heard], spans: Sequence[Span], lang: Lang) -> Transcript:
    between = "" if lang == "zh" else " "
    raw = between.join(h.hearing.text for h in kept)
    words = tuple(_on_clock(word, h.window, spans) for h in kept for word in h.hearing.words)
    if lang == "zh":
        texts = simplified_words([w.text for w in words])
        words = tuple(Word(text, w.start_s, w.end_s, w.confidence) for text, w in zip(texts, words, strict=True))
    text = simplified(raw) if lang == "zh" else raw
    return Transcript(lang, text, raw, words, _confidence(kept))


def _on_clock(word: Word, window: Window, spans: Sequence[Span]) -> Word:
    start_s, end_s = within((word.start_s + window.start_s, word.end_s + window.start_s), spans)
    return Word(word.text, start_s, end_s, word.confidence)


def _confidence(kept: list[_Heard]) -> float:
    """Return the geometric mean of all tokens' probabilities."""
    tokens = sum(h.hearing.tokens + 1 for h in kept)
    total = sum(h.hearing.signs.logprob * (h.hearing.tokens + 1) for h in kept)
    return min(math.exp(total / tokens), 1.0)
