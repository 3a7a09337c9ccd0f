"""Quantities in English text: counts, amounts, durations, dates and times of day, in figures and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from simulator.scoring import wordings
from simulator.scoring.measures_en import measure
from simulator.scoring.measures_en import singular as _singular
from simulator.scoring.numerals_en import ORDINALS, SMALL, TENS, Number, Token, numbers, tokens
from simulator.scoring.quantity import Kind, Quantity

_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = (
    {m: i + 1 for i, m in enumerate(_MONTH_NAMES)} | {m[:3]: i + 1 for i, m in enumerate(_MONTH_NAMES)} | {"sept": 9}
)
_DAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {d: i + 1 for i, d in enumerate(_DAY_NAMES)} | {d + "s": i + 1 for i, d in enumerate(_DAY_NAMES)}
RELATIVE = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
MINUTES = {"second": 1 / 60, "minute": 1, "min": 1, "hour": 60, "hr": 60, "day": 1440, "night": 1440, "week": 10080}
MINUTES |= {"fortnight": 20160, "month": 43200, "year": 525600}
MONEY = frozenset(["dollar", "pound", "quid", "euro", "buck", "usd", "gbp", "eur", "naira", "cent", "rupee", "yuan"])
TIMES = frozenset(["time", "visit", "call", "attempt", "occasion"])
ADVERBS = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "double": 2.0}
ROUGH = {"about", "around", "roughly", "nearly", "almost", "some"}
_BETWEEN = {  # what may stand between a number and what it counts
    "business", "working", "full", "whole", "more", "separate", "different", "euro", "solid", "straight", "big",
    "large", "small", "little", "long", "short", "new", "old", "extra", "other", "entire", "consecutive",
    "further", "single", "broken", "missing", "wasted", "us", "metric", "square", "cubic", "sq",
}  # fmt: skip
_STOP = wordings.words("uncounted_en")


def find(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of an English text in order; none overlaps another."""
    words = tokens(text)
    found: list[Quantity] = []
    nums = numbers(words)
    used = _pairs(words, nums, found)
    for i, number in enumerate(nums):
        if i not in used:
            found.append(_quantity(words, number))
    found += _words(words)
    return tuple(_rated(sorted(_apart(found), key=lambda q: q.start), text.lower()))


def _rated(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """Mark the "a month" of "forty pounds a month" as what is paid for."""
    for before, q in zip([None, *found], found, strict=False):
        follows = before is not None and before.kind is Kind.AMOUNT and text[before.end : q.start].isspace()
        rate = follows and q.kind is Kind.DURATION and text.startswith(("a ", "an "), q.start)
        yield replace(q, per=True) if rate and not _PAST.match(text, q.end) else q


_PAST = re.compile(r"\s+(?:ago|later|earlier|after|before|and a half)\b")


def _apart(found: list[Quantity]) -> Iterator[Quantity]:
    """Leave out a quantity inside a longer one."""
    for q in found:
        if not any(
            o is not q and o.start <= q.start and q.end <= o.end and o.end - o.start > q.end - q.start for o in found
        ):
            yield q


def _at(words: list[Token], i: int) -> str:
    return words[i].text if 0 <= i < len(words) else ""


def _pairs(words: list[Token], nums: list[Number], found: list[Quantity]) -> set[int]:
    """Read two numbers as one: half past three, quarter to five, 7:30, seven thirty pm, forty-nine ninety-nine."""
    used: set[int] = set()
    for i, (a, b) in enumerate(pairwise(nums)):
        if i in used or a.ordinal or b.ordinal:
            continue
        made = _clock_pair(words, a, b) or _long(words, a, b) or _range(words, a, b) or _price_pair(words, a, b)
        if made:
            found.append(made)
            used |= {i, i + 1}
    return used


def _clock_pair(words: list[Token], a: Number, b: Number) -> Quantity | None:
    between = [t.text for t in words[a.last : b.first]]
    if between in (["past"], ["to"]) and a.value < 60 and 1 <= b.value <= 12 and a.value % 5 == 0:
        minutes = b.value * 60 + (a.value if between == ["past"] else -a.value)
        return _clock(words, a.first, b.last, minutes)
    together = between == [] and not words[b.first].parted
    glued = between == [":"] or (together and _half_of_day(words, b.last)[0] != "")
    if glued and 0 <= a.value < 24 and 0 <= b.value < 60:
        return _clock(words, a.first, b.last, a.value * 60 + b.value)
    return None


def _clock(words: list[Token], first: int, last: int, minutes: float) -> Quantity:
    """Make a time of day, taking in a following am or pm."""
    mark = _at(words, last)
    span = words[first].start, words[last - 1].end
    half, taken = _half_of_day(words, last + (mark == "o'clock"))
    if half:
        minutes = minutes % 720 + (720 if half == "pm" else 0)
        return Quantity(Kind.CLOCK, minutes, "", span[0], words[taken - 1].end)
    also = (Quantity(Kind.CLOCK, (minutes + 720) % 1440, "", *span),) if minutes < 780 else ()
    return Quantity(Kind.CLOCK, minutes, "", *span, also=also)


def _half_of_day(words: list[Token], at: int) -> tuple[str, int]:
    """Return am or pm with where its words end: "pm", "p.m.", "in the evening", "at night"."""
    first, second, third = (_at(words, at + i) for i in range(3))
    if first in {"am", "pm"}:
        return first, at + 1
    if first in {"a", "p"} and second == "m":
        return first + "m", at + 2
    if (first, second) == ("in", "the") and third in {"morning", "afternoon", "evening"}:
        return ("am" if third == "morning" else "pm"), at + 3
    if (first, second) == ("at", "night"):
        return "pm", at + 2
    if first in {"this", "yesterday", "tomorrow", "that"} and second in {"morning", "afternoon", "evening"}:
        return ("am" if second == "morning" else "pm"), at + 2
    return "", at


def _long(words: list[Token], a: Number, b: Number) -> Quantity | None:
    """Read "two hours and ten minutes"."""
    between = [_singular(t.text) for t in words[a.last : b.first]]
    if between not in (["hour"], ["hour", "and"]) or _singular(_at(words, b.last)) not in {"minute", "min"}:
        return None
    return Quantity(Kind.DURATION, a.value * 60 + b.value, "", words[a.first].start, words[b.last].end)


def _range(words: list[Token], a: Number, b: Number) -> Quantity | None:
    """Read "two or three times" as roughly that many."""
    between = [t.text for t in words[a.last : b.first]]
    if between not in (["or"], ["to"]) or not 0 < b.value - a.value <= max(2.0, a.value) or a.ordinal:
        return None
    q = _counted(words, Number((a.value + b.value) / 2, b.first, b.last))
    if q.kind is Kind.BARE and not q.unit:
        return None
    value = q.value
    return Quantity(q.kind, value, q.unit, words[a.first].start, q.end, rough=True)


def _price_pair(words: list[Token], a: Number, b: Number) -> Quantity | None:
    """Read two spelled numbers in a row, with every reading they have: 6.50, 650 and half past six."""
    if (
        a.last != b.first
        or words[b.first].parted
        or not 1 <= a.value <= 99
        or not 10 <= b.value <= 99
        or words[a.first].text[:1].isdigit()
    ):
        return None
    if _singular(_at(words, b.last)) in MINUTES:
        return None
    span = words[a.first].start, words[b.last - 1].end
    also = [Quantity(Kind.AMOUNT, a.value * 100 + b.value, "", *span)]
    if a.value <= 12 and b.value < 60:
        minutes = a.value * 60 + b.value
        also += [Quantity(Kind.CLOCK, m, "", *span) for m in (minutes, (minutes + 720) % 1440)]
    if _singular(_at(words, b.last)) in MONEY:
        return Quantity(Kind.AMOUNT, a.value * 100 + b.value, "", span[0], words[b.last].end)
    return Quantity(Kind.AMOUNT, a.value + b.value / 100, "", *span, also=tuple(also))


def _quantity(words: list[Token], n: Number) -> Quantity:
    """Decide by the neighbours what a number counts."""
    return _dated(words, n) or _timed(words, n) or _priced(words, n) or _counted(words, n)


def _dated(words: list[Token], n: Number) -> Quantity | None:
    if not 1 <= n.value <= 31 or n.value % 1:
        return None
    day = f"{int(n.value):02d}"
    after = _at(words, n.last + 1) if _at(words, n.last) == "of" else _at(words, n.last)
    if _at(words, n.first - 1) in MONTHS and not (
        _at(words, n.first - 1) == "may" and _at(words, n.first - 2) in {"you", "i"}
    ):
        return _date(words, n.first - 1, n.last, f"{MONTHS[_at(words, n.first - 1)]:02d}-{day}")
    if after in MONTHS and (n.ordinal or words[n.first].text.isdigit() or after not in {"may", "march"}):
        last = n.last + (2 if _at(words, n.last) == "of" else 1)
        return _date(words, n.first, last, f"{MONTHS[after]:02d}-{day}")
    if n.ordinal and _at(words, n.first - 1) == "the" and _at(words, n.first - 2) in MONTHS:
        return _date(words, n.first - 2, n.last, f"{MONTHS[_at(words, n.first - 2)]:02d}-{day}")
    if n.ordinal and _at(words, n.first - 1) in {"the", "on", "returned", "by", "since", "until"} and _is_day(words, n):
        return _date(words, n.first, n.last, f"-{day}")
    return None


def _is_day(words: list[Token], n: Number) -> bool:
    """Tell "the ninth" (of the month) from "the third time" and "the second letter"."""
    after = _at(words, n.last)
    if n.value > 3:
        return after not in {"time", "call", "floor", "visit", "day"}
    return after in _STOP | {""} | set(WEEKDAYS)


def _date(words: list[Token], first: int, last: int, value: str) -> Quantity:
    return Quantity(Kind.DATE, value, "", words[first].start, words[last - 1].end)


def _timed(words: list[Token], n: Number) -> Quantity | None:
    mark, before = _at(words, n.last), _at(words, n.first - 1)
    half = _half_of_day(words, n.last)[0]
    if n.ordinal or not 0 < n.value <= 24 or n.value % 1:
        return None
    if before in {"past", "to"} and _at(words, n.first - 2) in {"half", "quarter"} and n.value <= 12:
        shift = {"half": 30, "quarter": 15}[_at(words, n.first - 2)] * (1 if before == "past" else -1)
        return _clock(words, n.first - 2, n.last, n.value * 60 + shift)
    if before == "half" and n.value <= 12 and not _unit(words, n)[0]:
        return _clock(words, n.first - 1, n.last, n.value * 60 + 30)
    if (
        (half and n.value <= 12)
        or mark == "o'clock"
        or (
            before in {"by", "at", "before", "until", "till"}
            and not _unit(words, n)[0]
            and _at(words, n.first - 2) != "charged"
        )
    ):
        return _clock(words, n.first, n.last, n.value * 60)
    return None


def _priced(words: list[Token], n: Number) -> Quantity | None:
    signed = _at(words, n.first - 1) in {"$", "£", "€"}
    if not signed and _singular(_at(words, n.last)) not in MONEY:
        return None
    first, last = n.first - signed, n.last + (not signed)
    value = n.value
    if not signed and last < len(words):
        value, last = _cents(words, last, value)
    return Quantity(Kind.AMOUNT, value, "", words[first].start, words[last - 1].end, _rough(words, first))


def _cents(words: list[Token], last: int, value: float) -> tuple[float, int]:
    """Take in the pence of "four pounds twenty"."""
    tail = numbers(words[last : last + 2])
    if (
        tail
        and not words[last].parted
        and tail[0].first == 0
        and 10 <= tail[0].value < 100
        and _singular(_at(words, last + tail[0].last)) not in MINUTES
    ):
        return value + tail[0].value / 100, last + tail[0].last
    return value, last


def _rough(words: list[Token], first: int) -> bool:
    return _at(words, first - 1) in ROUGH


def _unit(words: list[Token], n: Number) -> tuple[str, int]:
    """Return what is counted, in the singular, and where the unit ends."""
    last = n.last
    if _at(words, last) in _BETWEEN:
        last += 1
    word = _at(words, last)
    if word == "%" or (word, _at(words, last + 1)) == ("per", "cent"):
        return "percent", last + (1 if word == "%" else 2)
    if not word or word in _STOP or not word.isalpha() or words[last].parted:
        return "", n.last
    return _singular(word), last + 1


def _counted(words: list[Token], n: Number) -> Quantity:
    if _at(words, n.first - 1) == "half" and words[n.first : n.last] and _at(words, n.last - 1) == "dozen":
        n = Number(n.value / 2, n.first - 1, n.last)
    unit, last = _unit(words, n)
    rough = _rough(words, n.first)
    start = words[n.first].start
    half = (
        0.5
        if words[n.last : n.last + 3] and [t.text for t in words[n.last : n.last + 3]] == ["and", "a", "half"]
        else 0.0
    )
    if half:
        unit, last = _singular(_at(words, n.last + 3)), min(n.last + 4, len(words))
    if unit in MINUTES:
        return Quantity(Kind.DURATION, (n.value + half) * MINUTES[unit], "", start, words[last - 1].end, rough)
    end = words[min(last, len(words)) - 1].end
    if unit == "odd" and _at(words, n.last) in {"odd"}:
        unit, rough = _singular(_at(words, n.last + 1)), True
    if unit in MINUTES:
        return Quantity(Kind.DURATION, n.value * MINUTES[unit], "", start, end, rough)
    if unit in TIMES:
        return Quantity(Kind.COUNT, n.value, "times", start, end, rough)
    measured = measure(n.value + half, unit, _at(words, n.last), (start, end), rough)
    if measured is not None:
        return measured
    return Quantity(Kind.BARE, n.value, unit, start, words[n.last - 1].end, rough)


def _words(words: list[Token]) -> Iterator[Quantity]:
    """Yield what is said without a number: twice, tomorrow, last Tuesday, a week, a couple of days, noon."""
    for i, token in enumerate(words):
        word, unit = token.text, _singular(token.text)
        if unit in TIMES and [_at(words, i - 3), _at(words, i - 2), _at(words, i - 1)] == ["a", "couple", "of"]:
            yield Quantity(Kind.COUNT, 2.0, "times", words[i - 3].start, token.end, rough=True)
        elif word in ADVERBS and not (word == "once" and _at(words, i - 1) in {"at", "for"}):
            yield Quantity(Kind.COUNT, ADVERBS[word], "times", token.start, token.end)
        elif word in RELATIVE:
            yield Quantity(Kind.DATE, f"rel{RELATIVE[word]:+d}", "", token.start, token.end)
        elif word in WEEKDAYS:
            yield Quantity(Kind.DATE, f"wd{WEEKDAYS[word]}", "", token.start, token.end)
        elif word in MONTHS and _is_month(words, i):
            yield Quantity(Kind.DATE, f"{MONTHS[word]:02d}-", "", token.start, token.end)
        elif (named := _NAMED.get((word, _at(words, i + 1)))) is not None:
            yield Quantity(Kind.DATE, named, "", token.start, words[i + 1].end)
        elif word in {"noon", "midday", "midnight"}:
            yield Quantity(Kind.CLOCK, 0.0 if word == "midnight" else 720.0, "", token.start, token.end)
        elif unit != "second":
            yield from _some(words, i, unit) if unit in MINUTES else _half(words, i, unit)


def _half(words: list[Token], i: int, unit: str) -> Iterator[Quantity]:
    """Yield half a mile, half an acre."""
    if [_at(words, i - 2), _at(words, i - 1)] in (["half", "a"], ["half", "an"]):
        half = measure(0.5, unit, "", (words[i - 2].start, words[i].end), rough=False)
        yield from [half] if half else []


_NAMED = {("christmas", "day"): "12-25", ("christmas", "eve"): "12-24", ("boxing", "day"): "12-26"}
_NAMED |= {("new", "year's"): "01-01", ("valentine's", "day"): "02-14"}


def _is_month(words: list[Token], i: int) -> bool:
    """Tell a month without a day from the verbs that look like it, and from a month whose day was read."""
    near = [_at(words, i - 1), _at(words, i + 1)]
    if any(w in ORDINALS or w in SMALL or w in TENS or w[:1].isdigit() for w in near):
        return False
    before = {"in", "since", "of", "last", "until", "till", "by", "early", "late", "mid", "from", "this", "next", "for"}
    return near[0] in before or words[i].text not in {"may", "march", "mar", "jan", "dec", "sept", "jun", "jul"}


def _some(words: list[Token], i: int, unit: str) -> Iterator[Quantity]:
    """Yield the durations of "a week", "half an hour", "a couple of days"."""
    before = [t.text for t in words[max(i - 3, 0) : i]]
    last = before[-1:] or [""]
    if before[-2:] in (["half", "an"], ["half", "a"]):
        yield Quantity(Kind.DURATION, 0.5 * MINUTES[unit], "", words[i - 2].start, words[i].end)
    elif before == ["a", "couple", "of"]:
        yield Quantity(Kind.DURATION, 2 * MINUTES[unit], "", words[i - 3].start, words[i].end)
    elif before in (["quarters", "of", "an"], ["quarters", "of", "a"]):
        yield Quantity(Kind.DURATION, 0.75 * MINUTES[unit], "", words[max(i - 4, 0)].start, words[i].end)
    elif last[0] == "few" or before[-2:] == ["several"]:
        yield Quantity(Kind.DURATION, 3.0 * MINUTES[unit], "", words[i - 1].start, words[i].end, rough=True)
    elif last[0] in {"a", "an"} and [t.text for t in words[i + 1 : i + 4]] == ["and", "a", "half"]:
        yield Quantity(Kind.DURATION, 1.5 * MINUTES[unit], "", words[i - 1].start, words[i + 3].end)
    elif last[0] in {"a", "an"} and before[-2:-1] not in (["and"], ["such"], ["what"], ["once"], ["times"]):
        yield Quantity(Kind.DURATION, float(MINUTES[unit]), "", words[i - 1].start, words[i].end)
