"""Normal forms: numbers, dates and times in one form beside the words, whatever they were said in."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.messages import Lang
from simulator.scoring.normal_form import normal_forms


@pytest.mark.parametrize(
    ("lang", "text", "forms"),
    [
        ("zh", "三月八号买的，花了两千八百块", ["--03-08", "2800"]),
        ("zh", "3月8日买的，花了2800元", ["--03-08", "2800"]),
        ("zh", "修了三次，明天下午两点半", ["3 times", "D+1", "14:30"]),
        ("zh", "周三来，等了三天半", ["W-3", "PT84H"]),
        ("en", "paid six hundred and forty dollars on February fourteenth", ["640", "--02-14"]),
        ("en", "at half past two, after three days", ["02:30", "P3D"]),
    ],
)
def test_one_form_for_each_way_to_say_it(lang: Lang, text: str, forms: list[str]) -> None:
    """Digits and words alike."""
    assert [f.normal for f in normal_forms(text, lang)] == forms


@given(st.text("三月八号两千百块次天点半上下午修了3280，", max_size=24))
def test_spans_are_apart_and_in_order(text: str) -> None:
    """Each is the place in the text that it stands for."""
    found = normal_forms(text, "zh")
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
