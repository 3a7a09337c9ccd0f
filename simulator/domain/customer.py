"""The customer's state, what the customer made of a reply, and the move that followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from simulator.domain.acts import Act
from simulator.domain.scenario import Line
from simulator.domain.score import Evidence, Outcome


class Mode(StrEnum):
    """The three modes of a furious customer, and the end of the call."""

    ATTACK = "attack"
    EMOTION = "emotion"
    REASON = "reason"
    CLOSED = "closed"


class Ending(StrEnum):
    """How a call ended."""

    SATISFIED = "satisfied"
    HUNG_UP = "hung_up"
    ESCALATED = "escalated"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class CustomerState:
    """Everything that the customer carries from turn to turn.

    Parameters
    ----------
    anger
        0 to 3, continuous.
    yeses
        Agreements in a row; two open the gate to stage 2.
    told, mirrored, contradicted
        Ids of facts: told by the customer; given back rightly by the agent; given back wrongly and not yet restated.
    patience
        Turns that lead nowhere which the customer will still bear.
    fallbacks
        How often stage 2 fell back to stage 1.
    promises
        Over-promises that the agent made, verbatim.
    used
        Lines that were spoken, so that none is repeated.
    drift
        Anger still to come or to go: an impulse is felt with lag.
    marks
        What the rows of the table remember (``probed``, ``accepted``).
    silences
        Silences of the agent in a row.
    insults, put_off
        Provocations that were swallowed; times that the customer was put off.
    draw
        0 to 1: the random number of the next choice of words, drawn one turn ahead, so that the lines that may follow
        can be rendered ahead.
    """

    mode: Mode = Mode.ATTACK
    anger: float = 3.0
    yeses: int = 0
    told: tuple[str, ...] = ()
    mirrored: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    patience: int = 4
    fallbacks: int = 0
    turn: int = 0
    promises: tuple[str, ...] = ()
    used: frozenset[str] = field(default_factory=frozenset)
    ending: Ending | None = None
    drift: float = 0.0
    marks: frozenset[str] = frozenset()
    silences: int = 0
    insults: int = 0
    put_off: int = 0
    draw: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.anger <= 3.0:
            raise ValueError(f"anger must lie in 0..3, not {self.anger}")


LabelKind = Literal["none", "apt", "generic", "extreme", "wrong", "denied"]
DeliveryKind = Literal["unknown", "level", "raised", "hurried", "flat"]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What the customer heard in one reply; the columns of the customer's table are questions to this value.

    Parameters
    ----------
    understood
        False when recognition failed: the customer then asks to repeat, and nothing is held against the agent.
    acts
        What the reply did.
    mirror, label, solution
        Outcomes of the three verbal scores.
    facts_hit, facts_contradicted
        Ids of facts given back rightly and wrongly.
    label_kind
        What sort of feeling word, if any.
    loaded
        True when the restatement carried blame, mockery or the customer's insult.
    delivery
        Raised, hurried or flat against the agent's own baseline, level, or unknown.
    words
        For each act or finding, the verbatim words that it rests on.
    overlap_s
        Seconds that the agent talked over the customer.
    """

    understood: bool
    acts: frozenset[Act]
    mirror: Outcome
    label: Outcome
    solution: Outcome
    facts_hit: tuple[str, ...] = ()
    facts_contradicted: tuple[str, ...] = ()
    label_kind: LabelKind = "none"
    loaded: bool = False
    delivery: DeliveryKind = "unknown"
    words: tuple[Evidence, ...] = ()
    length_words: int = 0
    overlap_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """What the customer does next, and why.

    Parameters
    ----------
    line
        What is said.
    state
        The state after it.
    row
        Id of the row of the table that fired (``A4``).
    method
        The step of the method it stands on (``M8``).
    why
        A sentence for the trainee.
    words
        The agent's words that fired it.
    also
        Ids of other rows that had a say: the row whose line gave way, modifiers of the delivery.
    interrupts
        True when the customer cuts in at the agent's next pause instead of waiting for the end.
    """

    line: Line
    state: CustomerState
    row: str
    method: str
    why: str
    words: tuple[Evidence, ...] = ()
    also: tuple[str, ...] = ()
    interrupts: bool = False
