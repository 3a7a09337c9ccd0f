"""Wordings that nobody foresaw are perhaps a fact, never surely, and never against the number or the negation."""

from __future__ import annotations

import numpy as np
import pytest
from complaints import FACTS, view_of

from simulator.domain.acts import Act
from simulator.scoring.facts import State, find_all
from simulator.scoring.likeness import perhaps
from simulator.scoring.view import View


class OneMeaning:
    """Finds all sentences alike."""

    def encode(self, texts):
        """Return the same vector for each."""
        return np.ones((len(texts), 4), np.float32) / 2


def states(text, mirror, lang="zh"):
    bare = view_of(text, lang)
    view = View(bare.transcript, lang, bare.clauses, tuple({Act.MIRROR: mirror} for _ in bare.clauses), {})
    return {f.fact.id: f.state for f in perhaps(find_all(FACTS[lang], view), view, OneMeaning())}


def test_only_perhaps():
    """A likeness makes a wording unsure, never a hit; numbers need numbers."""
    found = states("它隔三差五就罢工", 0.9)
    assert found["crash"] is State.UNSURE
    assert found["repairs"] is State.ABSENT
    assert found["price"] is State.ABSENT


@pytest.mark.parametrize(("text", "mirror"), [("它隔三差五就罢工", 0.1), ("它从来没罢工", 0.9)])
def test_not_even_perhaps(text, mirror):
    """Without a mirror, or with the other negation, there is no likeness."""
    assert states(text, mirror)["crash"] is State.ABSENT


def test_found_stays_found():
    """What was found by its words is left as it is."""
    assert states("手机死机", 0.9)["crash"] is State.HIT
    assert states("手机已经修好了", 0.9)["crash"] is State.CONTRADICTED
