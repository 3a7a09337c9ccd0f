"""Checks of the customer's table: rows that can never fire, and marks that nobody leaves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from simulator.catalog.finding import Finding
from simulator.dialogue.explore import dead_places, never_fires
from simulator.domain.table import Table

MOST_DEAD = 3  # dead ends that are told at once: one wrong row makes many


def table_findings(table: Table) -> Iterator[Finding]:
    """Yield what is wrong with a table."""
    plain = [*_unreachable(table), *_marks(table)]
    yield from plain
    named = {str(fields["row"]) for _, _, fields in plain}
    for row in set(never_fires(table)) - named:
        yield ("rows", _index(table, row)), "check_never_fires", {"row": row}
    for place in islice(dead_places(table), MOST_DEAD):
        marks = ", ".join(sorted(place.marks)) or "-"
        yield ("rows",), "check_dead_place", {"mode": place.mode, "yeses": place.yeses, "marks": marks}


def rows_findings(rows: Table, table: Table) -> Iterator[Finding]:
    """Yield what is wrong with the rows of a kind of caller or a scenario, read into the table that they change."""
    mine = {row.id: index for index, row in enumerate(rows.rows)}
    for place, code, fields in table_findings(table.merged(rows)):
        names = f"{fields.get('row', '')}, {fields.get('other', '')}".split(", ")
        named = [mine[name] for name in names if name in mine]
        if named:
            yield ("rows", named[0]), code, fields
        elif code == "check_dead_place":
            yield place, code, fields


def _index(table: Table, row_id: str) -> int:
    return next(index for index, row in enumerate(table.rows) if row.id == row_id)


def _unreachable(table: Table) -> Iterator[Finding]:
    closed: dict[tuple[str, str], str] = {}
    for index, row in enumerate(table.rows):
        shut = {closed.get((row.on, mode)) for mode in row.modes}
        if None not in shut:
            yield ("rows", index), "check_unreachable", {"row": row.id, "other": ", ".join(sorted(map(str, shut)))}
        if not row.when and row.on != "modifier":
            for mode in row.modes:
                closed.setdefault((row.on, mode), row.id)


def _marks(table: Table) -> Iterator[Finding]:
    left = {mark for row in table.rows for mark in row.then.remember}
    for index, row in enumerate(table.rows):
        asked = {str(v) for c in row.when if c.subject == "marks" for v in c.values}
        for mark in sorted((asked | row.then.forget) - left):
            yield ("rows", index), "check_mark", {"row": row.id, "mark": mark}
