"""The library of scenarios: found, read, and refused with file and line when they can't be played."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from simulator.catalog.behaviour import Behaviour, load_behaviour
from simulator.catalog.scenario_file import ScenarioFile
from simulator.catalog.table import TABLE, refuse_doubles, refuse_misplaced, refuse_short_cut
from simulator.catalog.yaml_lines import Key, Lines, load_lines
from simulator.dialogue.rules import dead_ends
from simulator.domain.scenario import Fact, FactType, Scenario
from simulator.domain.table import Table
from simulator.errors import BadInput
from simulator.messages import Lang, say
from simulator.resources import files
from simulator.settings import Settings, settings

Problem = tuple[tuple[Key, ...], str, dict[str, object]]  # place in the file, message, its fields


def load_scenarios(settings: Settings) -> dict[str, Scenario]:
    """Return every scenario by its id.

    Raises
    ------
    BadInput
        If one of them can't be used; names file and line.
    """
    behaviour = load_behaviour(settings)
    return {name: read_scenario(path, behaviour)[0] for name, path in sorted(scenario_files(settings).items())}


def load_scenario(name_or_path: str | Path, settings: Settings) -> Scenario:
    """Return one scenario by its id, or from a file.

    Raises
    ------
    BadInput
        If there is none, or it can't be used.
    """
    return read_scenario(find(name_or_path, settings), load_behaviour(settings))[0]


def find(name_or_path: str | Path, settings: Settings) -> Path:
    """Return the file of a scenario; anything with a slash or ``.yaml`` is a path, everything else an id.

    Raises
    ------
    BadInput
        If there is no such scenario.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, Path) or name.endswith((".yaml", ".yml")) or os.sep in name or "/" in name:
        return Path(name_or_path)
    known = scenario_files(settings)
    if name not in known:
        raise BadInput("catalog.no_scenario", name=name, known=", ".join(sorted(known)) or "-")
    return known[name]


def scenario_files(settings: Settings) -> dict[str, Path]:
    """Return the files of the library by id; the customer's table is not one of them."""
    found = files("scenarios", ".yaml", override=settings.scenarios_dir, user=settings.data_dir)
    return {name: path for name, path in found.items() if name != TABLE}


def read_scenario(path: Path, behaviour: Behaviour) -> tuple[Scenario, Lines]:
    """Return the scenario of one file with the rows of its kind of caller, and where its fields stand.

    Raises
    ------
    BadInput
        If it can't be played with this behaviour; names file and line.
    """
    file, lines = load_lines(path, ScenarioFile)
    refuse_doubles(lines, [fact.id for fact in file.facts], "facts")
    refuse_doubles(lines, [row.id for row in file.rows], "rows")
    own = file.domain(path)
    if own.overrides:
        refuse_misplaced(lines, own.overrides, behaviour.table)
        refuse_short_cut(lines, own.overrides)
    scenario = replace(own, overrides=behaviour.rows(own), lines=behaviour.wordings(own))
    for place, message, fields in _unplayable(scenario, behaviour.table):
        lines.refuse(say(f"catalog.{message}", _lang(), **fields), *place)
    return scenario, lines


def _unplayable(scenario: Scenario, table: Table) -> Iterator[Problem]:
    for index, fact in enumerate(scenario.facts):
        if problem := _bad_value(fact):
            yield ("facts", index, "value"), problem, {}
    known = {fact.id for fact in scenario.facts}
    for trigger, wordings in scenario.lines.items():
        for index, line in enumerate(wordings):
            for unknown in set(line.tells) - known:
                yield ("lines", *trigger.split(".", 1), index, "tells"), "unknown_fact", {"fact": unknown}
    merged = table.merged(scenario.overrides)
    for on, mode in dead_ends(merged):
        yield ("rows",), "dead_end", {"on": on, "mode": mode}
    for row in merged.rows:
        for trigger in row.triggers():
            if not scenario.lines.get(trigger):
                yield ("lines", *trigger.split(".", 1)), "no_wording", {"trigger": trigger, "row": row.id}


def _bad_value(fact: Fact) -> str | None:
    if fact.type in (FactType.NUMBER, FactType.AMOUNT):
        if not isinstance(fact.value, float | int):
            return "value_number"
        return None if fact.unit else "value_unit"
    if fact.type is FactType.DATE:
        try:
            date.fromisoformat(f"2024-{fact.value}")  # a leap year: every date that can be said exists
        except ValueError:
            return "value_date"
    return None


def _lang() -> Lang:
    return settings().lang
