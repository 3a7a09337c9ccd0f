"""What every Whisper engine gives for one stretch of sound, and what a recogniser needs of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from simulator.domain.sound import FloatArray
from simulator.domain.transcript import Word
from simulator.messages import Lang
from simulator.speech.guards import Signs

FULL_CONTEXT_S = 30.0
HOP = 160  # samples a mel frame: 10 ms at 16 kHz
STEP_S = 0.02  # one encoder state: two mel frames


@dataclass(frozen=True, slots=True)
class Hearing:
    """The words of one pass; times in seconds from the start of its sound."""

    text: str
    words: tuple[Word, ...]
    signs: Signs
    tokens: int


class Model(Protocol):
    """A loaded model that hears at most 30 s at a time; safe to call from several threads."""

    def hear(self, samples: FloatArray, lang: Lang, context_s: float) -> Hearing:
        """Return the words of sound at 16 kHz, of which the encoder sees `context_s`, filled up with silence."""
        ...

    def language(self, samples: FloatArray) -> Lang:
        """Return which of the two languages is more likely spoken."""
        ...


def padded_length(context_s: float) -> int:
    """Return how many samples a context has: whole encoder states."""
    return round(context_s / STEP_S) * 2 * HOP
