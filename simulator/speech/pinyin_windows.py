"""Where a Mandarin wording might stand in a misheard text: the places that sound most like it.

A place is a guess, no evidence: on a perfect text this finds one in five facts that nobody stated. What may stand there
is for the sound to decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "幺": 1}
_UNITS = "十百千万亿"
_LIGHT = frozenset("的了过着就都也还您你呢啊吧")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_CLOSE_INITIALS = {
    frozenset(pair.split())
    for pair in ("zh z", "ch c", "sh s", "n l", "f h", "r l", "b p", "d t", "g k", "j q", "zh j", "ch q", "sh x")
}
_CLOSE_FINALS = {
    frozenset(pair.split("/"))
    for group in ("an/ang en/eng in/ing ian/iang uan/uang", "ong/eng uo/o uo/ou ian/ie e/uo en/un iu/ou an/uan")
    for pair in group.split()
}
NEVER = 99.0
LIGHT = 0.5  # cost of a particle that comes or goes


@dataclass(frozen=True, slots=True)
class Unit:
    """One syllable of a text, the characters that it was read from (`raw`), and where they stand."""

    char: str
    sound: str
    raw: str
    start: int
    end: int

    @property
    def numeral(self) -> bool:
        """True for what belongs to a number."""
        return self.char in _DIGITS or self.char in _UNITS


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wording might stand.

    Parameters
    ----------
    start, end
        Span of characters in the text.
    distance
        Syllables by which they differ; 0 for homophones.
    wording
        The wording, with the text's own digits where the numbers are the same.
    """

    start: int
    end: int
    distance: float
    wording: str


def places(wording: str, text: str, most: int = 2) -> tuple[Place, ...]:
    """Return the places in `text` that sound most like `wording`, the likeliest first.

    From four syllables up half of them may differ, of three one, of two none beyond a similar initial or final. A
    numeral only matches itself or a homophone that is no numeral, and a number is never cut.
    """
    wanted, heard = units(wording), units(text)
    if len(wanted) < 2 or not heard or wording in text:
        return ()
    limit = _limit(len(wanted))
    found = [p for p in _ends(wanted, heard, limit) if text[p.start : p.end] != p.wording]
    best: list[Place] = []
    for place in sorted(found, key=lambda p: (p.distance, p.end - p.start)):
        if all(place.end <= b.start or place.start >= b.end for b in best):
            best.append(place)
    return tuple(best[:most])


def _limit(syllables: int) -> float:
    return syllables / 2 if syllables >= 4 else 1.0 if syllables == 3 else 0.5


@lru_cache(maxsize=2048)
def units(text: str) -> tuple[Unit, ...]:
    """Return the syllables of a text; Arabic numbers are read out, marks are left out."""
    out: list[Unit] = []
    for m in re.finditer(r"\d+|[A-Za-z]+|[\u3400-\u9fff]+", text):
        if m[0].isdigit():
            said = read_out(m[0])
            out += [Unit(c, s, m[0], *m.span()) for c, s in zip(said, _sounds(said), strict=True)]
        elif m[0].isascii():
            out.append(Unit(m[0].lower(), m[0].lower(), m[0], *m.span()))
        else:
            read = zip(m[0], _sounds(m[0]), strict=True)
            out += [Unit(c, s, c, m.start() + i, m.start() + i + 1) for i, (c, s) in enumerate(read)]
    return tuple(out)


def read_out(digits: str) -> str:
    """Return an Arabic number as it is said: 2800 is 二千八百; from five digits on, digit by digit."""
    if len(digits) > 4 or digits.startswith("0"):
        return "".join("零一二三四五六七八九"[int(d)] for d in digits)
    said = ""
    for place, digit in zip("千百十"[-len(digits) + 1 :] if len(digits) > 1 else "", digits, strict=False):
        said += "零一二三四五六七八九"[int(digit)] + place if digit != "0" else "零"
    said += "零一二三四五六七八九"[int(digits[-1])] if digits[-1] != "0" or len(digits) == 1 else ""
    said = re.sub("零+", "零", said).rstrip("零") or "零"
    return said.removeprefix("一") if said.startswith("一十") else said


@lru_cache(maxsize=8192)
def syllable_cost(a: str, b: str) -> float:
    """Return 0 for the same syllable, 0.5 where initial or final is only similar, 1 for another."""
    if a == b:
        return 0.0
    (a1, a2), (b1, b2) = _parts(a), _parts(b)
    return min(1.0, _close(a1, b1, _CLOSE_INITIALS) + _close(a2, b2, _CLOSE_FINALS))


def _close(a: str, b: str, close: set[frozenset[str]]) -> float:
    return 0.0 if a == b else 0.5 if frozenset((a, b)) in close else 1.0


def _parts(syllable: str) -> tuple[str, str]:
    initial = next((i for i in _INITIALS if syllable.startswith(i)), "")
    return initial, syllable[len(initial) :]


def _sounds(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    read = lazy_pinyin(text, style=Style.NORMAL, errors=cast(Any, list))
    return read if len(read) == len(text) else list(text)


def _match(wanted: Unit, heard: Unit) -> float:
    """Return what it costs to take one syllable for another."""
    if wanted.numeral and heard.numeral:
        same = wanted.char == heard.char or (wanted.char in _DIGITS and _DIGITS[wanted.char] == _DIGITS.get(heard.char))
        return 0.0 if same else NEVER
    if wanted.numeral:
        return 0.0 if wanted.sound == heard.sound else NEVER
    if heard.numeral and wanted.sound != heard.sound:
        return NEVER
    return syllable_cost(wanted.sound, heard.sound)


def _gap(unit: Unit) -> float:
    """Return what it costs to leave a syllable out."""
    return NEVER if unit.numeral else LIGHT if unit.char in _LIGHT else 1.0


def _ends(wanted: Sequence[Unit], heard: Sequence[Unit], limit: float) -> list[Place]:
    """Return the best place that ends at each syllable, by edit distance with a free beginning (Sellers 1980)."""
    table = _table(wanted, heard)
    out = []
    for end in range(1, len(heard) + 1):
        if table[len(wanted)][end] <= limit:
            pairs = _path(wanted, heard, table, end)
            if pairs and not _cuts_number(wanted, heard, pairs[0][1], end):
                wording = _worded(wanted, heard, pairs)
                place = Place(heard[pairs[0][1]].start, heard[end - 1].end, table[len(wanted)][end], wording)
                out.append(place)
    return out


def _table(wanted: Sequence[Unit], heard: Sequence[Unit]) -> list[list[float]]:
    table = [[0.0] * (len(heard) + 1)]
    for i, w in enumerate(wanted, 1):
        row = [table[i - 1][0] + _gap(w)]
        for j, h in enumerate(heard, 1):
            row.append(min(table[i - 1][j - 1] + _match(w, h), table[i - 1][j] + _gap(w), row[j - 1] + _gap(h)))
        table.append(row)
    return table


def _path(
    wanted: Sequence[Unit], heard: Sequence[Unit], table: list[list[float]], end: int
) -> list[tuple[int | None, int]]:
    """Return (index wanted or None, index heard) of the cheapest way, in order; None where a syllable is dropped."""
    pairs: list[tuple[int | None, int]] = []
    i, j = len(wanted), end
    while i > 0:
        if j > 0 and table[i][j] == table[i - 1][j - 1] + _match(wanted[i - 1], heard[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif table[i][j] == table[i - 1][j] + _gap(wanted[i - 1]):
            i -= 1
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1]


def _cuts_number(wanted: Sequence[Unit], heard: Sequence[Unit], first: int, end: int) -> bool:
    """Tell whether a number goes on beyond the place."""
    before = first > 0 and heard[first].numeral and heard[first - 1].numeral
    behind = end < len(heard) and heard[end - 1].numeral and heard[end].numeral
    grows_before = first > 0 and wanted[0].numeral and heard[first - 1].numeral
    grows_behind = end < len(heard) and wanted[-1].numeral and heard[end].numeral
    return before or behind or grows_before or grows_behind


def _worded(wanted: Sequence[Unit], heard: Sequence[Unit], pairs: Sequence[tuple[int | None, int]]) -> str:
    """Return the wording, with numbers written as the text writes them."""
    there = {w: heard[h] for w, h in pairs if w is not None}
    out: list[str] = []
    written: set[int] = set()
    for i, unit in enumerate(wanted):
        if not (unit.numeral and i in there and there[i].numeral):
            out.append(unit.char)
        elif there[i].start not in written:
            written.add(there[i].start)
            out.append(there[i].raw)
    return "".join(out)
