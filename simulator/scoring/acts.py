"""What a reply does: the classifier's word on the whole and on each clause, with rules that only veto."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from simulator.domain.acts import Act
from simulator.domain.ports import ActClassifier
from simulator.domain.score import Evidence
from simulator.domain.transcript import Transcript
from simulator.messages import Lang, say
from simulator.scoring import stuffing, vetoes
from simulator.scoring.clauses import split
from simulator.scoring.view import View

PRESENT = 0.5  # the classifier's scale is set so that an act is present from here up
LONGEST = 1200  # characters that are read; nobody says more in one breath
_FLOOR = 1e-4


def look(transcript: Transcript, lang: Lang, classifier: ActClassifier) -> View:
    """Return the reply with the acts of its clauses and of the whole."""
    clauses = split(transcript.text[:LONGEST], lang)
    if not clauses:
        return View(transcript, lang, (), (), {})
    texts = [transcript.text[:LONGEST], *(c.text for c in clauses)]
    read = zip(classifier.probabilities(texts), texts, strict=True)
    whole, *parts = (vetoes.cleared(acts, text, lang) for acts, text in read)
    return View(transcript, lang, clauses, tuple(parts), fuse(whole, parts))


def fuse(whole: Mapping[Act, float], parts: Sequence[Mapping[Act, float]]) -> dict[Act, float]:
    """Return the probability of each act in the reply: the mean, in log odds, of the whole and the likeliest clause."""
    return {
        act: _expit((_logit(p) + _logit(max((c.get(act, 0.0) for c in parts), default=p))) / 2)
        for act, p in whole.items()
    }


def _logit(p: float) -> float:
    p = min(max(p, _FLOOR), 1 - _FLOOR)
    return math.log(p / (1 - p))


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def present(view: View) -> tuple[Act, ...]:
    """Return the acts of a reply in the order in which they are made; never empty for a reply with words."""
    if not view.clauses:
        return ()
    if stuffing.is_bag(view.text, view.lang):
        return (Act.OTHER,)
    found: list[Act] = [
        a for a, p in view.whole.items() if p >= PRESENT and a is not Act.OTHER and not _vetoed(a, view)
    ]
    if not found:
        likeliest = max((a for a in view.whole if not _vetoed(a, view)), key=lambda a: view.whole[a])
        found = [likeliest if view.whole[likeliest] >= PRESENT / 2 and likeliest not in vetoes.NO_GUESS else Act.OTHER]
    return tuple(sorted(found, key=lambda a: (best_clause(view, a), a)))


def _vetoed(act: Act, view: View) -> bool:
    return vetoes.vetoed(act, view.text, view.lang) or (act is Act.OTHER and view.whole[act] < PRESENT)


def best_clause(view: View, act: Act) -> int:
    """Return the index of the clause that speaks most for an act."""
    return max(range(len(view.clauses)), key=lambda i: view.by_clause[i].get(act, 0.0))


def evidence(view: View, act: Act, ui_lang: Lang) -> Evidence:
    """Return the clause that an act rests on."""
    clause = view.clauses[best_clause(view, act)]
    return view.evidence(clause.start, clause.end, say(f"scoring.act_{act}", ui_lang), act.value)
