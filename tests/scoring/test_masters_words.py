"""Every scenario can be won by speaking as its own model answers do, judged by the real scorer."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from simulator.catalog.personas import load_personas
from simulator.catalog.scenarios import load_scenario, scenario_files
from simulator.catalog.table import load_table
from simulator.dialogue.customer import open_call, respond
from simulator.domain.customer import CustomerState, Ending, Mode, Move
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import written
from simulator.engines.understanding import open_scorer
from simulator.scoring.reply import Reply
from simulator.settings import Settings

pytestmark = pytest.mark.real
SETTINGS = Settings()
TABLE, PEOPLE, SCORER = load_table(SETTINGS), load_personas(SETTINGS), open_scorer(SETTINGS)
LEAD = {"zh": "我跟您核对一下：", "en": "Let me make sure I have this right: "}
CHECK = {"zh": "，我说得对吗？", "en": ", is that right?"}
PROBE = {"zh": "您心里最想要的是什么结果？", "en": "What would you like to see happen?"}


def in_attack(scenario: Scenario, state: CustomerState, answers: dict[str, str]) -> str:
    if not state.told or (len(state.told) < 4 and state.turn < 3):
        return answers["M1"]
    if scenario.caller == "M23" and state.turn < 4 and "respected" not in state.marks:
        return answers["M23"]
    clauses = [scenario.fact(i).restated.rstrip("。.") for i in state.told]
    return LEAD[scenario.lang] + {"zh": "，", "en": ", "}[scenario.lang].join(clauses) + CHECK[scenario.lang]


def in_reason(scenario: Scenario, state: CustomerState, answers: dict[str, str]) -> str:
    own = answers.get(scenario.caller, "")
    if "accepted" in state.marks:
        return answers["M7"]
    if scenario.caller == "M21" and "conceded" not in state.marks:
        return own
    if "expectation" not in state.marks:
        return PROBE[scenario.lang]
    if scenario.caller == "M22" or (scenario.caller == "M24" and "narrow" not in state.marks):
        return own
    first = own + " " if scenario.caller == "M31a" else ""
    return f"{first}{answers['M6']} {answers['M7']}"


def says(scenario: Scenario, state: CustomerState) -> str:
    """Return what a master says, in the scenario's own words."""
    answers = {a.step: a.master for a in scenario.model_answers}
    if state.mode is Mode.ATTACK or (state.mode is Mode.EMOTION and state.yeses == 0):
        return in_attack(scenario, state, answers)
    if state.mode is Mode.EMOTION:
        return answers["M4" if state.yeses < 2 else "M5"]
    return in_reason(scenario, state, answers)


def answered(scenario: Scenario, move: Move, rng: Random) -> Move:
    """Return the customer's answer to the master's words, as the product judges them."""
    told = tuple(scenario.fact(i) for i in move.state.told)
    heard = written(scenario.lang, says(scenario, move.state))
    reply = Reply(
        heard,
        None,
        None,
        told,
        scenario.feelings,
        scenario.policy,
        scenario.lang,
        "en",
        move.state.mode,
        move.line.text,
    )
    appraisal = replace(SCORER.judge(reply).appraisal, delivery="level")
    return respond(scenario, TABLE, move.state, appraisal, rng, PEOPLE[scenario.persona].temperament)


@pytest.mark.parametrize("name", sorted(scenario_files(SETTINGS)))
def test_the_master_s_own_words_win(name: str) -> None:
    """Satisfied within twelve replies, without an insult: the wordings, the facts and the scores agree."""
    scenario, rng = load_scenario(name, SETTINGS), Random(0)
    move = open_call(scenario, TABLE, rng)
    while move.state.mode is not Mode.CLOSED and move.state.turn < 12:
        move = answered(scenario, move, rng)
    assert move.state.ending is Ending.SATISFIED
    assert move.state.insults == 0
