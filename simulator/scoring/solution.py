"""A solution offered: an undertaking by somebody, with a time or now; or a clear choice; inside the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.domain.acts import Act
from simulator.domain.scenario import Policy
from simulator.domain.score import Outcome
from simulator.scoring import accounts, promises, stuffing, wordings
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

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
    named
        True if the policy itself names that as too much.
    """

    outcome: Outcome
    missing: tuple[str, ...] = ()
    over: bool = False
    named: bool = False
    start: int = 0
    end: int = 0


def judge(view: View, policy: Policy, acts: tuple[Act, ...]) -> Offer:
    """Return what the reply offers, by the rubric."""
    text, lang = view.text, view.lang
    if stuffing.earns_nothing(text, lang) or stuffing.is_echo(text, view.customer, lang):
        return Offer(Outcome.NONE)
    over = promises.broken(view, policy)
    if over:
        named = promises.named(view, policy) == over
        return Offer(Outcome.NONE, over=True, named=named, start=over[0], end=over[1])
    offers = [o for i in range(len(view.clauses)) if (o := _clause_offer(view, i))]
    if _shut(view):
        return Offer(Outcome.NONE)
    solves = bool({Act.OFFER_SOLUTION, Act.ESCALATE} & set(acts)) or max((p for _, _, p in offers), default=0.0) >= 0.6
    rated = _rated(view, offers) if offers else None
    if rated and (solves or rated.outcome is Outcome.CREDIT):
        return rated
    return _weak(view) or Offer(Outcome.NONE)


def _shut(view: View) -> bool:
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
    if undertaken and _mirrors(acts):
        return None
    if p >= LIKELY and (p >= rival or undertaken):
        return clause.start, clause.end, p
    if undertaken and (p >= LIKELY / 2 or _concrete(clause.text, view)) and rival < 0.5:
        return clause.start, clause.end, p
    return None


def _mirrors(acts: Mapping[Act, float]) -> bool:
    mirror = acts.get(Act.MIRROR, 0.0)
    return mirror >= 0.5 and mirror > max(acts.get(Act.OFFER_SOLUTION, 0.0), acts.get(Act.ESCALATE, 0.0))


def _concrete(text: str, view: View) -> bool:
    """Tell whether a clause has an action and a time by its wording."""
    start = view.text.find(text)
    return wordings.search("action", text, view.lang) is not None and _timed(view, start, start + len(text))


def _weak(view: View) -> Offer | None:
    """Return an offer that nobody can be held to, or a step that is left to the customer alone.

    None if there is none.
    """
    for i, clause in enumerate(view.clauses):
        acts = view.by_clause[i]
        weak = wordings.search("weak_offer", clause.text, view.lang) or wordings.search(
            "left_to_customer", clause.text, view.lang
        )
        against = max(acts.get(a, 0.0) for a in (Act.MIRROR, Act.STONEWALL, Act.SARCASM, Act.BLAME_CUSTOMER))
        whole = max(view.whole.get(a, 0.0) for a in (Act.STONEWALL, Act.SARCASM))
        if weak and against < 0.6 and whole < 0.6:
            return Offer(Outcome.PARTIAL, ("owner", "time"), start=clause.start, end=clause.end)
    return None


def _rated(view: View, offers: list[tuple[int, int, float]]) -> Offer:
    low, high = offers[0][0], offers[-1][1]
    first, last = _with_neighbours(view, offers)
    text = view.text[first:last]
    there = {
        "owner": wordings.search("owner", text, view.lang) is not None,
        "action": wordings.search("action", text, view.lang) is not None,
        "time": _timed(view, first, last),
    }
    missing = tuple(name for name, found in there.items() if not found)
    choice = wordings.search("choice", text, view.lang) and not wordings.search("vague", text, view.lang)
    concrete = there["action"] and (there["time"] or choice)
    return Offer(Outcome.CREDIT if concrete else Outcome.PARTIAL, missing, start=low, end=high)


def _with_neighbours(view: View, offers: list[tuple[int, int, float]]) -> tuple[int, int]:
    """Return the span from the first to the last clause that offers, with the clauses beside it that tell nothing."""
    first, last = view.clause_at(offers[0][0]), view.clause_at(offers[-1][0])
    if first and not _mirrors(view.by_clause[first - 1]):
        first -= 1
    if last + 1 < len(view.clauses) and not _mirrors(view.by_clause[last + 1]):
        last += 1
    return view.clauses[first].start, view.clauses[last].end


def _timed(view: View, start: int, end: int) -> bool:
    """Tell whether a time is named in a span: a clock time, a day, a number of hours, or now."""
    if wordings.search("now", view.text[start:end], view.lang) is not None:
        return True
    return any(_is_time(q) for q in view.quantities if start <= q.start < end)


def _is_time(q: Quantity) -> bool:
    return q.kind in {Kind.CLOCK, Kind.DURATION, Kind.DATE}
