"""Train the reading of facts, ``python data/models/train_facts.py``: facts.npz, facts.md, digests.json.

The encoder of words.npz is fine-tuned to read a reply and, behind it, each of the customer's facts; on the mean of a
fact's pieces, beside the reply's, it tells absent, right and wrong. On the way numbers are turned into others (a right
fact becomes a wrong one), facts of other calls are mixed in (absent), and punctuation is left out.
"""

from __future__ import annotations

import json
import random
import re
import time
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold
from torch import nn
from torch.nn import functional
from trained_files import write
from tuning import DROPOUT, LAYERS, Tuned, learn, unpunctuated

from simulator.domain.scenario import Fact
from simulator.engines.fact_reader import FACT, REPLY, worded
from simulator.scoring.labelled import read_fact
from simulator.scoring.numerals_en import SMALL, TENS

HERE = Path(__file__).resolve().parent
OUTCOMES = ("absent", "hit", "contra")
EPOCHS, SIZE, RATE = 8, 16, 1.5e-4
BARE, TURNED, FOREIGN, FEWER = 0.4, 0.3, 0.3, 0.3  # shares of replies and of facts that are altered
MANDARIN = "一二三四五六七八九"
ENGLISH = [w for w in (*SMALL, *TENS) if SMALL.get(w) != 0]
NUMBER = re.compile(
    rf"\d+|[{MANDARIN}十两俩仨百千万半]+(?=[^有些点直样起下旦])|\b(?:{'|'.join(ENGLISH)})\b", re.IGNORECASE
)

CARD = """# Model card: facts.npz

multilingual-e5-small (MIT; the first {layers} of its twelve layers, a vocabulary cut to Mandarin and English),
fine-tuned to read a reply beside the facts that a customer told. Output for each fact: how probable it is that the
reply doesn't speak of it, gives it back rightly, or wrongly.

* Data: `data/restatements/*.jsonl`, {n} replies, {facts} labelled facts, by six hands, written for this project, free
  to use.
* Validation: a fifth of the situations, never seen in training: {held} facts.
* right F1 {right:.3f}, wrong F1 {wrong:.3f}; area under the curve, right {auc_right:.3f}, wrong {auc_wrong:.3f}.
* absent / right / wrong (rows) read as absent / right / wrong: {confusion}
* Limits: one annotator a reply. Exact numbers, dates and names are the rules' business; the reading is weighed together
  with them (`simulator/scoring/weighing.py`) and decides nothing alone.
* Made again by `python data/models/train_facts.py`.
"""


def replies() -> list[dict]:
    """Return the labelled replies of data/restatements, ordered by file and line, with their facts read."""
    files = sorted((HERE.parent / "restatements").glob("*.jsonl"))
    rows = [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in rows:
        row["read"] = [read_fact(f, row["lang"]) for f in row["facts"]]
        row["y"] = [OUTCOMES.index(row["gold"][f.id]) for f in row["read"]]
    return rows


def another(match: re.Match[str]) -> str:
    """Return another number in the same form."""
    text = match[0]
    if text.isdigit():
        value = int(text)
        return str(
            max(v for v in (random.choice([value + 1, value + 2, value * 10, value + random.randint(1, 20)]), 1))
        )
    if text.lower() in ENGLISH:
        return random.choice([w for w in ENGLISH if w != text.lower()])
    places = [i for i, c in enumerate(text) if c in MANDARIN + "两俩仨半"]
    if not places:
        return random.choice("五六七八九") if text == "十" else random.choice(MANDARIN) + text
    i = random.choice(places)
    same = {"两": "二", "俩": "二", "仨": "三"}.get(text[i], text[i])
    return text[:i] + random.choice([c for c in MANDARIN if c != same]) + text[i + 1 :]


def phrased(fact: Fact) -> str:
    """Return a fact's words, in one of several forms."""
    form = random.random()
    if form < 0.6:
        return worded(fact)
    return fact.statement if form < 0.8 else ", ".join((fact.key, *fact.aliases[:2]))


def turned(fact: Fact) -> str | None:
    """Return a fact's words with other numbers, or None if it hangs on none."""
    if not NUMBER.search(fact.key):
        return None
    return NUMBER.sub(another, fact.key if random.random() < 0.3 else fact.statement)


class FactModel:
    """The encoder with its head."""

    def __init__(self) -> None:
        self.tuned = Tuned()
        width = self.tuned.width
        self.head = nn.Sequential(nn.Linear(2 * width, width), nn.Tanh(), nn.Dropout(DROPOUT), nn.Linear(width, 3))
        self.cut = lru_cache(maxsize=65536)(lambda text, limit: self.tuned.pieces.cut(text, limit).numbers)

    def logits(self, replies: list[str], facts: list[list[str]]) -> torch.Tensor:
        """Return the scores of the outcomes for the facts of each reply, one behind the other; shape (facts, 3)."""
        sequences, spans = [], []
        for reply, own in zip(replies, facts, strict=True):
            numbers = list(self.cut(reply, REPLY))
            spans.append([(0, len(numbers))])
            for fact in own:
                piece = self.cut(fact, FACT)[1:]
                spans[-1].append((len(numbers), len(numbers) + len(piece)))
                numbers += piece
            sequences.append(numbers)
        tokens, rows = self.tuned(sequences), []
        for k, (whole, *each) in enumerate(spans):
            said = tokens[k, : whole[1]].mean(dim=0)
            rows += [torch.cat([tokens[k, a:b].mean(dim=0), said]) for a, b in each]
        return self.head(torch.stack(rows))


def altered(row: dict, foreign: dict[str, list[Fact]]) -> tuple[str, list[str], list[int]]:
    """Return a reply, its facts and their outcomes, as they are read in one step of training."""
    reply = unpunctuated(row["reply"], row["lang"]) if random.random() < BARE else row["reply"]
    order = random.sample(range(len(row["read"])), len(row["read"]))
    if random.random() < FEWER:
        order = order[: random.randint(1, len(order))]
    facts, outcomes = [], []
    for i in order:
        fact, outcome = row["read"][i], row["y"][i]
        wrong = turned(fact) if outcome == 1 and random.random() < TURNED else None
        facts.append(wrong or phrased(fact))
        outcomes.append(2 if wrong else outcome)
    if random.random() < FOREIGN:
        at = random.randint(0, len(facts))
        facts.insert(at, phrased(random.choice(foreign[row["lang"]])))
        outcomes.insert(at, 0)
    return reply, facts, outcomes


def fit(rows: list[dict]) -> FactModel:
    """Return the fitted model."""
    model = FactModel()
    foreign = {lang: [f for r in rows if r["lang"] == lang for f in r["read"]] for lang in ("zh", "en")}

    def loss(batch: list[dict]) -> torch.Tensor:
        said, facts, outcomes = zip(*(altered(r, foreign) for r in batch), strict=True)
        truth = torch.tensor([o for own in outcomes for o in own])
        return functional.cross_entropy(model.logits(list(said), list(facts)), truth, label_smoothing=0.02)

    learn(model.tuned, model.head, rows, loss, epochs=EPOCHS, size=SIZE, rate=RATE, length=lambda r: len(r["reply"]))
    return model


@torch.no_grad()
def shares(model: FactModel, rows: list[dict]) -> np.ndarray:
    """Return the probabilities of the outcomes for all facts of all replies, shape (facts, 3)."""
    found = [
        model.logits(
            [r["reply"] for r in rows[k : k + SIZE]], [[worded(f) for f in r["read"]] for r in rows[k : k + SIZE]]
        )
        for k in range(0, len(rows), SIZE)
    ]
    return torch.cat(found).softmax(dim=-1).numpy()


def card(rows: list[dict], held: list[dict], p: np.ndarray) -> str:
    """Return the model card."""
    y = np.array([o for r in held for o in r["y"]])
    right, wrong = f1_score(y, p.argmax(axis=1), average=None, labels=[1, 2])
    return CARD.format(
        layers=LAYERS, n=len(rows), facts=sum(len(r["y"]) for r in rows), held=len(y), right=right, wrong=wrong,
        auc_right=roc_auc_score(y == 1, p[:, 1]), auc_wrong=roc_auc_score(y == 2, p[:, 2]),
        confusion=confusion_matrix(y, p.argmax(axis=1)).tolist(),
    )  # fmt: skip


def main() -> None:
    """Fit on four fifths of the situations, measure on the rest, write."""
    random.seed(0), torch.manual_seed(0), np.random.seed(0)
    began, rows = time.monotonic(), replies()
    train, test = next(GroupKFold(5).split(rows, groups=[r["situation"] for r in rows]))
    model, held = fit([rows[i] for i in train]), [rows[i] for i in test]
    hidden, out = model.head[0], model.head[3]
    write("facts.npz", model.tuned.arrays() | {
        "hidden.w": hidden.weight.detach().numpy(), "hidden.b": hidden.bias.detach().numpy(),
        "out.w": out.weight.detach().numpy(), "out.b": out.bias.detach().numpy(),
    })  # fmt: skip
    (HERE / "facts.md").write_text(card(rows, held, shares(model, held)), encoding="utf-8")
    print((HERE / "facts.md").read_text(encoding="utf-8"), f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
