"""Checks of the facts: enough wordings, opposites and corrections, told by a line, and the same number everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.catalog.finding import Finding
from simulator.catalog.numerals import dates_in, numbers_in
from simulator.domain.scenario import Fact, FactType, Scenario
from simulator.messages import Lang

ALIASES = 8  # how people say what happened varies far more than how they say a number
ALIASES_OF_NUMBERS = 4
CORRECTIONS = 2
OPPOSITES = 2
INVITED = ("attack.vent", "attack.opens_up")  # what an invitation to talk brings out
NUMERIC = frozenset({FactType.NUMBER, FactType.AMOUNT, FactType.DATE})
WORDED = frozenset({FactType.EVENT, FactType.PAIR})


def facts_findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the facts of a scenario."""
    for index, fact in enumerate(scenario.facts):
        yield from _counts(index, fact)
        yield from _numbers(index, fact, scenario.lang)
        for alias in sorted(set(fact.aliases) & set(fact.opposites)):
            yield ("facts", index, "opposites"), "check_both_ways", {"fact": fact.id, "text": alias}
    yield from _told(scenario)
    yield from _shared_aliases(scenario)


def says(fact: Fact, text: str, lang: Lang) -> bool:
    """Return whether a text gives the fact's number or date, or one of its wordings; always true for other facts."""
    if fact.type not in NUMERIC:
        return True
    if any(form.lower() in text.lower() for form in (fact.key, *fact.aliases)):
        return True
    if fact.type is FactType.DATE:
        return fact.value in dates_in(text, lang)
    return isinstance(fact.value, float | int) and float(fact.value) in numbers_in(text, lang)


def _counts(index: int, fact: Fact) -> Iterator[Finding]:
    wanted = ALIASES if fact.type in WORDED else ALIASES_OF_NUMBERS
    for name, number in (("aliases", wanted), ("opposites", OPPOSITES), ("corrections", CORRECTIONS)):
        if len(getattr(fact, name)) < number:
            fields = {"fact": fact.id, "what": name, "n": len(getattr(fact, name)), "wanted": number}
            yield ("facts", index, name), "check_too_few", fields
    if fact.type in NUMERIC and not fact.anchors:
        yield ("facts", index), "check_no_anchors", {"fact": fact.id}


def _numbers(index: int, fact: Fact, lang: Lang) -> Iterator[Finding]:
    if not says(fact, fact.statement, lang):
        yield ("facts", index, "statement"), "check_number", {"fact": fact.id, "value": fact.value}
    for at, text in enumerate(fact.corrections):
        if not says(fact, text, lang):
            yield ("facts", index, "corrections", at), "check_number", {"fact": fact.id, "value": fact.value}


def _told(scenario: Scenario) -> Iterator[Finding]:
    told = {f for lines in scenario.lines.values() for line in lines for f in line.tells}
    invited = {f for trigger in INVITED for line in scenario.lines.get(trigger, ()) for f in line.tells}
    for index, fact in enumerate(scenario.facts):
        if fact.id not in told:
            yield ("facts", index), "check_never_told", {"fact": fact.id}
        elif fact.id not in invited:
            yield ("facts", index), "check_not_invited", {"fact": fact.id}


def _shared_aliases(scenario: Scenario) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for index, fact in enumerate(scenario.facts):
        for at, alias in enumerate(fact.aliases):
            other = owner.setdefault(alias.lower(), fact.id)
            if other != fact.id or alias in fact.aliases[:at]:
                yield ("facts", index, "aliases", at), "check_shared_alias", {"text": alias, "other": other}
