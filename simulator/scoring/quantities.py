"""Quantities that a reply stands by: the last value after a self-correction, none that is denied."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.messages import Lang
from simulator.scoring import quantities_en, quantities_zh
from simulator.scoring.quantity import Kind, Quantity

_CORRECTED = {
    "zh": re.compile(
        r"[\s，,。.、…—-]*(?:唉|哎|哦|噢|啊|嗯|呃|那个|哎呀)*[\s，,]*"
        r"(?:不对不对|不对|不是[\s，,。]|不不不|不不|不[\s，,]|不(?=$)|说错了|错了|我说错了|更正(?:一下)?|口误)[\s，,。是应该]*"
    ),
    "en": re.compile(
        r"[\s,.;…—-]*(?:uh|um|er|oh|ah)?[\s,]*"
        r"(?:no(?: no)*(?: wait)?|sorry|wait|i mean|make that|scratch that|rather|or rather|correction)"
        r"(?:[\s,]+(?:sorry|wait|i mean|it'?s|it was|that'?s|on the|the))*[\s,]*"
    ),
}
_DENIED = {
    "zh": re.compile(r"(?:不是|并非|而不是|不止|不到|没到|没有)[\s，]*$"),
    "en": re.compile(
        r"\b(?:not|isn't|wasn't|rather than|instead of|more than|less than|under|never)\s+(?:just |only |the )?$"
    ),
}


@lru_cache(maxsize=4096)
def find(text: str, lang: Lang) -> tuple[Quantity, ...]:
    """Return the quantities that `text` asserts, in order.

    A value that the speaker takes back ("two, no, three times") or denies ("not two") is left out.
    """
    every = (quantities_zh if lang == "zh" else quantities_en).find(text)
    lowered = text.lower().replace("’", "'")
    kept: list[Quantity] = []
    for quantity in every:
        if kept and _takes_back(lowered[kept[-1].end : quantity.start], lang) and _same_thing(kept[-1], quantity):
            kept.pop()
        if not _DENIED[lang].search(lowered[: quantity.start]):
            kept.append(quantity)
    return tuple(kept)


def _takes_back(between: str, lang: Lang) -> bool:
    return _CORRECTED[lang].fullmatch(between) is not None


def _same_thing(a: Quantity, b: Quantity) -> bool:
    return a.comparable(b) or Kind.BARE in (a.kind, b.kind) or {a.kind, b.kind} == {Kind.DATE, Kind.CLOCK}


def declared(value: float | str | None, unit: str | None, lang: Lang) -> Quantity | None:
    """Return the quantity of a fact's `value` and `unit`; a text is a date (``03-05``, ``-18``, ``wd3``) or is read.

    The unit is written as people write it (次, 天, 元, days, times, pounds).
    """
    if value is None:
        return None
    if isinstance(value, str):
        if re.fullmatch(r"(?:\d\d|lm)?-\d\d|\d\d-|wd[1-7]|rel[+-]?\d", value):
            return Quantity(Kind.DATE, value.replace("rel1", "rel+1"), "", 0, 0)
        return next(iter(find(value, lang)), None)
    return _measured(float(value), (unit or "").lower(), lang)


_UNIT_WORDS = {
    "zh": {
        "day": "天",
        "hour": "小时",
        "min": "分钟",
        "minute": "分钟",
        "times": "次",
        "cny": "元",
        "week": "周",
        "month": "个月",
    },
    "en": {
        "usd": "dollars",
        "gbp": "pounds",
        "eur": "euro",
        "min": "minutes",
        "$": "dollars",
        "£": "pounds",
        "€": "euro",
    },
}


def _measured(value: float, unit: str, lang: Lang) -> Quantity:
    word = _UNIT_WORDS[lang].get(unit, unit)
    digits = f"{value:g}" if value < 1e5 else f"{value:.0f}"
    text = f"{digits}{word}" if lang == "zh" else f"{digits} {word}"
    read = [q for q in find(text, lang) if q.start == 0]
    return read[0] if read else Quantity(Kind.BARE, value, unit, 0, 0)
