"""Which stretches of a reply give an account of what happened to the customer, and which do something else with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from simulator.domain.acts import Act
from simulator.messages import Lang
from simulator.scoring import wordings
from simulator.scoring.view import View

_TAKEN_BACK = {
    "zh": re.compile(r"[\s，,。]*(?:不对|哦不|噢不|不不|说错了|错了|不是[，,\s])"),
    "en": re.compile(r"[\s,.]*(?:no,|no wait|sorry,|i mean|scratch that|make that)", re.IGNORECASE),
}

REACH = {"zh": 16, "en": 60}  # characters before a place that tell what it belongs to, where nothing parts clauses


def is_account(view: View, position: int) -> bool:
    """Return whether the words at a character tell what happened, rather than offering or blaming.

    In unpunctuated speech a clause may do both: then the words just before decide.
    """
    index = view.clause_at(position)
    clause = view.clauses[index]
    if not _runs_on(clause.text, view.lang):
        return _tells(view, index)
    low = max(clause.start, position - REACH[view.lang])
    return _kind(view.text[low : position + 2], view.lang) == "account"


def _runs_on(text: str, lang: Lang) -> bool:
    return len(text) > 2 * REACH[lang]


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
    if _runs_on(clause.text, view.lang):
        return True
    kind = _kind(clause.text, view.lang)
    if kind == "reproach":
        return False
    mirror = acts.get(Act.MIRROR, 0.0)
    if kind == "undertaking":
        return mirror > 2 * _most(acts, Act.OFFER_SOLUTION, Act.ESCALATE, Act.HOLD)
    rival = _most(acts, Act.OFFER_SOLUTION, Act.OVER_PROMISE, Act.STONEWALL, Act.REFUSE_WITH_REASON)
    if view.whole.get(Act.MIRROR, 0.0) < WHOLE:  # in a mirror, what reads like blame is the customer's own complaint
        rival = max(rival, _most(acts, *_COLD))
    return not (rival > RIVAL and mirror < rival / 2)


WHOLE, RIVAL = 0.5, 0.55  # the classifier's word on a mirror in the reply, and on what a clause does instead
_COLD = (Act.BLAME_CUSTOMER, Act.LECTURE, Act.DENY_EMOTION, Act.SARCASM)


def _most(acts: Mapping[Act, float], *names: Act) -> float:
    return max(acts.get(n, 0.0) for n in names)


@lru_cache(maxsize=2048)
def _kind(text: str, lang: Lang) -> str:
    if wordings.search("reproaches", text, lang):
        return "reproach"
    return "undertaking" if wordings.search("undertakes", text, lang) else "account"


def asserted(view: View, position: int) -> bool:
    """Return whether the clause at a character claims something, rather than asking or supposing it."""
    clause = view.clauses[view.clause_at(position)]
    return wordings.search("doubts", clause.text, view.lang) is None


def taken_back(view: View, end: int) -> bool:
    """Return whether the speaker corrects the words that end here."""
    return _TAKEN_BACK[view.lang].match(view.text[end : end + 12]) is not None


def offers(view: View, position: int) -> bool:
    """Return whether the clause at a character rather offers or asks than tells."""
    acts = view.by_clause[view.clause_at(position)]
    offer = _most(acts, Act.OFFER_SOLUTION, Act.ESCALATE, Act.PROBE_EXPECTATION, Act.INFORMATION_REQUEST)
    return offer > 0.5 and offer > acts.get(Act.MIRROR, 0.0)


def undertakes(text: str, lang: Lang) -> bool:
    """Return whether a clause is an undertaking by its wording."""
    return _kind(text, lang) == "undertaking"
