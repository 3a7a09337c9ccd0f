"""The table made ready to fire: rows by mode and occasion, in order of priority."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from simulator.dialogue.conditions import Question, Situation, compiled, of_the_state
from simulator.domain.customer import Mode
from simulator.domain.table import OPEN_MODES, On, Row, Start, Table

AT_ONCE = 0.7  # share of an impulse that is felt in the same turn, where no table says otherwise


@dataclass(frozen=True, slots=True)
class Rule:
    """A row with its compiled conditions.

    Parameters
    ----------
    fits
        All conditions.
    may_fit
        Only those on the state: could the row fire, whatever the agent says next?
    """

    row: Row
    fits: Question
    may_fit: Question


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one table."""

    by: Mapping[tuple[On, Mode], tuple[Rule, ...]]
    start: Start
    at_once: float

    def fitting(self, on: On, situation: Situation) -> Iterator[Row]:
        """Yield the rows that fit, first the one that fires."""
        return (rule.row for rule in self.by.get((on, situation.state.mode), ()) if rule.fits(situation))

    def first(self, on: On, situation: Situation) -> Row | None:
        """Return the row that fires, or None."""
        return next(self.fitting(on, situation), None)

    def possible(self, on: On, situation: Situation) -> Iterator[Row]:
        """Yield the rows that the state allows, whatever the agent says."""
        return (rule.row for rule in self.by.get((on, situation.state.mode), ()) if rule.may_fit(situation))


@lru_cache(maxsize=256)
def rules_of(table: Table, overrides: Table | None = None) -> Rules:
    """Return the rules of a table with the rows of a kind of caller and of a scenario; compiled once."""
    by: dict[tuple[On, Mode], tuple[Rule, ...]] = {}
    merged = table.merged(overrides)
    for row in merged.rows:
        rule = Rule(row, compiled(row.when), compiled(of_the_state(row.when)))
        for mode in row.modes:
            by[row.on, mode] = (*by.get((row.on, mode), ()), rule)
    return Rules(by, merged.start or Start(), merged.at_once or AT_ONCE)


def dead_ends(table: Table) -> tuple[tuple[On, Mode], ...]:
    """Return the occasions and modes for which the table has no row that always fires."""
    wanted: list[tuple[On, Mode]] = [("opening", Mode.ATTACK)]
    wanted += [(on, mode) for mode in OPEN_MODES for on in ("reply", "silence")]
    sure = {(row.on, mode) for row in table.rows if not row.when for mode in row.modes}
    return tuple(place for place in wanted if place not in sure)
