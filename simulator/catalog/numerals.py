"""Numbers and dates as an author writes them in a line, so that lines and facts can be held against each other."""

from __future__ import annotations

import re
from contextlib import suppress

from simulator.messages import Lang

_ZH = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_ZH_DATE = re.compile(r"([一二两三四五六七八九十\d]+)月([一二两三四五六七八九十\d]+)[号日]?")
# fmt: off
_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]
# fmt: on
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twentieth": 20}
_ORDINALS |= {"thirtieth": 30, "once": 1, "twice": 2}
_WORDS = {w: i for i, w in enumerate(_ONES)} | {w: 10 * i for i, w in enumerate(_TENS, 2)} | _ORDINALS


def numbers_in(text: str, lang: Lang) -> set[float]:
    """Return the numbers in a text, in digits or in words; 两千八 is 2800, "six hundred and forty" 640."""
    digits = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))}
    return digits | (_mandarin(text) if lang == "zh" else _english(text))


def dates_in(text: str, lang: Lang) -> set[str]:
    """Return the dates in a text as ``MM-DD``."""
    if lang == "zh":
        pairs = [(_one(m), _one(d)) for m, d in _ZH_DATE.findall(text)]
    else:
        pairs = [pair for i, month in enumerate(_MONTHS, 1) for pair in _beside(text.lower(), month, i)]
    return {f"{int(m):02d}-{int(d):02d}" for m, d in pairs}


def _beside(text: str, month: str, index: int) -> list[tuple[float, float]]:
    after = re.search(rf"\b{month}\s+(?:the\s+)?([\w-]+(?:\s\w+)?)", text)
    before = re.search(rf"([\w-]+)\s+of\s+{month}\b", text)
    near = " ".join(found.group(1) for found in (after, before) if found)
    return [(index, day) for day in numbers_in(near, "en") if 1 <= day <= 31]


def _one(text: str) -> float:
    return float(text) if text.isdecimal() else next(iter(_mandarin(text)), 0.0)


def _mandarin(text: str) -> set[float]:
    import cn2an  # takes a while to load

    found: set[float] = set()
    for word in _ZH.findall(text):
        with suppress(ValueError):
            found.add(float(cn2an.cn2an(word, "smart")))
    return found


def _english(text: str) -> set[float]:
    found: set[float] = set()
    total: float | None = None
    for word in re.findall(r"[a-z]+", text.lower()):
        value = _value(word)
        if value is not None:
            total = value if total is None else total + value
        elif word in ("hundred", "thousand") and total is not None:
            total *= 100 if word == "hundred" else 1000
        elif word != "and" and total is not None:
            found.add(total)
            total = None
    return found if total is None else found | {total}


def _value(word: str) -> int | None:
    for form in (word, word.removesuffix("th"), word.removesuffix("s")):
        if form in _WORDS:
            return _WORDS[form]
    return None
