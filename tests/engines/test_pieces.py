"""A text in pieces: the likeliest path, and where each piece begins in the text as it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.engines.pieces import Pieces
from simulator.engines.tuned import open_words

SMALL = Pieces(
    ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁ab", "a", "b", "c", "abc", "▁a"],
    [0, 0, 0, 0, -3, -4, -5, -5, -5, -30, -3.5],
)


def test_the_likeliest_path_wins():
    """Of all ways to cut a text the one with the greatest product of probabilities is taken."""
    assert SMALL.cut("abc", 10).numbers == (0, 5, 8, 2)  # ▁ab c: -9; ▁a b c: -13.5; ▁ abc: -33
    assert SMALL.cut("c", 10).numbers == (0, 4, 8, 2)


def test_starts_count_in_the_text_as_written():
    """Spaces that are drawn together, and characters that Unicode takes apart, don't move what follows."""
    cut = SMALL.cut("  ab  c", 10)
    assert cut.numbers == (0, 5, 4, 8, 2)
    assert cut.starts[3] == 6
    assert SMALL.cut("ａｂ", 10).numbers == (0, 5, 2)  # full width letters are letters


def test_a_limit_is_kept():
    """What is too long is cut off, with the mark of the end."""
    cut = SMALL.cut("abcabcabc", 4)
    assert len(cut.numbers) == len(cut.starts) == 4
    assert cut.numbers[-1] == Pieces.END


def test_both_languages_are_known():
    """Hardly a piece of everyday speech is unknown."""
    pieces, _ = open_words()
    for text in ("您三月八号买的手机，隔两天就死机。", "You've been charged £42.50 twice, haven't you?"):
        assert Pieces.NONE not in pieces.cut(text, 64).numbers


@given(st.text(max_size=80))
def test_any_text_is_cut(text):
    """Emoji, controls, other scripts: pieces come out, and their starts lie in the text, in order."""
    cut = open_words()[0].cut(text, 128)
    assert cut.numbers[0] == Pieces.BEGIN
    assert cut.numbers[-1] == Pieces.END
    assert list(cut.starts) == sorted(cut.starts)
    assert all(0 <= s <= len(text) for s in cut.starts)
