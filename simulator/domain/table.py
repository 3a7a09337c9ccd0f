"""The customer's table: rows in order of priority, each of which says when it fires and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.domain.customer import Ending, Mode
from simulator.messages import Lang

OPEN_MODES = (Mode.ATTACK, Mode.EMOTION, Mode.REASON)
MODE_ORDER = {Mode.ATTACK: 0, Mode.EMOTION: 1, Mode.REASON: 2, Mode.CLOSED: 3}

On = Literal["opening", "reply", "silence", "modifier", "after"]
Test = Literal["any", "all", "none", "in", "min", "max", "is"]
SubjectKind = Literal["set", "choice", "number", "truth"]

TESTS: dict[SubjectKind, tuple[Test, ...]] = {
    "set": ("any", "all", "none"),
    "choice": ("in",),
    "number": ("min", "max"),
    "truth": ("is",),
}
SUBJECTS: dict[str, SubjectKind] = {
    # what was heard in the reply
    "acts": "set",
    "mirror": "choice",
    "label": "choice",
    "solution": "choice",
    "label_kind": "choice",
    "delivery": "choice",
    "understood": "truth",
    "loaded": "truth",
    "facts_hit": "number",
    "facts_wrong": "number",
    "restated": "truth",  # every fact that stood corrected is now given back rightly
    "awaiting": "truth",  # one is still not
    "words": "number",
    "overlap": "number",  # seconds that the agent talked over the customer
    # the state that it meets
    "marks": "set",
    "yeses": "number",
    "patience": "number",
    "anger": "number",
    "fallbacks": "number",
    "turn": "number",
    "silences": "number",
    "promises": "number",
    "insults": "number",  # provocations that the customer has swallowed so far
    "put_off": "number",  # times that the customer was put off
    "told": "number",
    "untold": "number",
    "patience_lost": "truth",  # for rows `on: after` only
}
OF_THE_STATE = frozenset(list(SUBJECTS)[list(SUBJECTS).index("marks") :])
CORRECTION = "fact.correction"  # instead of a trigger: the contradicted fact's own correction
WRONG = "attack.wrong"  # the trigger for a fact that has no correction of its own
MOST_A_TURN = 0.7  # anger never moves further between two of the customer's lines


@dataclass(frozen=True, slots=True)
class Condition:
    """One question to the reply or the state.

    Parameters
    ----------
    subject
        A name of `SUBJECTS`.
    test
        One of the tests that its kind allows.
    values
        Names, one bound (inclusive), or one truth value.
    """

    subject: str
    test: Test
    values: tuple[str | float | bool, ...]

    def __post_init__(self) -> None:
        if self.test not in TESTS[SUBJECTS[self.subject]]:
            raise ValueError(f"'{self.subject}' can't be asked '{self.test}'")


@dataclass(frozen=True, slots=True)
class Then:
    """What follows when a row fires.

    Parameters
    ----------
    say
        Trigger of the line, ``mode.trigger``; ``*.trigger`` takes the mode the customer was in; ``fact.correction``
        takes the contradicted fact's own correction; empty for a modifier.
    mode
        The next mode, or None to stay.
    anger
        Impulse to the anger; it arrives with lag and at most 0.7 a turn.
    yeses, reset_yeses
        Agreements added, after the row of agreements was broken or not.
    patience
        Turns of patience gained or lost.
    tells
        How many new facts the line may reveal.
    remember, forget
        Marks that later rows can ask for.
    fallback
        Counts as a fall back even where the mode stays.
    promise
        The agent's words are remembered as an over-promise.
    insult, put_off
        Counts as an insult that was taken, as a time that the customer was put off.
    interrupts
        The customer doesn't wait for the end of the reply, but cuts in at its next pause.
    ending
        How the call ends here, or None.
    """

    say: str = ""
    mode: Mode | None = None
    anger: float = 0.0
    yeses: int = 0
    reset_yeses: bool = False
    patience: int = 0
    tells: int = 0
    remember: frozenset[str] = frozenset()
    forget: frozenset[str] = frozenset()
    fallback: bool = False
    promise: bool = False
    insult: bool = False
    put_off: bool = False
    interrupts: bool = False
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Parameters
    ----------
    id
        Unique; a scenario replaces a row by its id.
    on
        What it answers: the opening, a reply, silence. ``modifier`` rows all apply beside the row that fired;
        the first ``after`` row that fits the new state replaces line and ending.
    modes
        The modes in which it can fire.
    when
        All conditions must hold.
    method
        The step of the method it stands on (``M8``).
    why_zh, why_en
        A sentence for the trainee.
    likely
        0 to 3: how often it fires; what is rendered ahead first.
    before
        Id of the row that a new row of a caller or a scenario stands before; empty: before all others.
    """

    id: str
    modes: frozenset[Mode]
    then: Then
    method: str
    why_zh: str
    why_en: str
    on: On = "reply"
    when: tuple[Condition, ...] = ()
    likely: int = 1
    before: str = ""

    def why(self, lang: Lang) -> str:
        """Return the sentence for the trainee."""
        return self.why_zh if lang == "zh" else self.why_en

    @property
    def recurs(self) -> bool:
        """False when the row can fire only once in a call."""
        barred = {v for c in self.when if c.subject == "marks" and c.test == "none" for v in c.values}
        return not (self.on == "opening" or self.then.ending or barred & self.then.remember)

    def triggers(self) -> tuple[str, ...]:
        """Return the triggers of the scenario's lines that the row can call for."""
        say = self.then.say
        if not say:
            return ()
        if say == CORRECTION:
            return (WRONG,)
        if say.startswith("*."):
            return tuple(f"{mode}{say[1:]}" for mode in MODE_ORDER if mode in self.modes)
        return (say,)


@dataclass(frozen=True, slots=True)
class Start:
    """How the customer comes into the call."""

    anger: float = 2.6
    patience: int = 5  # also the most that can be regained


@dataclass(frozen=True)
class Table:
    """All rows, the first that fits fires.

    Parameters
    ----------
    start
        None in a caller's or a scenario's own rows: as in the table that they change.
    at_once
        Share of an impulse to the anger that is felt in the same turn; the rest follows in the next ones.
    """

    rows: tuple[Row, ...]
    start: Start | None = None
    at_once: float | None = None

    def __hash__(self) -> int:
        return hash((len(self.rows), self.rows[0].id if self.rows else ""))

    def merged(self, other: Table | None) -> Table:
        """Return the table with the rows of `other`, whose start and lag win where it has them.

        A row with the same id replaces; a new one comes before the row that it names, else before all others.
        """
        if other is None:
            return self
        mine = {row.id for row in self.rows}
        theirs = {row.id: row for row in other.rows}
        new = [row for row in other.rows if row.id not in mine]
        rows = [row for row in new if row.before not in mine]
        for row in self.rows:
            rows += [n for n in new if n.before == row.id]
            rows.append(theirs.get(row.id, row))
        return Table(tuple(rows), other.start or self.start, other.at_once or self.at_once)
