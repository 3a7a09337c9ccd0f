"""Mandarin punctuation: full-width marks, and a comma where the speaker paused and the recogniser wrote nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.transcript import Word

PAUSE_S = 0.3
_WIDE = str.maketrans(",;:?!", "，；：？！")
_MARKS = "，。；：？！、…"
_HAN = "\u3400-\u9fff"
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿点0123456789.")


def punctuated(text: str, words: Sequence[Word], pause_s: float = PAUSE_S) -> str:
    """Return a Mandarin text with full-width marks and commas at pauses of `pause_s` and more.

    Nothing but marks and the blanks around them changes: each word is still found in the text in its order.
    """
    return with_commas(full_width(text), words, pause_s)


def full_width(text: str) -> str:
    """Return a text with the marks of Mandarin where they do not belong to a number or a foreign word."""
    text = re.sub(r"(?<![0-9A-Za-z])[,;:?!]|[,;:?!](?![0-9A-Za-z])", lambda m: m[0].translate(_WIDE), text)
    text = re.sub(r"(?<![0-9A-Za-z.])\.(?!\.)|(?<=[0-9A-Za-z])\.$", "。", text)
    text = re.sub(rf"(?<=[{_HAN}{_MARKS}])\s+|\s+(?=[{_HAN}{_MARKS}])", "", text)
    return re.sub(rf"([{_MARKS}])[，、](?=.)|，(?=。)", r"\1", text)


def with_commas(text: str, words: Sequence[Word], pause_s: float = PAUSE_S) -> str:
    """Return a text with a comma before words that follow a pause, unless a mark is there or it cuts a number."""
    parts: list[str] = []
    at, before = 0, 0.0
    for i, word in enumerate(words):
        found = text.find(word.text, at) if word.text else -1
        if found < 0:
            continue
        paused = i > 0 and word.start_s - before >= pause_s - 1e-6
        parts.append(text[at:found])
        if paused and at and found == at and not {text[at - 1], text[at]} <= _NUMERALS:
            parts.append("，")
        parts.append(word.text)
        at, before = found + len(word.text), word.end_s
    return "".join([*parts, text[at:]])
