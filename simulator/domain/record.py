"""What is kept of a call: its turns, their scores, and the summary; the contents of ``session.json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.domain.acts import Act
from simulator.domain.customer import Ending, Mode
from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.score import Evidence, Scorecard
from simulator.domain.transcript import Word
from simulator.messages import Lang

SCHEMA = "simulator.session/1"


@dataclass(frozen=True, slots=True)
class Why:
    """The row of the customer's table that led here, and the agent's words that fired it."""

    row: str
    method: str
    text: str
    words: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """The customer spoke; `mode` and `anger` are those in which it was said."""

    index: int
    start_s: float
    end_s: float
    text: str
    mode: Mode
    anger: float
    why: Why
    tells: tuple[str, ...] = ()
    speaker: Literal["customer"] = "customer"

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """The agent spoke; `mode` and `anger` are the customer's while it was said.

    `corrected` marks a turn whose `text` the trainee put right afterwards; `text_as_heard` stays.
    """

    index: int
    start_s: float
    end_s: float
    text: str
    text_as_heard: str
    mode: Mode
    anger: float
    words: tuple[Word, ...]
    confidence: float
    acts: tuple[Act, ...]
    response_delay_s: float
    scores: Scorecard
    delivery: Delivery | None = None
    facts_hit: tuple[str, ...] = ()
    facts_contradicted: tuple[str, ...] = ()
    rejected: str | None = None
    overlap_s: float = 0.0
    corrected: bool = False
    speaker: Literal["agent"] = "agent"

    def __post_init__(self) -> None:
        _check(self)


Turn = CustomerTurn | AgentTurn


def _check(turn: Turn) -> None:
    if not 0.0 <= turn.anger <= 3.0:
        raise ValueError(f"anger must lie in 0..3, not {turn.anger}")
    if not 0.0 <= turn.start_s <= turn.end_s:
        raise ValueError(f"a turn can't last from {turn.start_s} to {turn.end_s}")


@dataclass(frozen=True, slots=True)
class CallSummary:
    """The whole call in one value.

    Parameters
    ----------
    scores
        The four scores of the call.
    steps
        Protocol steps reached (``M1`` … ``M7``), each with the index of the agent's turn that reached it.
    ending
        How it ended.
    strength, change
        One thing done well, one thing to change, each with the words.
    """

    scores: Scorecard
    steps: dict[str, int]
    ending: Ending
    strength: str
    change: str
    strength_turn: int | None = None
    change_turn: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the recording that is missing or filled with silence, in seconds of the call."""

    start_s: float
    end_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A call, as kept in ``session.json``.

    Parameters
    ----------
    started_at
        ISO 8601, local time with its offset.
    channel_rate_hz
        Rate of ``audio.flac`` (customer left, agent right).
    models
        Name to SHA-256.
    synthetic_agent
        True when the agent's voice came from a synthesiser (the demonstration).
    script
        What a synthetic agent said, word for word, so that recognition can be held against it; else empty.
    scenario_title, persona_name
        As a person reads them; empty in a recording that was mended without them.
    """

    id: str
    scenario: str
    persona: str
    lang: Lang
    seed: int
    status: Literal["complete", "interrupted"]
    started_at: str
    duration_s: float
    channel_rate_hz: int
    models: dict[str, str]
    turns: tuple[Turn, ...]
    summary: CallSummary | None = None
    baseline: Baseline | None = None
    gaps: tuple[Gap, ...] = ()
    synthetic_agent: bool = False
    synthetic_customer: bool = True
    schema: str = SCHEMA
    notes: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    scenario_title: str = ""
    persona_name: str = ""
