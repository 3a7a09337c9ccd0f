"""Checks of the customer's table: rows that can never fire, and marks that nobody leaves."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.catalog.finding import Finding
from simulator.domain.table import Table


def table_findings(table: Table) -> Iterator[Finding]:
    """Yield what is wrong with a table."""
    yield from _unreachable(table)
    yield from _marks(table)


def caller_findings(rows: Table, table: Table) -> Iterator[Finding]:
    """Yield what is wrong with the rows of one kind of caller, read into the table."""
    merged = table.merged(rows)
    mine = {row.id: index for index, row in enumerate(rows.rows)}
    for _, code, fields in table_findings(merged):
        index = mine.get(str(fields.get("row")))
        if index is not None:
            yield ("rows", index), code, fields


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
