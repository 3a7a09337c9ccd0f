"""Two things exchanged: "ordered lemon and got chocolate" told as the reverse, "from Boston to Denver" turned round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.scenario import Fact, FactType
from simulator.messages import Lang
from simulator.scoring import accounts, concepts
from simulator.scoring.stated import wordings_of
from simulator.scoring.view import View

_ROLES = {
    "zh": {
        "first": re.compile(r"订|买|要的|下单|选的|点的|拍的|想要|从|原先|本来|原来|应该|说好|约"),
        "second": re.compile(
            r"收到|到手|发来|寄来|送来|来的|到货|拿到|给的|发的|送的|变成|成了|换成|到|飞|去|往|至|结果|实际"
        ),
    },
    "en": {
        "first": re.compile(
            r"\b(?:order\w*|bought|asked for|paid for|book\w*|wanted|chose|meant|from|supposed)\b", re.I
        ),
        "second": re.compile(
            r"\b(?:got|get|receiv\w*|sent|deliver\w*|arriv\w*|turned up|came|"
            r"ended up|given|instead got|to|into|showed up)\b",
            re.I,
        ),
    },
}
_THINGS = frozenset({FactType.OBJECT, FactType.PLACE, FactType.PERSON})
REACH = {"zh": 10, "en": 36}  # characters before a mention in which its role stands


def reversed_role(fact: Fact, facts: Sequence[Fact], view: View) -> tuple[int, int] | None:
    """Return the span of a thing that the reply puts in the place of another one, while that one takes its place."""
    if fact.type not in _THINGS or not view.customer:
        return None
    mine = _role(fact, view.customer, view.lang), _role(fact, view.text, view.lang)
    if mine[0] is None or mine[1] is None or mine[0][0] == mine[1][0]:
        return None
    for other in facts:
        if other is fact or other.type not in _THINGS:
            continue
        theirs = _role(other, view.customer, view.lang), _role(other, view.text, view.lang)
        if theirs[0] is None or theirs[1] is None or theirs[0][0] == theirs[1][0] or theirs[0][0] == mine[0][0]:
            continue
        if accounts.is_account(view, mine[1][1]):
            return mine[1][1], mine[1][2]
    return None


def _role(fact: Fact, text: str, lang: Lang) -> tuple[str, int, int] | None:
    """Return the role that a text gives a thing, with the span of its mention; None if it is not said, or unclear."""
    for wording in wordings_of(fact):
        found = concepts.find(wording, text, lang)
        if found is None or found.how == "loose":
            continue
        before = re.split(r"[，。,.;；!！?？]", text[max(found.start - REACH[lang], 0) : found.start])[-1]
        places = {name: max((m.end() for m in p.finditer(before)), default=-1) for name, p in _ROLES[lang].items()}
        if places["first"] == places["second"]:
            continue
        return ("first" if places["first"] > places["second"] else "second"), found.start, found.end
    return None
