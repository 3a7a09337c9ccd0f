"""The summary of a call."""

from __future__ import annotations

from simulator.domain.acts import Act
from simulator.domain.customer import Ending, Mode
from simulator.domain.record import AgentTurn, CustomerTurn, Why
from simulator.domain.score import Evidence, Outcome, Score, Scorecard
from simulator.scoring.summary import steps, summarise

VALUE = {Outcome.CREDIT: 100.0, Outcome.PARTIAL: 50.0, Outcome.NONE: 0.0}


def score(outcome, advice="Advice.", value=None):
    known = VALUE.get(outcome) if value is None else value
    return Score(outcome, known, 0.8, (Evidence("words", 0.0, 1.0, "Why.", "ref"),), advice)


def agent(index, mode=Mode.ATTACK, acts=(), calm=100.0, wrong=(), **outcomes):
    card = {d: score(outcomes.get(d, Outcome.NONE), f"{d} of {index}.") for d in ("mirroring", "labelling", "solution")}
    tone = score(Outcome.CREDIT if calm >= 75 else Outcome.NONE, f"calm of {index}.", calm)
    return AgentTurn(
        index,
        0.0,
        1.0,
        "words",
        "words",
        mode,
        2.0,
        (),
        0.9,
        tuple(acts),
        1.0,
        Scorecard(calm_tone=tone, **card),
        facts_contradicted=wrong,
    )


def customer(index, mode=Mode.EMOTION, anger=1.0, method="M3"):
    return CustomerTurn(index, 0.0, 1.0, "yes", mode, anger, Why("A1", method, "why"))


CALL = (
    customer(0, Mode.ATTACK, 3.0, "M20"),
    agent(1, acts=[Act.DENY_EMOTION], calm=20.0),
    customer(2, Mode.ATTACK, 3.0, "M8"),
    agent(3, acts=[Act.INVITE_VENTING], calm=100.0),
    customer(4, Mode.ATTACK, 2.5, "M1"),
    agent(5, acts=[Act.MIRROR], mirroring=Outcome.CREDIT),
    customer(6),
    agent(7, Mode.EMOTION, [Act.LABEL_EMOTION], labelling=Outcome.CREDIT),
    customer(8, Mode.REASON, 0.8, "M4"),
    agent(9, Mode.REASON, [Act.URGENCY, Act.PREVENT_LOSS], solution=Outcome.CREDIT),
    customer(10, Mode.CLOSED, 0.2, "M7"),
)


def test_whole_call():
    """Calm tone is the mean, the verbal scores are those of the best reply, and the first provocation is to change."""
    summary = summarise(CALL, Ending.SATISFIED, "en")
    assert summary.scores.calm_tone.value == 84.0
    assert {summary.scores[d].outcome for d in ("mirroring", "labelling", "solution")} == {Outcome.CREDIT}
    assert summary.steps == {"M1": 3, "M2": 5, "M3": 5, "M4": 7, "M5": 9, "M6": 9, "M7": 9}
    assert summary.strength_turn == 5
    assert summary.change_turn == 1
    assert summary.ending is Ending.SATISFIED


def test_too_early():
    """A solution thrown at an attacking customer reaches no step."""
    assert "M6" not in steps((agent(1, solution=Outcome.CREDIT), customer(2, Mode.ATTACK, 3.0, "M8")))


def test_wrong_fact_comes_first():
    """A wrong fact is what to change, whatever else happened."""
    turns = (agent(1, acts=[Act.LECTURE]), agent(3, wrong=("repairs",)))
    assert summarise(turns, Ending.HUNG_UP, "en").change_turn == 3


def test_nothing_said():
    """A call without a reply has a summary, too."""
    summary = summarise((customer(0),), Ending.HUNG_UP, "zh")
    assert summary.scores.mirroring.value is None
    assert summary.strength_turn is None
    assert summary.steps == {}


def test_undetermined_counts_neither_way():
    """Replies that could not be rated leave the scores of the others alone."""
    turns = (agent(1, mirroring=Outcome.UNDETERMINED), agent(3, mirroring=Outcome.PARTIAL))
    assert summarise(turns, Ending.UNRESOLVED, "en").scores.mirroring.outcome is Outcome.PARTIAL
