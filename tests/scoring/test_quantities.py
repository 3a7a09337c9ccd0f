"""Numbers, dates and times in every spoken form of both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring.numerals_zh import value_of
from simulator.scoring.quantities import declared, find
from simulator.scoring.quantity import Kind, Quantity

FORMS = [
    ("zh", "两百六", Kind.BARE, 260),
    ("zh", "二百六十块", Kind.AMOUNT, 260),
    ("zh", "一百零六块", Kind.AMOUNT, 106),
    ("zh", "两万三", Kind.BARE, 23_000),
    ("zh", "2万3千块", Kind.AMOUNT, 23_000),
    ("zh", "三零八二", Kind.BARE, 3082),
    ("zh", "修了三次", Kind.COUNT, 3),
    ("zh", "三月五号", Kind.DATE, "03-05"),
    ("zh", "3月5日", Kind.DATE, "03-05"),
    ("zh", "十五号", Kind.DATE, "-15"),
    ("zh", "上礼拜三", Kind.DATE, "wd3"),
    ("zh", "后天就要用", Kind.DATE, "rel+2"),
    ("zh", "下午三点半", Kind.CLOCK, 15 * 60 + 30),
    ("zh", "一个半小时", Kind.DURATION, 90),
    ("zh", "两个星期", Kind.DURATION, 14 * 1440),
    ("zh", "半小时", Kind.DURATION, 30),
    ("en", "a hundred and fifty pounds", Kind.AMOUNT, 150),
    ("en", "$1,299.50", Kind.AMOUNT, 1299.5),
    ("en", "forty-nine ninety-nine", Kind.AMOUNT, 49.99),
    ("en", "twice", Kind.COUNT, 2),
    ("en", "the third time", Kind.COUNT, 3),
    ("en", "March fifth", Kind.DATE, "03-05"),
    ("en", "the third of March", Kind.DATE, "03-03"),
    ("en", "28 May", Kind.DATE, "05-28"),
    ("en", "last Tuesday", Kind.DATE, "wd2"),
    ("en", "half past three", Kind.CLOCK, 3 * 60 + 30),
    ("en", "seven thirty pm", Kind.CLOCK, 19 * 60 + 30),
    ("en", "an hour and a half", Kind.DURATION, 90),
    ("en", "five business days", Kind.DURATION, 5 * 1440),
]


@pytest.mark.parametrize(("lang", "text", "kind", "value"), FORMS)
def test_forms(lang, text, kind, value):
    """Each spoken form is read as the one quantity that it is, where it stands."""
    (found,) = find(text, lang)
    assert (found.kind, found.value) == (kind, value)
    assert text[found.start : found.end].strip()


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("zh", "修了两次，不对，三次", 3),
        ("zh", "三次，不是两次", 3),
        ("zh", "不是两次是三次", 3),
        ("en", "twice, no, three times", 3),
        ("en", "three times, not two", 3),
        ("en", "not two but three times", 3),
    ],
)
def test_last_value_counts(lang, text, value):
    """After a self-correction the last value counts, and a denied one never does."""
    assert [q.value for q in find(text, lang)] == [value]


@pytest.mark.parametrize(
    "text", ["您等一下", "一直没人管", "第一时间处理", "万一坏了", "一分钱都没退", "两三次", "一定给您办"]
)
def test_idioms_hold_no_number(text):
    """Numerals that count nothing are no quantities."""
    assert not [q for q in find(text, "zh") if not q.rough]


def _spoken(n: int) -> str:
    import cn2an

    return cn2an.an2cn(n)


@given(st.integers(min_value=10, max_value=99_999_999))
def test_numerals_round_trip(n):
    """Every number written out in Mandarin is read back."""
    assert value_of(_spoken(n)) == n


@given(st.text(max_size=200), st.sampled_from(["zh", "en"]))
def test_any_text(text, lang):
    """Any text at all is read without error, and quantities stand in order without overlapping in Mandarin."""
    found = find(text, lang)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)


@given(st.integers(1, 500), st.integers(1, 500))
def test_agree_or_dispute(a, b):
    """Two counts of one thing agree if they are equal, and dispute otherwise; both hold either way round."""
    x, y = declared(a, "次", "zh"), declared(b, "次", "zh")
    assert x is not None
    assert y is not None
    assert x.agrees(y) == y.agrees(x) == (a == b)
    assert x.disputes(y) == y.disputes(x) == (a != b)


def test_dates_leave_open():
    """A day of the month fits a full date; another month doesn't; a weekday neither agrees nor disputes."""
    full, day, other, weekday = (Quantity(Kind.DATE, v, "", 0, 0) for v in ("03-05", "-05", "04-05", "wd1"))
    assert full.agrees(day)
    assert full.disputes(other)
    assert not full.agrees(weekday)
    assert not full.disputes(weekday)
