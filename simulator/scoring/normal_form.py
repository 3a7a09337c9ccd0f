"""Digits, dates, amounts and times of day in one normal form, beside the words as spoken."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.messages import Lang
from simulator.scoring import quantities_en, quantities_zh
from simulator.scoring.quantity import Kind, Quantity

_MINUTES = (("P{}Y", 525_600), ("P{}M", 43_200), ("P{}D", 1_440), ("PT{}H", 60), ("PT{}M", 1))  # ISO 8601 durations


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A quantity in a text.

    Parameters
    ----------
    start, end
        Span of characters.
    kind
        ``count``, ``amount``, ``duration``, ``date``, ``clock`` or ``bare``.
    normal
        ``2800``; ``3 times``; ``--03-08``, ``W-3`` (a Wednesday), ``D-1`` (yesterday); ``14:30``; ``P2D``; a leading
        ``~`` marks what the speaker left open.
    """

    start: int
    end: int
    kind: str
    normal: str


def normal_forms(text: str, lang: Lang) -> tuple[NormalForm, ...]:
    """Return all quantities that a text mentions, also those that the speaker takes back, in order."""
    found = (quantities_zh if lang == "zh" else quantities_en).find(text)
    return tuple(NormalForm(q.start, q.end, q.kind.value, ("~" if q.rough else "") + _normal(q)) for q in found)


def _normal(q: Quantity) -> str:
    if q.kind is Kind.DATE:
        return _date(str(q.value))
    value = float(q.value)
    if q.kind is Kind.CLOCK:
        return f"{int(value) // 60:02d}:{round(value) % 60:02d}"
    if q.kind is Kind.DURATION:
        return _duration(value)
    return f"{_number(value)} {q.unit}".strip()


def _date(value: str) -> str:
    """Return month and day as ISO 8601 writes them without a year; weekdays and days from today in like manner."""
    if value.startswith("wd"):
        return f"W-{value[2:]}"
    if value.startswith("rel"):
        return f"D{int(value[3:]):+d}"
    month, _, day = value.rpartition("-")
    if not day:
        return f"--{month}"
    return f"-{value}" if month == "lm" else f"--{month}-{day}" if month else f"---{day}"


def _duration(minutes: float) -> str:
    for form, size in _MINUTES:
        if minutes >= size and minutes % size == 0:
            return form.format(_number(minutes / size))
    return f"PT{_number(minutes * 60)}S"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:g}"
