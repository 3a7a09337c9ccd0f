"""The linter for authors: everything about a scenario or a table that a machine can see, each with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator.catalog.behaviour import load_behaviour
from simulator.catalog.check_facts import facts_findings
from simulator.catalog.check_lines import lines_findings, wordings_findings
from simulator.catalog.check_table import rows_findings, table_findings
from simulator.catalog.check_wording import wording_findings
from simulator.catalog.finding import Finding
from simulator.catalog.lines_file import LinesFile
from simulator.catalog.scenarios import read_scenario
from simulator.catalog.table import CALLERS, MANNERS, TABLE, load_table, read_caller, read_table
from simulator.catalog.yaml_lines import Key, Lines, load_lines
from simulator.domain.scenario import Scenario
from simulator.domain.table import Table
from simulator.errors import BadInput
from simulator.messages import Lang, say
from simulator.resources import files
from simulator.settings import Settings

STEPS = tuple(f"M{i}" for i in range(1, 8))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Parameters
    ----------
    code
        Address of the message.
    fields
        What its sentence names.
    """

    file: Path
    line: int
    code: str
    fields: dict[str, object] = field(default_factory=dict)

    def sentence(self, lang: Lang) -> str:
        """Return ``file:line: what is wrong``."""
        return f"{self.file}:{self.line}: {say(self.code, lang, **self.fields)}"


def check(path: Path, settings: Settings) -> list[Problem]:
    """Return what is wrong with a scenario or a table, in the order of the file; nothing is an empty list."""
    try:
        found, lines = _findings(path, settings)
    except BadInput as error:
        return [_refused(path, error)]
    problems = [Problem(path, lines.at(*place), f"catalog.{code}", fields) for place, code, fields in found]
    return sorted(problems, key=lambda p: p.line)


def _refused(path: Path, error: BadInput) -> Problem:
    fields = error.fields
    file, line = Path(str(fields.get("file", path))), int(str(fields.get("line", 1)))
    if "problem" not in fields:
        return Problem(file, line, error.code, fields)
    place = f"'{fields['field']}': " if "field" in fields else ""
    return Problem(file, line, "catalog.check_broken", {"problem": f"{place}{fields['problem']}"})


def _findings(path: Path, settings: Settings) -> tuple[list[Finding], Lines]:
    if path.stem == TABLE:
        table, lines = read_table(path)
        return list(table_findings(table)), lines
    if path.parent.name == CALLERS:
        table = load_table(settings)
        rows, lines = read_caller(path, table)
        return list(rows_findings(rows, table)), lines
    if path.parent.name == MANNERS:
        file, lines = load_lines(path, LinesFile)
        return list(wordings_findings(file.domain(), "en" if path.stem.startswith("en") else "zh")), lines
    behaviour = load_behaviour(settings)
    scenario, lines = read_scenario(path, behaviour)
    own = replace(scenario, lines={t: said for t, said in scenario.lines.items() if _stands(t, lines)})
    found = [*facts_findings(own), *wording_findings(own), *lines_findings(own, behaviour.table), *_whole(own)]
    if ("rows",) in lines.starts:
        found += rows_findings(scenario.overrides or Table(()), behaviour.table)
    if scenario.persona not in files("voices", ".yaml", override=settings.voices_dir, user=settings.data_dir):
        found.append((("persona",), "check_persona", {"persona": scenario.persona}))
    return found, lines


def _stands(trigger: str, lines: Lines) -> bool:
    return ("lines", *trigger.split(".", 1)) in lines.starts


def _whole(scenario: Scenario) -> Iterator[Finding]:
    answered = {answer.step for answer in scenario.model_answers}
    own_step = () if scenario.caller in (*STEPS, "M20") else (scenario.caller,)
    for step in (*STEPS, *own_step):
        if step not in answered:
            yield ("model_answers",), "check_no_answer", {"step": step}
    for index, answer in enumerate(scenario.model_answers):
        if not answer.mistake:
            yield ("model_answers", index), "check_no_mistake", {"step": answer.step}
    empty: dict[str, tuple[Key, ...]] = {
        "stakes": () if scenario.stakes else ("stakes",),
        "bottom_line": () if scenario.bottom_line else ("bottom_line",),
        "beyond": () if scenario.policy.beyond else ("policy", "beyond"),
        "may_not": () if scenario.role.may_not else ("role", "may_not"),
    }
    for name, place in empty.items():
        if place:
            yield place, "check_empty", {"field": name}
    for word in set(scenario.feelings.apt) & {*scenario.feelings.wrong, *scenario.feelings.tolerable}:
        yield ("feelings",), "check_feeling_twice", {"word": word}
