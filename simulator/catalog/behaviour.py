"""How customers behave: the table, what each kind of caller does otherwise, and wordings by manner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.catalog.lines_file import LinesFile, Wordings
from simulator.catalog.table import callers_files, load_table, manners_files, read_caller
from simulator.catalog.yaml_lines import load
from simulator.domain.scenario import Scenario
from simulator.domain.table import Start, Table
from simulator.settings import Settings

PATIENCE = {1: 2, 2: 1, 3: 0, 4: 0, 5: -1}  # turns more or fewer than the table's, by difficulty


@dataclass(frozen=True)
class Behaviour:
    """Everything that a scenario is played with.

    Parameters
    ----------
    table
        The customer's table.
    callers
        Rows by kind of caller (``M21``).
    manners
        Wordings by language and manner (``zh-hot``) for triggers that a scenario has none for.
    """

    table: Table
    callers: Mapping[str, Table]
    manners: Mapping[str, Wordings]

    def rows(self, scenario: Scenario) -> Table:
        """Return the rows of the scenario's kind of caller under its own, with the patience of its difficulty."""
        caller = self.callers.get(scenario.caller, Table(()))
        rows = caller.merged(scenario.overrides)
        start = rows.start or self.table.start or Start()
        return replace(rows, start=replace(start, patience=start.patience + PATIENCE[scenario.difficulty]))

    def wordings(self, scenario: Scenario) -> Wordings:
        """Return the scenario's wordings, and for what it has none those of its manner."""
        return {**self.manners.get(f"{scenario.lang}-{scenario.manner}", {}), **scenario.lines}


def load_behaviour(settings: Settings) -> Behaviour:
    """Return the site's own behaviour where it has one, else the product's.

    Raises
    ------
    BadInput
        If a file can't be used; names file and line.
    """
    table = load_table(settings)
    callers = {name: read_caller(path, table)[0] for name, path in callers_files(settings).items()}
    manners = {name: load(path, LinesFile).domain() for name, path in manners_files(settings).items()}
    return Behaviour(table, callers, manners)
