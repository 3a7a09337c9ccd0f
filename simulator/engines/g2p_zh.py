"""Mandarin text to Kokoro's phonemes: words by jieba, readings by pypinyin, symbols by misaki."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache

from simulator.engines.g2p_zh_numbers import spoken_numbers

Readings = Callable[[str], list[str]]

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
_SPELLED = frozenset({"app"})  # words that Mandarin speakers spell


def phonemes(text: str) -> str:
    """Return a clause of Mandarin (with digits and Latin words in it) in Kokoro's symbols."""
    parts = [_run(run) for run in _RUNS.findall(spoken_numbers(text))]
    joined = " ".join(p for p in parts if p)
    return re.sub(r"\s+([,.!?;:)”…])", r"\1", re.sub(r"\s+", " ", joined)).strip()


def _run(run: str) -> str:
    if "\u3400" <= run[0] <= "\u9fff":
        words, readings, symbols = _tools()
        return " ".join("".join(symbols(r) for r in readings(w)) for w in words(run))
    if run[0].isascii() and run[0].isalpha():
        return _latin(run)
    return _KEPT.sub("", run.translate(_PUNCTUATION)).strip()


def _latin(word: str) -> str:
    from simulator.engines.g2p_en import spell, word_phonemes

    return spell(word) if word.lower() in _SPELLED else word_phonemes(word)


@cache
def _tools() -> tuple[Callable[[str], list[str]], Readings, Callable[[str], str]]:
    """Load jieba, pypinyin and misaki, without their chatter; about half a second, once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba: pkg_resources and invalid escapes
        import jieba
        from misaki.zh import ZHG2P
        from pypinyin import Style, lazy_pinyin

        jieba.setLogLevel("ERROR")
        jieba.initialize()

    def words(run: str) -> list[str]:
        return list(jieba.lcut(run, cut_all=False))

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

    return words, readings, symbols
