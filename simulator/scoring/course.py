"""The delivery over a whole call: contagion, recovery, deliberate pauses, opening and closing (M12, M13, M11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from simulator.domain.record import AgentTurn, CustomerTurn, Turn
from simulator.scoring.calm_tone import LEVEL
from simulator.scoring.contagion import Contagion, contagion

PROVOCATION = 0.3  # a rise of the customer's anger (0..3) from one turn to the next
OPENING_ANGER = 2.0  # a call that begins at or above begins with a provocation
PAUSE_S = (4.0, 10.0)  # around the six seconds of M13; longer is an absence, shorter everyday thinking


@dataclass(frozen=True, slots=True)
class Recovery:
    """What came of one provocation.

    Parameters
    ----------
    turn
        Index of the customer's turn that provoked.
    replies
        How many of the agent's measured replies were raised before one was level: 0 is none at all. None: no level
        reply came before the call ended.
    raised
        How many were raised.
    """

    turn: int
    replies: int | None
    raised: int


@dataclass(frozen=True, slots=True)
class Pause:
    """A deliberate silence before a reply, in seconds; `level` tells how that reply was spoken, if known."""

    turn: int
    seconds: float
    level: bool | None
    provoked: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A measured reply: when, the customer's anger that it answered (0..3), and how raised it was (0..100)."""

    turn: int
    at_s: float
    anger: float
    raised: float


@dataclass(frozen=True, slots=True)
class Course:
    """Everything above in one value; `opening` and `closing` are calm tone (0..100) of the first and last reply."""

    moments: tuple[Moment, ...]
    contagion: Contagion | None
    recoveries: tuple[Recovery, ...]
    pauses: tuple[Pause, ...]
    opening: Moment | None
    closing: Moment | None


def course(turns: Sequence[Turn]) -> Course:
    """Return how the delivery of a call went; replies whose voice could not be measured are passed over."""
    moments = tuple(_moments(turns))
    provoking = provocations(turns)
    return Course(
        moments,
        contagion([(m.at_s, m.anger, m.raised) for m in moments]),
        tuple(_recovery(turns, at) for at in provoking),
        _pauses(turns, {turns[at].index for at in provoking}),
        moments[0] if moments else None,
        moments[-1] if len(moments) > 1 else None,
    )


def calm_value(turn: Turn) -> float | None:
    """Return how little raised a reply was (0..100), or None where it was not measured; a flat reply is not raised."""
    if not isinstance(turn, AgentTurn):
        return None
    score = turn.scores.calm_tone
    return 100.0 if any(e.ref == "kind_flat" for e in score.evidence) else score.value


def provocations(turns: Sequence[Turn]) -> tuple[int, ...]:
    """Return the places (not indices) of the customer's turns at which the anger rose, or began high."""
    said = [(at, t.anger) for at, t in enumerate(turns) if isinstance(t, CustomerTurn)]
    first = [said[0][0]] if said and said[0][1] >= OPENING_ANGER else []
    rises = [at for (_, before), (at, now) in pairwise(said) if now - before >= PROVOCATION]
    return (*first, *rises)


def _moments(turns: Sequence[Turn]) -> list[Moment]:
    found = []
    for turn in turns:
        value = calm_value(turn)
        if value is not None:
            found.append(Moment(turn.index, turn.start_s, turn.anger, round(100.0 - value, 1)))
    return found


def _recovery(turns: Sequence[Turn], at: int) -> Recovery:
    raised = 0
    for turn in turns[at + 1 :]:
        value = calm_value(turn)
        if value is None:
            continue
        if value >= LEVEL:
            return Recovery(turns[at].index, raised, raised)
        raised += 1
    return Recovery(turns[at].index, None, raised)


def _pauses(turns: Sequence[Turn], provoking: set[int]) -> tuple[Pause, ...]:
    found, before = [], None
    for turn in turns:
        if isinstance(turn, CustomerTurn):
            before = turn
        elif before is not None and PAUSE_S[0] <= turn.response_delay_s <= PAUSE_S[1]:
            value = calm_value(turn)
            level = None if value is None else value >= LEVEL
            found.append(Pause(turn.index, turn.response_delay_s, level, before.index in provoking))
    return tuple(found)
