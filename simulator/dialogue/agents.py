"""Synthetic agents: what each would be heard to do at this point of a call, without a word being spoken.

They stand before the customer where a scored reply stands, so that scenarios can be balanced and the table be tested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal, CustomerState, DeliveryKind, Mode
from simulator.domain.scenario import Scenario
from simulator.domain.score import Evidence, Outcome

Agent = Callable[[Scenario, CustomerState], Appraisal | None]  # None: nothing is said

CREDIT, PARTIAL, NONE = Outcome.CREDIT, Outcome.PARTIAL, Outcome.NONE
ENOUGH_TOLD = 4  # facts, after which a master stops inviting and gives them back
ENOUGH_INVITED = 3  # turns
LECTURE_WORDS = 120


def heard(*acts: Act, words: str = "", **given: object) -> Appraisal:
    """Return what a customer hears in a reply that does these acts, each resting on `words` (else on its own name)."""
    evidence = tuple(Evidence(words or act, None, None, "", str(act)) for act in acts)
    plain = Appraisal(True, frozenset(acts), NONE, NONE, NONE, words=evidence, length_words=25)
    return replace(plain, **given)  # type: ignore[arg-type]


def master(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Follow the method: make room, give back, name the feeling, stress the urgency, probe, offer, prevent."""
    if state.mode is Mode.ATTACK or (state.mode is Mode.EMOTION and state.yeses == 0):
        return _master_of_attack(scenario, state)
    if state.mode is Mode.EMOTION:
        return _master_of_emotion(scenario, state)
    return _master_of_reason(scenario, state)


def _master_of_attack(scenario: Scenario, state: CustomerState) -> Appraisal:
    enough = len(state.told) >= min(ENOUGH_TOLD, len(scenario.facts)) or state.turn >= ENOUGH_INVITED
    kind = {"M23": Act.PRAISE_CUSTOMER, "M31c": Act.APOLOGISE}.get(scenario.caller)
    acts = {kind} if kind else set()
    if not enough or not state.told:
        return _said(scenario, "M1", Act.INVITE_VENTING, *acts)
    mirror = _said(scenario, "M2", Act.MIRROR, Act.CHECK_QUESTION, *acts)
    return replace(mirror, mirror=CREDIT, facts_hit=state.told)


def _master_of_emotion(scenario: Scenario, state: CustomerState) -> Appraisal:
    if state.yeses < 2:
        return replace(_said(scenario, "M4", Act.LABEL_EMOTION), label=CREDIT, label_kind="apt")
    return _said(scenario, "M5", Act.URGENCY)


def _master_of_reason(scenario: Scenario, state: CustomerState) -> Appraisal:
    offer = replace(_said(scenario, "M6", Act.OFFER_SOLUTION, Act.PREVENT_LOSS), solution=CREDIT)
    if "accepted" in state.marks:
        return _said(scenario, "M7", Act.PREVENT_LOSS)
    if scenario.caller == "M21" and "conceded" not in state.marks:
        return _said(scenario, "M21", Act.THANK, Act.REFUSE_WITH_REASON)
    if "expectation" not in state.marks:
        return _said(scenario, "M6", Act.PROBE_EXPECTATION)
    if scenario.caller == "M22":
        hand_over = _said(scenario, "M22", Act.REFUSE_WITH_REASON, Act.ESCALATE)
        return replace(hand_over, solution=CREDIT)
    if scenario.caller == "M24" and "narrow" not in state.marks:
        return _said(scenario, "M24", Act.INFORMATION_REQUEST)
    if scenario.caller == "M31a":
        return _and(offer, Act.APOLOGISE)
    return offer


def polite_but_empty(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Apologise, understand, thank, and nothing else."""
    generic = heard(Act.LABEL_EMOTION, label=PARTIAL, label_kind="generic")
    return (heard(Act.APOLOGISE), generic, heard(Act.THANK), heard(Act.OTHER))[state.turn % 4]


def hasty_fixer(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Offer a concrete solution at once, again and again."""
    return replace(_said(scenario, "M6", Act.OFFER_SOLUTION), solution=CREDIT)


def lecturer(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Explain the rules at length."""
    return replace(heard(Act.LECTURE, Act.REFUSE_WITH_REASON), length_words=LECTURE_WORDS)


def blamer(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Do all that a master does, with a reproach in each reply."""
    return _and(master(scenario, state), Act.BLAME_CUSTOMER)


def parrot(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Give the facts back and ask whether that is right, for ever."""
    mirror = _said(scenario, "M2", Act.MIRROR, Act.CHECK_QUESTION)
    return replace(mirror, mirror=CREDIT, facts_hit=state.told)


def keyword_stuffer(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Say every magic word and nothing with it: no score gives credit for that."""
    return heard(Act.OTHER)


def over_promiser(scenario: Scenario, state: CustomerState) -> Appraisal:
    """Do all that a master does up to the offer, then promise the moon."""
    return heard(Act.OVER_PROMISE) if state.mode is Mode.REASON else master(scenario, state)


def silent(scenario: Scenario, state: CustomerState) -> None:
    """Say nothing at all."""


AGENTS: Mapping[str, Agent] = {
    "master": master,
    "polite-but-empty": polite_but_empty,
    "hasty-fixer": hasty_fixer,
    "lecturer": lecturer,
    "blamer": blamer,
    "parrot": parrot,
    "keyword-stuffer": keyword_stuffer,
    "over-promiser": over_promiser,
    "silent": silent,
}


def with_delivery(agent: Agent, delivery: DeliveryKind) -> Agent:
    """Return the same replies, spoken in another way."""

    def spoken(scenario: Scenario, state: CustomerState) -> Appraisal | None:
        reply = agent(scenario, state)
        return reply and replace(reply, delivery=delivery)

    return spoken


def _said(scenario: Scenario, step: str, *acts: Act) -> Appraisal:
    """Return the acts, resting on the scenario's model answer for a step where it has one."""
    answer = next((a.master for a in scenario.model_answers if a.step == step), "")
    return heard(*acts, words=answer)


def _and(reply: Appraisal, act: Act) -> Appraisal:
    evidence = Evidence(act, None, None, "", str(act))
    return replace(reply, acts=reply.acts | {act}, words=(*reply.words, evidence))
