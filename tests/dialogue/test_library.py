"""Synthetic agents against every scenario of the library: the method wins, and nothing else does."""

from __future__ import annotations

import pytest

from simulator.catalog.personas import load_personas
from simulator.catalog.scenarios import load_scenario, scenario_files
from simulator.catalog.table import load_table
from simulator.dialogue.agents import AGENTS, with_delivery
from simulator.dialogue.simulate import last_move, moves, outcomes
from simulator.domain.customer import DeliveryKind, Ending, Move
from simulator.domain.scenario import Scenario
from simulator.settings import Settings

SETTINGS = Settings()
TABLE, PEOPLE = load_table(SETTINGS), load_personas(SETTINGS)
IDS = sorted(scenario_files(SETTINGS))
SEEDS = range(5)
RANK = {Ending.SATISFIED: 3, Ending.UNRESOLVED: 2, Ending.ESCALATED: 1, Ending.HUNG_UP: 0}


@pytest.fixture(scope="module", params=IDS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    """Return one scenario of the library after the other, with its kind of caller."""
    return load_scenario(request.param, SETTINGS)


def last(scenario: Scenario, agent: str, seed: int, delivery: DeliveryKind = "level") -> Move:
    person = PEOPLE[scenario.persona].temperament
    return last_move(scenario, TABLE, with_delivery(AGENTS[agent], delivery), seed, person)


def test_the_library_is_wide_enough() -> None:
    """24 situations in Mandarin, 12 of them in English too; every kind of caller, difficulty 1 to 5."""
    zh = {i.removeprefix("zh-") for i in IDS if i.startswith("zh-")}
    en = {i.removeprefix("en-") for i in IDS if i.startswith("en-")}
    assert len(zh) >= 24
    assert len(zh & en) >= 12
    library = [load_scenario(i, SETTINGS) for i in IDS]
    assert {f"M{n}" for n in (1, 20, 21, 22, 23, 24)} | {f"M31{c}" for c in "abcdef"} <= {s.caller for s in library}
    assert {s.difficulty for s in library} == {1, 2, 3, 4, 5}


def test_a_master_satisfies_everybody(scenario: Scenario) -> None:
    """In at most twelve turns, through all modes, and the customer cools."""
    for seed in SEEDS:
        end = last(scenario, "master", seed).state
        assert end.ending is Ending.SATISFIED
        assert end.turn <= 12
        assert end.anger < 1.9


@pytest.mark.parametrize("agent", sorted(set(AGENTS) - {"master", "learner", "hasty-fixer"}))
def test_nobody_else_does(scenario: Scenario, agent: str) -> None:
    """Politeness, echo, magic words, lectures, reproach, the moon, silence."""
    assert not any(last(scenario, agent, seed).state.ending is Ending.SATISFIED for seed in SEEDS)


def test_a_learner_gets_there_more_often_in_easy_calls() -> None:
    """The library is graded: what is called easier forgives more."""
    by: dict[int, list[bool]] = {}
    for scenario in (load_scenario(name, SETTINGS) for name in IDS):
        ends = [last(scenario, "learner", seed).state.ending for seed in range(20)]
        by.setdefault(scenario.difficulty, []).extend(end is Ending.SATISFIED for end in ends)
    share = {difficulty: sum(ends) / len(ends) for difficulty, ends in by.items()}
    assert share[1] > share[3] > share[5]
    assert 0.2 < share[5] < share[1] < 1.0


def test_a_hasty_fixer_falls_back(scenario: Scenario) -> None:
    """An offer before listening rebounds, in every scenario."""
    ends = outcomes(last(scenario, "hasty-fixer", seed) for seed in SEEDS)
    assert ends.fell_back == 1.0
    assert ends.satisfied <= 0.15


@pytest.mark.parametrize("agent", sorted(AGENTS))
def test_a_harder_voice_never_ends_better(scenario: Scenario, agent: str) -> None:
    """The same words, level, hurried and raised."""
    for seed in SEEDS:
        ranks = [RANK[last(scenario, agent, seed, d).state.ending or Ending.UNRESOLVED] for d in ("level", "hurried")]
        ranks.append(RANK[last(scenario, agent, seed, "raised").state.ending or Ending.UNRESOLVED])
        assert ranks == sorted(ranks, reverse=True)


def test_a_master_s_calls_differ_and_repeat(scenario: Scenario) -> None:
    """Other seeds, other words; the same seed, the same call; no line twice in it."""
    agent = AGENTS["master"]
    calls = [[m.line.text for m in moves(scenario, TABLE, agent, seed)] for seed in (*SEEDS, 0)]
    assert calls[0] == calls[-1]
    assert len({tuple(c) for c in calls}) > 1
    assert all(len(set(c)) == len(c) for c in calls)
