"""English numerals: "a hundred and fifty" is 150, "forty-nine ninety-nine" is 49.99, "twenty-third" is the 23rd."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_ONES += ["seventeen", "eighteen", "nineteen"]
SMALL = {w: i for i, w in enumerate(_ONES)} | {"oh": 0}
TENS = {
    w: 10 * (i + 2)
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
SCALES = {"hundred": 100, "grand": 1000, "thousand": 1000, "million": 1_000_000, "k": 1000, "dozen": 12}
_FIRST = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
]
_FIRST += ["fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"]
ORDINALS = {w: i + 1 for i, w in enumerate(_FIRST)} | {"twentieth": 20, "thirtieth": 30}
_STOPS = ",.;!?—"
_TOKEN = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?(?![a-z\d]|\.\d)|\d+(?:,\d{3})*(?:\.\d+)?(?=[a-z])|[a-z]+(?:'[a-z]+)?|[$£€%:]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign in lower case, with its span; `parted` if a stop stands before it."""

    text: str
    start: int
    end: int
    parted: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the tokens ``first`` to ``last`` (exclusive) that it is made of."""

    value: float
    first: int
    last: int
    ordinal: bool = False


def tokens(text: str) -> list[Token]:
    """Return the words and signs of a text; hyphens part words."""
    lowered, found, at = text.lower().replace("’", "'"), [], 0
    for m in _TOKEN.finditer(lowered):
        found.append(Token(m[0], m.start(), m.end(), any(c in _STOPS for c in lowered[at : m.start()])))
        at = m.end()
    return found


def numbers(words: list[Token]) -> list[Number]:
    """Return the numbers among the words, longest first reading from the left."""
    found: list[Number] = []
    at = 0
    while at < len(words):
        number = _digits(words, at) or _spelled(words, at)
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.last
    return found


def _digits(words: list[Token], at: int) -> Number | None:
    m = re.fullmatch(r"([\d,]+(?:\.\d+)?)(st|nd|rd|th)?", words[at].text)
    if not m:
        return None
    value = float(m[1].replace(",", "") or 0)
    last = at + 1
    if last < len(words) and words[last].text in SCALES and not m[2]:
        value, last = value * SCALES[words[last].text], last + 1
    return Number(value, at, last, ordinal=bool(m[2]))


def _spelled(words: list[Token], at: int) -> Number | None:
    first = at
    if words[at].text in {"a", "an"}:
        if at + 1 >= len(words) or words[at + 1].text not in SCALES:
            return None
        total, group, at = 0.0, 1.0, at + 1
    elif (ordinal := ORDINALS.get(words[at].text)) is not None:
        return Number(ordinal, at, at + 1, ordinal=True)
    elif words[at].text in SMALL or words[at].text in TENS:
        total, group = 0.0, 0.0
    else:
        return None
    return _tail(words, first, at, total, group)


def _tail(words: list[Token], first: int, at: int, total: float, group: float) -> Number:
    """Read on from `at` as long as the words still add to the number."""
    room = 1e12  # the next addend must be smaller than this
    if group:
        room = 0.5  # after "a" only a scale may follow
    while at < len(words):
        word = words[at].text
        if at > first and words[at].parted and not _grouped(words, at):
            break
        if word in SCALES:
            scale = SCALES[word]
            group, total = (group or 1) * scale, total
            if scale >= 1000:
                total, group = total + group, 0.0
            room = scale
        elif word in TENS and room > 10:
            group, room = group + TENS[word], 10
        elif word in SMALL and room > SMALL[word] and not (room == 10 and SMALL[word] in (0, 10)):
            group, room = group + SMALL[word], 0.5
        elif word in ORDINALS and room > ORDINALS[word] and room <= 100:
            return Number(total + group + ORDINALS[word], first, at + 1, ordinal=True)
        elif not (word == "and" and room in (100, 1000) and at + 1 < len(words) and _adds(words[at + 1].text)):
            break
        at += 1
    return Number(total + group, first, at)


def _grouped(words: list[Token], at: int) -> bool:
    """Tell whether a comma only sets off the thousands: three thousand, two hundred."""
    hundred = any(w.text == "hundred" and not w.parted for w in words[at + 1 : at + 3])
    return SCALES.get(words[at - 1].text, 0) >= 1000 and _adds(words[at].text) and hundred


def _adds(word: str) -> bool:
    return word in SMALL or word in TENS
