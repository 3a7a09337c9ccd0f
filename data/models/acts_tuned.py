"""The fine-tuned half of the classifier of acts: an encoder with one logistic regression an act.

A text's vector is the mean of its pieces. Labels are given for whole utterances; what an utterance does, its likeliest
clause does (multiple-instance learning): the log odds are the mean of the whole's and of that clause's. In training a
clause is read by itself; the product reads it as a stretch of the whole, which does as well and costs half.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from tuning import DROPOUT, Tuned, learn, unpunctuated

from simulator.engines.understanding import TUNED_LIMIT

EPOCHS, SIZE, RATE = 8, 32, 2e-4
BARE = 0.25  # share of texts that are read without punctuation
FORWARD = 24  # texts that are encoded at once


class Fine:
    """The encoder with its regressions."""

    def __init__(self, y: np.ndarray) -> None:
        self.tuned = Tuned()
        self.head = nn.Linear(self.tuned.width, y.shape[1])
        nn.init.zeros_(self.head.weight)
        share = np.clip(y.mean(axis=0), 1e-3, 1)
        self.head.bias.data = torch.tensor(np.log(share / (1 - share)), dtype=torch.float32)
        self.numbers = lru_cache(maxsize=65536)(lambda t: self.tuned.pieces.cut(t, TUNED_LIMIT).numbers)

    def means(self, texts: list[str]) -> torch.Tensor:
        """Return the mean of each text's tokens, shape (texts, width); texts of like length are read together."""
        order = sorted(range(len(texts)), key=lambda i: len(self.numbers(texts[i])))
        found: list[torch.Tensor] = [torch.empty(0)] * len(texts)
        for k in range(0, len(order), FORWARD):
            some = order[k : k + FORWARD]
            tokens = self.tuned([self.numbers(texts[i]) for i in some])
            for row, i in enumerate(some):
                found[i] = tokens[row, : len(self.numbers(texts[i]))].mean(dim=0)
        return torch.stack(found)

    def logits(self, texts: list[str], parts: Sequence[Sequence[str]]) -> torch.Tensor:
        """Return the log odds of each act: the mean of the whole and its likeliest clause, for texts with clauses."""
        more = [c for p in parts if len(p) > 1 for c in p]
        means = functional.dropout(self.means(texts + more), DROPOUT, self.tuned.training)
        z, best, at = self.head(means), [], len(texts)
        for i, p in enumerate(parts):
            best.append(z[i] if len(p) == 1 else z[at : at + len(p)].max(dim=0).values)
            at += len(p) if len(p) > 1 else 0
        return (z[: len(texts)] + torch.stack(best)) / 2

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what the product reads."""
        head = {"tuned.coef": self.head.weight.detach().numpy(), "tuned.intercept": self.head.bias.detach().numpy()}
        return self.tuned.arrays() | head


def fit(rows: list[dict], y: np.ndarray, clauses) -> Fine:
    """Return the fitted model; `clauses` splits a text of a language."""
    model, truth = Fine(y), torch.tensor(y, dtype=torch.float32)

    def loss(batch: list[int]) -> torch.Tensor:
        texts = [_heard(rows[i]) for i in batch]
        parts = [clauses(t, rows[i]["lang"]) for t, i in zip(texts, batch, strict=True)]
        z = model.logits(texts, parts)
        return functional.binary_cross_entropy_with_logits(z, truth[batch], reduction="sum") / len(batch)

    learn(
        model.tuned, model.head, range(len(rows)), loss,
        epochs=EPOCHS, size=SIZE, rate=RATE, length=lambda i: len(rows[i]["text"]),
    )  # fmt: skip
    return model


def _heard(row: dict) -> str:
    bare = unpunctuated(row["text"], row["lang"]) if random.random() < BARE else ""
    return bare or row["text"]
