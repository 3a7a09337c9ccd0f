"""Whether a text states a fact word for word, numbers in any form: nothing is guessed here."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.domain.scenario import Fact
from simulator.messages import Lang
from simulator.scoring import quantities
from simulator.speech.pinyin_windows import units

_LIGHT = frozenset("的了过着就都也还您你")
_NUMBER = frozenset("零一二三四五六七八九十百千万亿")


def stated(fact: Fact, text: str, lang: Lang) -> bool:
    """Return whether one of a fact's wordings, or its number near one of its anchors, stands in a text.

    `text` is simplified where it is Mandarin.
    """
    flat = _flat(text, lang)
    if any(_within(_flat(wording, lang), flat) for wording in wordings(fact)):
        return True
    wanted = quantities.declared(fact.value, fact.unit, lang)
    if wanted is None or (fact.anchors and not any(a.lower() in text.lower() for a in fact.anchors)):
        return False
    return any(q.agrees(wanted) for q in quantities.find(text, lang))


def wordings(fact: Fact) -> tuple[str, ...]:
    """Return the key and the aliases, each once."""
    return tuple(dict.fromkeys((fact.key, *fact.aliases)))


@lru_cache(maxsize=4096)
def _flat(text: str, lang: Lang) -> str:
    if lang == "en":
        return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower().replace(chr(0x2019), chr(39))))} "
    return "".join(u.char for u in units(text) if u.char not in _LIGHT).replace("两", "二").replace("〇", "零")


def _within(wording: str, text: str) -> bool:
    """Tell whether a wording stands in a text and no number goes on beyond it."""
    at = text.find(wording) if wording.strip() else -1
    while at >= 0:
        end = at + len(wording)
        grows = (at > 0 and {text[at - 1], text[at]} <= _NUMBER) or (
            end < len(text) and {text[end - 1], text[end]} <= _NUMBER
        )
        if not grows:
            return True
        at = text.find(wording, at + 1)
    return False
