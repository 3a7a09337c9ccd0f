"""Rules and reading weighed together: unforeseen wording counts, and no reading wins over exact words for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from complaints import FACTS, view_of

from simulator.domain.acts import Act
from simulator.domain.ports import FactReading
from simulator.domain.transcript import Transcript, Word
from simulator.scoring import weighing
from simulator.scoring.facts import State, find_all
from simulator.scoring.view import View

ABSENT, RIGHT, WRONG = (0.96, 0.02, 0.02), (0.01, 0.98, 0.01), (0.01, 0.01, 0.98)
ODD = "它隔三差五就罢工"


class Believes:
    """A reading that is set for one fact and finds all others absent."""

    def __init__(self, fact, shares, at=0) -> None:
        self.models, self._fact, self._shares, self._at, self.asked = {}, fact, shares, at, []

    def read(self, text, facts):
        """Return what was set."""
        self.asked.append((text, [f.id for f in facts]))
        return [FactReading(*(self._shares if f.id == self._fact else ABSENT), self._at) for f in facts]


def view(text, mirror=0.9, offer=0.0, lang="zh"):
    bare = view_of(text, lang)
    acts = {Act.MIRROR: mirror, Act.OFFER_SOLUTION: offer}
    return View(bare.transcript, lang, bare.clauses, tuple(acts for _ in bare.clauses), acts)


def states(text, reader, mirror=0.9, offer=0.0):
    own = view(text, mirror, offer)
    return {f.fact.id: f for f in weighing.weighed(find_all(FACTS["zh"], own), own, reader)}


def test_unforeseen_words_count():
    """A fact that the reading finds given back counts, and the clause that it stands in is cited."""
    found = states(ODD, Believes("crash", RIGHT))["crash"]
    assert found.state is State.HIT
    assert ODD[found.start : found.end] == ODD


def test_unforeseen_contradictions_count_against():
    """A fact that the reading finds turned round is held against the reply."""
    assert states(ODD, Believes("crash", WRONG))["crash"].state is State.CONTRADICTED


def test_a_doubtful_contradiction_is_left_open():
    """Where no rule found anything, a reading that is only fairly sure of a contradiction settles nothing."""
    assert states(ODD, Believes("crash", (0.1, 0.1, 0.8)))["crash"].state is State.UNSURE


def test_what_was_badly_heard_is_not_held_against_anybody():
    """The same words, of which the recogniser is unsure, are left open."""
    own = view(ODD)
    heard = Transcript("zh", ODD, ODD, (Word(ODD, 0.0, 2.0, 0.2),), confidence=0.4)
    own = replace(own, transcript=heard)
    found = {f.fact.id: f for f in weighing.weighed(find_all(FACTS["zh"], own), own, Believes("crash", WRONG))}
    assert found["crash"].state is State.UNSURE


def test_offers_give_nothing_back():
    """A clause that offers something tells no fact, whatever the reading makes of it."""
    text = "我马上给您安排换一台新手机"
    assert states(text, Believes("crash", RIGHT), mirror=0.4, offer=0.9)["crash"].state is State.ABSENT


def test_exact_words_beat_a_vague_reading():
    """What the rules found is kept when the reading is undecided."""
    assert states("手机死机", Believes("crash", (0.4, 0.4, 0.2)))["crash"].state is State.HIT


def test_no_mirror_is_not_read():
    """Where nothing is given back, nothing is read: it costs no time."""
    reader = Believes("crash", RIGHT)
    assert states(ODD, reader, mirror=0.01)["crash"].state is State.ABSENT
    assert reader.asked == []


def test_without_a_reading_the_rules_decide():
    """No reader, no change."""
    own = view("手机死机")
    findings = find_all(FACTS["zh"], own)
    assert weighing.weighed(findings, own, None) == tuple(findings)


@pytest.mark.parametrize(("name", "outcome"), [("rule_right", 1), ("right", 1), ("rule_wrong_number", 2), ("wrong", 2)])
def test_what_speaks_for_an_outcome(name, outcome):
    """A rule's word and the reading's word raise what they say."""
    own = weighing.np.zeros(len(weighing.FIGURES))
    more = own.copy()
    more[weighing.FIGURES.index(name)] += 1
    assert weighing.outcomes(more)[outcome] > weighing.outcomes(own)[outcome]
    assert weighing.outcomes(more).sum() == pytest.approx(1.0)
