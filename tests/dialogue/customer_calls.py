"""Calls with synthetic agents and scripts, for the tests of the customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.dialogue.agents import Agent, heard
from simulator.dialogue.simulate import LIMIT, moves
from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal, CustomerState, Move
from simulator.domain.scenario import Scenario
from simulator.domain.score import Outcome
from simulator.domain.table import Table

__all__ = ["LIMIT", "call", "heard", "master_steps", "scripted", "when"]


def master_steps(state: CustomerState) -> list[Appraisal]:
    """Return good replies, in the order of the method, mirroring what was told by then."""
    mirror = heard(Act.MIRROR, Act.CHECK_QUESTION, mirror=Outcome.CREDIT, facts_hit=state.told)
    return [
        heard(Act.INVITE_VENTING),
        heard(Act.INVITE_VENTING),
        mirror,
        heard(Act.LABEL_EMOTION, label=Outcome.CREDIT, label_kind="apt"),
        heard(Act.URGENCY),
        heard(Act.PROBE_EXPECTATION),
        heard(Act.OFFER_SOLUTION, solution=Outcome.CREDIT),
        heard(Act.PREVENT_LOSS),
    ]


def scripted(replies: Sequence[Appraisal]) -> Agent:
    """Return an agent that says these replies, then the last one for ever."""
    return lambda _, state: replies[min(state.turn, len(replies) - 1)]


def when(says: Callable[[CustomerState], Appraisal]) -> Agent:
    """Return an agent that looks at the state alone."""
    return lambda _, state: says(state)


def call(scenario: Scenario, table: Table, agent: Agent, seed: int) -> list[Move]:
    """Return every move of a call."""
    return list(moves(scenario, table, agent, seed))
