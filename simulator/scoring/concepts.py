"""Finding a wording in a reply: letter by letter, by sound, or with most of its words close together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from simulator.messages import Lang
from simulator.scoring import wordings
from simulator.scoring.negation import NOT_EN, NOT_ZH, negations
from simulator.scoring.numerals_zh import CHARS
from simulator.scoring.sounds import sounds_like

How = Literal["exact", "sound", "loose"]
_EMPTY_ZH = set("的了是在着过呢啊吧吗个这那您你我们他她它家就也都还又给把被让那儿里上天")
_EMPTY_EN = wordings.words("empty_en")
_LIGHT_ZH = set("了过的着有就都也还又再已经地呢啊")  # may come or go inside a wording
_RESULTS = "好成完到住掉动通清"


@dataclass(frozen=True, slots=True)
class Match:
    """A wording found at ``start`` to ``end``; `denied` tells whether its negations differ from those of the text."""

    start: int
    end: int
    how: How
    denied: bool = False


def find(wording: str, text: str, lang: Lang) -> Match | None:
    """Return the best place of `wording` in `text` (one clause or more), or None."""
    return _find_zh(wording, text) if lang == "zh" else _find_en(wording, text)


def mentions(anchor: str, text: str, lang: Lang) -> bool:
    """Return whether a word stands in a text; in English also as the beginning of another ("deliver", "delivered")."""
    if lang == "zh":
        return anchor in text or (len(anchor) > 1 and _by_sound(anchor, text) >= 0)
    lowered = text.lower().replace("’", "'")
    return (
        anchor.lower() in lowered
        if not anchor.isalpha()
        else any(w.startswith(anchor.lower()) or stem(w) == stem(anchor.lower()) for w in _WORD.findall(lowered))
    )


def without_negation(wording: str, lang: Lang) -> str:
    """Return a denying wording without its denial ("没出国" gives "出国"), or nothing if it denies nothing."""
    if lang == "en":
        return ""
    m = re.match(r"(?:还|都|一直|从来?|根本)?(?:没有|没能|没|未|不能|不)", wording)
    return wording[m.end() :] if m and len(wording) - m.end() >= 2 else ""


def content(wording: str, lang: Lang) -> frozenset[str]:
    """Return the words (in Mandarin characters) of a wording that carry meaning, without its negations."""
    if lang == "zh":
        bare = NOT_ZH.sub("", wording)
        return frozenset(c for c in bare if c.isalnum() and c not in _EMPTY_ZH and c not in _LIGHT_ZH)
    words = _WORD.findall(wording.lower().replace("’", "'"))
    return frozenset(stem(w) for w in words if w not in _EMPTY_EN and not NOT_EN.fullmatch(w))


def without_small(wording: str) -> str:
    """Return a Mandarin wording without its negations and its small words."""
    bare = NOT_ZH.sub("", wording)
    return "".join(c for c in bare if c not in _EMPTY_ZH and c not in _LIGHT_ZH)


def carries(word: str) -> bool:
    """Return whether an English stem carries meaning, and is no negation."""
    return word.startswith("§") or (word not in _EMPTY_EN and not NOT_EN.fullmatch(word) and len(word) > 1)


def _find_zh(wording: str, text: str) -> Match | None:
    wanted = "".join(c for c in wording.lower() if c.isalnum() and c not in _LIGHT_ZH) or wording
    if len(wanted) == 1 and len(wording) > 1:
        return _single_zh(wording.lower(), wanted, text)
    letters = [(i, c) for i, c in enumerate(text.lower()) if c.isalnum() and (c not in _LIGHT_ZH or c in wanted)]
    flat = "".join(c for _, c in letters)
    if not wanted or not flat:
        return None
    at = flat.find(wanted)
    how: How = "exact"
    if at < 0:
        at, how = _by_sound(wanted, flat), "sound"
    if at >= 0 and not _asked(flat, at) and not _completed(wanted, flat, at):
        start, end = letters[at][0], letters[at + len(wanted) - 1][0] + 1
        return Match(start, end, how, _denied_before(text, start, "zh"))
    return _loose_zh(wanted, letters, text)


def _single_zh(wording: str, char: str, text: str) -> Match | None:
    """Look for a wording of one character and small words (坏了, 还在): the character alone stands in many a word."""
    lead, _, tail = wording.partition(char)
    light = f"[{''.join(sorted(_LIGHT_ZH))}]"
    before = "" if tail else "".join(map(re.escape, lead)) + light + "{0,2}"
    after = rf"(?={light}|[完掉]|[\W\d{CHARS}]|$)" if tail else ""
    for m in re.finditer(before + re.escape(char) + after, text.lower()):
        if not _asked(text, m.end() - 1):
            return Match(m.start(), m.end(), "exact", _denied_before(text, m.start(), "zh"))
    return None


def _asked(flat: str, at: int) -> bool:
    """Tell whether a place is the second half of a question such as 出没出国."""
    return 0 < at < len(flat) - 1 and flat[at] in "没不" and flat[at - 1] == flat[at + 1]


def _completed(wanted: str, flat: str, at: int) -> bool:
    """Tell whether a denied verb goes on to its result: 没修 denies the doing, 没修好 only the success."""
    after = flat[at + len(wanted) : at + len(wanted) + 1]
    return wanted[0] in "没不未" and after != "" and after in _RESULTS


def _by_sound(wanted: str, flat: str) -> int:
    n = len(wanted)
    if n < 2:
        return -1
    return next((i for i in range(len(flat) - n + 1) if sounds_like(wanted, flat[i : i + n])), -1)


def _denied_before(text: str, start: int, lang: Lang) -> bool:
    """Tell whether a negation stands right before a place."""
    before = text[max(start - (4 if lang == "zh" else 24), 0) : start]
    if lang == "zh":
        return (
            re.search(r"(?:不是|没有?|不|未|并未|没能|别)[\s]*(?:再|真的|完全|人)?$", before) is not None
            and negations(before, lang) % 2 == 1
        )
    last = " ".join(before.lower().replace("’", "'").split()[-3:])
    return negations(last, lang) % 2 == 1


def _loose_zh(wanted: str, letters: list[tuple[int, str]], text: str) -> Match | None:
    content = [c for c in wanted if c not in _EMPTY_ZH and not NOT_ZH.fullmatch(c)]
    if len(set(content)) < 3:
        return None
    width = 2 * len(wanted) + 2
    best: tuple[float, int, int] = (0.0, 0, 0)
    for i, (_, first) in enumerate(letters):
        if first not in content:
            continue
        window = letters[i : i + width]
        hits = [j for j, (_, c) in enumerate(window) if c in content]
        share = len({window[j][1] for j in hits}) / len(set(content))
        if share > best[0]:
            best = (share, letters[i][0], window[hits[-1]][0] + 1)
    share, start, end = best
    if share < _ENOUGH:
        return None
    around = text[max(start - 3, 0) : end]
    return Match(start, end, "loose", negations(wanted, "zh") % 2 != negations(around, "zh") % 2)


_ENOUGH = 0.75  # share of the content words that must be there for a loose match
_IRREGULAR = {
    "came": "come",
    "sent": "send",
    "bought": "buy",
    "paid": "pay",
    "broke": "break",
    "broken": "break",
    "got": "get",
}
_IRREGULAR |= {
    "took": "take",
    "taken": "take",
    "told": "tell",
    "gone": "go",
    "went": "go",
    "done": "do",
    "said": "say",
    "left": "leave",
}
_IRREGULAR |= {
    "fell": "fall",
    "lost": "lose",
    "kept": "keep",
    "made": "make",
    "rang": "ring",
    "spoke": "speak",
    "froze": "freeze",
}
_IRREGULAR |= {
    "frozen": "freeze",
    "died": "die",
    "dying": "die",
    "dies": "die",
    "cancelled": "cancel",
    "cancelling": "cancel",
}
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its English endings, near enough for comparing."""
    word = word.removesuffix("'s").removesuffix("'re").removesuffix("'ve")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, least in (("ing", 6), ("ed", 5), ("es", 5), ("s", 4), ("ly", 6), ("e", 5)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return _single(word.removesuffix(ending))
    return word


def _single(word: str) -> str:
    """Undo the doubled consonant of "stopped" and the e of "charge"."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        return word[:-1]
    return word.removesuffix("e")


def _find_en(wording: str, text: str) -> Match | None:
    lowered = text.lower().replace("’", "'")
    spans = [(m.start(), m.end(), stem(m[0])) for m in _WORD.finditer(lowered)]
    wanted = [stem(m[0]) for m in _WORD.finditer(wording.lower().replace("’", "'"))]
    if not wanted or not spans:
        return None
    for i in range(len(spans) - len(wanted) + 1):
        if all(spans[i + k][2] == w for k, w in enumerate(wanted)):
            start, end = spans[i][0], spans[i + len(wanted) - 1][1]
            return Match(start, end, "exact", _denied_before(text, start, "en"))
    return _loose_en(wording, wanted, spans, text)


def _loose_en(wording: str, wanted: list[str], spans: list[tuple[int, int, str]], text: str) -> Match | None:
    content = {w for w in wanted if w not in _EMPTY_EN and not NOT_EN.fullmatch(w)}
    if len(content) < 2:
        return None
    width = 2 * len(wanted) + 3
    best: tuple[float, int, int] = (0.0, 0, 0)
    for i, (start, _, word) in enumerate(spans):
        if word not in content:
            continue
        window = [s for s in spans[i : i + width] if s[2] in content]
        share = len({s[2] for s in window}) / len(content)
        if share > best[0]:
            best = (share, start, window[-1][1])
    share, start, end = best
    if share < (_ENOUGH if len(content) > 2 else 1.0):
        return None
    around = text[max(start - 16, 0) : end]
    return Match(start, end, "loose", negations(wording, "en") % 2 != negations(around, "en") % 2)
