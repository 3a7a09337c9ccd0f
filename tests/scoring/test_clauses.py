"""Clauses: nothing lost, spans verbatim, undertakings parted from accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring import accounts, stuffing
from simulator.scoring.clauses import split


@given(st.text(max_size=200), st.sampled_from(["zh", "en"]))
def test_every_letter_is_kept(text, lang):
    """Clauses are verbatim, in order, and hold every letter and figure of the reply."""
    clauses = split(text, lang)
    assert all(text[c.start : c.end] == c.text for c in clauses)
    inside = {i for c in clauses for i in range(c.start, c.end)}
    assert all(i in inside for i, char in enumerate(text) if char.isalnum())


@pytest.mark.parametrize(
    ("lang", "text", "parts"),
    [
        ("zh", "三月五号买的，修了三次还死机，我现在给您换。", 3),
        ("zh", "手机是三月五号买的修了三次还死机对吗我马上给您安排换新机", 2),
        ("en", "you paid three hundred for a scratch that was there is that right i'll send the photos today", 3),
        ("zh", "昨天晚上七点停的气一直没人接电话是这样吧抢修队九点前到您家", 3),
        ("en", "you were handed the wrong cake on the day is that it you can have all of it back by wednesday", 3),
        ("en", "It cost 49.99, and you paid it at once.", 2),
    ],
)
def test_parts(lang, text, parts):
    """Unpunctuated speech is parted where something else begins; a decimal point is no full stop."""
    assert len(split(text, lang)) == parts


@pytest.mark.parametrize(
    ("lang", "text", "undertakes"),
    [
        ("zh", "我今天下午给您退款", True),
        ("zh", "我给您复述一下", False),
        ("zh", "您修了三次", False),
        ("en", "I'll refund it today", True),
        ("en", "let me make sure I got this", False),
        ("en", "it was repaired three times", False),
    ],
)
def test_undertakings(lang, text, undertakes):
    """A promise is an undertaking; announcing a restatement is none."""
    assert accounts.undertakes(text, lang) is undertakes


@pytest.mark.parametrize(
    ("lang", "text", "bag"),
    [
        ("zh", "退款退款退款，赔偿赔偿赔偿，升级升级升级，满意满意。", True),
        ("zh", "手机 死机 三次 退款 满意 道歉", True),
        ("zh", "手机修了三次还是死机，您一定很失望。", False),
        ("en", "refund apology manager refund apology manager", True),
        ("en", "So you had it repaired three times and it still crashes.", False),
    ],
)
def test_keyword_bags(lang, text, bag):
    """A list of keywords is told from a sentence."""
    assert stuffing.is_bag(text, lang) is bag
