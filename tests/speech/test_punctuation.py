"""Mandarin punctuation: full-width marks, commas from pauses, and no word touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.transcript import Transcript, Word
from simulator.speech.punctuation import full_width, punctuated


def spoken(*timed: tuple[str, float, float]) -> tuple[Word, ...]:
    return tuple(Word(text, start_s, end_s, 0.9) for text, start_s, end_s in timed)


@pytest.mark.parametrize(
    ("raw", "wide"),
    [
        ("你好,請問?", "你好，請問？"),
        ("共1,200.50元", "共1,200.50元"),
        ("十點30:15到", "十點30:15到"),
        ("修了三次 您說", "修了三次您說"),
        ("好的.", "好的。"),
        ("用 Wi-Fi 上網", "用Wi-Fi上網"),
    ],
)
def test_marks_are_those_of_mandarin(raw: str, wide: str) -> None:
    """Except inside numbers and foreign words."""
    assert full_width(raw) == wide


def test_a_pause_is_a_comma_where_there_is_no_mark() -> None:
    """From 0.3 s; a mark that the recogniser wrote is enough."""
    words = spoken(("修了", 0.0, 0.4), ("三次", 0.4, 0.9), ("您", 1.2, 1.4), ("说", 1.6, 1.8), ("好", 3.0, 3.2))
    assert punctuated("修了三次您说.好", words) == "修了三次，您说。好"


def test_a_pause_does_not_cut_a_number() -> None:
    """Two thousand … eight hundred is one amount."""
    words = spoken(("两千", 0.0, 0.5), ("八百", 1.2, 1.6), ("块", 1.6, 1.8))
    assert punctuated("两千八百块", words) == "两千八百块"


@given(
    st.lists(st.tuples(st.sampled_from(["修了", "三次", "3", "月", "Wi-Fi", "您"]), st.floats(0.0, 1.0)), max_size=8),
    st.lists(st.sampled_from(["", ",", " ", ".", "?"]), min_size=8, max_size=8),
)
def test_words_stay_and_are_found_in_their_order(parts: list[tuple[str, float]], marks: list[str]) -> None:
    """Only marks and blanks change, so each word keeps its time."""
    at, timed, raw = 0.0, [], ""
    for (text, pause_s), mark in zip(parts, marks, strict=False):
        timed.append((text, at + pause_s, at + pause_s + 0.2))
        at, raw = at + pause_s + 0.2, raw + text + mark
    words = spoken(*timed)
    text = punctuated(raw, words)
    assert re.sub(r"\W", "", text) == re.sub(r"\W", "", raw)
    heard = Transcript("zh", text, raw, words, 0.9)
    assert not words or heard.span_s(0, len(text)) == (words[0].start_s, words[-1].end_s)
