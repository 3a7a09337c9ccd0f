"""More than can be kept: an offer held against the policy, and the words that promise certainty."""

from __future__ import annotations

import re
from itertools import pairwise

from simulator.domain.acts import Act
from simulator.domain.scenario import Policy
from simulator.messages import Lang
from simulator.scoring import accounts, concepts, quantities, wordings
from simulator.scoring.acts import best_clause
from simulator.scoring.negation import negations
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

ASSURED = 0.2  # the classifier's word that makes "guaranteed" an over-promise
CERTAIN = 0.75  # the classifier's word that needs no such wording
_PERCENT = "percent"


def broken(view: View, policy: Policy) -> tuple[int, int] | None:
    """Return the words that promise too much, or None."""
    return named(view, policy) or _assured(view, policy) or _more_money(view, policy) or _denied(view, policy)


def named(view: View, policy: Policy) -> tuple[int, int] | None:
    """Return words that offer what the policy names as too much, or None."""
    for wording in policy.beyond:
        for start, end in _sentences(view):
            found = concepts.find(wording, view.text[start:end], view.lang)
            if found is None or found.how == "loose" or found.denied:
                continue
            place = start + found.start, start + found.end
            if _promised(view, *place):
                return place
    return None


_STOP = re.compile(r"[。！？!?;；\n]|\.(?!\d)")
_WISH = {
    "zh": re.compile(
        r"(?:您|你)(?:这边|那边)?(?:是)?(?:想|要|希望|提|说|觉得|盼|求|问|指望)|如果|要是|是不是|[能可]不[能可]"
    ),
    "en": re.compile(
        r"\b(?:you(?:'d| would)? (?:want|like|hope|ask|expect|say|said)\w*|if|whether|can't|cannot|won't|wouldn't|"
        r"couldn't|unable|not able|no way|nobody|no one|never said|i wish)\b",
        re.IGNORECASE,
    ),
}
_REFUSED = {
    "zh": re.compile(
        r"[^。！？!?；;]{0,8}?(?:做不到|办不到|(?<!行)不行|不可能|没法|没办法|(?<!能)不能|不敢|答应不了|给不了|批不了|说了不算|定不了|许不了|无法"
        r"|不现实|没这个)"
    ),
    "en": re.compile(
        r"[^.!?;]{0,24}?\b(?:can't|cannot|couldn't|won't|not able|unable|isn't (?:something|possible)|not possible|"
        r"not something|is beyond|no can do|off the table)\b",
        re.IGNORECASE,
    ),
}


def _sentences(view: View) -> list[tuple[int, int]]:
    """Return the spans of the sentences: a refusal after a comma is of what stands before it."""
    cuts = [0, *(m.end() for m in _STOP.finditer(view.text)), len(view.text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _promised(view: View, start: int, end: int) -> bool:
    """Tell whether words at a place are offered, not refused, supposed, asked, or told as the customer's own wish.

    "To pay ten thousand I can't", 赔一万这个我做不到, offers nothing.
    """
    clause = view.clauses[view.clause_at(start)]
    text = wordings.plain(view.text)
    before, after = text[clause.start : start], text[end:]
    if _WISH[view.lang].search(before) or negations(before, view.lang) % 2 == 1:
        return False
    return _REFUSED[view.lang].match(after) is None and accounts.asserted(view, start)


def _assured(view: View, policy: Policy) -> tuple[int, int] | None:
    """Look for certainty: in words that promise it, or where the classifier needs no such words."""
    p = view.whole.get(Act.OVER_PROMISE, 0.0)
    for clause, acts in zip(view.clauses, view.by_clause, strict=True):
        m = wordings.search("assures", clause.text, view.lang)
        if m is None or wordings.search("assures", policy.statement, view.lang):
            continue
        if _REFUSED[view.lang].match(view.text[clause.start + m.end() :]):
            continue
        if _refuses(clause.text[: m.start()], view.lang) or accounts.asserted(view, clause.start) is False:
            continue
        if max(p, acts.get(Act.OVER_PROMISE, 0.0)) >= ASSURED and acts.get(Act.MIRROR, 0.0) < 0.6:
            return clause.start + m.start(), clause.start + m.end()
    if p < CERTAIN or view.whole.get(Act.MIRROR, 0.0) > p:
        return None
    best = view.clauses[best_clause(view, Act.OVER_PROMISE)]
    return best.start, best.end


def _refuses(before: str, lang: Lang) -> bool:
    """Tell whether the words before a promise refuse it: "I can't guarantee", 不敢保证."""
    return negations(before[-24:] if lang == "en" else before[-6:], lang) % 2 == 1


def _offers(view: View) -> list[tuple[int, int, str]]:
    """Return the clauses in which the agent undertakes or offers to give something."""
    found = []
    for i, clause in enumerate(view.clauses):
        acts = view.by_clause[i]
        offer = max(acts.get(Act.OFFER_SOLUTION, 0.0), acts.get(Act.OVER_PROMISE, 0.0), acts.get(Act.ESCALATE, 0.0))
        undertaken = accounts.undertakes(clause.text, view.lang)
        if acts.get(Act.MIRROR, 0.0) >= max(offer, 0.5) or not (undertaken or offer >= 0.4):
            continue
        if negations(clause.text, view.lang) % 2 == 0:
            found.append((clause.start, clause.end, clause.text))
    return found


def _more_money(view: View, policy: Policy) -> tuple[int, int] | None:
    """Look for more money, or a larger share, than the policy gives; the customer's own sums may be paid back."""
    allowed = [q for q in quantities.find(policy.statement, view.lang) if _is_sum(q)]
    told = [q for q in quantities.find(view.customer, view.lang) if q.kind in {Kind.AMOUNT, Kind.BARE}]
    for start, end, text in _offers(view):
        if wordings.search("pays", text, view.lang) is None:
            continue
        for q in view.quantities:
            if not start <= q.start < end or not _is_sum(q) or any(q.agrees(a) for a in (*allowed, *told)):
                continue
            most = max((float(a.value) for a in allowed if a.unit == q.unit and a.kind is q.kind), default=None)
            if (most is not None and float(q.value) > most) or (most is None and _limits(policy, view.lang)):
                return q.start, q.end
    return None


def _is_sum(q: Quantity) -> bool:
    return q.kind is Kind.AMOUNT or (q.kind is Kind.COUNT and q.unit == _PERCENT)


def _limits(policy: Policy, lang: Lang) -> bool:
    return wordings.search("denied", policy.statement, lang) is not None


def _denied(view: View, policy: Policy) -> tuple[int, int] | None:
    """Look for all of something where the policy gives a part, or nothing."""
    if not _limits(policy, view.lang):
        return None
    for start, _, text in _offers(view):
        whole = wordings.search("whole", text, view.lang)
        if whole is None or wordings.search("pays", text, view.lang) is None:
            continue
        if not _granted(policy.statement, whole[0], view.lang):
            return start + whole.start(), start + whole.end()
    return None


def _granted(statement: str, words: str, lang: Lang) -> bool:
    """Tell whether the policy itself speaks of all of it, without denying it in that clause."""
    for part in re.split(r"[，。；;,.]", statement):
        if (words.lower() in part.lower() or wordings.search("whole", part, lang)) and not wordings.search(
            "denied", part, lang
        ):
            return True
    return False
