"""Whisper on CTranslate2 (MIT), int8 on the CPU: the quick engine, and the one that can weigh other wordings.

The sound is encoded once, in a context that is only as long as needed; decoding, alignment and rescoring work on that.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulator.domain.sound import LINE_RATE_HZ, FloatArray
from simulator.domain.transcript import Word
from simulator.engines.ct2_folder import complete
from simulator.engines.hearing import FULL_CONTEXT_S, HOP, STEP_S, Hearing, padded_length
from simulator.engines.mel import log_mel
from simulator.engines.threads import wait_asleep
from simulator.engines.whisper_files import tokenizer
from simulator.engines.word_times import spoken_words
from simulator.errors import Broken, Missing
from simulator.messages import LANGS, Lang
from simulator.speech.guards import Signs, compression_ratio, token_cap

SMALLEST = 1e-10  # a probability of 0 has no logarithm


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sound as the decoder sees it.

    Parameters
    ----------
    states
        The encoder's states.
    samples
        Length of the sound itself at 16 kHz, without the silence behind it.
    lang
        The language that is decoded.
    """

    states: Any
    samples: int
    lang: Lang

    @property
    def frames(self) -> int:
        """Return how many mel frames belong to the sound."""
        return max(2, min(-(-self.samples // HOP), 2 * int(self.states.shape[1])))


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One wording that the decoder found, the sum of its tokens' log-probabilities, and how likely nobody spoke."""

    tokens: tuple[int, ...]
    text: str
    logprob: float
    no_speech: float = 0.0


class Ct2Model:
    """A loaded CTranslate2 model; calls from several threads are queued by the library.

    Parameters
    ----------
    folder
        Holds ``model.bin``; what else the library wants is written beside it where it is missing.
    threads
        Cores to use; all unless given, four at most.

    Raises
    ------
    Missing
        If ctranslate2 can't be loaded.
    Broken
        If the folder holds no Whisper model.
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        library = _library()
        complete(folder)
        try:
            self._model: Any = library.models.Whisper(
                str(folder), compute_type="int8", intra_threads=threads or min(os.cpu_count() or 1, 4)
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise Broken("hearing.bad_checkpoint", path=folder) from error
        self._bands = int(self._model.n_mels)
        self._languages = 99 if self._bands == 80 else 100  # large-v3 knows Cantonese, too

    def hear(self, samples: FloatArray, lang: Lang, context_s: float) -> Hearing:
        """Return the words of at most 30 s of sound at 16 kHz, greedily, without a prompt.

        Parameters
        ----------
        samples
            Shape (n,), float32.
        lang
            The language spoken.
        context_s
            How much the encoder sees, the sound and silence behind it.
        """
        encoded = self.encode(samples, lang, context_s)
        cap = token_cap(len(samples) / LINE_RATE_HZ)
        result = self._generate(encoded, cap, beam_size=1)
        tokens = list(result.sequences_ids[0])
        text = self._tokenizer(lang).decode(tokens).strip()
        signs = Signs(
            compression=compression_ratio(text),
            no_speech=float(result.no_speech_prob),
            logprob=_mean_logprob(result.scores[0], len(tokens)),
            capped=len(tokens) >= cap,
        )
        return Hearing(text, self.words(encoded, tokens), signs, len(tokens))

    def language(self, samples: FloatArray) -> Lang:
        """Return which of the two languages is more likely spoken in the first 30 s."""
        states = self.encode(samples, "en", FULL_CONTEXT_S).states
        chances = dict(self._model.detect_language(states)[0])
        return max(LANGS, key=lambda lang: float(chances.get(f"<|{lang}|>", 0.0)))

    def encode(self, samples: FloatArray, lang: Lang, context_s: float) -> Encoded:
        """Return the encoder's states for sound at 16 kHz and the silence behind it."""
        features = log_mel(samples, padded_length(context_s), self._bands)[None]
        view = _library().StorageView.from_array(np.ascontiguousarray(features))
        return Encoded(self._model.encode(view), len(samples), lang)

    def hypotheses(self, encoded: Encoded, count: int) -> tuple[Hypothesis, ...]:
        """Return the `count` best wordings of a beam search, the best first."""
        cap = token_cap(encoded.samples / LINE_RATE_HZ)
        result = self._generate(encoded, cap, beam_size=count, num_hypotheses=count)
        read = self._tokenizer(encoded.lang).decode
        return tuple(
            Hypothesis(tuple(ids), read(ids).strip(), float(score) * max(len(ids), 1), result.no_speech_prob)
            for ids, score in zip(result.sequences_ids, result.scores, strict=True)
        )

    def weigh(self, encoded: Encoded, texts: Sequence[str]) -> list[float]:
        """Return the log-likelihood (nats) that the sound gives to each text."""
        return [float(np.sum(np.log(np.maximum(p, SMALLEST)))) for p in self.chances(encoded, texts)]

    def chances(self, encoded: Encoded, texts: Sequence[str]) -> list[FloatArray]:
        """Return, for each text, the probability of each of its tokens."""
        encode = self._tokenizer(encoded.lang).encode
        return [np.asarray(self._align(encoded, encode(t)).text_token_probs, np.float32) if t else _NONE for t in texts]

    def words(self, encoded: Encoded, tokens: Sequence[int]) -> tuple[Word, ...]:
        """Return the words of tokens with their times and probabilities."""
        if not tokens:
            return ()
        aligned = self._align(encoded, list(tokens))
        rows, columns = np.array(aligned.alignments, np.int64).T
        first = np.diff(rows, prepend=-1) > 0
        starts_s = (columns[first] * STEP_S).astype(np.float32)
        chances = np.asarray(aligned.text_token_probs, np.float32)
        read = self._tokenizer(encoded.lang)
        return spoken_words(read, list(tokens), starts_s, chances, encoded.samples / LINE_RATE_HZ)

    def spoken(self, encoded: Encoded, text: str) -> tuple[Word, ...]:
        """Return the words of a text with their times and probabilities."""
        return self.words(encoded, self._tokenizer(encoded.lang).encode(text))

    def _tokenizer(self, lang: Lang) -> Any:
        return tokenizer(lang, self._languages)

    def _generate(self, encoded: Encoded, cap: int, **options: Any) -> Any:
        read = self._tokenizer(encoded.lang)
        prompt = [*read.sot_sequence, read.no_timestamps]
        (result,) = self._model.generate(
            encoded.states,
            [prompt],
            max_length=len(prompt) + cap,
            return_scores=True,
            return_no_speech_prob=True,
            **options,
        )
        return result

    def _align(self, encoded: Encoded, tokens: list[int]) -> Any:
        head = list(self._tokenizer(encoded.lang).sot_sequence)
        (aligned,) = self._model.align(encoded.states, head, [tokens], [encoded.frames], median_filter_width=7)
        return aligned


_NONE = np.zeros(0, np.float32)


def _mean_logprob(score: float, tokens: int) -> float:
    """Return the mean over the tokens and the end, as openai-whisper counts; the library leaves out the end."""
    return float(score) * tokens / (tokens + 1) if tokens else float(score)


def _library() -> Any:
    wait_asleep()
    try:
        return importlib.import_module("ctranslate2")
    except (ImportError, OSError) as error:
        raise Missing("hearing.no_library", library="ctranslate2", reason=error) from error
