"""When each word of a Whisper pass was said, from what the decoder looks at while it writes it."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.domain.sound import FloatArray
from simulator.domain.transcript import Word
from simulator.engines.hearing import STEP_S
from simulator.speech.alignment import cheapest_path, running_median

MEDIAN_WIDTH = 7  # encoder states, 140 ms
_MARKS = ' .,;:!?…"“”‘()[]{}<>-–—。，、；：！？（）《》「」『』【】·'


def token_starts(attention: FloatArray) -> FloatArray:
    """Return when each token and the end begin, in seconds, from attention scores (heads, tokens + 1, states).

    As openai-whisper does: softmax over time, each state normalised over the tokens, smoothed, averaged over the
    heads; the cheapest path through it says when the next token is reached.
    """
    weights = np.exp(attention - attention.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    spread = weights.std(axis=-2, keepdims=True)
    weights = (weights - weights.mean(axis=-2, keepdims=True)) / np.maximum(spread, 1e-9)
    rows, columns = cheapest_path(-running_median(weights, MEDIAN_WIDTH).mean(axis=0))
    first = np.diff(rows, prepend=-1) > 0
    starts: FloatArray = (columns[first] * STEP_S).astype(np.float32)
    return starts


def spoken_words(
    tokenizer: Any, tokens: list[int], starts_s: FloatArray, chances: FloatArray, duration_s: float
) -> tuple[Word, ...]:
    """Join tokens to words; a mark of punctuation is no word."""
    texts, groups = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    words: list[Word] = []
    at = 0
    for text, group in zip(texts[:-1], groups[:-1], strict=True):
        end = at + len(group)
        plain = text.strip().strip(_MARKS)
        if plain:
            times = sorted(min(float(t), duration_s) for t in (starts_s[at], starts_s[min(end, len(starts_s) - 1)]))
            words.append(Word(plain, times[0], times[1], float(np.clip(chances[at:end].mean(), 0.0, 1.0))))
        at = end
    return tuple(words)
