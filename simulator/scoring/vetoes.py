"""Acts that a text can't be doing by its wording, whatever a classifier makes of its single words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from simulator.domain.acts import Act
from simulator.messages import Lang
from simulator.scoring import wordings

_CHECKS = {
    "zh": re.compile(r"[?？]|吗|对吧|是吧|没错吧|对不对|是不是|行不|不是|呢|没有|没[?？]?$|纠正|告诉我|补充|漏"),
    "en": re.compile(
        r"\?|\b(?:right|correct|is that|have i|did i|do i|am i|tell me|correct me|let me know|yeah|isn't it|that it)\b",
        re.I,
    ),
}
NO_GUESS = frozenset({Act.STONEWALL})  # nobody is said to shut the door on a mere guess


_BY_WORDING = frozenset({Act.STONEWALL, Act.REFUSE_WITH_REASON, Act.OFFER_SOLUTION, Act.ESCALATE})


@lru_cache(maxsize=4096)
def vetoed(act: Act, text: str, lang: Lang) -> bool:
    """Return whether a text can't do an act: check without a question, refuse in telling what fails, offer nothing."""
    if act is Act.CHECK_QUESTION:
        return _CHECKS[lang].search(text) is None
    if act in {Act.STONEWALL, Act.REFUSE_WITH_REASON}:
        return tells_trouble(text, lang)
    if act in {Act.OFFER_SOLUTION, Act.ESCALATE}:
        return wordings.search("may_offer", text, lang) is None
    return False


def cleared(acts: Mapping[Act, float], text: str, lang: Lang) -> dict[Act, float]:
    """Return the probabilities of acts with 0 for a refusal or an offer that the text can't be."""
    return {a: 0.0 if a in _BY_WORDING and vetoed(a, text, lang) else p for a, p in acts.items()}


def tells_trouble(text: str, lang: Lang) -> bool:
    """Return whether a text only tells what fails for the customer: 开不了机, "the page won't load"."""
    if wordings.search("troubles", text, lang) is None:
        return False
    return wordings.search("our_side", text, lang) is None
