"""Facts in a reply: each is given back rightly, wrongly, possibly, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from simulator.domain.scenario import Fact, FactType
from simulator.scoring import accounts, concepts, quantities, swaps
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

SURE = 0.5  # a number heard less surely than this is never held against the agent
NEAR = {"zh": 14, "en": 40}  # characters within which a number belongs to an anchor
SMALL = 12.0  # smaller counts are so common that they need an anchor or a unit of their own


class State(StrEnum):
    """What became of one fact."""

    HIT = "hit"
    CONTRADICTED = "contradicted"
    UNSURE = "unsure"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reply says about a fact, and where (an empty span if nowhere)."""

    fact: Fact
    state: State
    start: int = 0
    end: int = 0
    numeric: bool = False


def find_all(facts: Sequence[Fact], view: View) -> tuple[Finding, ...]:
    """Return one finding for each fact.

    A number that fits another fact is never held against this one. A fact that the recogniser could not decide is
    not absent.
    """
    findings = [_find(fact, facts, view) for fact in facts]
    return tuple(_doubted(_settled(f, findings), view) for f in findings)


def _doubted(finding: Finding, view: View) -> Finding:
    """Return the finding as unsure where something like the fact was heard, and the sound did not decide."""
    if finding.state is State.ABSENT and finding.fact.id in view.transcript.doubtful:
        return Finding(finding.fact, State.UNSURE)
    return finding


def _settled(finding: Finding, findings: Sequence[Finding]) -> Finding:
    """Withdraw a contradicting wording that lies within the words of another fact's hit."""
    if finding.state is not State.CONTRADICTED or finding.numeric:
        return finding
    for other in findings:
        if other.state is State.HIT and other.start <= finding.start and finding.end <= other.end:
            return Finding(finding.fact, State.ABSENT)
    return finding


def _find(fact: Fact, facts: Sequence[Fact], view: View) -> Finding:
    wrong = _opposed(fact, view) or _disputed(fact, facts, view)
    swapped = swaps.swapped(fact, facts, view)
    if swapped:
        return Finding(fact, State.CONTRADICTED, swapped.start, swapped.end, numeric=True)
    right = _stated(fact, view) or _counted(fact, facts, view)
    if right and wrong and wrong.state is State.CONTRADICTED:
        return wrong if _weighs_more(wrong, right) else right
    return right or wrong or Finding(fact, State.ABSENT)


def _weighs_more(wrong: Finding, right: Finding) -> bool:
    """Tell whether a contradiction stands beside a hit: what is said last counts, unless both share their words."""
    return wrong.start > right.start and not (wrong.start < right.end and right.start < wrong.end)


def _stated(fact: Fact, view: View) -> Finding | None:
    """Look for the fact in any of its wordings."""
    best: Finding | None = None
    for wording in dict.fromkeys((fact.key, *fact.aliases)):
        found = _worded(fact, wording, view)
        if found and (best is None or _rank(found) > _rank(best)):
            best = found
    return best


def _rank(finding: Finding) -> tuple[int, int]:
    order = {State.HIT: 2, State.CONTRADICTED: 1, State.UNSURE: 0, State.ABSENT: -1}
    return order[finding.state], finding.end - finding.start


def _worded(fact: Fact, wording: str, view: View) -> Finding | None:
    """Look for one wording in every clause, numbers in any form."""
    numbers = quantities.find(wording, view.lang)
    concept = _without(wording, numbers)
    if numbers:
        return _composite(fact, concept, numbers, view)
    for start, end in accounts.stretches(view):
        found = concepts.find(concept, view.text[start:end], view.lang)
        if found is None:
            continue
        a, b = start + found.start, start + found.end
        if not accounts.is_account(view, a):
            continue
        if not found.denied:
            return Finding(fact, State.HIT, a, b)
        if fact.type is FactType.EVENT and found.how != "loose" and accounts.asserted(view, a):
            return Finding(fact, State.CONTRADICTED, a, b)
    return None


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
    start, end = min(q.start for q in found), max(q.end for q in found)
    if not _has_words(concept):
        return (
            None
            if _needs_anchor(fact, found[0]) and not _anchored(fact, found[0], view)
            else Finding(fact, State.HIT, start, end)
        )
    room = 2 * NEAR[view.lang]
    low, high = max(start - room, 0), min(end + room, len(view.text))
    near = concepts.find(concept, view.text[low:high], view.lang)
    if near is None or near.denied:
        return None
    return Finding(fact, State.HIT, min(start, low + near.start), max(end, low + near.end))


def _has_words(concept: str) -> bool:
    return sum(c.isalnum() for c in concept) >= 1


def _place_of(wanted: Quantity, view: View) -> Quantity | None:
    return next((q for q in view.quantities if q.agrees(wanted) and accounts.is_account(view, q.start)), None)


def _needs_anchor(fact: Fact, q: Quantity) -> bool:
    """Tell whether a number is too common to speak for itself: small counts, short durations, a bare weekday."""
    if not fact.anchors:
        return False
    if q.kind is Kind.BARE or (q.kind is Kind.COUNT and q.unit in {"times", "item", ""}):
        return float(q.value) <= SMALL
    return q.kind is Kind.DURATION or (q.kind is Kind.DATE and not str(q.value)[:1].isdigit())


def _anchored(fact: Fact, q: Quantity, view: View) -> bool:
    """Tell whether a number stands near a word that makes it about this fact."""
    clause = view.clauses[view.clause_at(q.start)]
    reach = NEAR[view.lang]
    around = view.text[max(q.start - reach, clause.start, 0) : min(q.end + reach, max(clause.end, q.end))]
    return any(concepts.mentions(anchor, around, view.lang) for anchor in fact.anchors)


def _counted(fact: Fact, facts: Sequence[Fact], view: View) -> Finding | None:
    """Look for the number of a fact near its anchors."""
    wanted = swaps.quantity_of(fact, view)
    if wanted is None:
        return None
    alone = not any(o.agrees(wanted) for f in facts if f is not fact for o in _all_quantities(f, view))
    for q in view.quantities:
        if not q.agrees(wanted) or not accounts.is_account(view, q.start):
            continue
        speaks = alone and q.kind in {Kind.DURATION, Kind.DATE}
        if speaks or not _needs_anchor(fact, q) or _anchored(fact, q, view):
            return Finding(fact, State.HIT, q.start, q.end)
    return None


def _disputed(fact: Fact, facts: Sequence[Fact], view: View) -> Finding | None:
    """Look for another number where the fact's own should stand."""
    wanted = swaps.quantity_of(fact, view)
    if wanted is None or wanted.rough:
        return None
    others = [o for f in facts if f is not fact for o in _all_quantities(f, view)]
    for q in view.quantities:
        if not q.disputes(wanted) or q.rough or _idle(q) or any(q.agrees(o) for o in others):
            continue
        if accounts.is_account(view, q.start) and accounts.asserted(view, q.start) and _about(fact, q, view):
            state = State.CONTRADICTED if view.confidence(q.start, q.end) >= SURE else State.UNSURE
            return Finding(fact, state, q.start, q.end, numeric=True)
    return None


def _idle(q: Quantity) -> bool:
    """Tell whether a number is a mere article: 一份, one."""
    return q.kind in {Kind.BARE, Kind.COUNT} and q.unit != "times" and q.value == 1.0


def _about(fact: Fact, q: Quantity, view: View) -> bool:
    """Tell whether a differing number can only be about this fact."""
    if fact.anchors:
        return _anchored(fact, q, view)
    return q.kind in {Kind.AMOUNT, Kind.DATE, Kind.CLOCK} or float(q.value) > SMALL


def _all_quantities(fact: Fact, view: View) -> list[Quantity]:
    own = swaps.quantity_of(fact, view)
    worded = [q for w in (fact.key, fact.statement, *fact.aliases) for q in quantities.find(w, view.lang)]
    return worded if own is None else [own, *worded]


def _opposed(fact: Fact, view: View) -> Finding | None:
    """Look for a wording that contradicts the fact, or for the fact without its "not"."""
    for wording in fact.opposites:
        found = _asserted_wording(fact, wording, view)
        if found:
            return found
    if fact.type is not FactType.EVENT:
        return None
    bare = [concepts.without_negation(w, view.lang) for w in (fact.key, *fact.aliases)]
    return next((f for w in bare if w and (f := _asserted_wording(fact, w, view, whole_clause=True))), None)


def _asserted_wording(fact: Fact, wording: str, view: View, *, whole_clause: bool = False) -> Finding | None:
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
        scope = clause.text if whole_clause else text[max(found.start - 6, 0) : found.start]
        if concepts.negations(scope, view.lang) and not concepts.negations(wording, view.lang):
            continue
        if accounts.asserted(view, a) and not accounts.taken_back(view, b):
            return Finding(fact, State.CONTRADICTED, a, b)
    return None
