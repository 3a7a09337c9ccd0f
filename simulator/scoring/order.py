"""What came first: whether a text tells two things in the order of a wording."""

from __future__ import annotations

import re

from simulator.messages import Lang
from simulator.scoring import concepts

KEPT = 0.5  # share of the pairs of words, one of each half, that must stand in the wording's order


def keeps_order(wording: str, text: str, lang: Lang) -> bool:
    """Return whether the first half of a wording stands before its second half in a text, word by word.

    Words of both halves say nothing; inside a half any order will do.
    """
    wanted, there = _sequence(wording, lang), _sequence(text, lang)
    first, second = set(wanted[: len(wanted) // 2]), set(wanted[len(wanted) // 2 :])
    early = [i for i, w in enumerate(there) if w in first - second]
    late = [i for i, w in enumerate(there) if w in second - first]
    in_order = sum(i < j for i in early for j in late)
    return in_order >= KEPT * len(early) * len(late)


def _sequence(text: str, lang: Lang) -> list[str]:
    if lang == "zh":
        return [c for c in concepts.without_small(text) if c.isalnum()]
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'"))
    return [concepts.stem(w) for w in words if concepts.carries(w)]


_THEN = {
    "zh": re.compile(r"然后|后来|接着|[之以]后|再|又|才|结果|变|改|飞|往|到|→|->|=>|>"),
    "en": re.compile(r"→|->|=>|>|\b(?:to|then|later|afterwards|before|became|turned)\b", re.IGNORECASE),
}
# What says that the later of two mentions came first: "cut off after the hold", 扣钱是在点了之后, 扣钱因为点了.
_AFTER_BEFORE = {
    "zh": re.compile(r"(?:是在|因为|由于)\W*"),
    "en": re.compile(r"\b(?:after|once|since|because)\b", re.I),
}
_AFTER_BEHIND = re.compile(r"\w{0,3}?(?:[之以]后|后(?![来面]))")
# What says that the earlier of two mentions came last: "before it closed, …", 关门之前.
_BEFORE = re.compile(r"\bbefore\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_BEFORE_BEHIND = re.compile(r"\w{0,3}?(?:[之以]前|前(?![天台面]))")


def turned(text: str, first: tuple[int, int], second: tuple[int, int], lang: Lang) -> bool:
    """Return whether a text says that `second` came before `first`: "second, then first", "first after second"."""
    early, late = sorted((first, second))
    if late[0] < early[1]:
        return False
    between, swapped = text[early[1] : late[0]], early == second
    if _late_came_first(text, between, late, lang) or _early_came_last(text, early, lang):
        return not swapped
    return swapped and _THEN[lang].search(between) is not None


def _late_came_first(text: str, between: str, late: tuple[int, int], lang: Lang) -> bool:
    behind = lang == "zh" and _AFTER_BEHIND.match(text[late[1] :]) is not None
    return behind or _AFTER_BEFORE[lang].search(between) is not None


def _early_came_last(text: str, early: tuple[int, int], lang: Lang) -> bool:
    if lang == "zh":
        return _BEFORE_BEHIND.match(text[early[1] :]) is not None
    return _BEFORE.search(text[: early[0]]) is not None
