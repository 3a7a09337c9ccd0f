"""Words that say the same: each stands for its group where most words of a fact are looked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from simulator.messages import Lang


@cache
def _groups(lang: Lang) -> dict[str, str]:
    """Return each word with the first word of its group."""
    read = tomllib.loads((files(__package__) / "synonyms.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for line in read[lang]:
        first, *rest = line.split()
        for word in (first, *rest):
            found.setdefault(word.replace("_", " "), first)
    return found


@cache
def _longest_first(lang: Lang) -> re.Pattern[str]:
    words = sorted(_groups(lang), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=8192)
def units_zh(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the units of a Mandarin text with their spans: the name of a group, or a single character."""
    found, at = [], 0
    for m in _longest_first("zh").finditer(text):
        found += [(i, i + 1, c) for i, c in enumerate(text[at : m.start()], at) if c.isalnum()]
        found.append((m.start(), m.end(), "§" + _groups("zh")[m[0]]))
        at = m.end()
    found += [(i, i + 1, c) for i, c in enumerate(text[at:], at) if c.isalnum()]
    return tuple(found)


@lru_cache(maxsize=8192)
def in_one_wording(text: str) -> str:
    """Return a Mandarin text with the first word of its group for each word: 没网 and 断网 deny equally much."""
    return _longest_first("zh").sub(lambda m: _groups("zh")[m[0]], text)


@cache
def stems_en() -> dict[str, str]:
    """Return the stem of each single English word with the name of its group."""
    from simulator.scoring.concepts import stem

    found: dict[str, str] = {}
    for word, group in _groups("en").items():
        if " " not in word:
            found.setdefault(stem(word), "§" + group)
    return found


@cache
def phrases_en() -> re.Pattern[str]:
    """Return the groups' phrases of two words as one pattern."""
    return re.compile(r"\b(?:" + "|".join(re.escape(w) for w in _groups("en") if " " in w) + r")\b")


def phrase_group(phrase: str) -> str:
    """Return the name of a phrase's group."""
    return "§" + _groups("en")[phrase]
