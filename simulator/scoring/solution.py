"""A solution offered: an undertaking by somebody, with a time or now; or a clear choice; inside the policy."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.acts import Act
from simulator.domain.scenario import Policy
from simulator.domain.score import Outcome
from simulator.scoring import accounts, concepts, stuffing, wordings
from simulator.scoring.acts import best_clause
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

ASSURED = 0.4  # the classifier's word that makes "guaranteed" an over-promise
CERTAIN = 0.75  # the classifier's word that needs no such wording
LIKELY = 0.4  # the classifier's word from which a clause may hold a solution


@dataclass(frozen=True, slots=True)
class Offer:
    """What was offered.

    Parameters
    ----------
    missing
        Which of owner, action, time is not there.
    over
        True if more was promised than can be kept.
    """

    outcome: Outcome
    missing: tuple[str, ...] = ()
    over: bool = False
    start: int = 0
    end: int = 0


def judge(view: View, policy: Policy, acts: tuple[Act, ...]) -> Offer:
    """Return what the reply offers, by the rubric."""
    text, lang = view.text, view.lang
    if stuffing.earns_nothing(text, lang) or stuffing.is_echo(text, view.customer, lang):
        return Offer(Outcome.NONE)
    over = _over_promise(view, policy)
    if over:
        return Offer(Outcome.NONE, over=True, start=over[0], end=over[1])
    offers = [o for i in range(len(view.clauses)) if (o := _clause_offer(view, i))]
    solves = bool({Act.OFFER_SOLUTION, Act.ESCALATE} & set(acts)) or max((p for _, _, p in offers), default=0.0) >= 0.6
    if not offers or not solves or _shut(view, acts):
        return Offer(Outcome.NONE)
    return _rated(view, offers)


def _over_promise(view: View, policy: Policy) -> tuple[int, int] | None:
    """Return the words that promise too much: beyond the policy, or what the classifier and the wording call so."""
    for wording in policy.beyond:
        found = concepts.find(wording, view.text, view.lang)
        if found and found.how != "loose" and not found.denied:
            return found.start, found.end
    p = view.whole.get(Act.OVER_PROMISE, 0.0)
    assured = wordings.search("assures", view.text, view.lang)
    if assured and p >= ASSURED:
        return assured.span()
    if p < CERTAIN:
        return None
    best = view.clauses[best_clause(view, Act.OVER_PROMISE)]
    return best.start, best.end


def _shut(view: View, acts: tuple[Act, ...]) -> bool:
    """Tell whether a door is shut harder than another is opened."""
    offer = max(view.whole.get(Act.OFFER_SOLUTION, 0.0), view.whole.get(Act.ESCALATE, 0.0))
    return max(view.whole.get(Act.STONEWALL, 0.0), view.whole.get(Act.SARCASM, 0.0)) > max(offer, 0.5)


def _clause_offer(view: View, index: int) -> tuple[int, int, float] | None:
    clause, acts = view.clauses[index], view.by_clause[index]
    p = max(acts.get(Act.OFFER_SOLUTION, 0.0), acts.get(Act.ESCALATE, 0.0))
    rival = max(
        acts.get(a, 0.0)
        for a in (
            Act.MIRROR,
            Act.STONEWALL,
            Act.BLAME_CUSTOMER,
            Act.INFORMATION_REQUEST,
            Act.PROBE_EXPECTATION,
            Act.SARCASM,
        )
    )
    undertaken = accounts.undertakes(clause.text, view.lang)
    if p >= LIKELY and (p >= rival or undertaken):
        return clause.start, clause.end, p
    return (clause.start, clause.end, p) if undertaken and p >= LIKELY / 2 and rival < 0.5 else None


def _rated(view: View, offers: list[tuple[int, int, float]]) -> Offer:
    low, high = offers[0][0], offers[-1][1]
    text = _with_neighbours(view, offers)
    there = {
        "owner": wordings.search("owner", text, view.lang) is not None,
        "action": wordings.search("action", text, view.lang) is not None,
        "time": _timed(view, offers, text),
    }
    missing = tuple(name for name, found in there.items() if not found)
    choice = wordings.search("choice", text, view.lang) and not wordings.search("vague", text, view.lang)
    concrete = there["action"] and (there["time"] or choice)
    return Offer(Outcome.CREDIT if concrete else Outcome.PARTIAL, missing, start=low, end=high)


def _with_neighbours(view: View, offers: list[tuple[int, int, float]]) -> str:
    """Return the words from the first to the last clause that offers, and the clause after it."""
    last = view.clause_at(offers[-1][0])
    end = view.clauses[min(last + 1, len(view.clauses) - 1)].end
    first = max(view.clause_at(offers[0][0]) - 1, 0)
    return view.text[view.clauses[first].start : end]


def _timed(view: View, offers: list[tuple[int, int, float]], text: str) -> bool:
    """Tell whether a time is named: a clock time, a day, a number of hours, or now."""
    if wordings.search("now", text, view.lang) is not None:
        return True
    start = view.text.find(text)
    return any(_is_time(q) for q in view.quantities if start <= q.start < start + len(text))


def _is_time(q: Quantity) -> bool:
    return q.kind in {Kind.CLOCK, Kind.DURATION, Kind.DATE}
