"""Mandarin text to Kokoro's phonemes: words by jieba, readings by pypinyin, symbols by misaki."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from simulator.engines.g2p_zh_numbers import spoken_numbers
from simulator.engines.words_zh import open_words
from simulator.speech.markup import CLOSE, OPEN, Marked, marked

_RUNS = re.compile(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z']*|[^\u3400-\u9fffA-Za-z]+")
_PUNCTUATION = str.maketrans(
    {"，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "；": "; ", "：": ": ", "（": " (", "）": ") "}
    | dict.fromkeys("《「『【", " “")
    | dict.fromkeys("》」』】", "” ")
)
_KEPT = re.compile(r"[^;:,.!?—…\"()“” ]")
_INTERJECTIONS = {
    "哼": "heng1",
    "嗯": "en5",
    "呣": "mu5",
    "嗐": "hai4",
    "欸": "ei4",
    "诶": "ei4",
    "哟": "you5",
    "噷": "hen5",
}
# By the two characters before (up to the word, "_") and the three after it.
_CONTEXT = {
    "得": ((re.compile(r"[我你您他她它们就总还又都非可不也必]_(?![了到出意罪知])\S"), "dei3"),),
    "还": ((re.compile(r"_(?:我的?(?:钱|押金|定金|手机|公道)|钱|款|贷|清)"), "huan2"),),
    "重": ((re.compile(r"_(?:启|装|置|做|修|发|寄|拍|刷|配|开)"), "chong2"),),
    "只": ((re.compile(r"[一两几三四五六七八九十]_"), "zhi1"),),
    "发": ((re.compile(r"[头理]_"), "fa4"),),
}
_GAINING = frozenset(("获得", "取得", "所得", "赢得", "夺得", "博得", "心得", "求得", "不得", "只得", "难得"))
_GAINED = frozenset("到罪分知意出奖")
_SPELLED = frozenset({"app"})  # words that Mandarin speakers spell


def phonemes(text: str) -> str:
    """Return a clause of Mandarin (with digits and Latin words in it) in Kokoro's symbols; stress stands in marks."""
    clause = marked(text).moved(spoken_numbers)
    parts = [_run(run[0], run.start(), clause) for run in _RUNS.finditer(clause.text)]
    joined = " ".join(p for p in parts if p)
    return re.sub(r"\s+([,.!?;:)”…])", r"\1", re.sub(r"\s+", " ", joined)).strip()


def known(reading: str) -> bool:
    """Return whether a reading is a syllable of Mandarin with its tone: ``háng`` or ``hang2``, 5 for the light one."""
    numbered = _numbered(reading)
    return numbered[-1:].isdigit() and bool(_tools().symbols(numbered))


def _run(run: str, start: int, clause: Marked) -> str:
    if "\u3400" <= run[0] <= "\u9fff":
        return _han(run, start, clause)
    if run[0].isascii() and run[0].isalpha():
        return _stressed(_latin(run), clause.stresses(start, start + len(run)))
    return _KEPT.sub("", run.translate(_PUNCTUATION)).strip()


def _han(run: str, start: int, clause: Marked) -> str:
    tools = _tools()
    said: list[str] = []
    at = start
    for word in tools.words(run):
        readings = _in_context(tools.readings(word), word, clause.text, at)
        if len(readings) != len(word):  # one reading for several characters, as of an interjection
            sound = "".join(tools.symbols(r) for r in readings)
            said.append(_stressed(sound, clause.stresses(at, at + len(word))))
        else:
            said.append("".join(_character(reading, at + k, clause) for k, reading in enumerate(readings)))
        at += len(word)
    return " ".join(said)


def _character(reading: str, at: int, clause: Marked) -> str:
    own = clause.reading(at, at + 1)
    return _stressed(_tools().symbols(_numbered(own) if own else reading), clause.stresses(at, at + 1))


def _in_context(readings: list[str], word: str, text: str, at: int) -> list[str]:
    """Return the readings with those corrected that only the neighbours of a word decide."""
    for pattern, reading in _CONTEXT.get(word, ()):
        if pattern.search(text[max(0, at - 2) : at] + "_" + text[at + len(word) : at + len(word) + 3]):
            return [reading]
    if "de2" in readings and len(readings) == len(word) and word not in _GAINING:
        return [_particle(reading, text[at + k + 1 : at + k + 2]) for k, reading in enumerate(readings)]
    return readings


def _particle(reading: str, after: str) -> str:
    """Return 得 with the light tone that it has after a verb, unless something is gained."""
    return "de5" if reading == "de2" and after not in _GAINED else reading


def _stressed(sound: str, stressed: bool) -> str:
    return f"{OPEN}{sound}{CLOSE}" if stressed and sound else sound


def _numbered(reading: str) -> str:
    """Return pinyin with its tone as a figure at the end."""
    if reading[-1:].isdigit():
        return reading.replace("ü", "v")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pypinyin.contrib.tone_convert import to_tone3
    return str(to_tone3(reading, v_to_u=False))


def _latin(word: str) -> str:
    from simulator.engines.g2p_en import spell, word_phonemes

    return spell(word) if word.lower() in _SPELLED else word_phonemes(word)


@dataclass(frozen=True, slots=True)
class _Tools:
    words: Callable[[str], list[str]]
    readings: Callable[[str], list[str]]
    symbols: Callable[[str], str]


@cache
def _tools() -> _Tools:
    """Load jieba, pypinyin and misaki, without their chatter; about half a second, once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from misaki.zh import ZHG2P
        from pypinyin import Style, lazy_pinyin

    def readings(word: str) -> list[str]:
        if word in _INTERJECTIONS:
            return [_INTERJECTIONS[word]]
        return list(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore"))

    @cache
    def symbols(reading: str) -> str:
        try:
            return str(ZHG2P.py2ipa(reading)).replace(chr(815), "")
        except (KeyError, ValueError, IndexError, AssertionError):  # a syllable that misaki's table lacks
            return ""

    return _Tools(open_words(), readings, symbols)
