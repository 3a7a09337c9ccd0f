"""The customer's behaviour with the product's own table: the method, as consequence."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from customer_calls import call, heard, scripted

from simulator.dialogue.agents import (
    Agent,
    blamer,
    hasty_fixer,
    lecturer,
    master,
    over_promiser,
    parrot,
    polite_but_empty,
    with_delivery,
)
from simulator.dialogue.customer import open_call, prompt_silence, respond
from simulator.domain.acts import Act
from simulator.domain.customer import CustomerState, Ending, Mode
from simulator.domain.scenario import Scenario
from simulator.domain.score import Evidence, Outcome
from simulator.domain.table import Table

SEEDS = range(20)
CREDIT, PARTIAL = Outcome.CREDIT, Outcome.PARTIAL
MIRROR = heard(Act.MIRROR, Act.CHECK_QUESTION, mirror=CREDIT)
LABEL = heard(Act.LABEL_EMOTION, label=CREDIT, label_kind="apt")
OFFER = heard(Act.OFFER_SOLUTION, solution=CREDIT)
VAGUE = heard(Act.OFFER_SOLUTION, solution=PARTIAL)
RANK = {Ending.SATISFIED: 3, Ending.UNRESOLVED: 2, Ending.ESCALATED: 1, Ending.HUNG_UP: 0}


def ending(scenario: Scenario, table: Table, agent: Agent, seed: int) -> Ending | None:
    return call(scenario, table, agent, seed)[-1].state.ending


@pytest.fixture
def opened(scenario: Scenario, table: Table) -> CustomerState:
    """Return the state after the customer's first line."""
    return open_call(scenario, table, Random(7)).state


@pytest.mark.parametrize("delivery", ["unknown", "level"])
def test_a_master_satisfies_the_customer_within_twelve_turns(scenario: Scenario, table: Table, delivery: str) -> None:
    """Every seed, through all three modes, in 5 to 12 turns."""
    for seed in SEEDS:
        moves = call(scenario, table, with_delivery(master, delivery), seed)
        assert moves[-1].state.ending is Ending.SATISFIED
        assert 5 <= moves[-1].state.turn <= 12
        assert list(dict.fromkeys(m.state.mode for m in moves)) == list(Mode)
        assert {f"M{i}" for i in (1, 3, 4, 5, 6, 7)} <= {m.method for m in moves}


@pytest.mark.parametrize("agent", [polite_but_empty, hasty_fixer, blamer, parrot, lecturer, over_promiser])
def test_who_skips_the_method_never_satisfies(scenario: Scenario, table: Table, agent: Agent) -> None:
    """No seed, whatever the delivery."""
    for seed in SEEDS:
        for delivery in ("unknown", "level"):
            assert ending(scenario, table, with_delivery(agent, delivery), seed) is not Ending.SATISFIED


def test_a_hasty_fixer_falls_back(scenario: Scenario, table: Table) -> None:
    """Offers before the two yeses rebound, and are counted."""
    for seed in SEEDS:
        assert call(scenario, table, hasty_fixer, seed)[-1].state.fallbacks >= 1


@pytest.mark.parametrize("agent", [master, polite_but_empty, hasty_fixer, blamer, parrot, lecturer, over_promiser])
def test_a_raised_voice_never_ends_better(scenario: Scenario, table: Table, agent: Agent) -> None:
    """The same words, level and raised."""
    for seed in SEEDS:
        level, raised = (ending(scenario, table, with_delivery(agent, d), seed) for d in ("level", "raised"))
        assert level is not None
        assert raised is not None
        assert RANK[raised] <= RANK[level]
    assert ending(scenario, table, with_delivery(agent, "raised"), 0) is not Ending.SATISFIED


def test_one_raised_reply_is_forgiven(scenario: Scenario, table: Table) -> None:
    """A master who raises the voice once still gets there."""
    for at in range(8):
        loud = lambda c, s, at=at: replace(master(c, s), delivery="raised" if s.turn == at else "level")  # noqa: E731
        assert ending(scenario, table, loud, 1) is Ending.SATISFIED


def test_a_mistake_can_be_repaired(scenario: Scenario, table: Table) -> None:
    """First "calm down", then the method: satisfied after all."""
    slip = heard(Act.DENY_EMOTION, label_kind="denied")
    agent = lambda c, s: slip if s.turn == 0 else master(c, replace(s, turn=s.turn - 1))  # noqa: E731
    assert ending(scenario, table, agent, 3) is Ending.SATISFIED


def test_inviting_brings_out_facts_and_cools(scenario: Scenario, table: Table, opened: CustomerState) -> None:
    """Facts are revealed as the agent listens."""
    move = respond(scenario, table, opened, heard(Act.INVITE_VENTING), Random(1))
    assert len(move.state.told) > len(opened.told) >= 1
    assert set(move.line.tells) <= set(move.state.told)
    assert move.state.anger < opened.anger
    assert move.method == "M1"


def test_inviting_again_and_again_tells_everything(scenario: Scenario, table: Table) -> None:
    """Six invitations are enough for every fact, whatever the seed."""
    for seed in SEEDS:
        told = call(scenario, table, scripted([heard(Act.INVITE_VENTING)]), seed)[6].state.told
        assert set(told) == {fact.id for fact in scenario.facts}


@pytest.mark.parametrize("act", [Act.INFORMATION_REQUEST, Act.DENY_EMOTION, Act.OFFER_SOLUTION, Act.REFUSE_WITH_REASON])
def test_reason_rebounds_in_attack(scenario: Scenario, table: Table, opened: CustomerState, act: Act) -> None:
    """Anger rises, patience falls, the mode stays, and the agent's words are cited."""
    move = respond(scenario, table, opened, heard(act, words="verbatim"), Random(1))
    assert move.state.mode is Mode.ATTACK
    assert move.state.anger > opened.anger or move.state.anger == 3.0
    assert move.state.patience < opened.patience
    assert [e.text for e in move.words] == ["verbatim"]


def test_a_wrong_mirror_is_corrected_and_must_be_restated(
    scenario: Scenario, table: Table, opened: CustomerState
) -> None:
    """The fact's own correction, again until it is right; then the first yes."""
    fact = next(f for f in scenario.facts if f.value == 3)
    wrong = heard(Act.MIRROR, facts_contradicted=(fact.id,), words="x", mirror=Outcome.NONE)
    first = respond(scenario, table, opened, wrong, Random(1))
    assert first.line.text in fact.corrections
    assert first.state.contradicted == (fact.id,)
    moved_on = respond(scenario, table, first.state, heard(Act.APOLOGISE), Random(1))
    assert moved_on.line.text in fact.corrections
    assert moved_on.line != first.line
    right = heard(Act.MIRROR, mirror=PARTIAL, facts_hit=(fact.id,))
    yes = respond(scenario, table, moved_on.state, right, Random(1))
    assert yes.state.yeses == 1
    assert yes.state.contradicted == ()
    assert yes.line in scenario.lines["emotion.restated"]


def test_the_gate_needs_two_yeses_in_a_row(scenario: Scenario, table: Table, opened: CustomerState) -> None:
    """A mirror with a check question, then a label; a wrong fact between them breaks the row."""
    one = respond(scenario, table, opened, MIRROR, Random(1)).state
    assert (one.mode, one.yeses) == (Mode.EMOTION, 1)
    two = respond(scenario, table, one, LABEL, Random(1)).state
    assert (two.mode, two.yeses) == (Mode.EMOTION, 2)
    assert respond(scenario, table, two, heard(Act.URGENCY), Random(1)).state.mode is Mode.REASON
    fact = scenario.facts[0].id
    broken = respond(scenario, table, one, heard(Act.MIRROR, facts_contradicted=(fact,)), Random(1)).state
    assert broken.yeses == 0
    assert respond(scenario, table, one, heard(Act.URGENCY), Random(1)).state.mode is Mode.EMOTION


def test_a_mirror_without_a_question_only_slows(scenario: Scenario, table: Table, opened: CustomerState) -> None:
    """No yes without asking for it; the question may follow in the next reply."""
    slowed = respond(scenario, table, opened, heard(Act.MIRROR, mirror=CREDIT), Random(1)).state
    assert (slowed.mode, slowed.yeses) == (Mode.ATTACK, 0)
    assert slowed.anger < opened.anger
    asked = respond(scenario, table, slowed, heard(Act.CHECK_QUESTION), Random(1)).state
    assert (asked.mode, asked.yeses) == (Mode.EMOTION, 1)


def in_reason(scenario: Scenario, table: Table) -> CustomerState:
    """Return the state after a master opened stage 2."""
    return next(m.state for m in call(scenario, table, master, 5) if m.state.mode is Mode.REASON)


@pytest.mark.parametrize("act", [Act.SARCASM, Act.BLAME_CUSTOMER, Act.DENY_EMOTION, Act.LECTURE, Act.STONEWALL])
def test_stage_two_falls_back_on_a_provocation(scenario: Scenario, table: Table, act: Act) -> None:
    """Back to attack, counted, and both yeses have to be earned again."""
    state = in_reason(scenario, table)
    move = respond(scenario, table, state, heard(act), Random(1))
    assert (move.state.mode, move.state.yeses) == (Mode.ATTACK, 0)
    assert move.state.fallbacks == state.fallbacks + 1


def test_a_vague_offer_is_pinned_down_and_a_concrete_one_bargained_over(scenario: Scenario, table: Table) -> None:
    """First "who? when?"; then a concrete offer is bargained over, accepted, and closed with prevention."""
    state = in_reason(scenario, table)
    vague = respond(scenario, table, state, VAGUE, Random(1))
    assert vague.line in scenario.lines["reason.pin_down"]
    bargain = respond(scenario, table, vague.state, OFFER, Random(1))
    assert bargain.line in scenario.lines["reason.bargain"]
    accepted = respond(scenario, table, bargain.state, OFFER, Random(1))
    assert accepted.line in scenario.lines["reason.accept"]
    thanks = respond(scenario, table, accepted.state, heard(Act.THANK), Random(1))
    assert thanks.line in scenario.lines["reason.meanwhile"]
    closed = respond(scenario, table, thanks.state, heard(Act.PREVENT_LOSS), Random(1))
    assert closed.state.ending is Ending.SATISFIED


def test_an_over_promise_is_remembered_and_held_against_the_agent(scenario: Scenario, table: Table) -> None:
    """The verbatim words stay in the state, and the next offer meets them."""
    state = respond(scenario, table, in_reason(scenario, table), heard(Act.OVER_PROMISE, words="ten times"), Random(1))
    assert state.state.promises == ("ten times",)
    held = respond(scenario, table, state.state, OFFER, Random(1))
    assert held.line in scenario.lines["reason.promise_held"]


def test_passing_the_customer_on_is_a_failure(scenario: Scenario, table: Table, opened: CustomerState) -> None:
    """The first time it is refused, the second time the call is lost."""
    first = respond(scenario, table, opened, heard(Act.ESCALATE), Random(1))
    assert first.line in scenario.lines["attack.passed_on"]
    second = respond(scenario, table, first.state, heard(Act.ESCALATE), Random(1))
    assert second.state.ending is Ending.ESCALATED


def test_what_was_not_understood_costs_nothing(scenario: Scenario, table: Table, opened: CustomerState) -> None:
    """Not a yes, not a bit of patience or calm, whatever else the failed recognition suggests."""
    garbled = replace(heard(Act.BLAME_CUSTOMER), understood=False, delivery="raised")
    for state in (opened, in_reason(scenario, table)):
        move = respond(scenario, table, replace(state, drift=0.0), garbled, Random(1))
        assert move.line in scenario.lines[f"{state.mode}.unheard"]
        kept = ("mode", "yeses", "patience", "anger", "contradicted", "marks", "fallbacks")
        assert all(getattr(move.state, name) == getattr(state, name) for name in kept)


@pytest.mark.parametrize("what", ["mirror", "label", "solution"])
def test_undetermined_never_punishes(scenario: Scenario, table: Table, what: str) -> None:
    """At every point of a good call, a doubtful score takes neither patience nor yeses, and adds no anger."""
    act = {"mirror": Act.MIRROR, "label": Act.LABEL_EMOTION, "solution": Act.OFFER_SOLUTION}[what]
    doubtful = replace(heard(act), **{what: Outcome.UNDETERMINED})
    for move in call(scenario, table, master, 2)[:-1]:
        state = replace(move.state, drift=0.0)
        if what == "solution" and state.yeses < 2:
            continue  # an offer before the gate rebounds, however good it is
        after = respond(scenario, table, state, doubtful, Random(1)).state
        assert after.patience >= state.patience
        assert after.yeses >= state.yeses
        assert after.anger <= state.anger


def test_silence_is_prompted_and_does_not_last_for_ever(scenario: Scenario, table: Table) -> None:
    """The first silence is free, then patience runs down until the customer ends the call."""
    move = open_call(scenario, table, Random(1))
    first = prompt_silence(scenario, table, move.state, Random(1))
    assert first.state.patience == move.state.patience
    rng, moves = Random(1), 0
    while move.state.mode is not Mode.CLOSED:
        move = prompt_silence(scenario, table, move.state, rng)
        moves += 1
    assert moves <= 10
    assert move.state.ending in (Ending.HUNG_UP, Ending.ESCALATED)


def test_patience_threatens_before_it_ends(scenario: Scenario, table: Table) -> None:
    """A threat comes in the turn before the customer hangs up."""
    moves = call(scenario, table, polite_but_empty, 4)
    assert moves[-2].line in scenario.lines["attack.threat"]
    assert moves[-1].state.ending is Ending.HUNG_UP


def test_after_the_end_nothing_is_said(scenario: Scenario, table: Table) -> None:
    """A closed call has no next move."""
    end = call(scenario, table, master, 1)[-1].state
    with pytest.raises(ValueError, match="closed"):
        respond(scenario, table, end, MIRROR, Random(1))


def test_each_move_cites_the_words_that_fired_it(scenario: Scenario, table: Table, opened: CustomerState) -> None:
    """A mirror cites the mirror and the facts, not the rest; the reason is in the scenario's language."""
    words = tuple(Evidence(t, 0.0, 1.0, "", ref) for t, ref in (("m", "mirror"), ("f", "crash"), ("z", "thank")))
    said = replace(MIRROR, facts_hit=("crash",), words=words)
    move = respond(scenario, table, opened, said, Random(1))
    assert {e.text for e in move.words} == {"m", "f"}
    row = next(r for r in table.rows if r.id == move.row)
    assert move.why == row.why(scenario.lang)
