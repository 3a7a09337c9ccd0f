"""The schema of the customer's table: rows as a trainer writes them, and their way into the domain."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.domain.acts import Act
from simulator.domain.customer import DeliveryKind, Ending, LabelKind, Mode
from simulator.domain.score import Outcome
from simulator.domain.table import OF_THE_STATE, SUBJECTS, Condition, On, Row, Start, Table, Then


class Entry(BaseModel):
    """Any part of a file: unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(Entry):
    """A number's bounds, both inclusive."""

    min: float | None = None
    max: float | None = None


class ActSet(Entry):
    """Which acts a reply must have, one of, or none of."""

    any: tuple[Act, ...] = ()
    all: tuple[Act, ...] = ()
    none: tuple[Act, ...] = ()


class MarkSet(Entry):
    """Which marks earlier rows must have left, or must not have left."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


class When(Entry):
    """The conditions of a row; all that are given must hold."""

    acts: ActSet | None = None
    mirror: tuple[Outcome, ...] | None = None
    label: tuple[Outcome, ...] | None = None
    solution: tuple[Outcome, ...] | None = None
    label_kind: tuple[LabelKind, ...] | None = None
    delivery: tuple[DeliveryKind, ...] | None = None
    understood: bool | None = None
    loaded: bool | None = None
    facts_hit: Range | None = None
    facts_wrong: Range | None = None
    restated: bool | None = None
    awaiting: bool | None = None
    words: Range | None = None
    overlap: Range | None = None
    marks: MarkSet | None = None
    yeses: Range | None = None
    patience: Range | None = None
    anger: Range | None = None
    fallbacks: Range | None = None
    turn: Range | None = None
    silences: Range | None = None
    promises: Range | None = None
    insults: Range | None = None
    put_off: Range | None = None
    told: Range | None = None
    untold: Range | None = None
    patience_lost: bool | None = None

    def conditions(self) -> tuple[Condition, ...]:
        """Return the domain's conditions: those on the state first, they are the cheapest to refuse."""
        found = [c for name in SUBJECTS for c in _conditions(name, getattr(self, name))]
        return tuple(sorted(found, key=lambda c: c.subject not in OF_THE_STATE))


class ThenEntry(Entry):
    """What follows; see `simulator.domain.table.Then`."""

    say: Annotated[str, Field(pattern=r"^((attack|emotion|reason|closed|\*)\.[a-z_]+|fact\.correction)$")] = ""
    mode: Mode | None = None
    anger: Annotated[float, Field(ge=-2, le=2)] = 0.0
    yeses: Literal["keep", "reset", "+1", "reset+1"] = "keep"
    patience: Annotated[int, Field(ge=-5, le=5)] = 0
    tells: Annotated[int, Field(ge=0, le=20)] = 0
    remember: tuple[str, ...] = ()
    forget: tuple[str, ...] = ()
    fallback: bool = False
    promise: bool = False
    insult: bool = False
    put_off: bool = False
    interrupts: bool = False
    ending: Ending | None = None

    def domain(self) -> Then:
        """Return the domain's value."""
        given = self.model_dump(exclude={"yeses", "remember", "forget"})
        return Then(
            **given,
            yeses=int(self.yeses.endswith("+1")),
            reset_yeses=self.yeses.startswith("reset"),
            remember=frozenset(self.remember),
            forget=frozenset(self.forget),
        )


class Why(Entry):
    """The reason for the trainee, in both languages."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class RowEntry(Entry):
    """One row; see `simulator.domain.table.Row`."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
    on: On = "reply"
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    when: When = When()
    then: ThenEntry
    method: Annotated[str, Field(pattern=r"^M[0-9]{1,2}[a-f]?$")]
    why: Why
    likely: Annotated[int, Field(ge=0, le=3)] = 1
    before: str = ""

    def domain(self) -> Row:
        """Return the domain's value."""
        return Row(
            id=self.id,
            modes=frozenset(self.modes),
            then=self.then.domain(),
            method=self.method,
            why_zh=self.why.zh,
            why_en=self.why.en,
            on=self.on,
            when=self.when.conditions(),
            likely=self.likely,
            before=self.before,
        )


class StartEntry(Entry):
    """How the customer comes into the call."""

    anger: Annotated[float, Field(ge=0, le=3)] = 2.6
    patience: Annotated[int, Field(ge=1, le=20)] = 5


class RowsFile(Entry):
    """Rows, and how the customer comes into the call, where it is said."""

    start: StartEntry | None = None
    at_once: Annotated[float | None, Field(gt=0, le=1)] = None
    rows: tuple[RowEntry, ...] = ()
    parts: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # named lists for YAML's & and *, used nowhere else

    def domain(self) -> Table:
        """Return the domain's value."""
        start = Start(self.start.anger, self.start.patience) if self.start else None
        return Table(tuple(row.domain() for row in self.rows), start, self.at_once)


class TableFile(RowsFile):
    """The customer's table: complete."""

    start: StartEntry = StartEntry()
    at_once: Annotated[float, Field(gt=0, le=1)] = 0.7
    rows: Annotated[tuple[RowEntry, ...], Field(min_length=1)]


class CallerFile(RowsFile):
    """What one kind of caller does otherwise: rows that replace or precede those of the table."""

    about: Why


def _conditions(name: str, given: object) -> list[Condition]:
    if given is None:
        return []
    kind = SUBJECTS[name]
    if kind == "truth":
        return [Condition(name, "is", (bool(given),))]
    if kind == "choice":
        return [Condition(name, "in", tuple(given))]  # type: ignore[arg-type]
    tests = {test: value for test, value in dict(given).items() if value not in (None, ())}  # type: ignore[call-overload]
    return [Condition(name, test, value if kind == "set" else (value,)) for test, value in tests.items()]
