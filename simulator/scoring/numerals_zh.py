"""Mandarin numerals: 两百六 is 260, 两万三 is 23,000, 三零八二 is 3082."""

from __future__ import annotations

import re
from itertools import pairwise

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3, "幺": 1}
UNITS = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10_000, "亿": 100_000_000}
CHARS = "".join(DIGITS) + "".join(UNITS) + "".join(BIG)
NUMERAL = rf"(?:\d+(?:\.\d+)?(?:[万千百亿](?:\d[千百]?)?)?|[{CHARS}]+(?:点[{CHARS}]+)?)"  # a number in a text
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([万千百亿])(?:(\d)[千百]?)?")


def value_of(text: str) -> float | None:
    """Return the value of a Mandarin or Arabic numeral, or None if it is not one.

    A last digit after 百, 千 or 万 stands one place lower, as in speech: 两百六 is 260.
    """
    if not text:
        return None
    if text.replace(".", "", 1).isascii():
        return _arabic(text)
    whole, _, decimals = text.partition("点")
    if decimals:
        return _with_decimals(whole, decimals)
    if all(c in DIGITS for c in whole):
        return float("".join(str(DIGITS[c]) for c in whole))
    return _sections(whole)


def is_rough(text: str) -> bool:
    """Return whether two digits in a row stand for a range (两三次, 七八天, 三五天, 三两天)."""
    if len(text) != 2 or any(c not in DIGITS for c in text):
        return False
    return text in {"三五", "三两"} or (DIGITS[text[1]] - DIGITS[text[0]] == 1 and text[0] not in "零〇")


def range_of(text: str) -> tuple[float, float] | None:
    """Return both ends of a range in neighbouring digits (两三, 三四百, 一千二三, 十七八), or None."""
    for i, (a, b) in enumerate(pairwise(text)):
        if a in DIGITS and b in DIGITS and is_rough(a + b) and (i == 0 or text[i - 1] not in DIGITS):
            rest = text[i + 2 : i + 3]
            if rest in DIGITS and rest:
                return None
            low, high = value_of(text[: i + 1] + text[i + 2 :]), value_of(text[:i] + text[i + 1 :])
            return None if low is None or high is None else (low, high)
    return None


def amount_of(text: str) -> float | None:
    """Return the value, also of 2万, 2万3 and 2万3千; of a range (两三) the middle."""
    ends = range_of(text)
    if ends:
        return sum(ends) / 2
    mixed = _MIXED.fullmatch(text)
    if mixed:
        big = (UNITS | BIG)[mixed[2]]
        return float(mixed[1]) * big + int(mixed[3] or 0) * big / 10
    return value_of(text)


def ranges(text: str | None) -> bool:
    """Return whether a numeral is a range."""
    return bool(text) and range_of(text or "") is not None


def _arabic(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _with_decimals(whole: str, decimals: str) -> float | None:
    base = value_of(whole)
    if base is None or any(c not in DIGITS for c in decimals):
        return None
    return float(f"{int(base)}." + "".join(str(DIGITS[c]) for c in decimals))


def _sections(text: str) -> float | None:
    total, section, digit, last_unit = 0.0, 0.0, None, 1.0
    zero = False
    for char in text:
        if char in DIGITS:
            digit, zero = DIGITS[char], zero or DIGITS[char] == 0
        elif char in UNITS:
            section += (1 if digit in (None, 0) else digit or 0) * UNITS[char]
            digit, last_unit, zero = None, UNITS[char], False
        elif char in BIG:
            total += (section + (digit or 0) or 1) * BIG[char]
            section, digit, last_unit, zero = 0.0, None, BIG[char], False
        else:
            return None
    tail = 0.0
    if digit is not None:
        tail = digit * (last_unit / 10 if last_unit >= 100 and not zero else 1)
    return total + section + tail
