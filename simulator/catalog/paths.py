"""Learning paths: which scenarios in which order, and what to watch for in each step."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.catalog.scenarios import scenario_files
from simulator.catalog.table_rows import Entry, Why
from simulator.catalog.yaml_lines import load_lines
from simulator.errors import BadInput
from simulator.messages import Lang, say
from simulator.resources import files
from simulator.settings import Settings

PATHS = "paths"  # scenarios/paths


class Step(Entry):
    """A day: the scenarios in each language, what to watch for, and the steps of the method it stands on."""

    day: Annotated[int, Field(ge=1, le=366)]
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    aim: Why
    method: tuple[str, ...] = ()

    def scenarios(self, lang: Lang) -> tuple[str, ...]:
        """Return the ids of the scenarios in a language."""
        return self.zh if lang == "zh" else self.en


class LearningPath(Entry):
    """The whole file."""

    name: Why
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


def load_path(name: str, settings: Settings) -> LearningPath:
    """Return a path by its name.

    Raises
    ------
    BadInput
        If there is none, or it names a scenario that isn't there.
    """
    there = files("scenarios", ".yaml", override=settings.scenarios_dir, user=settings.data_dir, within=PATHS)
    if name not in there:
        raise BadInput("catalog.no_path", name=name, there=", ".join(sorted(there)) or "-")
    path, lines = load_lines(there[name], LearningPath)
    known = scenario_files(settings)
    for index, step in enumerate(path.steps):
        for unknown in {*step.zh, *step.en} - set(known):
            lines.refuse(say("catalog.no_such_scenario", settings.lang, name=unknown), "steps", index)
    return path
