"""Checks of the customer's lines: enough wordings, short enough to be spoken, nothing that a voice can't say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.catalog.check_facts import says
from simulator.catalog.finding import Finding
from simulator.catalog.lines_file import Wordings
from simulator.catalog.yaml_lines import Key
from simulator.domain.scenario import Fact, Line, Scenario
from simulator.domain.table import CORRECTION, WRONG, Table
from simulator.messages import Lang

WORDINGS = 4  # for a trigger that can recur in a call
LONGEST = 60  # characters; about twelve seconds of furious Mandarin, four of English
_SPEAKABLE = {
    "zh": re.compile(r"[一-鿿A-Za-z，。！？、 ]+"),
    "en": re.compile(r"[A-Za-z',.!? -]+"),
}


def lines_findings(scenario: Scenario, table: Table) -> Iterator[Finding]:
    """Yield what is wrong with the lines of a scenario that is played with this table."""
    merged = table.merged(scenario.overrides)
    recurring = recurring_triggers(merged)
    wanted = {t for row in (*merged.rows, *table.rows) for t in row.triggers()}
    for trigger, lines in scenario.lines.items():
        place = ("lines", *trigger.split(".", 1))
        if trigger not in wanted:
            yield place, "check_unused", {"trigger": trigger}
        elif trigger in recurring and len(lines) < WORDINGS:
            yield place, "check_wordings", {"trigger": trigger, "n": len(lines), "wanted": WORDINGS}
        for index, line in enumerate(lines):
            yield from _line((*place, index), line, scenario.lang, scenario.facts)
    for index, fact in enumerate(scenario.facts):
        for at, text in enumerate(fact.corrections):
            yield from _line(("facts", index, "corrections", at), Line(text), scenario.lang)
    yield from _twice(scenario.lines)


def wordings_findings(by_trigger: Wordings, lang: Lang) -> Iterator[Finding]:
    """Yield what is wrong with the wordings of a manner."""
    for trigger, lines in by_trigger.items():
        place = ("lines", *trigger.split(".", 1))
        if len(lines) < WORDINGS:
            yield place, "check_wordings", {"trigger": trigger, "n": len(lines), "wanted": WORDINGS}
        for index, line in enumerate(lines):
            yield from _line((*place, index), line, lang)
    yield from _twice(by_trigger)


def recurring_triggers(table: Table) -> set[str]:
    """Return the triggers that can be called for more than once in a call."""
    forgotten = {mark for row in table.rows for mark in row.then.forget}
    calls: dict[str, int] = {}
    for row in table.rows:
        often = 2 if row.recurs or row.then.remember & forgotten else 1
        often = 1 if row.on == "opening" or row.then.ending else often
        for trigger in row.triggers():
            least = 1 if row.then.say == CORRECTION and trigger == WRONG else often
            calls[trigger] = calls.get(trigger, 0) + least
    return {trigger for trigger, n in calls.items() if n > 1 and not trigger.startswith("closed.")}


def _line(place: tuple[Key, ...], line: Line, lang: Lang, facts: tuple[Fact, ...] = ()) -> Iterator[Finding]:
    if len(line.text) > LONGEST:
        yield place, "check_long", {"n": len(line.text), "most": LONGEST}
    if odd := _SPEAKABLE[lang].sub("", line.text):
        yield place, "check_unspeakable", {"odd": odd}
    for fact in facts:
        if fact.id not in line.tells:
            continue
        for opposite in fact.opposites:
            if opposite.lower() in line.text.lower():
                yield place, "check_contradicts", {"fact": fact.id, "text": opposite}
        if not says(fact, line.text, lang):
            yield place, "check_number", {"fact": fact.id, "value": fact.value}


def _twice(by_trigger: Wordings) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for trigger, lines in by_trigger.items():
        for index, line in enumerate(lines):
            if line.text in seen:
                yield ("lines", *trigger.split(".", 1), index), "check_twice", {"where": seen[line.text]}
            seen[line.text] = trigger
