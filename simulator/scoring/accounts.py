"""Which stretches of a reply give an account of what happened to the customer, and which do something else with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from simulator.domain.acts import Act
from simulator.messages import Lang
from simulator.scoring.view import View

_UNDERTAKES = {
    "zh": re.compile(
        r"(?:我|我们|咱们?|我这边|我这儿|这边)(?:现在|马上|立刻|立马|这就|就|会|先|来|今天|明天|可以|能|再|今晚|这会儿|已经)*"
        r"(?:给您|给你|帮您|帮你|为您|为你|替您|安排|派|联系|申请|登记|退|补|换|核实|查|调|处理|转|催|报)|(?:^|[那就])(?:给您|帮您|为您)(?:安排|办|退|换|补|申请|登记)"
        r"|会(?:有|在|尽快)|保证|承诺您|为您(?:安排|办理)"
    ),
    "en": re.compile(
        r"\b(?:i'll|i will|we'll|we will|let me|i'm going to|we're going to|i'm (?:sending|booking|arranging|refunding|putting|closing|getting|moving|raising)|"
        r"i can (?:send|book|offer|arrange|refund|get|have|put)|we can|you'll (?:get|have|receive)|i've (?:booked|sent|arranged|refunded|put|raised|asked))\b",
        re.IGNORECASE,
    ),
}
_DOUBTS = {
    "zh": re.compile(r"如果|要是|假如|万一|是不是|有没有|是否|会不会|难道|怎么(?:可能|会)|哪(?:里|儿)会"),
    "en": re.compile(
        r"\b(?:if|whether|unless|were you|did you|have you|are you sure|maybe|perhaps|might)\b", re.IGNORECASE
    ),
}
_REPROACHES = {
    "zh": re.compile(r"谁(?:让|叫)|(?:您|你)(?:自己|怎么不|为什么不|早干)|怪(?:您|你)|活该|(?:您|你)当初|回忆回忆"),
    "en": re.compile(
        r"\b(?:you should have|you shouldn't have|why didn't you|your own fault|you chose|you ought to)\b",
        re.IGNORECASE,
    ),
}
_TAKEN_BACK = {
    "zh": re.compile(r"[\s，,。]*(?:不对|哦不|噢不|不不|说错了|错了|不是[，,\s])"),
    "en": re.compile(r"[\s,.]*(?:no,|no wait|sorry,|i mean|scratch that|make that)", re.IGNORECASE),
}


def is_account(view: View, position: int) -> bool:
    """Return whether the clause at a character tells what happened, rather than offering, blaming or asking for data."""
    return _tells(view, view.clause_at(position))


def stretches(view: View) -> tuple[tuple[int, int], ...]:
    """Return the spans of neighbouring clauses that give an account: a fact may reach over a comma."""
    spans: list[tuple[int, int]] = []
    before = False
    for i, clause in enumerate(view.clauses):
        tells = _tells(view, i)
        if tells and before and not _ends_sentence(view.text, spans[-1][1], clause.start):
            spans[-1] = (spans[-1][0], clause.end)
        elif tells:
            spans.append((clause.start, clause.end))
        before = tells
    return tuple(spans)


def _ends_sentence(text: str, end: int, start: int) -> bool:
    return any(c in "。！？!?\n" for c in text[end:start])


def _tells(view: View, index: int) -> bool:
    clause, acts = view.clauses[index], view.by_clause[index]
    kind = _kind(clause.text, view.lang)
    if kind == "reproach":
        return False
    mirror = acts.get(Act.MIRROR, 0.0)
    if kind == "undertaking":
        return mirror > 2 * _most(acts, Act.OFFER_SOLUTION, Act.ESCALATE, Act.HOLD)
    rival = _most(
        acts,
        Act.OFFER_SOLUTION,
        Act.BLAME_CUSTOMER,
        Act.OVER_PROMISE,
        Act.STONEWALL,
        Act.LECTURE,
        Act.REFUSE_WITH_REASON,
    )
    return not (rival > 0.6 and mirror < 0.15)


def _most(acts: Mapping[Act, float], *names: Act) -> float:
    return max(acts.get(n, 0.0) for n in names)


@lru_cache(maxsize=2048)
def _kind(text: str, lang: Lang) -> str:
    if _REPROACHES[lang].search(text):
        return "reproach"
    return "undertaking" if _UNDERTAKES[lang].search(text.replace("’", "'")) else "account"


def asserted(view: View, position: int) -> bool:
    """Return whether the clause at a character claims something, rather than asking or supposing it."""
    clause = view.clauses[view.clause_at(position)]
    return _DOUBTS[view.lang].search(clause.text) is None


def taken_back(view: View, end: int) -> bool:
    """Return whether the speaker corrects the words that end here."""
    return _TAKEN_BACK[view.lang].match(view.text[end : end + 12]) is not None


def undertakes(text: str, lang: Lang) -> bool:
    """Return whether a clause is an undertaking by its wording."""
    return _kind(text, lang) == "undertaking"
