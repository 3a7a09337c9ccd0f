"""Words for feelings are read only where a person feels: cross is a road, low a price, 麻烦 a courtesy."""

from __future__ import annotations

import pytest

from simulator.domain.score import Outcome
from simulator.scoring.feeling_words import extreme, misplaced, moderate

NOT_FELT = {
    "en": [
        "you can cross the road there", "it is sold as a loss leader", "sold at a loss last year",
        "the price is very low",
        "we lost your parcel", "the lift is stuck on four", "the torn packaging", "by the end of the month",
        "thank you for your patience", "you've been sitting in the dark", "press the button you pressed before",
        "a discounted rate", "the claim was dismissed", "as far as the bill is concerned", "a heavy parcel",
    ],
    "zh": [
        "麻烦您报一下单号", "恐怕今天到不了", "累计扣了三次", "这边没办法给您查", "不安装也行", "库存比较紧张",
        "辛苦您跑一趟",
        "今天下午来气", "够了三件就发", "水压力不够", "烦请稍等", "地面不平", "下水道一直堵着",
    ],
}  # fmt: skip
FELT = {
    "en": [
        "you're cross about it", "you're right to be cross with us", "you must feel torn", "anyone would be at a loss",
        "that leaves you stuck", "you feel low", "you must be exhausted", "you've lost patience with us",
        "you must be tired and torn between the two",
        "I can hear how hurt you are", "anybody in your place would be worn out", "we left you in the dark",
    ],
    "zh": ["您肯定烦了", "这事让人来气", "您心里有气", "一趟趟跑真辛苦", "真是够了", "您心里怕",
           "搁谁都没办法，又急又气"],
}  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), [(lang, t) for lang, texts in NOT_FELT.items() for t in texts])
def test_no_feeling(lang, text):
    """A word that describes a thing, or is part of another word, names no feeling."""
    assert not moderate(text, lang)


@pytest.mark.parametrize(("lang", "text"), [(lang, t) for lang, texts in FELT.items() for t in texts])
def test_felt(lang, text):
    """The same words are feelings where somebody feels them."""
    assert moderate(text, lang)


@pytest.mark.parametrize(
    "text", ["the screen was shattered", "a dramatic rise", "it has my full attention", "just shy of 300"]
)
def test_neither_extreme_nor_misplaced(text):
    """Nothing is held against a word about a thing."""
    assert extreme(text, "en") is None
    assert misplaced(text, "en") is None


def test_a_word_about_a_thing_makes_no_label_apt(judge):
    """A formula beside a road that is crossed is still a formula."""
    judged = judge("I know how you feel; you can cross the road there.", "en")
    assert judged.scorecard.labelling.outcome is Outcome.PARTIAL
