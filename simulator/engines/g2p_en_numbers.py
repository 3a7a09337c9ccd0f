"""Figures, dates, amounts and short forms in English text, written out as people say them."""

from __future__ import annotations

import re
from collections.abc import Callable

_UP_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_IN_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_OF_THE_YEAR = "January February March April May June July August September October November December"
_ONES, _TENS, _MONTHS = _UP_TO_NINETEEN.split(), _IN_TENS.split(), _OF_THE_YEAR.split()
_MONTH = "|".join([*_MONTHS, *(m[:3] + r"\.?" for m in _MONTHS if m != "May"), r"Sept\.?"])
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_ODD_ORDINALS = {
    **{"one": "first", "two": "second", "three": "third", "five": "fifth"},
    **{"eight": "eighth", "nine": "ninth", "twelve": "twelfth"},
}
_CURRENCY = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"), "¥": ("yuan", "fen")}
_UNITS = {
    **{"kg": "kilograms", "km": "kilometers", "cm": "centimeters", "mm": "millimeters", "lbs": "pounds"},
    **{"tb": "terabytes", "gb": "gigabytes", "mb": "megabytes", "kb": "kilobytes"},
    **{"hrs": "hours", "hr": "hours", "mins": "minutes", "min": "minutes", "secs": "seconds", "sec": "seconds"},
    **{"mah": "milliamp hours", "kwh": "kilowatt hours"},
}
_SHORT = {
    **{"mr": "mister", "mrs": "missus", "ms": "miz", "dr": "doctor", "vs": "versus", "etc": "etcetera"},
    **{"dept": "department", "approx": "approximately", "ltd": "limited", "inc": "incorporated"},
}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_BIG = {"k": "thousand", "m": "million", "bn": "billion"}

Match = re.Match[str]


def spoken_numbers(text: str) -> str:
    """Return the text with figures, dates, amounts, units and short forms written out."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return re.sub(r"\s+([,.!?;:])", r"\1", re.sub(r"\s+", " ", text)).strip()


def cardinal(n: int) -> str:
    """Return a number from 0 to 10**15 − 1 in words (American: no "and")."""
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + (f" {_ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{_ONES[n // 100]} hundred" + (f" {cardinal(n % 100)}" if n % 100 else "")
    for size, name in _SCALES:
        if n >= size:
            return f"{cardinal(n // size)} {name}" + (f" {cardinal(n % size)}" if n % size else "")
    raise AssertionError(n)


def ordinal(n: int) -> str:
    """Return "first", "twenty second", "one hundredth"."""
    head, _, last = cardinal(n).rpartition(" ")
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return f"{head} {_ODD_ORDINALS.get(last, regular)}".strip()


def year(n: int) -> str:
    """Return a year as it is spoken: nineteen ninety nine, two thousand five, twenty twenty six."""
    if n % 1000 < 10 or not 1100 <= n <= 2099:
        return cardinal(n)
    if n % 100 == 0:
        return f"{cardinal(n // 100)} hundred"
    return f"{cardinal(n // 100)} {'oh ' if n % 100 < 10 else ''}{cardinal(n % 100)}"


def digits(text: str) -> str:
    """Return digits one by one, a zero as "oh"."""
    return " ".join("oh" if d == "0" else _ONES[int(d)] for d in text if d.isdecimal())


def number(text: str) -> str:
    """Return a figure with commas and decimals in words; one with a leading zero (or too long) digit by digit."""
    whole, _, part = text.replace(",", "").partition(".")
    by_digits = len(whole) > 15 or (len(whole) > 1 and whole[0] == "0")
    said = digits(whole) if by_digits else cardinal(int(whole))
    return said + (" point " + " ".join(_ONES[int(d)] for d in part) if part else "")


def _amount(m: Match) -> str:
    sign, figure, big = m[1], m[2].replace(",", ""), (m[3] or "").lower()
    unit, small = _CURRENCY[sign]
    plural = unit if unit == "yuan" else unit + "s"
    if big:
        return f"{number(figure)} {_BIG.get(big, big)} {plural}"
    whole, _, cents = figure.partition(".")
    parts = (
        [] if int(whole) == 0 and int(cents or 0) else [f"{cardinal(int(whole))} {unit if int(whole) == 1 else plural}"]
    )
    if cents and int(cents):
        count = int(cents[:2].ljust(2, "0"))
        parts.append(f"{cardinal(count)} {_small(small, count)}")
    return " and ".join(parts)


def _small(name: str, count: int) -> str:
    if name == "penny":
        return "penny" if count == 1 else "pence"
    return name if count == 1 or name == "fen" else name + "s"


def _clock(m: Match) -> str:
    hour, minute, half = int(m[1]), int(m[2]), _half(m[3])
    said = "" if minute == 0 else f" {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    tail = half or (" o'clock" if minute == 0 and 1 <= hour <= 12 else " hundred hours" if minute == 0 else "")
    return cardinal(hour) + said + tail


def _half(text: str | None) -> str:
    return f" {text[0].upper()} M" if text else ""


def _month_day(m: Match) -> str:
    after = f", {year(int(m[3]))}" if m[3] else ""
    return f"{_month(m[1])} {ordinal(int(m[2]))}{after}"


def _day_month(m: Match) -> str:
    the = "" if m[1] else "the "
    after = f" {year(int(m[4]))}" if m[4] else ""
    return f"{m[1] or ''}{the}{ordinal(int(m[2]))} of {_month(m[3])}{after}"


def _iso(m: Match) -> str:
    month = int(m[2])
    return f"{_MONTHS[month - 1]} {ordinal(int(m[3]))}, {year(int(m[1]))}" if 1 <= month <= 12 else digits(m[0])


def _month(name: str) -> str:
    return next(m for m in _MONTHS if m.lower().startswith(name.rstrip(".")[:3].lower()))


def _unit(m: Match) -> str:
    name = _UNITS[m[2].lower()]
    return f"{number(m[1])} {name[:-1] if m[1] == '1' else name}"


def _degrees(m: Match) -> str:
    scale = {"C": " Celsius", "F": " Fahrenheit"}.get(m[3] or "", "")
    return f"{'minus ' if m[1] else ''}{number(m[2])} degree{'' if m[2] == '1' else 's'}{scale}"


def _numeric_date(m: Match) -> str:
    return f"{m[1]} {_MONTHS[int(m[2]) - 1]} {ordinal(int(m[3]))}"


def _fraction(m: Match) -> str:
    part = {"2": "half", "4": "quarter"}.get(m[2], ordinal(int(m[2])))
    return f"{cardinal(int(m[1]))} {part if m[1] == '1' else part.replace('half', 'halve') + 's'}"


def _short(m: Match) -> str:
    return _SHORT[m[1].lower()]


def _rule(pattern: str, say: Callable[[Match], str], flags: int = 0) -> tuple[re.Pattern[str], Callable[[Match], str]]:
    return re.compile(pattern, flags), say


_HALF = r"(?:\s*([ap])\.?\s?m\b\.?)"
_RULES = (
    _rule(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", _iso),
    _rule(rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}})\b)?", _month_day),
    _rule(rf"(\bthe\s+)?\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b(?:,?\s+(\d{{4}})\b)?", _day_month),
    _rule(rf"(?<!\d)(\d{{1,2}}):([0-5]\d)(?!\d){_HALF}?", _clock, re.IGNORECASE),
    _rule(rf"\b(\d{{1,2}}){_HALF}", lambda m: cardinal(int(m[1])) + _half(m[2]), re.IGNORECASE),
    _rule(rf"([$£€¥])\s?({_NUMBER})(?:\s?(k|m|bn|thousand|million|billion)\b)?", _amount, re.IGNORECASE),
    _rule(r"\b24/7\b", lambda _: "twenty four seven"),
    _rule(r"\bNo\.\s*(?=\d)", lambda _: "number ", re.IGNORECASE),
    _rule(r"#\s*(\d{4,})", lambda m: "number " + digits(m[1])),
    _rule(r"#\s*(?=\d)", lambda _: "number "),
    _rule(rf"(?<![\d.])(-?)({_NUMBER})\s*(?:℃|°\s?([CF])?)", _degrees),
    _rule(r"\b(on|since|by|until) (1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])\b(?!/)", _numeric_date, re.IGNORECASE),
    _rule(r"(?<![\d/])([1-9])/(10|[2-9])(?![\d/])", _fraction),
    _rule(r"\b([A-Z]{1,4})-?(\d{3,})\b", lambda m: " ".join(m[1]) + " " + digits(m[2])),
    _rule(r"(?<![\d.])\+?\d{1,4}(?:[-\s]\d{3,4}){1,3}(?!\d)", lambda m: digits(m[0])),
    _rule(r"(?<![\d.,])(?:\d{7,}|0\d+)(?![\d.,]*\d)", lambda m: digits(m[0])),
    _rule(rf"\b({_NUMBER})\s?({'|'.join(_UNITS)})\b", _unit, re.IGNORECASE),
    _rule(r"\b(\d+)(?:st|nd|rd|th)\b", lambda m: ordinal(int(m[1])), re.IGNORECASE),
    _rule(r"\b(since|until|from|year|in|by) ((?:19|20)\d\d)\b", lambda m: f"{m[1]} {year(int(m[2]))}", re.IGNORECASE),
    _rule(rf"({_NUMBER})\s?%", lambda m: number(m[1]) + " percent"),
    _rule(r"(?<=[A-Za-z])-?(?=\d)|(?<=\d)(?=[A-Za-z])", lambda _: " "),
    _rule(r"(?<=\d)\s?[-–]\s?(?=\d)", lambda _: " to "),
    _rule(_NUMBER, lambda m: f" {number(m[0])} "),
    _rule(rf"\b({'|'.join(_SHORT)})\.(?=\s|,|$)", _short, re.IGNORECASE),
    _rule(r"\basap\b", lambda _: "A S A P", re.IGNORECASE),
    _rule(r"\b((?:[A-Za-z]\.){2,})", lambda m: " ".join(m[0].replace(".", "").upper()) + " "),
    _rule(r"&", lambda _: " and "),
    _rule(r"@", lambda _: " at "),
    _rule(r"\+", lambda _: " plus "),
    _rule(r"%", lambda _: " percent "),
    _rule(r"(?<=\w)/(?=\w)", lambda _: " or "),
)
