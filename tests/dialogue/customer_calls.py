"""Synthetic agents for the tests: each makes its own appraisal of what it would say, from what the customer told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from simulator.dialogue.customer import open_call, respond
from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal, CustomerState, Mode, Move
from simulator.domain.scenario import Scenario
from simulator.domain.score import Evidence, Outcome
from simulator.domain.table import Table

NONE = Outcome.NONE
Agent = Callable[[CustomerState], Appraisal]
LIMIT = 60  # beyond the table's own limit: a call that gets here never ends


def heard(*acts: Act, words: str = "", **given: object) -> Appraisal:
    """Return an appraisal with these acts, and the words behind each."""
    evidence = tuple(Evidence(words or act, None, None, "", str(act)) for act in acts)
    plain = Appraisal(True, frozenset(acts), NONE, NONE, NONE, words=evidence)
    return replace(plain, **given)


def master_steps(state: CustomerState) -> list[Appraisal]:
    """Return the replies of a master, in order, mirroring what was told by then."""
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


def master(state: CustomerState) -> Appraisal:
    """Say what a master says at this turn."""
    return master_steps(state)[min(state.turn, 7)]


def polite_but_empty(state: CustomerState) -> Appraisal:
    """Apologise, thank, and understand, and nothing else."""
    generic = heard(Act.LABEL_EMOTION, label=Outcome.PARTIAL, label_kind="generic")
    return [heard(Act.APOLOGISE), generic, heard(Act.THANK), heard(Act.OTHER)][state.turn % 4]


def hasty_fixer(state: CustomerState) -> Appraisal:
    """Offer a concrete solution at once, again and again."""
    return heard(Act.OFFER_SOLUTION, solution=Outcome.CREDIT)


def blamer(state: CustomerState) -> Appraisal:
    """Do everything that a master does, with a reproach in each reply."""
    said = master(state)
    return replace(said, acts=said.acts | {Act.BLAME_CUSTOMER})


def parrot(state: CustomerState) -> Appraisal:
    """Give the facts back and ask whether that's right, for ever."""
    return heard(Act.MIRROR, Act.CHECK_QUESTION, mirror=Outcome.CREDIT, facts_hit=state.told)


def lecturer(state: CustomerState) -> Appraisal:
    """Explain the rules."""
    return heard(Act.LECTURE, Act.REFUSE_WITH_REASON)


def over_promiser(state: CustomerState) -> Appraisal:
    """Do everything that a master does, but promise the moon from the sixth reply on."""
    return heard(Act.OVER_PROMISE) if state.turn >= 5 else master(state)


def scripted(replies: Sequence[Appraisal]) -> Agent:
    """Return an agent that says these replies, then the last one for ever."""
    return lambda state: replies[min(state.turn, len(replies) - 1)]


def with_delivery(agent: Agent, delivery: str) -> Agent:
    """Return the same words, spoken in another way."""
    return lambda state: replace(agent(state), delivery=delivery)


def call(scenario: Scenario, table: Table, agent: Agent, seed: int) -> list[Move]:
    """Return every move of a call."""
    return list(moves(scenario, table, agent, Random(seed)))


def moves(scenario: Scenario, table: Table, agent: Agent, rng: Random) -> Iterator[Move]:
    """Yield the customer's moves until the call is closed."""
    move = open_call(scenario, table, rng)
    yield move
    while move.state.mode is not Mode.CLOSED and move.state.turn < LIMIT:
        move = respond(scenario, table, move.state, agent(move.state), rng)
        yield move
