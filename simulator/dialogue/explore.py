"""What a table can and can't bring about: rows that never fire, and places from which nobody can be satisfied.

A place is a mode, agreements, and marks. What depends on amounts (anger, patience, turns, facts told) may hold or not:
a row is called unreachable, or a place a dead end, only if it is one whatever the amounts are. All places with at most
two of the marks that bar a row, and with all of them, are looked at; every reply that some row asks for is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import heappop, heappush
from itertools import combinations, product

from simulator.dialogue.conditions import NOTHING_HEARD, Question, Situation, compiled
from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal, CustomerState, Ending, Mode
from simulator.domain.score import Outcome
from simulator.domain.table import MODE_ORDER, OPEN_MODES, SUBJECTS, Condition, Row, Table

MOST_YESES = 2  # agreements that open the gate; more make no difference
MOST_MARKS = 2
AMOUNTS = frozenset(SUBJECTS) - {
    *("acts", "mirror", "label", "solution", "label_kind", "delivery", "understood", "loaded", "facts_wrong"),
    *("marks", "yeses"),
}
FAR = 400  # places; a way that exists was found within forty in every table that was tried
_CHOICES = ("mirror", "label", "solution", "label_kind", "delivery")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a customer can be."""

    mode: Mode
    yeses: int = 0
    marks: frozenset[str] = frozenset()


def dead_places(table: Table) -> Iterator[Place]:
    """Yield the open places from which no replies, whatever they are, satisfy the customer."""
    ways = _Ways(table)
    bars = [c for row in table.rows for c in row.when if (c.subject, c.test) == ("marks", "none")]
    marks = sorted({str(v) for c in bars for v in c.values})
    sets = [frozenset(c) for n in range(MOST_MARKS + 1) for c in combinations(marks, n)] + [frozenset(marks)]
    places = (Place(m, y, s) for m, y, s in product(OPEN_MODES, range(MOST_YESES + 1), sets) if _can_be(m, y))
    yield from (place for place in places if not ways.lead_on(place))


def never_fires(table: Table) -> tuple[str, ...]:
    """Return the ids of rows that no call can come to: of a wrong mode, behind a mark, or shadowed by rows above."""
    modes, marks, fired = {Mode.ATTACK}, set[str](), {row.id for row in table.rows if row.on == "opening"}
    while True:
        new = [row for row in table.rows if row.id not in fired and _may_fire(table, row, modes, marks)]
        if not new:
            return tuple(row.id for row in table.rows if row.id not in fired)
        fired |= {row.id for row in new}
        modes |= {row.then.mode for row in new if row.then.mode}
        marks = marks.union(*(row.then.remember for row in new))


def _can_be(mode: Mode, yeses: int) -> bool:
    return yeses == MOST_YESES if mode is Mode.REASON else mode is Mode.EMOTION or yeses == 0


def _may_fire(table: Table, row: Row, modes: set[Mode], marks: set[str]) -> bool:
    wanted = [c for c in row.when if c.subject == "marks" and c.test != "none"]
    if not all(_in_reach(c, marks) for c in wanted):
        return False
    above = table.rows[: table.rows.index(row)]
    for mode in row.modes & modes:
        sure = [compiled(r.when) for r in above if r.on == row.on and mode in r.modes and _needs_only_a_reply(r)]
        if row.on in ("modifier", "silence") or any(_free(sure, mode, reply) for reply in _witnesses(row)):
            return True
    return False


def _in_reach(condition: Condition, marks: set[str]) -> bool:
    inside = [str(v) in marks for v in condition.values]
    return all(inside) if condition.test == "all" else any(inside)


def _needs_only_a_reply(row: Row) -> bool:
    return all(c.subject not in AMOUNTS and c.subject not in ("marks", "yeses") for c in row.when)


def _free(sure: list[Question], mode: Mode, reply: Appraisal) -> bool:
    situation = Situation(CustomerState(mode=mode), reply, 1)
    return not any(question(situation) for question in sure)


class _Ways:
    """Where good replies lead; what was found out about a place is kept."""

    def __init__(self, table: Table) -> None:
        helpful = [row for row in table.rows if row.on == "reply" and row.then.anger <= 0]
        replies = dict.fromkeys(reply for row in helpful for reply in _witnesses(row))
        self._answers = {m: tuple(dict.fromkeys(_answers(table, m, reply) for reply in replies)) for m in OPEN_MODES}
        self._good: set[Place] = set()

    def lead_on(self, place: Place) -> bool:
        """Return whether the customer can be satisfied from a place on; the nearest places to that are tried first."""
        seen = {place}
        waiting: list[tuple[tuple[int, int, int], int, tuple[Place, ...]]] = [(_nearness(place), 0, (place,))]
        while waiting and len(seen) < FAR:
            path = heappop(waiting)[-1]
            for to, ending in self._moves(path[-1]):
                if ending is Ending.SATISFIED or to in self._good:
                    self._good.update(path)
                    return True
                if ending is None and to not in seen:
                    seen.add(to)
                    heappush(waiting, (_nearness(to), len(seen), (*path, to)))
        return False

    def _moves(self, place: Place) -> Iterator[tuple[Place, Ending | None]]:
        situation = _situation(place, NOTHING_HEARD)
        for beside, rows in self._answers[place.mode]:
            also = frozenset[str]().union(*(row.then.remember for row, fits, _ in beside if fits(situation)))
            for row, fits, sure in rows:
                if fits(situation):
                    yield _led(place, row, also), row.then.ending
                    if sure:
                        break


_Rows = tuple[
    tuple[Row, Question, bool], ...
]  # a row, the question that a place answers, and whether it is the only one


def _answers(table: Table, mode: Mode, reply: Appraisal) -> tuple[_Rows, _Rows]:
    """Return the modifiers and the rows that may answer a reply, as far as the reply alone decides it."""
    modifiers = (row for row in table.rows if row.on == "modifier" and mode in row.modes and row.then.remember)
    rows = (row for row in table.rows if row.on == "reply" and mode in row.modes)
    return _open(modifiers, mode, reply), _open(rows, mode, reply)


def _open(rows: Iterable[Row], mode: Mode, reply: Appraisal) -> _Rows:
    found: list[tuple[Row, Question, bool]] = []
    for row in rows:
        place = tuple(c for c in row.when if c.subject in ("marks", "yeses"))
        said = tuple(c for c in row.when if c.subject not in AMOUNTS and c not in place)
        if compiled(said)(Situation(CustomerState(mode=mode), reply, 1)):
            found.append((row, _question(place), len(place) + len(said) == len(row.when)))
            if not place and found[-1][2] and row.on == "reply":
                break
    return tuple(found)


_question = lru_cache(maxsize=1000)(compiled)  # the same conditions, the same question


def _nearness(place: Place) -> tuple[int, int, int]:
    return -MODE_ORDER[place.mode], -place.yeses, len(place.marks)


def _situation(place: Place, reply: Appraisal) -> Situation:
    return Situation(CustomerState(mode=place.mode, yeses=place.yeses, marks=place.marks), reply, 1)


def _led(place: Place, row: Row, beside: frozenset[str]) -> Place:
    then = row.then
    yeses = min(MOST_YESES, (0 if then.reset_yeses else place.yeses) + then.yeses)
    marks = (place.marks - then.forget) | then.remember | beside
    return Place(Mode.CLOSED if then.ending else then.mode or place.mode, yeses, marks)


def _witnesses(row: Row) -> Iterator[Appraisal]:
    """Yield the least replies that a row asks for: one for each act and each outcome that it would take."""
    replies = [replace(NOTHING_HEARD, mirror=Outcome.NONE, label=Outcome.NONE, solution=Outcome.NONE)]
    for condition in row.when:
        replies = [new for reply in replies for new in _meeting(condition, reply)]
    yield from replies


def _meeting(condition: Condition, reply: Appraisal) -> list[Appraisal]:
    subject, values = condition.subject, condition.values
    if subject == "acts" and condition.test != "none":
        wanted = [frozenset(values)] if condition.test == "all" else [frozenset({v}) for v in values]
        return [replace(reply, acts=reply.acts | {Act(str(a)) for a in w}) for w in wanted]
    if subject in _CHOICES:
        return [replace(reply, **{subject: v}) for v in values]  # type: ignore[arg-type]
    if subject in ("understood", "loaded"):
        return [replace(reply, **{subject: bool(values[0])})]  # type: ignore[arg-type]
    if subject == "facts_wrong" and condition.test == "min":
        return [replace(reply, facts_contradicted=("a fact",))]
    return [reply]
