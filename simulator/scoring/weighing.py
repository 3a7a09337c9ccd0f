"""Rules and reading, weighed together: wording that nobody foresaw gives a fact back too, or gets it wrong.

Rules know numbers, dates, names and the wordings that an author foresaw; the trained reading knows the sense. How much
each says was fitted on replies that neither had seen (``data/models/train_weighing.py``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from simulator.domain.acts import Act
from simulator.domain.ports import FactReader, FactReading
from simulator.domain.scenario import Fact, FactType
from simulator.scoring import accounts, swaps
from simulator.scoring.finding import Finding, State
from simulator.scoring.view import View

FIGURES = (
    "rule_right", "rule_wrong", "rule_wrong_number", "right", "wrong", "right_of_number", "wrong_of_number", "number",
    "rule_right_read_wrong", "mirror",
)  # fmt: skip
WRONG, RIGHT, PERHAPS = 0.6, 0.7, 0.4  # how probable an outcome must be to be taken as such
WRONG_ALONE = 0.8  # the same, where no rule found anything: to call a right word wrong is the worse error
SURE_HEARD = 0.5  # how surely every word of a clause must have been heard before it is held against somebody
_LEAST = 1e-4
_NUMBERS = {FactType.NUMBER, FactType.DATE, FactType.AMOUNT}
FloatVector = npt.NDArray[np.float64]


@cache
def _weights() -> tuple[FloatVector, FloatVector]:
    """Return the weights (outcomes, figures) and intercepts of: absent, right, wrong."""
    read = json.loads((files(__package__) / "weighing.json").read_text(encoding="utf-8"))
    return np.array(read["weights"]), np.array(read["intercept"])


def weighed(findings: Sequence[Finding], view: View, reader: FactReader | None) -> tuple[Finding, ...]:
    """Return the findings of the rules, each weighed against the reading where there is one.

    A fact that is no sentence can't be read, and is left to the rules.
    """
    readable = [f for f in findings if is_sentence(f.fact) and f.state is not State.UNSURE]
    if reader is None or not readable or not _speaks(findings, view):
        return tuple(findings)
    readings = dict(zip([f.fact.id for f in readable], reader.read(view.text, [f.fact for f in readable]), strict=True))
    return tuple(_weighed(f, readings[f.fact.id], view) if f.fact.id in readings else f for f in findings)


def is_sentence(fact: Fact) -> bool:
    """Tell whether a fact states something, beyond its core."""
    return bool(fact.statement) and fact.statement != fact.key


def _speaks(findings: Sequence[Finding], view: View) -> bool:
    """Tell whether a reply may give anything back at all."""
    return any(f.state is not State.ABSENT for f in findings) or view.whole.get(Act.MIRROR, 0.0) >= 0.1


def figures(finding: Finding, reading: FactReading, view: View) -> FloatVector:
    """Return the `FIGURES` of one fact."""
    number = float(finding.fact.type in _NUMBERS or swaps.quantity_of(finding.fact, view) is not None)
    right = float(np.log((reading.right + _LEAST) / (reading.absent + _LEAST)))
    wrong = float(np.log((reading.wrong + _LEAST) / (reading.absent + _LEAST)))
    hit, against = finding.state is State.HIT, finding.state is State.CONTRADICTED
    return np.array([
        hit, against, against and finding.numeric, right, wrong, number * right, number * wrong, number,
        hit * (wrong - right), view.whole.get(Act.MIRROR, 0.0),
    ], float)  # fmt: skip


def outcomes(own: FloatVector) -> FloatVector:
    """Return how probable it is that a fact is absent, right, wrong, by its figures."""
    weights, intercept = _weights()
    scores = weights @ own + intercept
    powers = np.exp(scores - scores.max())
    shares: FloatVector = powers / powers.sum()
    return shares


def _weighed(finding: Finding, reading: FactReading, view: View) -> Finding:
    _, right, wrong = outcomes(figures(finding, reading, view))
    clause = view.clauses[view.clause_at(reading.at)]
    found = finding.state is not State.ABSENT
    start, end = (finding.start, finding.end) if found else (clause.start, clause.end)
    if not found and not _tells(view, clause.start):
        return finding
    placed = replace(finding, start=start, end=end)
    if wrong >= WRONG:
        sure = found or wrong >= WRONG_ALONE
        held = sure and view.confidence(start, end) >= SURE_HEARD
        return replace(placed, state=State.CONTRADICTED if held else State.UNSURE)
    if right >= RIGHT:
        return replace(placed, state=State.HIT)
    return replace(placed, state=State.UNSURE) if right >= PERHAPS else Finding(finding.fact, State.ABSENT)


def _tells(view: View, at: int) -> bool:
    return accounts.is_account(view, at) and accounts.asserted(view, at) and not accounts.offers(view, at)
