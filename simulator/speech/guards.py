"""Guards against invented text: when the words of a recogniser are not believed.

A recogniser of the Whisper kind writes sentences for breath, hum and keyboards. The order matters: a loop is written
with high certainty, so it must be found before certainty is asked.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal

Refusal = Literal["no_speech", "loop", "unsure"]

MIN_SPEECH_S = 0.4
MIN_LEVEL_DBFS = -46.0  # speech at a desk has −40 to −15; a loudspeaker that leaks into the microphone less
MAX_COMPRESSION = 2.4  # Radford et al. 2022, section 4.5
MAX_NO_SPEECH = 0.6  # ditto
MIN_LOGPROB = -1.0  # ditto
MAX_TOKENS = 224  # half of Whisper's text context


@dataclass(frozen=True, slots=True)
class Signs:
    """What a recogniser says about its own words.

    Parameters
    ----------
    compression
        Length of the text over its length when compressed: high for repetitions.
    no_speech
        Probability (0..1) that nobody spoke.
    logprob
        Mean natural logarithm of the tokens' probabilities.
    capped
        True if it had to be stopped: speech never has so many tokens.
    """

    compression: float
    no_speech: float
    logprob: float
    capped: bool = False

    @property
    def loops(self) -> bool:
        """True for text that repeats itself or does not end."""
        return self.capped or self.compression > MAX_COMPRESSION


def enough_speech(speech_s: float) -> bool:
    """Return whether there is enough speech to ask a recogniser at all."""
    return speech_s >= MIN_SPEECH_S


def loud_enough(level_dbfs: float) -> bool:
    """Return whether speech of this active level comes from the person at the microphone."""
    return level_dbfs >= MIN_LEVEL_DBFS


def refusal(signs: Signs) -> Refusal | None:
    """Return why the words are not believed, or None if they are."""
    if signs.loops:
        return "loop"
    if signs.no_speech > MAX_NO_SPEECH and signs.logprob < MIN_LOGPROB:
        return "unsure"
    return None


def token_cap(duration_s: float) -> int:
    """Return how many tokens speech of this length can have at most: ten a second and twenty."""
    return min(int(10 * duration_s) + 20, MAX_TOKENS)


def compression_ratio(text: str) -> float:
    """Return the length of a text over its length when compressed; 1.0 for no text."""
    raw = text.encode("utf-8")
    return len(raw) / len(zlib.compress(raw)) if raw else 1.0
