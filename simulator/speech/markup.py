"""Marks in a line for the voice: ``*three*`` is stressed, ``行[háng]`` is read so, ``[sigh]`` is a sound, no word.

| mark | meaning |
|---|---|
| ``*三次*``, ``*three*`` | stressed: higher, louder, slower |
| ``银行[háng]``, ``银行[yin2 hang2]`` | Mandarin: the characters before are read like this, a syllable each |
| ``live[/lˈIv/]`` | English: the word before is read like this, in Kokoro's symbols |
| ``[叹气]`` ``[sigh]``, ``[冷笑]`` ``[scoff]``, ``[抽泣]`` ``[sob]``, ``[吸气]`` ``[breath]`` | the sound, there |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

SoundName = Literal["sigh", "scoff", "sob", "breath"]

OPEN, CLOSE = "\ue000", "\ue001"  # around what is stressed, in phonemes; private characters that no text has
SOUNDS: dict[str, SoundName] = {
    **{"叹气": "sigh", "sigh": "sigh", "冷笑": "scoff", "scoff": "scoff"},
    **{"抽泣": "sob", "sob": "sob", "吸气": "breath", "breath": "breath"},
}
SOUND = re.compile(r"\[(" + "|".join(SOUNDS) + r")\]")

_VOWELS = "aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_SYLLABLE = rf"[a-z{_VOWELS}]+[1-5]?"
_HAN = r"[\u3400-\u9fff]"
_READING = re.compile(rf"(?<={_HAN})\[({_SYLLABLE}(?: {_SYLLABLE})*)\]|(?<=[A-Za-z'])\[/([^\]/]+)/\]")
_STRESSED = re.compile(r"\*([^*\s，。！？；：、,.!?;:][^*，。！？；：、,.!?;:\n]{0,30})\*")
_LAST_WORD = re.compile(r"[A-Za-z']+$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and what they say of it.

    Parameters
    ----------
    text
        What is read.
    stressed
        Spans of characters.
    readings
        (start, end, reading): pinyin of one character, or Kokoro's symbols of one word.
    """

    text: str
    stressed: tuple[tuple[int, int], ...] = ()
    readings: tuple[tuple[int, int, str], ...] = ()

    def moved(self, change: Callable[[str], str]) -> Marked:
        """Return the marks where they stand in the changed text, wherever `change` keeps the order of things."""
        if not self.stressed and not self.readings:
            return Marked(change(self.text))

        def at(i: int) -> int:
            return len(change(self.text[:i]))

        stressed = tuple((at(a), max(at(a) + 1, at(b))) for a, b in self.stressed)
        return Marked(change(self.text), stressed, tuple((at(a), at(b), r) for a, b, r in self.readings))

    def stresses(self, start: int, end: int) -> bool:
        """Return whether any of these characters is stressed."""
        return any(a < end and start < b for a, b in self.stressed)

    def reading(self, start: int, end: int) -> str | None:
        """Return how the author wants these characters read, or None."""
        return next((r for a, b, r in self.readings if a < end and start < b), None)


def plain(text: str) -> str:
    """Return a line as people read it, without marks."""
    return marked(SOUND.sub("", text)).text


def marked(text: str) -> Marked:
    """Return a text (of one clause, without sounds) and its marks apart; a lone ``*`` goes."""
    rest = _STRESSED.sub(rf"{OPEN}\1{CLOSE}", text)
    out = ""
    stressed: list[tuple[int, int]] = []
    readings: list[tuple[int, int, str]] = []
    start, i = 0, 0
    while i < len(rest):
        found = _READING.match(rest, i) if rest[i] == "[" else None
        if found:
            readings += _pinyin(out, found[1]) if found[1] else _symbols(out, found[2])
            i = found.end()
            continue
        if rest[i] == OPEN:
            start = len(out)
        elif rest[i] == CLOSE:
            stressed.append((start, len(out)))
        elif rest[i] != "*":
            out += rest[i]
        i += 1
    return Marked(out, tuple(stressed), tuple(readings))


def _pinyin(before: str, reading: str) -> list[tuple[int, int, str]]:
    """Give one syllable to each of the last characters."""
    syllables = reading.split()
    first = len(before) - len(syllables)
    return [(first + k, first + k + 1, s) for k, s in enumerate(syllables) if first + k >= 0]


def _symbols(before: str, reading: str) -> list[tuple[int, int, str]]:
    word = _LAST_WORD.search(before)
    return [(word.start(), len(before), reading)] if word else []
