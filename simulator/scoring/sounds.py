"""Mandarin by sound: syllables without tones, so that homophone errors of recognition do no harm to concepts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from simulator.scoring.negation import DENIERS
from simulator.scoring.numerals_zh import CHARS

_CONFUSABLE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
_FIXED = frozenset(CHARS) | DENIERS  # characters that must be the same
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def is_han(char: str) -> bool:
    """Return whether a character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """Return one toneless syllable for each character; what is no Chinese character stands for itself."""
    from pypinyin import Style, lazy_pinyin

    read = lazy_pinyin(text, style=Style.NORMAL, errors=cast(Any, list))  # a run of other signs, one by one
    return tuple(read) if len(read) == len(text) else tuple(text)


def cost(a: str, b: str) -> float:
    """Return 0 for the same syllable, 0.5 for one that is easily confused with it, 1 for another."""
    if a == b:
        return 0.0
    return 0.5 if _folded(a) == _folded(b) else 1.0


@lru_cache(maxsize=2048)
def _folded(syllable: str) -> str:
    for long, short in _CONFUSABLE:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
            break
    for long, short in _FINALS:
        if syllable.endswith(long):
            return syllable.removesuffix(long) + short
    return syllable


def sounds_like(wanted: str, heard: str) -> bool:
    """Return whether two texts of one length are homophones, near homophones from three syllables up.

    Numerals and negations are never folded: 四 and 十, 没退 and 每退 are different facts. No syllable may be another
    one altogether (发对 is not 发错), and a single character must be the same.
    """
    if len(wanted) != len(heard) or len(wanted) < 2:
        return wanted == heard
    if any(a != b and (a in _FIXED or b in _FIXED or not is_han(a)) for a, b in zip(wanted, heard, strict=True)):
        return False
    costs = [cost(a, b) for a, b in zip(syllables(wanted), syllables(heard), strict=True)]
    return max(costs) < 1.0 and sum(costs) <= 0.5 * (len(wanted) // 3)
