"""Traditional to simplified characters (OpenCC's tables, Apache-2.0): Whisper writes whichever it likes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any


def simplified(text: str) -> str:
    """Return a Mandarin text in simplified characters; simplified ones stay as they are."""
    converted: str = _opencc("t2s").convert(text)
    return converted


def traditional(text: str) -> str:
    """Return a Mandarin text in traditional characters."""
    converted: str = _opencc("s2t").convert(text)
    return converted


def simplified_words(words: Sequence[str]) -> list[str]:
    """Return words in simplified characters, converted in the light of their neighbours where lengths allow."""
    joined = simplified("".join(words))
    if len(joined) != sum(map(len, words)):
        return [simplified(w) for w in words]
    ends = [sum(len(w) for w in words[: i + 1]) for i in range(len(words))]
    return [joined[end - len(word) : end] for word, end in zip(words, ends, strict=True)]


@cache
def _opencc(table: str) -> Any:
    from opencc import OpenCC

    return OpenCC(table)
