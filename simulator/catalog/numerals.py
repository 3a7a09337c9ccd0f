"""Numbers and dates as an author writes them in a line, so that lines and facts can be held against each other."""

from __future__ import annotations

import re

from simulator.messages import Lang
from simulator.scoring import numerals_zh, quantities_en, quantities_zh
from simulator.scoring.numerals_en import numbers, tokens
from simulator.scoring.quantity import Kind, Quantity

_DAY = re.compile(r"\d\d-\d\d")
_ZH = re.compile(numerals_zh.NUMERAL)


def numbers_in(text: str, lang: Lang) -> set[float]:
    """Return the numbers in a text, in digits or in words; 两千八 is 2800, "six hundred and forty" 640."""
    read = [n.value for n in numbers(tokens(text))] if lang == "en" else _mandarin(text)
    return {*read, *(float(q.value) for q in _quantities(text, lang) if q.kind in {Kind.COUNT, Kind.AMOUNT, Kind.BARE})}


def dates_in(text: str, lang: Lang) -> set[str]:
    """Return the dates in a text as ``MM-DD``."""
    return {str(q.value) for q in _quantities(text, lang) if q.kind is Kind.DATE and _DAY.fullmatch(str(q.value))}


def _mandarin(text: str) -> list[float]:
    found = (numerals_zh.amount_of(m[0]) for m in _ZH.finditer(text.replace(",", "")))
    return [value for value in found if value is not None]


def _quantities(text: str, lang: Lang) -> tuple[Quantity, ...]:
    return quantities_zh.find(text) if lang == "zh" else quantities_en.find(text)
