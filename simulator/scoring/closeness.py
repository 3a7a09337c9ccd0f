"""How close a stretch of a reply is to a fact: sentence vectors, shared content, letters, negation; in figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from simulator.domain.ports import SentenceEncoder
from simulator.domain.scenario import Fact
from simulator.messages import Lang
from simulator.scoring import meant, polarity, quantities

NAMES = (
    "nearest", "second", "statement", "margin", "against", "content", "letters", "same_polarity", "numbers_agree",
    "numbers_differ", "number_missing", "length",
)  # fmt: skip
FloatVector = npt.NDArray[np.float64]


def wordings(fact: Fact) -> tuple[str, ...]:
    """Return the statement, the key and the aliases, each once."""
    return tuple(dict.fromkeys(w for w in (fact.statement, fact.key, fact.restated, *fact.aliases) if w))


def figures(fact: Fact, others: Sequence[Fact], text: str, lang: Lang, encoder: SentenceEncoder) -> FloatVector:
    """Return the figures `NAMES` for one fact and one stretch of text.

    Parameters
    ----------
    others
        The other facts that were told: what is closer to one of them is hardly this one.

    Raises
    ------
    ValueError
        If the fact has no wording at all.
    """
    own = wordings(fact)
    vector = encoder.encode([text])[0]
    near = sorted((float(x) for x in encoder.encode(own) @ vector), reverse=True)
    rival = max((float((encoder.encode(wordings(o)) @ vector).max()) for o in others if wordings(o)), default=0.0)
    against = float((encoder.encode(fact.opposites) @ vector).max()) if fact.opposites else 0.0
    best = own[int(np.argmax(encoder.encode(own) @ vector))]
    shared = max(meant.share(w, text, lang) for w in own)
    letters = max(_letters(w, text) for w in own)
    agree, differ, missing = _numbers(best, text, lang)
    return np.array(
        [
            near[0],
            near[min(1, len(near) - 1)],
            float(encoder.encode([fact.statement])[0] @ vector),
            near[0] - rival,
            near[0] - against if fact.opposites else 0.1,
            shared,
            letters,
            float(polarity.denying(best, lang) == polarity.denying(text, lang)),
            agree,
            differ,
            missing,
            min(len(text) / (20 if lang == "zh" else 60), 2.0),
        ]
    )


@lru_cache(maxsize=16384)
def _letters(wording: str, text: str) -> float:
    """Return the share of a wording's pairs of letters that the text has."""
    a, b = _pairs(wording), _pairs(text)
    return len(a & b) / len(a) if a else 0.0


def _pairs(text: str) -> set[str]:
    flat = "".join(c for c in text.lower() if c.isalnum())
    return {flat[i : i + 2] for i in range(len(flat) - 1)}


def _numbers(wording: str, text: str, lang: Lang) -> tuple[float, float, float]:
    """Return whether numbers agree, whether one disputes another, and whether the wording's are missing."""
    wanted, there = quantities.find(wording, lang), quantities.find(text, lang)
    agree = any(a.agrees(b) for a in wanted for b in there)
    differ = not agree and any(a.disputes(b) for a in wanted for b in there)
    return float(agree), float(differ), float(bool(wanted) and not there)
