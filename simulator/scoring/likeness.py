"""Wordings that nobody foresaw: a clause close in meaning to a fact is perhaps that fact, never surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from simulator.domain.acts import Act
from simulator.domain.ports import SentenceEncoder
from simulator.domain.scenario import FactType
from simulator.scoring import accounts, concepts, quantities
from simulator.scoring.finding import Finding, State
from simulator.scoring.view import View

CLOSE = 0.55  # cosine from which a clause may give a fact back
MIRRORS = 0.5  # the classifier's word that the clause gives something back
FloatMatrix = npt.NDArray[np.float32]
_WORDED = {FactType.EVENT, FactType.OBJECT, FactType.PLACE, FactType.PERSON}


def perhaps(findings: Sequence[Finding], view: View, encoder: SentenceEncoder) -> tuple[Finding, ...]:
    """Return the findings, with facts that were not found but may be meant marked unsure.

    Only facts without a number, in clauses that give an account, with the same negation: the vectors can't tell
    three days from thirteen, nor refunded from not refunded.
    """
    clauses = [
        i
        for i, c in enumerate(view.clauses)
        if view.by_clause[i].get(Act.MIRROR, 0.0) >= MIRRORS and accounts.is_account(view, c.start)
    ]
    if not clauses:
        return tuple(findings)
    vectors = encoder.encode([view.clauses[i].text for i in clauses])
    return tuple(_perhaps(f, clauses, vectors, view, encoder) for f in findings)


def _perhaps(
    finding: Finding, clauses: Sequence[int], vectors: FloatMatrix, view: View, encoder: SentenceEncoder
) -> Finding:
    fact = finding.fact
    if finding.state is not State.ABSENT or fact.type not in _WORDED or quantities.find(fact.key, view.lang):
        return finding
    wordings = list(dict.fromkeys((fact.statement, fact.key, *fact.aliases)))
    near = (encoder.encode(wordings) @ vectors.T).max(axis=0)
    best = int(near.argmax())
    clause = view.clauses[clauses[best]]
    if near[best] < CLOSE or _denies(clause.text, view) != _denies(fact.key, view):
        return finding
    return replace(finding, state=State.UNSURE, start=clause.start, end=clause.end)


def _denies(text: str, view: View) -> bool:
    return concepts.negations(text, view.lang) % 2 == 1
