"""Checks of what is said back: facts that sound alike, masters who say what the scores would hold against a trainee."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from simulator.catalog.check_facts import NUMERIC, says
from simulator.catalog.finding import Finding
from simulator.catalog.yaml_lines import Key
from simulator.domain.scenario import Fact, Scenario
from simulator.messages import Lang
from simulator.scoring import feeling_words
from simulator.scoring.sounds import sounds_like


def wording_findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the wordings that agents and the scores will use."""
    yield from _restated(scenario)
    if scenario.lang == "zh":
        yield from _homophones(scenario.facts)
    yield from _feelings(scenario)
    yield from _masters(scenario)


def _restated(scenario: Scenario) -> Iterator[Finding]:
    for index, fact in enumerate(scenario.facts):
        if not fact.restated:
            yield ("facts", index), "check_no_restated", {"fact": fact.id}
        elif not says(fact, fact.restated, scenario.lang):
            yield ("facts", index, "restated"), "check_number", {"fact": fact.id, "value": fact.value}


def _homophones(facts: tuple[Fact, ...]) -> Iterator[Finding]:
    """Yield wordings that sound like one that means something else: recognition can't tell them apart."""
    named = [(i, fact, "aliases", at, a) for i, fact in enumerate(facts) for at, a in enumerate(fact.aliases)]
    against = [(fact.id, o) for fact in facts if fact.type not in NUMERIC for o in fact.opposites]
    against += [(fact.id, a) for fact in facts for a in fact.aliases]
    for (index, fact, field, at, alias), (other, text) in product(named, against):
        own = other == fact.id and text in fact.aliases
        if alias != text and not own and sounds_like(alias, text):
            place: tuple[Key, ...] = ("facts", index, field, at)
            yield place, "check_sounds_alike", {"text": alias, "other": text, "fact": other}


def _feelings(scenario: Scenario) -> Iterator[Finding]:
    for at, word in enumerate(scenario.feelings.apt):
        if feeling_words.extreme(word, scenario.lang):
            yield ("feelings", "apt", at), "check_extreme", {"word": word}


def _masters(scenario: Scenario) -> Iterator[Finding]:
    for index, answer in enumerate(scenario.model_answers):
        place: tuple[Key, ...] = ("model_answers", index, "master")
        if answer.step == "M4" and not _names_one(answer.master, scenario.feelings.apt, scenario.lang):
            yield place, "check_no_feeling", {"words": ", ".join(scenario.feelings.apt)}
        for wording in scenario.policy.beyond:
            if wording.lower() in answer.master.lower():
                yield place, "check_master_beyond", {"text": wording}


def _names_one(text: str, words: tuple[str, ...], lang: Lang) -> bool:
    return any(word.lower() in text.lower() for word in words) or bool(feeling_words.moderate(text, lang))
