"""Which line is said for a trigger: unspoken ones first, with as many new facts as the row allows."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.customer import Appraisal, CustomerState
from simulator.domain.scenario import Line, Scenario
from simulator.domain.table import CORRECTION, WRONG, Row


def wordings(scenario: Scenario, row: Row, state: CustomerState, reply: Appraisal) -> tuple[Line, ...]:
    """Return the lines that may be said now, all equally good.

    Raises
    ------
    KeyError
        If the scenario has no line for the trigger; a scenario that was loaded has.
    """
    lines = _corrections(scenario, state, reply) if row.then.say == CORRECTION else ()
    lines = lines or tuple(scenario.lines[trigger(row, state)])
    fresh = tuple(line for line in lines if line.text not in state.used)
    return _telling(fresh or lines, state.told, row.then.tells)


def trigger(row: Row, state: CustomerState) -> str:
    """Return the trigger of a row in this state; a correction that a fact lacks is said in general words."""
    say = row.then.say
    if say == CORRECTION:
        return WRONG
    return f"{state.mode}{say[1:]}" if say.startswith("*.") else say


def chosen(lines: Sequence[Line], draw: float) -> Line:
    """Return the line that a random number (0 to 1, exclusive) points at."""
    return lines[int(draw * len(lines))]


def _telling(lines: tuple[Line, ...], told: tuple[str, ...], most: int) -> tuple[Line, ...]:
    news = [len(set(line.tells).difference(told)) for line in lines]
    best = max((n for n in news if n <= most), default=min(news))
    enough = best if best <= 1 else best - 1  # a fact fewer keeps calls different from each other
    return tuple(line for line, n in zip(lines, news, strict=True) if enough <= n <= best)


def _corrections(scenario: Scenario, state: CustomerState, reply: Appraisal) -> tuple[Line, ...]:
    open_ids = (*reply.facts_contradicted, *(f for f in state.contradicted if f not in reply.facts_hit))
    own = {fact.id: fact.corrections for fact in scenario.facts if fact.corrections}
    first = next((f for f in open_ids if f in own), None)
    return tuple(Line(text, (first,)) for text in own[first]) if first else ()
