"""Mandarin words: the same cuts as jieba's own, from a small dictionary."""

from __future__ import annotations

import jieba
import pytest

from simulator.catalog.scenarios import load_scenario
from simulator.engines.words_zh import Frequencies, counted, open_words
from simulator.settings import Settings


@pytest.fixture(scope="module")
def own() -> jieba.Tokenizer:
    """Return jieba as it comes."""
    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def test_every_word_has_the_count_that_jieba_gives_it(own: jieba.Tokenizer) -> None:
    """All words, all beginnings of words, the sum; no two share a number."""
    with own.get_dict_file() as file:
        small, total = counted(file.read())
    assert len(small) == len(own.FREQ)
    assert total == own.total
    assert all(small.get(word) == count for word, count in own.FREQ.items())


def test_lines_are_cut_as_jieba_cuts_them(own: jieba.Tokenizer) -> None:
    """A whole scenario, names that no dictionary has and figures among them."""
    words = open_words()
    lines = [line.text for group in load_scenario("zh-water-bill", Settings()).lines.values() for line in group]
    for text in [*lines, "邹工拿着vivo手机说3次了", "瞢瞢", ""]:
        assert words(text) == own.lcut(text)


def test_a_dictionary_is_read_line_by_line() -> None:
    """A beginning that is no word counts 0; one that is a word keeps its count wherever it stands."""
    small, total = counted("死机 12 v\n死机了吗 3 x\n死 7 v\n".encode())
    assert total == 22
    assert [small.get(w) for w in ("死", "死机", "死机了", "死机了吗", "机", "")] == [7, 12, 0, 3, None, None]
    assert "死机了" in small
    assert "机" not in small
    assert small["死机"] == 12
    with pytest.raises(KeyError):
        small["机"]


def test_an_empty_place_is_no_word() -> None:
    """Beyond the last number, and before the first."""
    import numpy as np

    small = Frequencies(np.array([5], np.uint64), np.array([1], np.uint64))
    assert small.get("死") is None
