"""A quantity: a number with what it counts, a date or a time of day, and where in the text it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ROUGHLY = 0.25  # share by which "some three hundred" may differ

ITEM = "item"  # the unit of things; those with a measure word of their own have it behind a slash (``item/家``)
CALENDAR = 0.02  # share by which 24 months and two years differ in minutes


class Kind(StrEnum):
    """What sort of quantity; only quantities of one kind can agree or disagree."""

    COUNT = "count"
    AMOUNT = "amount"  # money
    DURATION = "duration"  # in minutes
    DATE = "date"  # MM-DD, -DD, MM- (a month), wd1 … wd7, rel-1, rel+1, lm-DD (last month)
    CLOCK = "clock"  # minutes after midnight; an hour that may be of either half of the day has both readings
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
    per
        True for the "a year" of a price: what is paid for, not a time that passed.
    also
        Other readings of the same words: "seven forty-five" is 7.45, 745 and a quarter to eight.
    """

    kind: Kind
    value: float | str
    unit: str
    start: int
    end: int
    rough: bool = False
    also: tuple[Quantity, ...] = ()
    per: bool = False

    @property
    def thing(self) -> bool:
        """Whether things are counted, with whatever measure word."""
        return self.kind is Kind.COUNT and self.unit.partition("/")[0] == ITEM

    def comparable(self, other: Quantity) -> bool:
        """Return whether the two could be about the same thing."""
        return any(a._like(b) for a in self._readings() for b in other._readings())

    def agrees(self, other: Quantity) -> bool:
        """Return whether the two say the same, allowing for what each leaves open."""
        return any(a._equals(b) for a in self._readings() for b in other._readings())

    def disputes(self, other: Quantity) -> bool:
        """Return whether the two can't both be right about one thing."""
        if self.agrees(other):
            return False
        return any(a._rivals(b) for a in self._readings() for b in other._readings())

    def _readings(self) -> tuple[Quantity, ...]:
        return (self, *self.also)

    def _like(self, other: Quantity) -> bool:
        kinds = {self.kind, other.kind}
        if Kind.BARE in kinds:
            if kinds & {Kind.DATE, Kind.CLOCK, Kind.DURATION}:
                return False
            return kinds != {Kind.BARE} or not self.unit or not other.unit or self._counts_like(other)
        if self.kind is not other.kind:
            return False
        return self.kind is not Kind.COUNT or not self.unit or not other.unit or self._counts_like(other)

    def _counts_like(self, other: Quantity) -> bool:
        """Tell whether the units fit; 个 stands for any measure word."""
        return self.unit == other.unit or (self.thing and other.thing and ITEM in (self.unit, other.unit))

    def _equals(self, other: Quantity) -> bool:
        if not self._like(other):
            return False
        if self.kind is Kind.DATE or other.kind is Kind.DATE:
            return _dates_agree(str(self.value), str(other.value))
        a, b = float(self.value), float(other.value)
        if self.kind is Kind.CLOCK:
            return a == b
        if self.kind is Kind.DURATION and abs(a - b) <= CALENDAR * max(a, b):
            return True
        if self.rough or other.rough:
            return abs(a - b) <= ROUGHLY * max(a, b)
        return abs(a - b) < 1e-6 * max(1.0, abs(a))

    def _rivals(self, other: Quantity) -> bool:
        if not self._like(other) or self.per or other.per:
            return False
        if self.thing and other.thing and self.unit != other.unit:
            return False  # two shops are no wrong number of calls
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
