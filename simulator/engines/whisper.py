"""Whisper as a recogniser: only where somebody speaks, in windows, with guards against invented text."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np

from simulator.domain.ports import Capability, VoiceDetector
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.domain.transcript import Transcript, Word, silent
from simulator.engines.hearing import FULL_CONTEXT_S, Hearing, Model
from simulator.engines.script import simplified, simplified_words
from simulator.engines.speech_finder import Speech, SpeechFinder
from simulator.messages import Lang
from simulator.speech.guards import Refusal, refusal
from simulator.speech.months import possible, possible_words
from simulator.speech.punctuation import punctuated
from simulator.speech.reliability import PLAIN, Reliability
from simulator.speech.segments import Span, Window

SHORT_CONTEXT_S = 12.0  # 10 s loop now and then
BEHIND_S = 1.0  # silence that the encoder must see behind the speech

SKIPPED_S = 1.0  # of speech without a word: now and then Whisper begins with the second sentence
ROOM_S = 0.1  # a word's time is no sharper than that

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A window's words, or why they are not believed."""

    window: Window
    hearing: Hearing
    refused: Refusal | None


class WhisperRecogniser(Generic[M]):
    """A Whisper engine, greedy, without a prompt; forced to a language, and simplified for Mandarin.

    Calls may come from any thread: passes of the model take turns, nothing else is shared.

    Parameters
    ----------
    name
        What a session calls the engine.
    load
        Makes the model, at first use.
    models
        What a session names as its recognition model: file name to SHA-256.
    capabilities
        What the engine can do beside transcribing.
    detector
        Finds speech; Silero unless another is given.
    reliability
        Turns the model's own probabilities into shares of words that are right.
    """

    def __init__(
        self,
        name: str,
        load: Callable[[], M],
        models: Mapping[str, str],
        *,
        capabilities: frozenset[Capability] = frozenset({"word_times", "detect"}),
        detector: VoiceDetector | None = None,
        reliability: Reliability = PLAIN,
    ) -> None:
        self.name = name
        self.models = dict(models)
        self.capabilities = capabilities
        self.reliability = reliability
        self._load = load
        self.finder = SpeechFinder(detector)
        self._model: M | None = None
        self._loading = threading.Lock()

    @property
    def model(self) -> M:
        """Return the loaded model; raises like `warm_up`."""
        with self._loading:
            if self._model is None:
                self._model = self._load()
            return self._model

    def warm_up(self) -> None:
        """Load the model and run it once, so that the first reply doesn't wait for that.

        Raises
        ------
        Missing
            If the engine's library can't be loaded.
        Broken
            If the model is damaged.
        """
        tone = np.sin(np.arange(LINE_RATE_HZ, dtype=np.float32) * 0.1) * np.float32(0.1)
        self.model.hear(tone.astype(np.float32), "en", SHORT_CONTEXT_S)

    def transcribe(self, sound: Sound, lang: Lang) -> Transcript:
        """Return the words of a sound of any length and rate, on its clock; raises like `warm_up`.

        Where nobody speaks for 400 ms, or the words look invented, the transcript is empty and says why.
        """
        speech = self.finder.find(sound)
        heard = [part for window in speech.windows for part in self._whole(speech, window, lang)]
        kept = [h for h in heard if h.refused is None and h.hearing.text]
        if not kept:
            refused = next((h.refused for h in heard if h.refused), None)
            return silent(lang, refused or "no_speech")
        return self._joined(kept, speech, lang)

    def detect(self, sound: Sound) -> Lang:
        """Return which of the two languages is spoken; ``en`` where nobody speaks."""
        speech = self.finder.find(sound)
        return self.model.language(speech.cut(speech.windows[0])) if speech.windows else "en"

    def _whole(self, speech: Speech, window: Window, lang: Lang) -> list[_Heard]:
        """Hear a window, and on its own what stands before its first word or after its last one and got no words."""
        heard = self._window(speech, window, lang)
        if heard.refused or not heard.hearing.words:
            return [heard]
        first, last = heard.hearing.words[0], heard.hearing.words[-1]
        before = skipped(speech.spans, window.start_s, window.start_s + first.start_s)
        after = skipped(speech.spans, window.start_s + last.end_s, window.end_s)
        parts = [self._window(speech, w, lang) if w else None for w in (before, after)]
        return [p for p in (parts[0], heard, parts[1]) if p is not None]

    def _window(self, speech: Speech, window: Window, lang: Lang) -> _Heard:
        """Hear a window in a short context, and once more in the full one if the words repeat themselves."""
        samples = speech.cut(window)
        hearing = self.model.hear(samples, lang, context_s(len(samples)))
        if hearing.signs.loops:
            hearing = self.model.hear(samples, lang, FULL_CONTEXT_S)
        return _Heard(window, hearing, refusal(hearing.signs))

    def _joined(self, kept: list[_Heard], speech: Speech, lang: Lang) -> Transcript:
        raw = ("" if lang == "zh" else " ").join(h.hearing.text for h in kept)
        words = tuple(speech.on_clock(word, h.window) for h in kept for word in h.hearing.words)
        words, text = readable(words, raw, lang)
        believed = tuple(replace(w, confidence=self.reliability.word(w.confidence)) for w in words)
        return Transcript(lang, text, raw, believed, self.reliability.utterance(_confidence(kept)))


def readable(words: tuple[Word, ...], raw: str, lang: Lang) -> tuple[tuple[Word, ...], str]:
    """Return words and text as they are shown: Mandarin simplified, with its own marks, commas at pauses, no 13月."""
    if lang != "zh":
        return words, raw
    texts = simplified_words([w.text for w in words])
    words = possible_words([replace(w, text=text) for text, w in zip(texts, words, strict=True)])
    return words, punctuated(possible(simplified(raw)), words)


def skipped(spans: Sequence[Span], start_s: float, end_s: float) -> Window | None:
    """Return the stretch of whole spans of speech between two times, if it is long enough to have had words."""
    inside = [s for s in spans if s[0] >= start_s - ROOM_S and s[1] <= end_s + ROOM_S]
    speech_s = sum(s[1] - s[0] for s in inside)
    if speech_s < SKIPPED_S:
        return None
    return Window(max(0.0, inside[0][0] - ROOM_S), inside[-1][1] + ROOM_S, speech_s)


def context_s(samples: int) -> float:
    """Return how much the encoder must see of so many samples at 16 kHz."""
    return min(max(SHORT_CONTEXT_S, samples / LINE_RATE_HZ + BEHIND_S), FULL_CONTEXT_S)


def _confidence(kept: list[_Heard]) -> float:
    """Return the geometric mean of all tokens' probabilities."""
    tokens = sum(h.hearing.tokens + 1 for h in kept)
    total = sum(h.hearing.signs.logprob * (h.hearing.tokens + 1) for h in kept)
    return min(math.exp(total / tokens), 1.0)
