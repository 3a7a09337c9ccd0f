"""The classifier of dialogue acts and the scorer, from files that are verified before they are read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from simulator.domain.acts import Act
from simulator.domain.ports import ActClassifier, FactReader
from simulator.engines.fact_reader import TunedFacts
from simulator.engines.ngrams import Analyser, Grams, letters, words
from simulator.engines.trained import digests
from simulator.engines.transformer import Arrays
from simulator.engines.tuned import Reader, load_arrays
from simulator.scoring.scorer import Scorer
from simulator.settings import Settings

FloatMatrix = npt.NDArray[np.float32]
GRAMS_WEIGHT = 1.5  # of n-grams, which sets how strong the penalty is; chosen by grouped cross-validation
TUNED_LIMIT = 128  # pieces of a text that the fine-tuned encoder reads


class LinearActs:
    """One logistic regression an act, on n-grams of letters and words.

    Parameters
    ----------
    arrays
        ``letters``, ``letters.idf``, ``words``, ``words.idf`` (the n-grams, one a line), ``linear.coef`` of shape
        (features, acts), ``linear.intercept`` of shape (acts,).
    """

    def __init__(self, arrays: Arrays) -> None:
        self._grams = [_grams(arrays, name, analyse) for name, analyse in (("letters", letters), ("words", words))]
        self._coef = np.asarray(arrays["linear.coef"], np.float32)
        self._intercept = np.asarray(arrays["linear.intercept"], np.float32)

    def logits(self, texts: Sequence[str]) -> FloatMatrix:
        """Return the log odds of each act in each text, shape (texts, acts)."""
        result = np.tile(self._intercept, (len(texts), 1))
        for row, text in zip(result, texts, strict=True):
            first = 0
            for grams in self._grams:
                columns, weights = grams.weighted(text)
                row += GRAMS_WEIGHT * weights @ self._coef[[first + c for c in columns]]
                first += len(grams)
        return result


def _grams(arrays: Arrays, name: str, analyse: Analyser) -> Grams:
    lines = arrays[name].tobytes().decode("utf-8").split("\n")
    return Grams(analyse, lines, np.asarray(arrays[f"{name}.idf"], np.float32))


class TunedActs:
    """One logistic regression an act, on the mean of what a fine-tuned encoder makes of a text's pieces.

    The first text is read once; what else stands in it, its clauses, is looked up in that reading.

    Parameters
    ----------
    arrays
        The layers; ``tuned.coef`` of shape (acts, d), ``tuned.intercept`` of shape (acts,).
    """

    def __init__(self, arrays: Arrays) -> None:
        self._reader = Reader(arrays, TUNED_LIMIT)
        self._coef = np.asarray(arrays["tuned.coef"], np.float32)
        self._intercept = np.asarray(arrays["tuned.intercept"], np.float32)

    def logits(self, texts: Sequence[str]) -> FloatMatrix:
        """Return the log odds of each act in each text, shape (texts, acts)."""
        whole = self._reader.cut(texts[0])
        tokens = self._reader.encoder.read([whole.numbers])[0]
        rows, starts, at = [tokens.mean(axis=0)], np.array(whole.starts[1:-1]), 0
        for text in texts[1:]:
            begin = texts[0].find(text, at)
            inside = (starts >= begin) & (starts < begin + len(text)) & (begin >= 0)
            rows.append(tokens[1:-1][inside].mean(axis=0) if inside.any() else self._alone(text))
            at = max(begin, at)
        result: FloatMatrix = np.stack(rows) @ self._coef.T + self._intercept
        return result

    def _alone(self, text: str) -> FloatMatrix:
        mean: FloatMatrix = self._reader.encoder.read([self._reader.cut(text).numbers])[0].mean(axis=0)
        return mean


class Acts:
    """The mean, in log odds, of two classifiers: one knows wordings, the other was fine-tuned to their sense.

    Parameters
    ----------
    arrays
        Of both classifiers; ``threshold`` of shape (acts,), ``acts``, their names.
    models
        File name to SHA-256.
    """

    def __init__(self, arrays: Arrays, models: dict[str, str]) -> None:
        self.models = models
        self._classifiers = LinearActs(arrays), TunedActs(arrays)
        self._acts = tuple(Act(str(a)) for a in arrays["acts"])
        threshold = np.asarray(arrays["threshold"], np.float64)
        self._shift = np.log(threshold / (1 - threshold))
        self._read = lru_cache(maxsize=256)(self._probabilities)

    def probabilities(self, clauses: Sequence[str]) -> list[dict[Act, float]]:
        """Return the probability of each act in each text, on a scale where the act's own threshold lies at 0.5."""
        return self._read(tuple(clauses)) if clauses else []

    def _probabilities(self, asked: tuple[str, ...]) -> list[dict[Act, float]]:
        texts = tuple(dict.fromkeys(asked))  # a reply of one clause is that clause
        odds = sum(c.logits(texts) for c in self._classifiers) / len(self._classifiers) - self._shift
        rows = 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))
        found = {t: dict(zip(self._acts, map(float, row), strict=True)) for t, row in zip(texts, rows, strict=True)}
        return [found[t] for t in asked]


def open_acts() -> ActClassifier:
    """Return the classifier of acts; raises like `open_scorer`."""
    return Acts(load_arrays("acts.npz"), {n: digests()[n] for n in ("acts.npz", "words.npz")})


def open_facts() -> FactReader:
    """Return what reads facts in a reply; raises like `open_scorer`."""
    return TunedFacts(load_arrays("facts.npz"), {"facts.npz": digests()["facts.npz"]})


def open_scorer(settings: Settings) -> Scorer:
    """Return the product's scorer with all its models.

    Raises
    ------
    Missing, Broken
        If a trained model is not there, or is another file.
    """
    from simulator.engines.delivery_model import open_tone

    return judged(Scorer(open_acts(), open_facts(), open_tone(settings)), settings)


def judged(scorer: Scorer, settings: Settings) -> Scorer:
    """Return the scorer, with the judge that the user runs if one is set."""
    from simulator.engines.judge import JudgedScorer, open_judge

    judge = open_judge(settings)
    return scorer if judge is None else JudgedScorer.over(scorer, judge)
