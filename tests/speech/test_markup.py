"""Marks for the voice: they never reach a reader, and they stay where they were put when figures are read out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.speech.markup import marked, plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("我等了*三次*！", "我等了三次！"),
        ("银行[yín háng]的人", "银行的人"),
        ("I live[/lˈIv/] here", "I live here"),
        ("[叹气]算了。[冷笑]真行。", "算了。真行。"),
        ("订单[12345]号", "订单[12345]号"),
        ("2*3 is six", "23 is six"),
        ("*no, never*", "no, never"),
    ],
)
def test_people_read_no_marks(text: str, read: str) -> None:
    """Stars, readings and sounds go; brackets that are no marks stay."""
    assert plain(text) == read


def test_marks_say_which_characters() -> None:
    """A syllable each for the characters before, one reading for the word before."""
    found = marked("去*银行[yín háng]*吧")
    assert found.text == "去银行吧"
    assert found.stressed == ((1, 3),)
    assert found.readings == ((1, 2, "yín"), (2, 3, "háng"))
    assert marked("we live[/lˈIv/]").readings == ((3, 7, "lˈIv"),)


def test_marks_move_with_what_is_written_out() -> None:
    """A stressed figure is stressed as it is read, and what stands behind it moves along."""
    found = marked("等了*12*天，行[háng]").moved(lambda t: t.replace("12", "一十二"))
    assert found.text == "等了一十二天，行"
    assert found.stressed == ((2, 5),)
    assert found.text[found.readings[0][0]] == "行"


@given(st.text("我三次ab *[]/á12，。", max_size=30))
def test_reading_twice_is_reading_once(text: str) -> None:
    """Spans lie within the text, whatever was typed."""
    found = marked(text)
    assert all(0 <= a < b <= len(found.text) for a, b in found.stressed)
    assert all(0 <= a < b <= len(found.text) for a, b, _ in found.readings)
