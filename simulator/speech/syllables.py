"""Syllables of a text: characters in Mandarin, groups of vowels in English, figures as they are read."""

from __future__ import annotations

import re

from simulator.messages import Lang

_DIGITS_EN = {"0": 2, "7": 2}  # zero, seven; the others have one
_WORD = re.compile(r"[a-z']+|\d")
_VOWELS = re.compile(r"[aeiouy]+")


def count(text: str, lang: Lang) -> int:
    """Return the number of syllables; Mandarin counts characters and figures, and Latin words as English."""
    lowered = text.lower()
    if lang == "zh":
        han = sum("\u3400" <= c <= "\u9fff" or c.isdigit() for c in lowered)
        return han + sum(_of_word(w) for w in re.findall(r"[a-z']+", lowered))
    return sum(_DIGITS_EN.get(w, 1) if w.isdigit() else _of_word(w) for w in _WORD.findall(lowered))


def _of_word(word: str) -> int:
    word = word.replace("'", "")
    if not word:
        return 0
    groups = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and groups > 1:
        groups -= 1
    if word.endswith("ed") and len(word) > 3 and word[-3] not in "td" and groups > 1:
        groups -= 1
    if (
        word.endswith("es")
        and len(word) > 3
        and word[-3] not in "sxzcg"
        and not word.endswith(("ches", "shes"))
        and groups > 1
    ):
        groups -= 1
    groups += len(re.findall(r"i[ao](?!u)|eo|ua(?!r)", word)) - len(re.findall(r"[tsc]io|[tc]ia", word))
    return max(groups, 1)
