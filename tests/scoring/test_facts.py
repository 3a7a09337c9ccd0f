"""Facts given back rightly, wrongly, possibly, or not at all."""

from __future__ import annotations

import pytest
from complaints import FACTS, heard, view_of

from simulator.domain.scenario import Fact, FactType
from simulator.scoring.clauses import split
from simulator.scoring.facts import State, find_all
from simulator.scoring.view import View


def states(text, lang="zh", facts=None):
    return {f.fact.id: f.state for f in find_all(facts or FACTS[lang], view_of(text, lang))}


@pytest.mark.parametrize(
    ("lang", "text", "hit"),
    [
        ("zh", "三月五号买的，花了两千六，修了三次还死机", {"date", "repairs", "crash", "price"}),
        ("zh", "3月5日您买的手机，前后送修三回，还是黑屏", {"date", "repairs", "crash"}),
        ("zh", "手机修了两次，不对，三次，钱是2600块", {"repairs", "price"}),
        ("zh", "您的手机老是丝机", {"crash"}),
        ("en", "you bought it on the fifth of March and paid two hundred and sixty pounds", {"date", "price"}),
        ("en", "it was repaired three times and it's still crashing", {"repairs", "crash"}),
        ("en", "three times in the repair shop and the thing keeps crashing", {"repairs", "crash"}),
        ("zh", "今天天气不错", set()),
        ("en", "thank you for calling", set()),
    ],
)
def test_hits(lang, text, hit):
    """Any number format, homophone or order of words gives the fact back."""
    assert {i for i, s in states(text, lang).items() if s is State.HIT} == hit


@pytest.mark.parametrize(
    ("lang", "text", "wrong"),
    [
        ("zh", "手机是三月六号买的，修了三次", {"date"}),
        ("zh", "修了两次还是死机", {"repairs"}),
        ("zh", "手机已经修好了", {"crash"}),
        ("zh", "手机没死机", {"crash"}),
        ("en", "you bought it on March sixth", {"date"}),
        ("en", "it was repaired twice and keeps crashing", {"repairs"}),
        ("en", "you paid 280 pounds", {"price"}),
        ("en", "and now it's fixed", {"crash"}),
    ],
)
def test_contradictions(lang, text, wrong):
    """A wrong number, a wrong date, an opposite, a flipped negation contradicts."""
    assert {i for i, s in states(text, lang).items() if s is State.CONTRADICTED} == wrong


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "我三天内给您退两千块"),
        ("zh", "师傅后天上门两次"),
        ("zh", "如果修了两次的话"),
        ("zh", "您等了五天，打了四个电话"),
        ("en", "I'll call you on March ninth"),
        ("en", "we'll repair it twice if need be"),
        ("en", "you waited five days"),
    ],
)
def test_no_contradiction_elsewhere(lang, text):
    """A number in an offer, under a condition, or about something else contradicts nothing."""
    assert State.CONTRADICTED not in states(text, lang).values()


def test_fact_in_an_offer_is_no_hit():
    """A fact that is only part of an undertaking is not given back."""
    assert states("我马上给您安排第三次修的单子")["repairs"] is State.ABSENT


def test_doubtful_number_is_never_held_against_anybody():
    """A wrong number that was hardly heard is unsure; the same number heard well is wrong."""

    def state(confidence):
        text = "您修了两次"
        clauses = split(text, "zh")
        view = View(heard(text, "zh", confidence), "zh", clauses, tuple({} for _ in clauses), {})
        return next(f.state for f in find_all(FACTS["zh"], view) if f.fact.id == "repairs")

    assert state(0.2) is State.UNSURE
    assert state(0.9) is State.CONTRADICTED


def test_numerals_are_never_folded():
    """四 is not 十, however alike they sound."""
    fact = Fact("n", FactType.NUMBER, "等了四天", "等了四天", value=4, unit="天", anchors=("等",))
    assert states("您等了十天", facts=(fact,))["n"] is State.CONTRADICTED


def test_exchanged_facts():
    """Two values in each other's place are both wrong."""
    facts = (
        Fact("asked", FactType.NUMBER, "ordered sixteen inch", "16 inch", value=16, unit="inch", anchors=("ordered",)),
        Fact("got", FactType.NUMBER, "received fourteen inch", "14 inch", value=14, unit="inch", anchors=("received",)),
    )
    right = states("you ordered a sixteen inch and received a fourteen inch one", "en", facts)
    swapped = states("you ordered a fourteen inch and received a sixteen inch one", "en", facts)
    assert set(right.values()) == {State.HIT}
    assert set(swapped.values()) == {State.CONTRADICTED}


def test_ordered_pair():
    """An ordered pair turned round is wrong."""
    pair = (Fact("way", FactType.PAIR, "上海飞三亚", "上海飞三亚"),)
    assert states("您订的是上海飞三亚的票", facts=pair)["way"] is State.HIT
    assert states("您订的是三亚飞上海的票", facts=pair)["way"] is State.CONTRADICTED


def test_spans_are_verbatim():
    """What is found stands in the reply at its span."""
    text = "三月五号买的，修了三次还死机"
    for finding in find_all(FACTS["zh"], view_of(text, "zh")):
        assert finding.state is State.ABSENT or text[finding.start : finding.end]


def test_a_repair_that_failed_is_no_denial_of_the_repair() -> None:
    """没修好 says that the repair failed, not that there was none; 没修过 contradicts it."""
    wordings = {"aliases": ("修了三回",), "opposites": ("没有修过",), "anchors": ("修", "送修")}
    fact = Fact("repairs", FactType.NUMBER, "已经送修过三次", "修了三次", value=3.0, unit="次", **wordings)
    assert states("前后送修了三次，最后一次换了主板，还是没修好，这样说对吗？", facts=(fact,))["repairs"] is State.HIT
    assert states("这台手机没有修过，对吗？", facts=(fact,))["repairs"] is State.CONTRADICTED
