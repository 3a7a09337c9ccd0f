"""A reply in clauses, each with its span; unpunctuated speech is parted where a new undertaking or question begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from simulator.messages import Lang
from simulator.scoring.sounds import is_han

_STOPS = re.compile(r"[，。！？；：,!?;:…\n]+|\.(?!\d)|—+|(?<=[\u3400-\u9fff])\s+|\s+-\s+")
_STARTS = {
    "zh": re.compile(
        r"(?<=[^我们那就先再由让请])(?=(?:那|就|所以)?"
        r"(?:我这边|我们?这就|我马上|我现在|我[给帮][您你]|我来|我去|我先|我会|我立刻|我们会|我们给))"
        r"|(?<=.)(?=对吗|对不对|是不是这样|是这样吗|是这样吧|您先别|您看(?:行|可以|这样|哪)|您希望|您想怎)"
        r"|(?<=[^好]吗)(?=.)|(?<=[对是错样事况]吧)(?=.)|(?<=是不是这样)(?=[^的吗吧])"
    ),
    "en": re.compile(
        r"(?<=\w) (?=(?:and |so |but |now )?(?:i'll|i will|i'm going to|i am going to|i'm (?:\w+ing)|"
        r"i've (?:just )?\w+ed|we'll|we will|let me|i can)\b)"
        r"|\bis that (?:it|right|correct|fair|about right|the size of it|a fair summary|how it (?:is|was)) "
        r"|(?<=\w) (?=(?:is that|have i|did i|am i) \w+)|(?<=\w) (?=(?:so that|in the meantime|meanwhile)\b)",
        re.IGNORECASE,
    ),
}
_LEAST = {"zh": 3, "en": 2}  # characters, words: shorter scraps stay with the clause before them
_LONG = {"zh": 12, "en": 9}  # only clauses longer than this are parted at openings


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the reply.

    Parameters
    ----------
    start, end
        Span of characters in the reply.
    text
        The same characters, verbatim.
    asks
        True when it ends with a question mark or a question particle.
    """

    start: int
    end: int
    text: str
    asks: bool


def split(text: str, lang: Lang) -> tuple[Clause, ...]:
    """Return the clauses of a reply; together they hold every letter of it."""
    spans: list[tuple[int, int]] = []
    for start, end in _punctuated(text):
        for a, b in _parted(text, start, end, lang):
            if spans and _size(text[a:b], lang) < _LEAST[lang] and _touches(text, spans[-1][1], a):
                spans[-1] = (spans[-1][0], b)
            else:
                spans.append((a, b))
    return tuple(Clause(a, b, text[a:b], _asks(text, a, b, lang)) for a, b in spans)


def _punctuated(text: str) -> list[tuple[int, int]]:
    at, spans = 0, []
    for stop in [*_STOPS.finditer(text), None]:
        start, end = _trimmed(text, at, stop.start() if stop else len(text))
        if end > start:
            spans.append((start, end))
        at = stop.end() if stop else len(text)
    return spans


def _parted(text: str, start: int, end: int, lang: Lang) -> list[tuple[int, int]]:
    if _size(text[start:end], lang) <= _LONG[lang]:
        return [(start, end)]
    cuts = [start, *(start + m.end() for m in _STARTS[lang].finditer(text[start:end]) if m.end()), end]
    return [s for s in (_trimmed(text, a, b) for a, b in pairwise(cuts)) if s[1] > s[0]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (text[start].isalnum() or text[start] in "$£€¥￥"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "%％"):
        end -= 1
    return start, end


def _touches(text: str, end: int, start: int) -> bool:
    """Tell whether nothing heavier than a comma stands between two spans."""
    return not any(c in "。！？；.!?;\n" for c in text[end:start])


def _size(text: str, lang: Lang) -> int:
    return sum(map(is_han, text)) + len(re.findall(r"[A-Za-z0-9]+", text)) if lang == "zh" else len(text.split())


_ASKS_ZH = re.compile(r"(?:吗|呢|没有|不是|对不|是不|是吧|对吧|吧|不)$")


def _asks(text: str, start: int, end: int, lang: Lang) -> bool:
    after = re.match(r"[^\w]*", text[end:])
    if after and any(c in "?？" for c in after[0]):
        return True
    return lang == "zh" and _ASKS_ZH.search(text[start:end]) is not None
