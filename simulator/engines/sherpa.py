"""sherpa-onnx (Apache-2.0) as a recogniser: a SenseVoice or Paraformer folder that the user has."""

from __future__ import annotations

import importlib
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

from simulator.domain.ports import Capability, VoiceDetector
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.domain.transcript import Transcript, Word, silent
from simulator.engines.speech_finder import Speech, SpeechFinder
from simulator.engines.whisper import readable
from simulator.errors import BadInput, Broken, Missing
from simulator.messages import Lang
from simulator.resources import sha256
from simulator.speech.guards import Signs, compression_ratio, refusal
from simulator.speech.segments import Window

LAST_TOKEN_S = 0.2  # the library tells when a token begins, not when it ends
PLAIN_CONFIDENCE = 0.8  # neither kind of model says how sure it is


class SherpaRecogniser:
    """SenseVoice or Paraformer, told apart by the name of the folder's ONNX file.

    Parameters
    ----------
    folder
        Holds ``tokens.txt`` and one ``*.onnx`` (an int8 one is preferred).
    detector
        Finds speech; Silero unless another is given.

    Raises
    ------
    BadInput
        If the folder lacks one of them.
    """

    name = "sherpa-onnx"
    capabilities: frozenset[Capability] = frozenset({"word_times"})

    def __init__(self, folder: Path, *, detector: VoiceDetector | None = None) -> None:
        found = sorted(folder.glob("*.int8.onnx")) or sorted(folder.glob("*.onnx"))
        if not found or not (folder / "tokens.txt").is_file():
            raise BadInput("hearing.no_sherpa_folder", name=folder)
        self._model_path, self._tokens = found[0], folder / "tokens.txt"
        self.models = {f"sherpa-onnx {folder.name}": sha256(found[0])}
        self._finder = SpeechFinder(detector)
        self._engines: dict[Lang, Any] = {}
        self._lock = threading.Lock()

    def transcribe(self, sound: Sound, lang: Lang) -> Transcript:
        """Return the words of a sound of any length and rate, on its clock.

        Raises
        ------
        Missing
            If sherpa-onnx can't be loaded.
        Broken
            If the model can't be read.
        """
        speech = self._finder.find(sound)
        with self._lock:
            heard = [self._window(speech, window, lang) for window in speech.windows]
        kept = [(text, words) for text, words in heard if text]
        if not kept:
            return silent(lang, "loop" if any(text is None for text, _ in heard) else "no_speech")
        raw = ("" if lang == "zh" else " ").join(text for text, _ in kept if text)
        words, text = readable(tuple(w for _, ws in kept for w in ws), raw, lang)
        return Transcript(lang, text, raw, words, PLAIN_CONFIDENCE)

    def _window(self, speech: Speech, window: Window, lang: Lang) -> tuple[str | None, tuple[Word, ...]]:
        """Return the text and words of a window; None for a text that repeats itself."""
        stream = self._engine(lang).create_stream()
        stream.accept_waveform(LINE_RATE_HZ, speech.cut(window))
        self._engine(lang).decode_stream(stream)
        text = stream.result.text.strip()
        if refusal(Signs(compression_ratio(text), no_speech=0.0, logprob=0.0)):
            return None, ()
        words = _words(stream.result.tokens, stream.result.timestamps, window.end_s - window.start_s)
        return text, tuple(speech.on_clock(w, window) for w in words)

    def _engine(self, lang: Lang) -> Any:
        if lang not in self._engines:
            self._engines[lang] = self._opened(lang)
        return self._engines[lang]

    def _opened(self, lang: Lang) -> Any:
        try:
            library: Any = importlib.import_module("sherpa_onnx")
        except (ImportError, OSError) as error:
            raise Missing("hearing.no_library", library="sherpa-onnx", reason=error) from error
        model, tokens = str(self._model_path), str(self._tokens)
        kind = library.OfflineRecognizer
        try:
            if "paraformer" in str(self._model_path).lower():
                return kind.from_paraformer(paraformer=model, tokens=tokens, num_threads=2)
            return kind.from_sense_voice(model=model, tokens=tokens, language=lang, use_itn=True, num_threads=2)
        except (RuntimeError, ValueError) as error:
            raise Broken("hearing.bad_checkpoint", path=self._model_path) from error


def _words(tokens: list[str], starts_s: list[float], duration_s: float) -> tuple[Word, ...]:
    """Join tokens to words: ``▁`` begins one, ``@@`` continues in the next, a Chinese character is one itself."""
    ends_s = [b for _, b in pairwise([*starts_s, min(starts_s[-1] + LAST_TOKEN_S, duration_s)])] if starts_s else []
    words: list[Word] = []
    glued = False
    for token, start_s, end_s in zip(tokens, starts_s, ends_s, strict=False):
        begins = token.startswith(("▁", " "))
        text = token.replace("▁", "").replace("@@", "").strip()
        if not any(c.isalnum() for c in text):
            continue
        fits = bool(words) and text.isascii() and words[-1].text.isascii() and (glued or not begins)
        if fits:
            last = words.pop()
            words.append(Word(last.text + text, last.start_s, max(last.start_s, end_s), PLAIN_CONFIDENCE))
        else:
            words.append(Word(text, min(start_s, end_s), end_s, PLAIN_CONFIDENCE))
        glued = token.endswith("@@")
    return tuple(words)
