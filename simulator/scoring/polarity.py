"""A fact in other words: with the same negation it is given back, with the other one it is contradicted."""

from __future__ import annotations

import re

from simulator.domain.scenario import Fact, FactType
from simulator.messages import Lang
from simulator.scoring import accounts, meant, order, synonyms
from simulator.scoring.negation import negations
from simulator.scoring.stated import wordings_of
from simulator.scoring.view import View

_PARTS = {
    "zh": re.compile(r"[，。！？；,;!?]|但是?|可是?|却|而且|还有|结果"),
    "en": re.compile(r"[,.;!?]|\b(?:but|and|so|because|until|while|although|though)\b", re.IGNORECASE),
}


def flipped(fact: Fact, view: View) -> tuple[int, int] | None:
    """Return the stretch that says the opposite of the fact in the fact's own words, or None."""
    for wording in wordings_of(fact):
        if any(c.isdigit() for c in wording):
            continue
        denies = denying(wording, view.lang)
        for start, end in _parts(view):
            found = meant.find(wording, view.text[start:end], view.lang, share=1.0)
            if found is None or denying(view.text[start:end], view.lang) == denies:
                continue
            if accounts.is_account(view, start) and accounts.asserted(view, start) and not accounts.offers(view, start):
                return start, end
    return None


def same(fact: Fact, view: View) -> tuple[int, int] | None:
    """Return the stretch that tells the fact in other words, with the same negation, or None."""
    for wording in wordings_of(fact):
        denies = denying(wording, view.lang)
        for start, end in _parts(view):
            found = meant.find(wording, view.text[start:end], view.lang)
            if found is None or denying(view.text[start:end], view.lang) != denies:
                continue
            if fact.type is FactType.PAIR and not order.keeps_order(wording, view.text[start:end], view.lang):
                continue
            if accounts.is_account(view, start + found[0]) and accounts.asserted(view, start):
                return start + found[0], start + found[1]
    return None


def denying(text: str, lang: Lang) -> bool:
    """Return whether a text denies what it speaks of; the 没 of 没网, which is 断网, denies nothing."""
    return negations(synonyms.in_one_wording(text) if lang == "zh" else text, lang) % 2 == 1


def _parts(view: View) -> list[tuple[int, int]]:
    """Return the stretches in which one negation reaches: clauses, cut where another statement begins."""
    found = []
    for clause in view.clauses:
        at = clause.start
        for m in _PARTS[view.lang].finditer(clause.text):
            found.append((at, clause.start + m.start()))
            at = clause.start + m.end()
        found.append((at, clause.end))
    return [(a, b) for a, b in found if b > a]
