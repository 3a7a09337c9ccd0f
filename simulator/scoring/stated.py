"""Facts given back rightly: in one of their wordings, numbers in any form, or by their number alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.scenario import Fact, FactType
from simulator.scoring import accounts, concepts, order, quantities, swaps
from simulator.scoring.finding import Finding, State
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

NEAR = {"zh": 14, "en": 40}  # characters within which a number belongs to an anchor
SMALL = 12.0  # smaller counts are so common that they need an anchor or a unit of their own


def worded(fact: Fact, facts: Sequence[Fact], view: View) -> Finding | None:
    """Look for the fact in any of its wordings."""
    best: Finding | None = None
    for wording in wordings_of(fact):
        found = _worded(fact, wording, facts, view)
        if found and (best is None or _rank(found) > _rank(best)):
            best = found
    return best


def wordings_of(fact: Fact) -> tuple[str, ...]:
    """Return the key, the clause in which a master restates it, and the aliases, each once."""
    return tuple(dict.fromkeys(w for w in (fact.key, fact.restated, *fact.aliases) if w))


def _rank(finding: Finding) -> tuple[int, int]:
    order = {State.HIT: 2, State.CONTRADICTED: 1, State.UNSURE: 0, State.ABSENT: -1}
    return order[finding.state], finding.end - finding.start


def _worded(fact: Fact, wording: str, facts: Sequence[Fact], view: View) -> Finding | None:
    """Look for one wording in every clause, numbers in any form."""
    numbers = quantities.find(wording, view.lang)
    concept = _without(wording, numbers)
    if numbers:
        return _verbatim(fact, wording, facts, view) or _composite(fact, concept, numbers, view)
    for start, end in accounts.stretches(view):
        found = concepts.find(concept, view.text[start:end], view.lang)
        if found is None:
            continue
        a, b = start + found.start, start + found.end
        if not accounts.is_account(view, a):
            continue
        if found.how == "loose" and _disordered(fact, wording, view.text[a:b], view):
            continue
        if not found.denied:
            return Finding(fact, State.HIT, a, b, how=found.how)
        if fact.type is FactType.EVENT and found.how == "exact" and accounts.asserted(view, a):
            return Finding(fact, State.CONTRADICTED, a, b)
    return None


def _disordered(fact: Fact, wording: str, text: str, view: View) -> bool:
    """Tell whether a text turns an ordered pair round."""
    return fact.type is FactType.PAIR and not order.keeps_order(wording, text, view.lang)


def _verbatim(fact: Fact, wording: str, facts: Sequence[Fact], view: View) -> Finding | None:
    """Look for a wording with its number letter for letter, where no other fact is worded so."""
    if not re.search(r"[^\W\d_]{2,}", wording):
        return None
    if any(wording in w for f in facts if f is not fact for w in wordings_of(f)):
        return None
    edge = r"(?<![\w.])" if view.lang == "en" else r"(?<![\d零一二两三四五六七八九十百千万第])"
    m = re.search(edge + re.escape(wording) + (r"(?!\w)" if view.lang == "en" else ""), view.text, re.IGNORECASE)
    if m is None or not accounts.is_account(view, m.start()):
        return None
    if not any(m.start() < q.end and q.start < m.end() for q in view.quantities):
        return None  # denied, or taken back
    return Finding(fact, State.HIT, *m.span())


def _without(wording: str, numbers: Sequence[Quantity]) -> str:
    """Cut the numbers out of a wording."""
    kept, at = [], 0
    for q in numbers:
        kept.append(wording[at : q.start])
        at = q.end
    return " ".join([*kept, wording[at:]]).strip()


def _composite(fact: Fact, concept: str, numbers: Sequence[Quantity], view: View) -> Finding | None:
    """Look for all numbers of a wording, and for its other words near them."""
    places = [_place_of(n, view) for n in numbers]
    found = [p for p in places if p is not None]
    if len(found) < len(numbers):
        return None
    if fact.type is FactType.PAIR and [q.start for q in found] != sorted(q.start for q in found):
        return None
    start, end = min(q.start for q in found), max(q.end for q in found)
    if not any(c.isalnum() for c in concept):
        return (
            None
            if needs_anchor(fact, found[0]) and not anchored(fact, found[0], view)
            else Finding(fact, State.HIT, start, end)
        )
    room = 2 * NEAR[view.lang]
    low, high = max(start - room, 0), min(end + room, len(view.text))
    near = concepts.find(concept, view.text[low:high], view.lang)
    if near is None or near.denied:
        return None
    return Finding(fact, State.HIT, min(start, low + near.start), max(end, low + near.end))


def _place_of(wanted: Quantity, view: View) -> Quantity | None:
    return next((q for q in view.quantities if q.agrees(wanted) and accounts.is_account(view, q.start)), None)


def needs_anchor(fact: Fact, q: Quantity) -> bool:
    """Tell whether a number is too common to speak for itself: small counts, short durations, a bare weekday."""
    if not fact.anchors:
        return False
    if q.kind is Kind.BARE or q.thing or (q.kind is Kind.COUNT and q.unit in {"times", ""}):
        return float(q.value) <= SMALL
    return q.kind is Kind.DURATION or (q.kind is Kind.DATE and not str(q.value)[:1].isdigit())


def anchored(fact: Fact, q: Quantity, view: View) -> bool:
    """Tell whether a number stands near a word that makes it about this fact."""
    clause = view.clauses[view.clause_at(q.start)]
    reach = NEAR[view.lang]
    around = view.text[max(q.start - reach, clause.start, 0) : min(q.end + reach, max(clause.end, q.end))]
    return any(concepts.mentions(anchor, around, view.lang) for anchor in fact.anchors)


def counted(fact: Fact, facts: Sequence[Fact], view: View) -> Finding | None:
    """Look for the number of a fact near its anchors, or alone where it can be about nothing else."""
    wanted = swaps.quantity_of(fact, view)
    if wanted is None or not swaps.is_numeric(fact):
        return None
    others = [o for f in facts if f is not fact for o in all_quantities(f, view)]
    alone = not any(o.agrees(wanted) for o in others)
    only = alone and not any(o.kind is wanted.kind and o.unit == wanted.unit for o in others)
    for q in view.quantities:
        if not q.agrees(wanted) or not accounts.is_account(view, q.start):
            continue
        speaks = alone and q.kind in {Kind.DURATION, Kind.DATE}
        speaks = speaks or (only and q.kind is Kind.COUNT and q.unit != "" and not q.thing and float(q.value) >= 2)
        if speaks or not needs_anchor(fact, q) or anchored(fact, q, view):
            return Finding(fact, State.HIT, q.start, q.end)
    return None


def all_quantities(fact: Fact, view: View) -> list[Quantity]:
    """Return the quantities of a fact: its own, and those of its wordings."""
    own = swaps.quantity_of(fact, view)
    found = [q for w in (fact.key, fact.statement, *fact.aliases) for q in quantities.find(w, view.lang)]
    return found if own is None else [own, *found]
