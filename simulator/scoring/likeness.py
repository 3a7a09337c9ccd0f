"""Wordings that nobody foresaw: a stretch close enough to a fact gives it back; one that is nearly so perhaps does.

The weights were fitted on the scenarios' own wordings, each held out once (``data/models/train_likeness.py``).
Vectors can't
tell three days from thirteen, nor refunded from not refunded: numbers and negations are figures of their own, and a
number
must agree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np

from simulator.domain.acts import Act
from simulator.domain.ports import SentenceEncoder
from simulator.domain.scenario import Fact
from simulator.scoring import accounts, closeness, quantities, swaps
from simulator.scoring.closeness import FloatVector
from simulator.scoring.finding import Finding, State
from simulator.scoring.view import View

SURE, PERHAPS = 0.75, 0.5  # how probable it must be that a stretch gives a fact back, surely and perhaps
MIRRORS = 0.3  # the classifier's word that the reply gives something back
Span = tuple[int, int]


@cache
def _weights() -> tuple[FloatVector, FloatVector]:
    """Return the weights (classes, figures) and intercepts of: neither, given back, contradicted."""
    read = json.loads((files(__package__) / "likeness.json").read_text(encoding="utf-8"))
    return np.array(read["weights"]), np.array(read["intercept"])


def probabilities(figures: FloatVector) -> FloatVector:
    """Return how probable it is that a stretch says nothing of a fact, gives it back, contradicts it."""
    weights, intercept = _weights()
    scores = weights @ figures + intercept
    powers = np.exp(scores - scores.max())
    shares: FloatVector = powers / powers.sum()
    return shares


def perhaps(findings: Sequence[Finding], view: View, encoder: SentenceEncoder) -> tuple[Finding, ...]:
    """Return the findings, with facts that were told in unforeseen words marked as given back, or as unsure."""
    if all(f.state is not State.ABSENT for f in findings) or view.whole.get(Act.MIRROR, 0.0) < MIRRORS:
        return tuple(findings)
    spans = _stretches(view)
    facts = [f.fact for f in findings]
    return tuple(_judged(f, facts, spans, view, encoder) if f.state is State.ABSENT else f for f in findings)


def _stretches(view: View) -> list[Span]:
    """Return the clauses that give an account, and each two that follow one another in one sentence."""
    told = [i for i in range(len(view.clauses)) if _tells(view, i)]
    spans = [(view.clauses[i].start, view.clauses[i].end) for i in told]
    for i in told:
        if i + 1 in told and not any(
            c in "。！？!?" for c in view.text[view.clauses[i].end : view.clauses[i + 1].start]
        ):
            spans.append((view.clauses[i].start, view.clauses[i + 1].end))
    return spans


def _tells(view: View, index: int) -> bool:
    start = view.clauses[index].start
    return accounts.is_account(view, start) and accounts.asserted(view, start) and not accounts.offers(view, start)


def _judged(
    finding: Finding, facts: Sequence[Fact], spans: Sequence[Span], view: View, encoder: SentenceEncoder
) -> Finding:
    fact = finding.fact
    if not closeness.wordings(fact):
        return finding
    others = [f for f in facts if f is not fact]
    wanted = swaps.quantity_of(fact, view)
    best, place = 0.0, (0, 0)
    for start, end in spans:
        text = view.text[start:end]
        if wanted is not None and not any(q.agrees(wanted) for q in quantities.find(text, view.lang)):
            continue
        p = float(probabilities(closeness.figures(fact, others, text, view.lang, encoder))[1])
        if p > best:
            best, place = p, (start, end)
    if best < PERHAPS:
        return finding
    return replace(finding, state=State.HIT if best >= SURE else State.UNSURE, start=place[0], end=place[1])
