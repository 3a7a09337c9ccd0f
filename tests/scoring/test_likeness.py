"""Wordings that nobody foresaw give a fact back when they are close enough.

Never against the number or the negation.
"""

from __future__ import annotations

import numpy as np
import pytest
from complaints import FACTS, view_of

from simulator.domain.acts import Act
from simulator.scoring import closeness
from simulator.scoring.facts import State, find_all
from simulator.scoring.likeness import perhaps, probabilities
from simulator.scoring.view import View

FAULT = ("死机", "黑屏", "重启", "罢工", "crash", "freez")


class TwoMeanings:
    """Finds all sentences about the fault alike, and all others unlike them."""

    def encode(self, texts):
        """Return one of two vectors for each, a little apart by length."""
        rows = [[1.0, 0.05] if any(w in t for w in FAULT) else [0.05, 1.0] for t in texts]
        return np.array(rows, np.float32) if rows else np.zeros((0, 2), np.float32)


def states(text, mirror, lang="zh"):
    bare = view_of(text, lang)
    acts = {Act.MIRROR: mirror}
    view = View(bare.transcript, lang, bare.clauses, tuple(acts for _ in bare.clauses), acts)
    return {f.fact.id: f.state for f in perhaps(find_all(FACTS[lang], view), view, TwoMeanings())}


def test_close_enough():
    """Words that nobody listed count when they are close to one fact and to no other; numbers need numbers."""
    found = states("它隔三差五就罢工", 0.9)
    assert found["crash"] in (State.HIT, State.UNSURE)
    assert found["repairs"] is State.ABSENT
    assert found["price"] is State.ABSENT


def test_no_mirror_no_likeness():
    """Where nothing is given back, nothing is close."""
    assert states("它隔三差五就罢工", 0.1)["crash"] is State.ABSENT


def test_found_stays_found():
    """What was found by its words is left as it is."""
    assert states("手机死机", 0.9)["crash"] is State.HIT
    assert states("手机已经修好了", 0.9)["crash"] is State.CONTRADICTED


@pytest.mark.parametrize(("name", "rises"), [("nearest", True), ("content", True), ("numbers_differ", False)])
def test_what_speaks_for_a_fact(name, rises):
    """The nearer, and the more content is shared, the likelier; a number that differs speaks against it."""
    figures = np.full(len(closeness.NAMES), 0.5)
    more = figures.copy()
    more[closeness.NAMES.index(name)] += 0.3
    assert bool(probabilities(more)[1] > probabilities(figures)[1]) is rises
    assert probabilities(more).sum() == pytest.approx(1.0)
