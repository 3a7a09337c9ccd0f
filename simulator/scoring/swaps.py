"""Two facts exchanged: "ordered the fourteen inch and got the sixteen inch", "from Boston to Denver"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.scenario import Fact, FactType
from simulator.scoring import accounts, concepts, order, quantities
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

_NUMERIC = {FactType.NUMBER, FactType.AMOUNT, FactType.DATE}
_PARTED = tuple(
    re.compile(rf"\s*(?:{p})\s*")
    for p in ("→|->|=>|>", r"然后|再到|,?\s*\b(?:and )?then\b", "后来", "变成|改成|换成|改到", r"飞|\bto\b")
)


def quantity_of(fact: Fact, view: View) -> Quantity | None:
    """Return the number, amount or date that a fact turns on, or None."""
    given = quantities.declared(fact.value, fact.unit, view.lang) if fact.type is not FactType.PAIR else None
    if given is not None or fact.type is FactType.PAIR:
        return given
    found = quantities.find(fact.key, view.lang)
    if fact.type in _NUMERIC:
        return next(iter(found), None)
    told = quantities.find(fact.statement, view.lang)
    return next((q for q in found if q.value != 1.0 and any(q.agrees(o) for o in told)), None)


def is_numeric(fact: Fact) -> bool:
    """Return whether a fact is a number, so that the number alone gives it back."""
    return fact.type in _NUMERIC or fact.value is not None


def swapped(fact: Fact, facts: Sequence[Fact], view: View) -> Quantity | None:
    """Return the fact's own number where it stands in another fact's place and the other's in this one's."""
    if fact.type is FactType.PAIR:
        return _turned(fact, view)
    own = quantity_of(fact, view)
    if own is None or not fact.anchors:
        return None
    for other in facts:
        theirs = quantity_of(other, view) if other is not fact and other.anchors else None
        if theirs is None or not own.disputes(theirs):
            continue
        mine, other_place = _standing_by(own, fact, other, view), _standing_by(theirs, other, fact, view)
        if mine and other_place:
            return mine
    return None


def _standing_by(wanted: Quantity, owner: Fact, other: Fact, view: View) -> Quantity | None:
    """Return `wanted` in the text if the nearest telling word belongs to `other`, not to its `owner`."""
    places = [q for q in view.quantities if q.agrees(wanted) and accounts.is_account(view, q.start)]
    if len(places) != 1:
        return None
    ours = _distance(places[0], [a for a in owner.anchors if a not in other.anchors], view)
    theirs = _distance(places[0], [a for a in other.anchors if a not in owner.anchors], view)
    return places[0] if theirs < ours else None


def _distance(q: Quantity, anchors: Sequence[str], view: View) -> float:
    """Return the characters from the number to the nearest anchor in its clause; what comes before it counts nearer."""
    clause = view.clauses[view.clause_at(q.start)]
    before, after = view.text[clause.start : q.start].lower(), view.text[q.end : clause.end].lower()
    near = float("inf")
    for anchor in anchors:
        if (at := before.rfind(anchor.lower())) >= 0:
            near = min(near, len(before) - at - len(anchor))
        if (at := after.find(anchor.lower())) >= 0:
            near = min(near, 2.0 * at + 2)
    return near


def _turned(fact: Fact, view: View) -> Quantity | None:
    """Return the span of an ordered pair whose members stand in the wrong order."""
    pair = next((p for mark in _PARTED if len(p := mark.split(fact.key)) == 2), None)
    if pair is None:
        return None
    for start, end in accounts.stretches(view):
        told = view.text[start:end]
        first, second = (concepts.find(p, told, view.lang) for p in pair)
        if first is None or second is None:
            continue
        if order.turned(told, (first.start, first.end), (second.start, second.end), view.lang):
            first, second = sorted((first, second), key=lambda found: found.start, reverse=True)
            return Quantity(Kind.BARE, 0.0, "", start + second.start, start + first.end)
    return None
