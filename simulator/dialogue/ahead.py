"""The lines that may come next, the likeliest first, so that their sound can be rendered while the agent speaks."""

from __future__ import annotations

from dataclasses import replace

from simulator.dialogue.conditions import NOTHING_HEARD, Situation
from simulator.dialogue.customer import STEADY, foreseen
from simulator.dialogue.rules import rules_of
from simulator.domain.customer import CustomerState, DeliveryKind, Mode
from simulator.domain.persona import Temperament
from simulator.domain.scenario import Line, Scenario
from simulator.domain.table import CORRECTION, Row, Table


def likely_lines(
    scenario: Scenario,
    table: Table,
    state: CustomerState,
    limit: int,
    person: Temperament = STEADY,
    delivery: DeliveryKind = "level",
) -> tuple[tuple[Line, float], ...]:
    """Return lines that the customer may say next, each with its anger (0 to 3).

    Parameters
    ----------
    state
        The state after the customer's last line; it holds the draw that decides between wordings, so that the line of a
        row is certain, and only the row is not.
    limit
        At most this many.
    delivery
        How the reply will probably be spoken; the anger hangs on it.
    """
    if state.mode is Mode.CLOSED:
        return ()
    rules = rules_of(table, scenario.overrides)
    met, reply = replace(state, turn=state.turn + 1), replace(NOTHING_HEARD, delivery=delivery)
    situation = Situation(met, reply, len(scenario.facts))
    modifiers = tuple(rules.fitting("modifier", situation))
    rows = sorted(_rows(rules.possible("reply", situation), rules.possible("silence", situation)), key=_last_first)
    lines: dict[Line, float] = {}
    for row in rows:
        line, anger = foreseen(scenario, rules, (row, *modifiers), met, reply, person)
        lines.setdefault(line, anger)
    return tuple(lines.items())[:limit]


def _rows(*groups: object) -> list[Row]:
    rows = [row for group in groups for row in group]  # type: ignore[attr-defined]
    return [row for row in rows if row.then.say != CORRECTION]


def _last_first(row: Row) -> int:
    return -row.likely
