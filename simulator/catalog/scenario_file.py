"""The schema of a scenario file, and its way into the domain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from simulator.catalog.lines_file import LineEntries, Text, Texts, wordings
from simulator.catalog.table_rows import Entry, RowEntry
from simulator.domain.scenario import (
    Fact,
    FactType,
    Feelings,
    ModelAnswer,
    Policy,
    RoleCard,
    Scenario,
    Solution,
)
from simulator.domain.table import Table
from simulator.messages import Lang

CALLERS = r"^M(1|2[0-4]|31[a-f])$"  # M1: who says nothing and only presses
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class FactEntry(Entry):
    """A fact; see `simulator.domain.scenario.Fact`."""

    id: Id
    type: FactType
    statement: Text
    key: Text
    aliases: Texts = ()
    opposites: Texts = ()
    value: float | str | None = None
    unit: str | None = None
    anchors: Texts = ()
    corrections: Texts = ()
    restated: str = ""


class FeelingsEntry(Entry):
    """The customer's feelings."""

    apt: Annotated[Texts, Field(min_length=1)]
    tolerable: Texts = ()
    wrong: Texts = ()


class SolutionEntry(Entry):
    """A proper way out: who does what by when."""

    id: Id
    text: Text
    aliases: Texts = ()


class PolicyEntry(Entry):
    """What the agent may do, and wordings of promises beyond it."""

    statement: Text
    solutions: Annotated[tuple[SolutionEntry, ...], Field(min_length=1)]
    beyond: Texts = ()


class RoleEntry(Entry):
    """What the trainee knows before the call."""

    who: Text
    situation: Text
    may: Annotated[Texts, Field(min_length=1)]
    may_not: Texts = ()
    systems: Texts = ()


class AnswerEntry(Entry):
    """What a master would say at one step or to this kind of caller, and a typical mistake."""

    step: Annotated[str, Field(pattern=r"^M([1-7]|2[0-4]|31[a-f])$")]
    master: Text
    mistake: str = ""


class ScenarioFile(Entry):
    """The whole file; its name is the scenario's id."""

    lang: Lang
    title: Text
    industry: Text
    difficulty: Literal[1, 2, 3, 4, 5]
    caller: Annotated[str, Field(pattern=CALLERS)]
    persona: Id
    manner: Literal["hot", "cold"] = "hot"
    role: RoleEntry
    facts: Annotated[tuple[FactEntry, ...], Field(min_length=2)]
    feelings: FeelingsEntry
    policy: PolicyEntry
    stakes: str = ""
    bottom_line: str = ""
    model_answers: tuple[AnswerEntry, ...] = ()
    lines: Annotated[LineEntries, Field(min_length=1)]
    rows: tuple[RowEntry, ...] = ()
    parts: dict[str, Texts] = Field(default_factory=dict)  # named lists for YAML's & and *, used nowhere else

    def domain(self, path: Path) -> Scenario:
        """Return the domain's value."""
        return Scenario(
            id=path.stem,
            lang=self.lang,
            title=self.title,
            industry=self.industry,
            difficulty=self.difficulty,
            caller=self.caller,
            persona=self.persona,
            manner=self.manner,
            role=RoleCard(**dict(self.role)),
            facts=tuple(Fact(**dict(fact)) for fact in self.facts),
            feelings=Feelings(**dict(self.feelings)),
            policy=self._policy(),
            lines=wordings(self.lines),
            stakes=self.stakes,
            bottom_line=self.bottom_line,
            model_answers=tuple(ModelAnswer(**dict(a)) for a in self.model_answers),
            overrides=Table(tuple(row.domain() for row in self.rows)) if self.rows else None,
            source=str(path),
        )

    def _policy(self) -> Policy:
        solutions = tuple(Solution(**dict(s)) for s in self.policy.solutions)
        return Policy(self.policy.statement, solutions, self.policy.beyond)
