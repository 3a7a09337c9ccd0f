"""Months that do not exist are the verb before a month that does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.transcript import Word
from simulator.speech.months import possible, possible_words


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("手机13月8号买的", "手机是3月8号买的"),
        ("12月8号", "12月8号"),
        ("113月8号", "113月8号"),
        ("等了13个月", "等了13个月"),
        ("修了13次", "修了13次"),
    ],
)
def test_only_impossible_months_change(heard: str, meant: str) -> None:
    """Every number that could be meant stays."""
    assert possible(heard) == meant


@given(st.lists(st.sampled_from(["13", "1", "3", "8", "月", "13月", "号", "买", "是"]), max_size=8))
def test_words_stay_in_step_with_the_text(parts: list[str]) -> None:
    """However the recogniser cuts them, each is found in its order."""
    words = possible_words([Word(p, i, i + 1, 0.9) for i, p in enumerate(parts)])
    text, at = possible("".join(parts)), 0
    for word, part in zip(words, parts, strict=True):
        found = text.find(word.text, at)
        if part != "1" and (part != "3" or word.text != "3"):  # a number in two pieces keeps its last one
            assert found >= 0
        at = max(at, found + len(word.text)) if found >= 0 else at
