"""A quantity: a number with what it counts, a date or a time of day, and where in the text it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of quantity; only quantities of one kind can agree or disagree."""

    COUNT = "count"
    AMOUNT = "amount"  # money
    DURATION = "duration"  # in minutes
    DATE = "date"  # MM-DD, -DD, wd1 … wd7, rel-1, rel+1, lm-DD (last month)
    CLOCK = "clock"  # minutes after midnight; 12-hour ambiguity allowed
    BARE = "bare"  # a number with nothing to count


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text.

    Parameters
    ----------
    value
        A number, or for dates a text in one of the forms of `Kind.DATE`.
    unit
        What is counted, in a normal form (``times``, ``degree``); empty where anything fits.
    start, end
        Span of characters.
    rough
        True for "some hundred", 十来次.
    """

    kind: Kind
    value: float | str
    unit: str
    start: int
    end: int
    rough: bool = False

    def comparable(self, other: Quantity) -> bool:
        """Return whether the two could be about the same thing."""
        kinds = {self.kind, other.kind}
        if Kind.BARE in kinds:
            if kinds & {Kind.DATE, Kind.CLOCK, Kind.DURATION}:
                return False
            return kinds != {Kind.BARE} or not self.unit or not other.unit or self.unit == other.unit
        if self.kind is not other.kind:
            return False
        return self.kind is not Kind.COUNT or not self.unit or not other.unit or self.unit == other.unit

    def agrees(self, other: Quantity) -> bool:
        """Return whether the two say the same, allowing for what each leaves open."""
        if not self.comparable(other):
            return False
        if self.kind is Kind.DATE or other.kind is Kind.DATE:
            return _dates_agree(str(self.value), str(other.value))
        a, b = float(self.value), float(other.value)
        if self.kind is Kind.CLOCK:
            return a == b or (a % 720 == b % 720 and min(a, b) < 720)
        if self.rough or other.rough:
            return abs(a - b) <= 0.5 * max(a, b)
        return abs(a - b) < 1e-6 * max(1.0, abs(a))

    def disputes(self, other: Quantity) -> bool:
        """Return whether the two can't both be right about one thing."""
        if not self.comparable(other) or self.agrees(other):
            return False
        if self.kind is Kind.DATE and other.kind is Kind.DATE:
            return _date_form(str(self.value)) == _date_form(str(other.value))
        return True


def _date_form(value: str) -> str:
    if value.startswith(("wd", "rel")):
        return value[:2]
    return "day"


def _dates_agree(a: str, b: str) -> bool:
    if _date_form(a) != _date_form(b):
        return False
    if _date_form(a) != "day":
        return a == b
    (month_a, _, day_a), (month_b, _, day_b) = a.rpartition("-"), b.rpartition("-")
    if day_a and day_b and int(day_a) != int(day_b):
        return False
    return not month_a or not month_b or month_a == month_b or "lm" in (month_a, month_b)
