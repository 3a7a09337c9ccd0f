"""Facts in a reply: each is given back rightly, wrongly, possibly, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.scenario import Fact
from simulator.scoring import accounts, disputed, polarity, roles, stated, swaps
from simulator.scoring.finding import Finding, State
from simulator.scoring.view import View

__all__ = ["Finding", "State", "find_all"]


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


LEAST_CLAUSE = {"zh": 5, "en": 15}  # letters of a clause that is no coincidence


def _settled(finding: Finding, findings: Sequence[Finding]) -> Finding:
    """Withdraw a contradicting wording that lies within the words of another fact's hit."""
    if finding.state is not State.CONTRADICTED or finding.numeric:
        return finding
    for other in findings:
        if other.state is State.HIT and other.start <= finding.start and finding.end <= other.end:
            return Finding(finding.fact, State.ABSENT)
    return finding


def _find(fact: Fact, facts: Sequence[Fact], view: View) -> Finding:
    own = _verbatim(fact, view)
    if own:
        return own
    exchanged = swaps.swapped(fact, facts, view)
    if exchanged:
        return Finding(fact, State.CONTRADICTED, exchanged.start, exchanged.end, numeric=True)
    turned = roles.reversed_role(fact, facts, view)
    if turned:
        return Finding(fact, State.CONTRADICTED, *turned)
    wrong = disputed.opposed(fact, view) or disputed.number(fact, facts, view)
    right = stated.worded(fact, facts, view) or stated.counted(fact, facts, view) or _in_other_words(fact, view)
    if right and wrong and wrong.state is State.CONTRADICTED:
        return wrong if _weighs_more(wrong, right) else right
    return right or wrong or Finding(fact, State.ABSENT)


def _verbatim(fact: Fact, view: View) -> Finding | None:
    """Look for the clause of a fact without a number, word for word: no other wording speaks against that."""
    own = fact.restated.rstrip("。.，, ").lower()
    at = view.text.lower().find(own) if len(own) >= LEAST_CLAUSE[view.lang] and fact.value is None else -1
    if at < 0 or not accounts.asserted(view, at) or accounts.taken_back(view, at + len(own)):
        return None
    return Finding(fact, State.HIT, at, at + len(own))


def _in_other_words(fact: Fact, view: View) -> Finding | None:
    """Look for a fact without a number, told with synonyms."""
    if swaps.quantity_of(fact, view) is not None:
        return None
    span = polarity.same(fact, view)
    return Finding(fact, State.HIT, *span, how="loose") if span else None


def _weighs_more(wrong: Finding, right: Finding) -> bool:
    """Tell whether a contradiction stands beside a hit: what is said last counts, unless both share their words.

    An opposite word for word weighs more than a hit with most of the words, or by sound.
    """
    if wrong.how == "exact" and right.how in {"loose", "sound"}:
        return True
    return wrong.start > right.start and not (wrong.start < right.end and right.start < wrong.end)
