"""The agent's words that fired a row: the evidence whose reference the row's conditions ask about."""

from __future__ import annotations

from simulator.domain.customer import Appraisal, CustomerState
from simulator.domain.score import Evidence
from simulator.domain.table import Condition, Row

_SCORES = frozenset({"mirror", "label", "solution"})
MOST_NAMED = 3  # a condition that names more outcomes only excludes one, and nothing was said to cite


def words_for(row: Row, state: CustomerState, reply: Appraisal) -> tuple[Evidence, ...]:
    """Return the evidence behind a row's conditions; without any, that of whatever the reply did."""
    wanted = {ref for c in row.when for ref in _refs(c, state, reply)}
    return _among(reply.words, wanted) or _among(reply.words, {str(act) for act in reply.acts})


def promises_in(reply: Appraisal) -> tuple[str, ...]:
    """Return the over-promises of a reply, verbatim."""
    spans = tuple(e.text for e in reply.words if e.ref == "over_promise" and e.text)
    return spans or ("",)  # promised, though no words can be named


def _among(words: tuple[Evidence, ...], refs: set[str]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for e in words if e.ref in refs))


def _refs(condition: Condition, state: CustomerState, reply: Appraisal) -> set[str]:
    subject = condition.subject
    if subject == "acts":
        return {str(v) for v in condition.values if v in reply.acts and condition.test != "none"}
    if subject in _SCORES:
        if len(condition.values) > MOST_NAMED:
            return set()
        return {subject, *(reply.facts_hit if subject == "mirror" else ())}
    return {
        "label_kind": {"label"},
        "loaded": {"loaded", "mirror"},
        "delivery": {"delivery"},
        "facts_hit": set(reply.facts_hit),
        "facts_wrong": set(reply.facts_contradicted),
        "restated": set(state.contradicted),
        "awaiting": set(state.contradicted) | {"mirror"},
    }.get(subject, set())
