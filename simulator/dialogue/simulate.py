"""Calls without sound: a synthetic agent before the customer, from the opening to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import median

from simulator.dialogue.agents import Agent
from simulator.dialogue.customer import STEADY, open_call, prompt_silence, respond
from simulator.domain.customer import Ending, Mode, Move
from simulator.domain.persona import Temperament
from simulator.domain.scenario import Scenario
from simulator.domain.table import Table

LIMIT = 60  # moves; the table ends every call long before


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How a number of calls went.

    Parameters
    ----------
    calls
        How many.
    satisfied, fell_back, hung_up, escalated
        Shares of them, 0 to 1; `fell_back` had at least one fall back.
    turns_p50, turns_max
        Replies of the agent.
    """

    calls: int
    satisfied: float
    fell_back: float
    hung_up: float
    escalated: float
    turns_p50: float
    turns_max: int


def moves(scenario: Scenario, table: Table, agent: Agent, seed: int, person: Temperament = STEADY) -> Iterator[Move]:
    """Yield the customer's moves until the call is closed; the same seed gives the same call."""
    rng = Random(seed)  # noqa: S311  a drill, no secret
    move = open_call(scenario, table, rng)
    yield move
    while move.state.mode is not Mode.CLOSED and move.state.turn < LIMIT:
        reply = agent(scenario, move.state)
        if reply is None:
            move = prompt_silence(scenario, table, move.state, rng, person)
        else:
            move = respond(scenario, table, move.state, reply, rng, person)
        yield move


def last_move(scenario: Scenario, table: Table, agent: Agent, seed: int, person: Temperament = STEADY) -> Move:
    """Return the move that ends the call."""
    *_, last = moves(scenario, table, agent, seed, person)
    return last


def outcomes(last_moves: Iterable[Move]) -> Outcomes:
    """Return how calls went, from the last move of each; at least one."""
    states = [move.state for move in last_moves]
    n, turns = len(states), [s.turn for s in states]
    endings = [s.ending for s in states]
    return Outcomes(
        calls=n,
        satisfied=endings.count(Ending.SATISFIED) / n,
        fell_back=sum(s.fallbacks > 0 for s in states) / n,
        hung_up=endings.count(Ending.HUNG_UP) / n,
        escalated=endings.count(Ending.ESCALATED) / n,
        turns_p50=float(median(turns)),
        turns_max=max(turns),
    )
