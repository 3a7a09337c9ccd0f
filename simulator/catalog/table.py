"""The customer's table: found, read, and refused with file and line when the customer could fall silent."""

from __future__ import annotations

from pathlib import Path

from simulator.catalog.table_rows import CallerFile, TableFile
from simulator.catalog.yaml_lines import Lines, load_lines
from simulator.dialogue.rules import dead_ends
from simulator.domain.customer import Mode
from simulator.domain.table import Table
from simulator.messages import Lang, say
from simulator.resources import files
from simulator.settings import Settings, settings

TABLE = "customer"  # scenarios/customer.yaml is the table, every other file there a scenario
CALLERS, MANNERS = "callers", "manners"  # folders beside it


def load_table(settings: Settings) -> Table:
    """Return the customer's table: the site's own, else the one that the product brings.

    Raises
    ------
    BadInput
        If the file can't be used; names file and line.
    """
    return read_table(table_file(settings))[0]


def table_file(settings: Settings) -> Path:
    """Return the file of the customer's table: the site's own, else the one that the product brings."""
    return _files(settings, ".")[TABLE]


def read_table(path: Path) -> tuple[Table, Lines]:
    """Return the table of one file and where its rows stand; raises like `load_table`."""
    file, lines = load_lines(path, TableFile)
    refuse_doubles(lines, [row.id for row in file.rows], "rows")
    table = file.domain()
    refuse_short_cut(lines, table)
    for on, mode in dead_ends(table):
        lines.refuse(say("catalog.dead_end", _lang(), on=on, mode=mode), "rows")
    return table, lines


def callers_files(settings: Settings) -> dict[str, Path]:
    """Return the files of the kinds of callers (``M21``), the site's own before the product's."""
    return _files(settings, CALLERS)


def manners_files(settings: Settings) -> dict[str, Path]:
    """Return the files of wordings by manner (``zh-hot``), the site's own before the product's."""
    return _files(settings, MANNERS)


def read_caller(path: Path, table: Table) -> tuple[Table, Lines]:
    """Return what one kind of caller does otherwise, and where its rows stand; raises like `load_table`."""
    file, lines = load_lines(path, CallerFile)
    refuse_doubles(lines, [row.id for row in file.rows], "rows")
    rows = file.domain()
    refuse_misplaced(lines, rows, table)
    refuse_short_cut(lines, rows)
    return rows, lines


def refuse_misplaced(lines: Lines, rows: Table, table: Table) -> None:
    """Raise if a row wants to stand before one that isn't there."""
    known = {row.id for row in table.rows}
    for index, row in enumerate(rows.rows):
        if row.before and row.before not in known:
            lines.refuse(say("catalog.no_row", _lang(), row=row.before), "rows", index, "before")


def _files(settings: Settings, within: str) -> dict[str, Path]:
    return files("scenarios", ".yaml", override=settings.scenarios_dir, user=settings.data_dir, within=within)


def refuse_doubles(lines: Lines, ids: list[str], *where: str) -> None:
    """Raise if an id stands twice in a list of entries."""
    for index, name in enumerate(ids):
        if name in ids[:index]:
            lines.refuse(say("catalog.problem_twice", _lang(), key=name), *where, index, "id")


def refuse_short_cut(lines: Lines, table: Table) -> None:
    """Raise if a row opens stage 2 without asking for two agreements: the gate is the heart of the method."""
    for index, row in enumerate(table.rows):
        least = max((float(c.values[0]) for c in row.when if c.subject == "yeses" and c.test == "min"), default=0.0)
        least = 0.0 if row.then.reset_yeses else least
        if row.then.mode is Mode.REASON and row.modes != {Mode.REASON} and least + row.then.yeses < 2:
            lines.refuse(say("catalog.short_cut", _lang(), row=row.id), "rows", index, "then")


def _lang() -> Lang:
    return settings().lang
