"""Scores: an outcome that a trainee can understand, because it carries the words, the time and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Outcome(StrEnum):
    """The rubric's 2, 1, 0, and the two that are no number."""

    CREDIT = "credit"
    PARTIAL = "partial"
    NONE = "none"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"

    @property
    def points(self) -> int | None:
        """2, 1, 0 of the rubric, or None."""
        return {"credit": 2, "partial": 1, "none": 0}.get(self.value)


Dimension = Literal["calm_tone", "mirroring", "labelling", "solution"]
DIMENSIONS: tuple[Dimension, ...] = ("calm_tone", "mirroring", "labelling", "solution")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that a judgement rests on.

    Parameters
    ----------
    text
        A verbatim span of the transcript; empty when the evidence is a measure or an absence.
    start_s, end_s
        On the clock of the call, or None where the reply was typed.
    why
        A sentence for the trainee.
    ref
        What it refers to: a fact id, an act, a measure, a rule.
    """

    text: str
    start_s: float | None
    end_s: float | None
    why: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One of the four scores for one reply.

    Parameters
    ----------
    outcome
        Credit, partial, none, undetermined, not applicable.
    value
        0 to 100 where the outcome is a number, else None.
    confidence
        0 to 1: how sure the program is of the outcome.
    evidence
        At least one item, whatever the outcome.
    advice
        One sentence: what to keep, or what to change.
    """

    outcome: Outcome
    value: float | None
    confidence: float
    evidence: tuple[Evidence, ...]
    advice: str

    def __post_init__(self) -> None:
        if (self.value is None) != (self.outcome.points is None):
            raise ValueError(f"outcome {self.outcome} does not go with value {self.value}")
        if self.value is not None and not 0.0 <= self.value <= 100.0:
            raise ValueError(f"value must lie in 0..100, not {self.value}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence must lie in 0..1, not {self.confidence}")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The four headline scores of one reply."""

    calm_tone: Score
    mirroring: Score
    labelling: Score
    solution: Score

    def __getitem__(self, dimension: Dimension) -> Score:
        score: Score = getattr(self, dimension)
        return score
