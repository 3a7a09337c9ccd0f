"""Negations in a text: 不, 没, not, never; without the words that only look like them (特别, 别家, not only)."""

from __future__ import annotations

import re

from simulator.messages import Lang

_BIE = r"(?<![特个区分差级告性类识辨鉴离判派国道])别(?![家的人处墅名扭样]|提有?多)"
NOT_ZH = re.compile(rf"没有|从没|从未|不|没|未|无|{_BIE}")
NOT_EN = re.compile(
    r"\b(?:not|never|no|nobody|no one|none|nothing|without|cannot|rather than|instead of|\w+n't|"
    r"hasnt|havent|didnt|isnt|wasnt|wont|cant|doesnt|dont)\b"
)
DENIERS = frozenset("不没未无别")
_NOT_REALLY = re.compile(
    r"不仅|不但|不光|不管|不好意思|不得不|不对|对不起|差不多|不同|不过|不断|不久|不少|不时|不止|不只|不禁|不愧|不妨|不然|要不|"
    r"无论|不论|说不定|没准|没错|未来|无线|无人机|不错|不锈钢|了不起|不知不觉|"
    r"not only|not just|no wonder|no doubt|no problem|don't worry"
)


def negations(text: str, lang: Lang) -> int:
    """Return how many negations a text holds, without those that deny nothing (不但, not only)."""
    clean = _NOT_REALLY.sub("", text.lower().replace("’", "'"))
    return len((NOT_ZH if lang == "zh" else NOT_EN).findall(clean))
