"""The linear half of the classifier of acts: logistic regressions on n-grams of letters and words.

Labels are given for whole utterances. Clauses inherit them by multiple-instance learning: in an utterance that does an
act, the clauses that the model finds likeliest count as doing it, and the model is fitted again on both.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import TfidfVectorizer

from simulator.engines.ngrams import LETTERS, WORD, WORDS
from simulator.engines.understanding import GRAMS_WEIGHT

C = 10.0  # chosen by grouped cross-validation among 3, 10, 30
STEPS = 40  # of L-BFGS for all acts together: a limit on time, not a point of convergence
ROUNDS = 1


def fit_all(rows, y: np.ndarray, use: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Fit all acts at once: one logistic regression each, with L2 penalty, on the rows that it may use.

    Parameters
    ----------
    rows
        Features, sparse, of shape (n, d).
    y, use
        Whether each row does each act, and whether it counts for that act; shape (n, acts).
    weights
        Where to start, shape (d + 1, acts); the last row is the intercept and bears no penalty.
    """
    turned, shape = rows.T.tocsr(), (rows.shape[1] + 1, y.shape[1])
    start = np.zeros(shape) if weights is None else weights

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(shape)
        z = rows @ w[:-1].astype(np.float32) + w[-1]
        error = use * (1 / (1 + np.exp(-z)) - y)
        value = C * float((use * np.logaddexp(0, np.where(y, -z, z))).sum()) + 0.5 * float((w[:-1] ** 2).sum())
        slope = np.empty(shape)
        slope[:-1] = C * (turned @ error.astype(np.float32)) + w[:-1]
        slope[-1] = C * error.sum(axis=0)
        return value, slope.ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 8})
    return found.x.reshape(shape)


def fit_parts(whole, part, owner: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Fit on utterances and, by multiple-instance learning, on their clauses."""
    weights = fit_all(whole, y, np.ones_like(y, float))
    both, used = vstack([whole, part]).tocsr(), np.ones_like(y, float)
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-(part @ weights[:-1] + weights[-1])))
        best = np.zeros(y.shape)
        np.maximum.at(best, owner, p)
        does = y[owner] & ((p >= best[owner] - 1e-12) | (p > 0.5))
        use = (does | ~y[owner]).astype(float)
        weights = fit_all(both, np.r_[y, does], np.r_[used, use], weights)
    return weights


def vectorizers(texts: Sequence[str]) -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """Return the fitted n-grams of letters and of words."""
    common = {"min_df": 2, "sublinear_tf": True, "dtype": np.float32}
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, LETTERS), **common)
    words = TfidfVectorizer(token_pattern=WORD, ngram_range=(1, WORDS), **common)
    return letters.fit(texts), words.fit(texts)


class Linear:
    """The fitted regressions.

    Parameters
    ----------
    texts, parts, owner
        Whole utterances; all their clauses, and for each the index of its utterance.
    y
        Which acts each utterance does, shape (n, acts).
    """

    def __init__(self, texts: Sequence[str], parts: Sequence[str], owner: np.ndarray, y: np.ndarray) -> None:
        self.grams = vectorizers(texts)
        self._weights = fit_parts(self._features(texts), self._features(parts), owner, y)

    def _features(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([GRAMS_WEIGHT * v.transform(texts) for v in self.grams]).tocsr()

    def logits(self, texts: Sequence[str]) -> np.ndarray:
        """Return the log odds of each act in each text, shape (texts, acts)."""
        return np.asarray(self._features(texts) @ self._weights[:-1] + self._weights[-1])

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what the product reads."""
        found = {"linear.coef": self._weights[:-1].astype(np.float16), "linear.intercept": self._weights[-1]}
        for name, vectorizer in zip(("letters", "words"), self.grams, strict=True):
            lines = "\n".join(vectorizer.get_feature_names_out())
            found |= {name: np.frombuffer(lines.encode(), np.uint8), f"{name}.idf": vectorizer.idf_}
        return found
