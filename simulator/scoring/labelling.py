"""Neutral emotion labelling: one apt, moderate word for this customer's feeling."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.domain.acts import Act
from simulator.domain.customer import LabelKind
from simulator.domain.scenario import Feelings
from simulator.domain.score import Outcome
from simulator.messages import Lang
from simulator.scoring import concepts, feeling_words, stuffing, wordings
from simulator.scoring.acts import best_clause
from simulator.scoring.feeling_words import Span
from simulator.scoring.view import View

TOO_MANY = 3  # so many different feelings in a row are a list, not a label
SAID = 0.12  # the classifier's word that makes a feeling word with a subject a label
LIKELY = 0.35  # the classifier's word that makes a feeling word without a subject a label
CERTAIN = 0.75  # the classifier's word that there is a label although no known word is found
_OWN = {
    "zh": re.compile(
        r"(?<!换)(?<!换了)(?<!换做)(?<!换成)(?<!搁)(?<!让)(?:我|我们|我这边|我这儿|我们这边|这边|公司|系统)(?:也|真|确实|都|很|特别|非常|现在|自己|实在|真的|挺|比较|深|感到|觉得)*$"
    ),
    "en": re.compile(
        r"\b(?:i'm|i am|i feel|we're|we are|we feel|i was|it (?:\w+ )?(?:upsets|saddens|worries|annoys) me|makes me)\s*"
        r"(?:\w+ly |so |very |really |just |also |too )*$"
    ),
}
_APOLOGY_EN = re.compile(r"\b(?:i'm|i am|we're|we are)(?: \w+)? (?:sorry|afraid)\b")
_NEGATED = {
    "zh": re.compile(
        r"(?<![能怎谁哪得由])(?<!怎么)(?:不|没|没有|不会|不用|(?<![特分差区告个])别|不要|不必|无需|不该)(?:再|太|那么|这么|觉得)?$"
    ),
    "en": re.compile(r"\b(?:not|n't|no|never|without|nothing)\s+(?:\w+ )?$"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """What was found about the customer's feeling.

    Parameters
    ----------
    start, end
        Span of the words; empty if none.
    """

    outcome: Outcome
    kind: LabelKind
    start: int = 0
    end: int = 0


def judge(view: View, feelings: Feelings, acts: tuple[Act, ...]) -> Label:
    """Return how the customer's feeling was named, by the rubric.

    Extreme, misplaced and denied feelings earn nothing even beside a good word.
    """
    text, lang = view.text, view.lang
    if stuffing.earns_nothing(text, lang):
        return Label(Outcome.NONE, "none")
    return (
        _spoilt(view, feelings)
        or _named(view, feelings, acts)
        or _formula(view)
        or _in_own_words(view)
        or _missing(view)
    )


def _spoilt(view: View, feelings: Feelings) -> Label | None:
    text, lang = view.text, view.lang
    denied = feeling_words.denial(text, lang)
    if denied:
        return Label(Outcome.NONE, "denied", denied[0], denied[1])
    extreme = feeling_words.extreme(text, lang)
    if extreme and not _listed(text[extreme[0] : extreme[1]], feelings.apt, lang) and _labels(view, extreme):
        return Label(Outcome.NONE, "extreme", extreme[0], extreme[1])
    wrong = _listed_span(view, feelings.wrong) or feeling_words.misplaced(text, lang)
    if wrong and not _listed(text[wrong[0] : wrong[1]], feelings.apt, lang) and _labels(view, wrong):
        return Label(Outcome.NONE, "wrong", wrong[0], wrong[1])
    return None


def _named(view: View, feelings: Feelings, acts: tuple[Act, ...]) -> Label | None:
    words = [w for w in _apt_words(view, feelings) if _labels(view, w)]
    if not words:
        return None
    start, end, _ = words[0]
    if len({view.text[a:b] for a, b, _ in words}) >= TOO_MANY and words[-1][0] - words[0][1] < 30:
        return Label(Outcome.NONE, "wrong", start, words[-1][1])
    if Act.SARCASM in acts or wordings.search("belittles", _clause_of(view, start), view.lang):
        return Label(Outcome.PARTIAL, "generic", start, end)
    return Label(Outcome.CREDIT, "apt", start, end)


def _apt_words(view: View, feelings: Feelings) -> list[Span]:
    own = _listed_span(view, feelings.apt)
    words = feeling_words.moderate(view.text, view.lang)
    words = [w for w in words if not _listed(view.text[w[0] : w[1]], feelings.tolerable, view.lang)]
    if own and not any(w[0] < own[1] and own[0] < w[1] for w in words):
        words = sorted([*words, own])
    return words


def _listed(word: str, words: tuple[str, ...], lang: Lang) -> bool:
    return any(concepts.mentions(w, word, lang) for w in words)


def _listed_span(view: View, words: tuple[str, ...]) -> Span | None:
    for word in words:
        found = concepts.find(word, view.text, view.lang)
        if not found or found.how == "loose" or found.denied:
            continue
        if feeling_words.felt(view.text, found.start, found.end, view.lang):
            return found.start, found.end, "listed"
    return None


def _labels(view: View, word: Span) -> bool:
    """Tell whether a feeling word is said of this customer: not of the agent, not denied, and as a label."""
    index = view.clause_at(word[0])
    clause = view.clauses[index]
    before = view.text[clause.start : word[0]].lower().replace("’", "'")
    if _OWN[view.lang].search(before) or _NEGATED[view.lang].search(before):
        return False
    if view.lang == "en" and _APOLOGY_EN.search(before) and " you" not in before:
        return False
    if wordings.search("someone_else", before, view.lang):
        return False
    here, whole = view.by_clause[index].get(Act.LABEL_EMOTION, 0.0), view.whole.get(Act.LABEL_EMOTION, 0.0)
    if wordings.search("of_customer", clause.text, view.lang):
        return max(here, whole) >= SAID
    return max(here, whole) >= LIKELY and whole >= 0.5


def _clause_of(view: View, position: int) -> str:
    return view.clauses[view.clause_at(position)].text


def _formula(view: View) -> Label | None:
    found = feeling_words.generic(view.text, view.lang)
    if found and _likelihood(view, view.clause_at(found[0])) >= SAID:
        return Label(Outcome.PARTIAL, "generic", found[0], found[1])
    return None


def _likelihood(view: View, index: int) -> float:
    return max(view.by_clause[index].get(Act.LABEL_EMOTION, 0.0), view.whole.get(Act.LABEL_EMOTION, 0.0))


def _in_own_words(view: View) -> Label | None:
    """Return a label in words that no list has: the classifier is sure, and the clause says that something is felt."""
    index = best_clause(view, Act.LABEL_EMOTION)
    clause, here = view.clauses[index], view.by_clause[index].get(Act.LABEL_EMOTION, 0.0)
    sure = here >= CERTAIN and view.whole.get(Act.LABEL_EMOTION, 0.0) >= CERTAIN
    before = clause.text.lower().replace("’", "'")
    if not sure or _does_else(view, index) or feeling_words.moderate(clause.text, view.lang):
        return None
    if wordings.search("felt", clause.text, view.lang) is None or _OWN[view.lang].search(before):
        return None
    return Label(Outcome.CREDIT, "apt", clause.start, clause.end)


def _does_else(view: View, index: int) -> bool:
    """Tell whether a clause does something else at least as surely."""
    acts = view.by_clause[index]
    other = (
        Act.MIRROR,
        Act.OVER_PROMISE,
        Act.SARCASM,
        Act.DENY_EMOTION,
        Act.OFFER_SOLUTION,
        Act.PRAISE_CUSTOMER,
        Act.APOLOGISE,
    )
    return max(acts.get(a, 0.0) for a in other) >= acts.get(Act.LABEL_EMOTION, 0.0)


def _missing(view: View) -> Label:
    """Say whether there is none, or perhaps one in words that nobody foresaw."""
    index = best_clause(view, Act.LABEL_EMOTION)
    here, clause = view.by_clause[index].get(Act.LABEL_EMOTION, 0.0), view.clauses[index]
    sure = here >= CERTAIN and view.whole.get(Act.LABEL_EMOTION, 0.0) >= CERTAIN
    if not sure or _does_else(view, index) or feeling_words.moderate(view.text, view.lang):
        return Label(Outcome.NONE, "none")
    return Label(Outcome.UNDETERMINED, "none", clause.start, clause.end)
