"""Replies that play for marks: keyword bags, echoes, and talk to the grader earn nothing."""

from __future__ import annotations

import re

from simulator.messages import Lang
from simulator.scoring import feeling_words, quantities, wordings
from simulator.scoring.sounds import is_han

_GLUE_ZH = set("的了是在就被有您你我们他它这那吗呢吧不没给把和跟都还也很要会到过得着能对说让上下去来个为从")
_GLUE_EN = wordings.words("glue_en")
_ECHO = 0.75  # share of the reply that the customer's own words make up
_RUN = {"zh": 4, "en": 3}  # characters, words in a row that count as repeated


def is_bag(text: str, lang: Lang) -> bool:
    """Return whether a text is a list of keywords without the small words of a sentence."""
    if _form(text) or _fragments(text, lang):
        return True
    if lang == "zh":
        letters = [c for c in text if is_han(c)]
        pieces = len([p for p in re.split(r"[\s，。、,.;；!！]+", text) if p])
        bare = (
            pieces >= 4
            and bool(letters)
            and len(letters) / pieces <= 5
            and sum(c in _GLUE_ZH for c in letters) / len(letters) < 0.06
        ) or _run_together(text, letters)
        return len(letters) >= 8 and (bare or _repeats(text))
    words = re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("’", "'"))
    small = sum(w in _GLUE_EN for w in words)
    return len(words) >= 6 and (
        (small == 0 and (len(words) >= 7 or len(set(words)) <= 0.6 * len(words)))
        or (len(words) >= 8 and small < 0.1 * len(words))
        or _repeats(text)
    )


def _run_together(text: str, letters: list[str]) -> bool:
    """Tell whether keywords follow one another without a stop: hardly a small word, no person.

    But a number or a feeling.
    """
    if (
        len(letters) < 14
        or re.search(r"[，。！？,!?我您你他她]", text)
        or sum(c in _GLUE_ZH for c in letters) > 0.1 * len(letters)
    ):
        return False
    return bool(quantities.find(text, "zh")) or bool(feeling_words.moderate(text, "zh"))


def _repeats(text: str) -> bool:
    """Tell whether the same fragments come again and again, or each is said twice over."""
    parts = [p for p in re.split(r"[\s，。、,.;；!！+]+", text.lower()) if p]
    if len(parts) >= 6 and len(set(parts)) <= len(parts) / 2 and max(map(len, parts)) <= 12:
        return True
    doubled = sum(re.fullmatch(r"(.{1,6})\1+", p) is not None for p in parts)
    return len(parts) >= 4 and doubled >= len(parts) / 2


_TITLED = re.compile(r"(?:^|[\s，。,.;；|】\]])\s*[\w\u3400-\u9fff]{2,14}\s*[：:](?!\d)")


def _form(text: str) -> bool:
    """Tell whether a text is a filled-in form: three or more short titles with colons."""
    return len(_TITLED.findall(text)) >= 3


_SENTENCE_ZH = re.compile(r"[我您你他她的了吧把被就让给还在过]")
_PIECE = {"zh": 4.5, "en": 2.2}  # characters, words: the mean length of a keyword


def _fragments(text: str, lang: Lang) -> bool:
    """Tell whether a text is made of five or more scraps of which hardly any could be part of a sentence."""
    parts = [
        p
        for p in re.split(r"[\s，。、,.;；!！+/|]+" if lang == "zh" else r"[，。、,.;；!！+/|]+", text.lower())
        if p.strip()
    ]
    if len(parts) < 5:
        return False
    if lang == "zh":
        small = sum(_SENTENCE_ZH.search(p) is not None for p in parts)
        return sum(map(len, parts)) / len(parts) <= _PIECE["zh"] and small <= len(parts) / 4
    words = [p.split() for p in parts]
    small = sum(any(w in _GLUE_EN for w in p) for p in words)
    return sum(map(len, words)) / len(words) <= _PIECE["en"] and small <= len(parts) / 4


def earns_nothing(text: str, lang: Lang) -> bool:
    """Return whether a text only plays for marks: a keyword bag, or talk to the grader."""
    return is_bag(text, lang) or is_meta(text, lang)


def is_meta(text: str, lang: Lang) -> bool:
    """Return whether a text speaks to whoever rates it."""
    return wordings.search("meta", text, lang) is not None


def is_echo(text: str, customer: str, lang: Lang) -> bool:
    """Return whether a reply mostly repeats the customer's words in their order, letter for letter.

    First and second person are taken for the same, as an echo turns one into the other.
    """
    ours, theirs = _units(text, lang), _units(customer, lang)
    n = _RUN[lang]
    if len(ours) < 2 * n or len(theirs) < n:
        return False
    runs = {tuple(theirs[i : i + n]) for i in range(len(theirs) - n + 1)}
    covered = [False] * len(ours)
    for i in range(len(ours) - n + 1):
        if tuple(ours[i : i + n]) in runs:
            covered[i : i + n] = [True] * n
    return sum(covered) / len(ours) >= _ECHO


_TAIL = {
    "zh": re.compile(r"(?:，|,|\s)*(?:是吧|对吧|是吗|对吗|对不对|是不是)[?？。]*$"),
    "en": re.compile(r",? (?:right|is that right|correct|yes)\?*$", re.I),
}
_HEAD = {
    "zh": re.compile(r"^(?:您|你)(?:的意思是|刚才说|说)[，,：:]?"),
    "en": re.compile(r"^(?:so )?(?:you(?:'re| are)? (?:said|saying|say)(?: that)?),? ", re.I),
}


def _units(text: str, lang: Lang) -> list[str]:
    text = _HEAD[lang].sub("", _TAIL[lang].sub("", text.strip())).lower().replace("’", "'")
    if lang == "zh":
        return ["我" if c in "您你咱" else c for c in text if c.isalnum() and c not in "们"]
    same = {"i": "you", "i'm": "you're", "my": "your", "me": "you", "i've": "you've", "we": "you", "our": "your"}
    return [same.get(w, w) for w in re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text)]
