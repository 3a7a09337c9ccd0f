"""Months that do not exist: 是三月 and 十三月 sound alike, and a recogniser that likes digits writes 13月."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from simulator.domain.transcript import Word

_IMPOSSIBLE = re.compile(r"(?<!\d)1([3-9])(?=月)")


def possible(text: str) -> str:
    """Return a Mandarin text in which 13月 to 19月 are 是3月 to 是9月; other numbers stay."""
    return _IMPOSSIBLE.sub(r"是\1", text)


def possible_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words that fit the text of `possible`: a number is judged by the word behind it."""
    texts = ["", *(w.text for w in words), ""]
    return tuple(_in_context(texts[i], word, texts[i + 2]) for i, word in enumerate(words))


def _in_context(before: str, word: Word, behind: str) -> Word:
    if before[-1:].isdigit():
        return word
    return replace(word, text=possible(word.text + behind)[: len(word.text)])  # as long as before
