"""Facts given back wrongly: an opposite wording, a flipped negation, another number in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.acts import Act
from simulator.domain.scenario import Fact, FactType
from simulator.scoring import accounts, concepts, meant, polarity, quantities, stated, swaps
from simulator.scoring.finding import Finding, State
from simulator.scoring.negation import negations
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

SURE = 0.5  # a number heard less surely than this is never held against the agent
DOES = 0.5  # the classifier's word that a reply does an act
TELLS = 0.3  # the classifier's word that a clause gives an account, for a number that nobody told


def number(fact: Fact, facts: Sequence[Fact], view: View) -> Finding | None:
    """Look for another number where the fact's own should stand."""
    wanted = swaps.quantity_of(fact, view)
    if wanted is None or wanted.rough:
        return None
    others = [o for f in facts if f is not fact for o in stated.all_quantities(f, view)]
    said = quantities.find(view.customer, view.lang)
    for q in view.quantities:
        if (
            not q.disputes(wanted)
            or q.rough
            or _idle(q)
            or _by_the_way(q, view)
            or _promised(q, view)
            or any(q.agrees(o) for o in (*others, *said))
        ):
            continue
        if not accounts.is_account(view, q.start) or not accounts.asserted(view, q.start):
            continue
        if _offered(q, view):
            continue
        if _about(fact, q, view) or _orphan(fact, q, facts, view):
            state = State.CONTRADICTED if view.confidence(q.start, q.end) >= SURE else State.UNSURE
            return Finding(fact, state, q.start, q.end, numeric=True)
    return None


def _idle(q: Quantity) -> bool:
    """Tell whether a number is a mere article: 一份, one."""
    return q.kind in {Kind.BARE, Kind.COUNT} and q.unit != "times" and q.value == 1.0


_SINGLE = {
    "zh": re.compile(r"_[都也又不]|[又再]_"),
    "en": re.compile(r"\b(?:another|one more|a single|even a|even one)\s+$", re.I),
}


def _by_the_way(q: Quantity, view: View) -> bool:
    """Tell whether a one is no count: 一天都不能拖, 一天不说清, 一回又一回, "not another day"."""
    said = view.text[q.start : q.end]
    if view.lang == "zh":
        around = view.text[max(q.start - 1, 0) : q.start] + "_" + view.text[q.end : q.end + 1]
        return said.startswith("一") and len(said) <= 2 and _SINGLE["zh"].search(around) is not None
    return _SINGLE["en"].search(view.text[max(q.start - 12, 0) : q.start]) is not None


_WITHIN = {
    "zh": re.compile(r"(?:之|以)?内"),
    "en": re.compile(r"\b(?:within|in|in the next|by)\s+(?:the next )?$", re.I),
}


def _promised(q: Quantity, view: View) -> bool:
    """Tell whether a duration is a term that the agent sets: 三天内, within two days."""
    if q.kind is not Kind.DURATION:
        return False
    if view.lang == "zh":
        return _WITHIN["zh"].match(view.text[q.end : q.end + 2]) is not None
    return _WITHIN["en"].search(view.text[max(q.start - 16, 0) : q.start]) is not None


def _offered(q: Quantity, view: View) -> bool:
    """Tell whether a number is the term or the amount of what is offered, not of what happened."""
    only_offers = view.whole.get(Act.OFFER_SOLUTION, 0.0) >= DOES > view.whole.get(Act.MIRROR, 0.0)
    return only_offers or accounts.offers(view, q.start)


def _about(fact: Fact, q: Quantity, view: View) -> bool:
    """Tell whether a differing number can only be about this fact."""
    if fact.anchors:
        return stated.anchored(fact, q, view)
    return q.kind in {Kind.AMOUNT, Kind.DATE, Kind.CLOCK} or float(q.value) > stated.SMALL


def _orphan(fact: Fact, q: Quantity, facts: Sequence[Fact], view: View) -> bool:
    """Tell whether a number that nobody told can, by its kind, only stand for this fact, in a clause that mirrors."""
    if q.kind is Kind.BARE and not q.unit:
        return False
    acts = view.by_clause[view.clause_at(q.start)]
    offers = max(acts.get(a, 0.0) for a in (Act.OFFER_SOLUTION, Act.ESCALATE, Act.OVER_PROMISE, Act.PREVENT_LOSS))
    if acts.get(Act.MIRROR, 0.0) < max(TELLS, offers):
        return False
    rivals = [f for f in facts if f.type is not FactType.PAIR and _may_be(f, q, view)]
    if len(rivals) < 2:
        return rivals == [fact]
    clause = view.clauses[view.clause_at(q.start)].text
    shares = {f.id: max(meant.share(w, clause, view.lang) for w in (f.statement, *f.aliases)) for f in rivals}
    best = max(shares.values())
    return best > 0 and [i for i, s in shares.items() if s == best] == [fact.id]


def _may_be(fact: Fact, q: Quantity, view: View) -> bool:
    """Tell whether a fact has a number of this kind that is not given back elsewhere in the reply."""
    wanted = swaps.quantity_of(fact, view)
    if wanted is None or not q.disputes(wanted) or (q.kind is Kind.BARE and q.unit != wanted.unit):
        return False
    if q.thing:
        return False
    return not any(o.agrees(wanted) for o in view.quantities)


def opposed(fact: Fact, view: View) -> Finding | None:
    """Look for a wording that contradicts the fact, or for the fact without its "not"."""
    for wording in fact.opposites:
        found = _asserted(fact, wording, view)
        if found:
            return found
    if fact.type is not FactType.EVENT:
        return None
    bare = [concepts.without_negation(w, view.lang) for w in stated.wordings_of(fact)]
    whole = next((f for w in bare if w and (f := _asserted(fact, w, view, whole_clause=True))), None)
    if whole:
        return whole
    span = polarity.flipped(fact, view)
    return Finding(fact, State.CONTRADICTED, *span) if span else None


def _asserted(fact: Fact, wording: str, view: View, *, whole_clause: bool = False) -> Finding | None:
    for start, end in accounts.stretches(view):
        text = view.text[start:end]
        found = concepts.find(wording, text, view.lang)
        if (
            found is None
            or found.how == "loose"
            or found.denied
            or (found.how == "sound" and found.end - found.start < 3)
        ):
            continue
        a, b = start + found.start, start + found.end
        clause = view.clauses[view.clause_at(a)]
        if whole_clause and len(wording) < 3 and len(clause.text) > 2 * len(wording) + 4:
            continue  # two characters in a long clause are a coincidence
        scope = clause.text if whole_clause else text[max(found.start - 6, 0) : found.start]
        if negations(scope, view.lang) and not negations(wording, view.lang):
            continue
        if accounts.asserted(view, a) and not accounts.taken_back(view, b) and not accounts.offers(view, a):
            return Finding(fact, State.CONTRADICTED, a, b, how="" if whole_clause else found.how)
    return None
