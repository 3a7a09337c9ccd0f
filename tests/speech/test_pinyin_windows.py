"""Places of a wording in a misheard text: near by sound, never across numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.speech.pinyin_windows import places, read_out, syllable_cost, units

HAN = st.sampled_from("主板都换了机场那单没跑趟售后死黑屏您说的这是在")
NUMERALS = st.sampled_from("一二三四五六七八九十百千")


@pytest.mark.parametrize(
    ("wording", "text", "placed"),
    [
        ("主板都换了", "最后连主班都换了", "主板都换了"),
        ("两千八", "两千把买的", "两千八"),
        ("三月八号买的", "3月把号买的手机", "3月八号买的"),
        ("修了三次", "休了3次吧", "修了3次"),
        ("客人取消了", "课人取消了", "客人取消了"),
    ],
)
def test_homophones_are_found_and_digits_stay_as_they_are_written(wording: str, text: str, placed: str) -> None:
    """What is put in is the wording, with the text's own way of writing numbers."""
    assert places(wording, text)[0].wording == placed


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("修了三次", "修了四次"),
        ("修了四次", "修了十次"),  # s and sh are never folded in numerals
        ("修了三次", "修了三十次"),
        ("修了三次", "修了13次"),
        ("两千八", "两千八百五"),
        ("两千八百块", "2850块"),
        ("三月八号买的", "3月9号买的"),
        ("三月八号买的", "三月十八号买的"),
    ],
)
def test_another_number_is_no_place(wording: str, text: str) -> None:
    """A number that was heard as another number stays what it is, and no number is cut to fit."""
    assert places(wording, text) == ()


def test_what_stands_there_already_is_no_place() -> None:
    """There is nothing to put in."""
    assert places("主板都换了", "连主板都换了") == ()


@given(st.text(HAN, min_size=2, max_size=6), st.text(HAN, max_size=20))
def test_places_lie_in_the_text_and_are_near(wording: str, text: str) -> None:
    """In order of distance, apart from each other, within half of the syllables."""
    found = places(wording, text)
    limit = {2: 0.5, 3: 1.0}.get(len(wording), len(wording) / 2)
    assert [p.distance for p in found] == sorted(p.distance for p in found)
    assert all(0 <= p.start < p.end <= len(text) and p.distance <= limit for p in found)
    assert all(a.end <= b.start or b.end <= a.start for i, a in enumerate(found) for b in found[i + 1 :])


@given(st.text(NUMERALS, min_size=1, max_size=3), st.text(NUMERALS, min_size=1, max_size=3))
def test_numbers_match_only_themselves(a: str, b: str) -> None:
    """Of two different numbers neither is a place for the other."""
    if a != b:
        assert places(f"修了{a}次", f"休了{b}次") == ()


@given(st.integers(1, 9_999))
def test_numbers_are_read_out_as_they_are_said(number: int) -> None:
    """The value comes back out of the words."""
    from simulator.scoring.numerals_zh import value_of

    assert value_of(read_out(str(number))) == number


@given(st.text(max_size=30))
def test_any_text_has_syllables_in_order(text: str) -> None:
    """Each within the text."""
    found = units(text)
    assert all(text[u.start : u.end] == u.raw for u in found)
    assert [u.start for u in found] == sorted(u.start for u in found)


@given(st.sampled_from(["zhang", "zang", "lan", "nan", "ba", "jiu"]), st.sampled_from(["zhang", "zan", "lang", "pa"]))
def test_syllable_cost_is_symmetric_and_bounded(a: str, b: str) -> None:
    """0 only for the same."""
    assert syllable_cost(a, b) == syllable_cost(b, a)
    assert 0.0 <= syllable_cost(a, b) <= 1.0
    assert (syllable_cost(a, b) == 0.0) == (a == b)
