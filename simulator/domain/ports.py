"""The edges: what a recogniser, a voice, a detector, a sound line must offer; each has a fake beside the real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from simulator.domain.acts import Act
from simulator.domain.persona import Persona
from simulator.domain.scenario import Fact
from simulator.domain.sound import FloatArray, Sound
from simulator.domain.transcript import Transcript
from simulator.messages import Lang

Capability = Literal["word_times", "detect", "rescoring"]


class Recogniser(Protocol):
    """Turns speech into words; may be called from any thread.

    What it can do beside that, it declares: times and confidence for each word (``word_times``), telling languages
    apart (``detect``), weighing other wordings against the sound (``rescoring``).
    """

    name: str
    models: dict[str, str]  # file name to SHA-256
    capabilities: frozenset[Capability]

    def transcribe(self, sound: Sound, lang: Lang) -> Transcript:
        """Return the words of one utterance (any rate), on the clock of `sound`; guards against invented text."""
        ...


class LanguageDetector(Protocol):
    """A recogniser with the capability ``detect``."""

    def detect(self, sound: Sound) -> Lang:
        """Return which of the two languages is spoken."""
        ...


class VoiceDetector(Protocol):
    """Tells speech from everything else, frame by frame."""

    def probability(self, frame: FloatArray) -> float:
        """Return the probability (0..1) that the frame (512 samples at 16 kHz) is speech; keeps state."""
        ...

    def reset(self) -> None:
        """Forget what was heard."""
        ...


class Synthesiser(Protocol):
    """Speaks a line in a persona's voice."""

    name: str
    models: dict[str, str]

    def render(self, text: str, persona: Persona, anger: float) -> Sound:
        """Return the line at `anger` (0..3, continuous) at the engine's own rate.

        Raises
        ------
        BadInput
            If the text is empty or has nothing that can be spoken.
        """
        ...


class ActClassifier(Protocol):
    """Says what a clause does."""

    models: dict[str, str]

    def probabilities(self, clauses: Sequence[str]) -> list[dict[Act, float]]:
        """Return, for a reply and, behind it, its clauses, the calibrated probability of each act."""
        ...


@dataclass(frozen=True, slots=True)
class FactReading:
    """How probable it is that a reply doesn't speak of a fact, gives it back rightly, or wrongly; they add up to 1.

    Parameters
    ----------
    at
        The character of the reply that speaks most of the fact.
    """

    absent: float
    right: float
    wrong: float
    at: int


class FactReader(Protocol):
    """Says what a reply makes of the facts that the customer told."""

    models: dict[str, str]

    def read(self, text: str, facts: Sequence[Fact]) -> list[FactReading]:
        """Return one reading for each fact."""
        ...
