"""How customers behave: the table, what each kind of caller does otherwise, and wordings by manner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.catalog.lines_file import LinesFile
from simulator.catalog.table import callers_files, load_table, manners_files, read_caller
from simulator.catalog.yaml_lines import load
from simulator.domain.scenario import Line, Scenario
from simulator.domain.table import Table
from simulator.settings import Settings

Wordings = Mapping[str, tuple[Line, ...]]


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

    def rows(self, scenario: Scenario) -> Table | None:
        """Return the rows of the scenario's kind of caller, under its own."""
        caller = self.callers.get(scenario.caller)
        return caller.merged(scenario.overrides) if caller else scenario.overrides

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


def manner_file(settings: Settings, scenario: Scenario) -> Path | None:
    """Return the file of the wordings that fill the scenario's gaps, if there is one."""
    return manners_files(settings).get(f"{scenario.lang}-{scenario.manner}")
