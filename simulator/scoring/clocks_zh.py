"""Times of day in Mandarin text: 十一点半, 下午三点一刻, 差五分八点, 半夜两点."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.scoring.numerals_zh import CHARS, NUMERAL, value_of
from simulator.scoring.quantity import Kind, Quantity

_PERIOD = "(凌晨|大?清早|清晨|一早|早上|早晨|上午|中午|午后|下午|傍晚|晚间|晚上|夜里|夜间|深夜|午夜|[大后]?半夜|早|晚)?"
_LATE, _NIGHT = re.compile("午后|下午|傍晚"), re.compile("晚|夜")
_MINUTES = {"半": 30.0, "一刻": 15.0, "三刻": 45.0, "钟": 0.0, "整": 0.0}
# 三点意见 are points, 三点五 is a decimal
_POINTS = "(?!儿|意见|建议|要求|原因|理由|问题|说明|需求|疑问|[一二三四五六七八九](?![十分零〇刻]))"
_CLOCK = re.compile(
    rf"{_PERIOD}(?:(\d{{1,2}})[:：](\d{{2}})|({NUMERAL})点(?!\d(?!\d)){_POINTS}(过|差)?"
    rf"(?:(半|一刻|三刻|钟|整)|({NUMERAL})分?(?![块元个天次]))?)"
)
_WRITTEN = re.compile(rf"{_PERIOD}({NUMERAL})时(?:({NUMERAL})分|(?=整|许|左右|之?前|以前))")
_SHORT_OF = re.compile(rf"{_PERIOD}差(一刻|({NUMERAL})分钟?)(?:就|到|不?到)?({NUMERAL})点")
# 一点 is a little, unless it follows a part of the day or something follows that makes it an hour.
_DAY_BEFORE = "".join(f"(?<!{p})" for p in ("凌晨", "下午", "中午", "午后", "晚上", "夜里", "半夜", "深夜", "夜间"))
_LITTLE = re.compile(
    rf"{_DAY_BEFORE}(?<![{CHARS}\d])一点(?!\d|[半钟整前]|[过后](?![错期头])|多(?![余心虑])|[之以][前后]|左右"
    rf"|[到至](?=[{CHARS}\d])|[零〇两一二三四五六七八九十]{{1,3}}(?![{CHARS}]))"
)


def without_little(text: str) -> str:
    """Blank each 一点 that is a little rather than one o'clock."""
    return _LITTLE.sub("\0\0", text)


def clocks(text: str) -> Iterator[Quantity]:
    """Yield the times of day."""
    for m in _SHORT_OF.finditer(text):
        yield from _at(m, m[1], value_of(m[4]), -(15.0 if m[2] == "一刻" else value_of(m[3]) or 0.0))
    for m in _CLOCK.finditer(text):
        minute = _MINUTES.get(m[6] or "", value_of(m[3] or m[7] or "0") or 0.0)
        yield from _at(m, m[1], value_of(m[2] or m[4]), -minute if m[5] == "差" else minute)
    for m in _WRITTEN.finditer(text):
        yield from _at(m, m[1], value_of(m[2]), value_of(m[3] or "0") or 0.0)


def _at(m: re.Match[str], period: str | None, hour: float | None, minute: float) -> Iterator[Quantity]:
    """Yield a time of day; without a part of the day an hour up to twelve may be of either half."""
    if hour is None or hour > 24 or abs(minute) >= 60:
        return
    minutes = (_of_day(hour, period or "") * 60 + minute) % 1440
    also = (Quantity(Kind.CLOCK, (minutes + 720) % 1440, "", *m.span()),) if not period and minutes < 780 else ()
    yield Quantity(Kind.CLOCK, minutes, "", *m.span(), also=also)


def _of_day(hour: float, period: str) -> float:
    """Return the hour of 24: 下午三点 is 15, 晚上十二点 is 0, 夜里两点 is 2."""
    if (_LATE.search(period) and hour < 12) or (period == "中午" and hour < 3):
        return hour + 12
    if _NIGHT.search(period) and hour <= 12:
        return hour if hour < 5 else (hour + 12) % 24
    return hour
