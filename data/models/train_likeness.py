"""Fit how close a stretch of a reply must be to a fact, ``python data/models/train_likeness.py``.

Writes simulator/scoring/likeness.json. The scenarios teach it: each alias, held out, gives its fact back (also beside
another fact's alias); an opposite contradicts it; another fact's alias, or a labelled utterance that mirrors nothing,
does neither.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from simulator.catalog.scenarios import load_scenarios
from simulator.domain.scenario import Fact, Scenario
from simulator.engines.understanding import UniversalEncoder
from simulator.scoring import closeness
from simulator.settings import settings

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "simulator" / "scoring" / "likeness.json"
HIT, CONTRADICTED = 1, 2
ALIASES = (2, 3, 3, 4, 8)  # how many aliases a fact keeps, as other people's data have few
FOLDS = 5


class Remembering:
    """An encoder that works out each text once."""

    def __init__(self) -> None:
        self._encoder, self._known = UniversalEncoder(), {}

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return unit vectors, shape (len(texts), 512)."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode([text])[0]
        return np.stack([self._known[t] for t in texts]) if len(texts) else np.zeros((0, 512), np.float32)


def thinned(fact: Fact, text: str, chance: random.Random) -> Fact:
    """Return a fact without the wording that is tried, with few aliases and only sometimes opposites."""
    aliases = [a for a in fact.aliases if a not in text]
    chance.shuffle(aliases)
    opposites = [o for o in fact.opposites if o not in text] if chance.random() < 0.4 else []
    return replace(fact, aliases=tuple(aliases[: chance.choice(ALIASES)]), opposites=tuple(opposites))


def told(fact: Fact, facts: tuple[Fact, ...], chance: random.Random) -> list[Fact]:
    """Return a fact among some others that a customer may have told beside it."""
    others = [f for f in facts if f.id != fact.id]
    return [fact, *chance.sample(others, min(len(others), chance.choice((1, 2, 3, 4))))]


def examples(
    scenario: Scenario, strangers: list[str], chance: random.Random
) -> Iterator[tuple[Fact, list[Fact], str, int]]:
    """Yield facts with the facts told beside them, a stretch of text, and what it says about the fact."""
    for fact in scenario.facts:
        tried = [(a, HIT) for a in fact.aliases] + [(o, CONTRADICTED) for o in fact.opposites]
        other = [a for f in scenario.facts if f.id != fact.id for a in f.aliases]
        tried += [(a, 0) for a in chance.sample(other, min(len(other), 12))]
        tried += [(t, 0) for t in chance.sample(strangers, 8)]
        for text, label in tried:
            beside = told(fact, scenario.facts, chance)
            if label and len(beside) > 1 and chance.random() < 0.3:
                also = chance.choice(list(beside[1].aliases) or [beside[1].key])
                joint = "，" if scenario.lang == "zh" else ", and "
                text = joint.join(chance.sample([text, also], 2))
            yield fact, beside, text, label


def table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the figures, the labels, and the scenario of each example."""
    encoder, chance = Remembering(), random.Random(7)  # noqa: S311  a sample, no secret
    rows, labels, groups = [], [], []
    strangers = {lang: unmirroring(lang) for lang in ("zh", "en")}
    for number, scenario in enumerate(load_scenarios(settings()).values()):
        for _, beside, text, label in examples(scenario, strangers[scenario.lang], chance):
            thin = [thinned(f, text, chance) for f in beside]
            rows.append(closeness.figures(thin[0], thin[1:], text, scenario.lang, encoder))
            labels.append(label)
            groups.append(number)
    return np.array(rows), np.array(labels), np.array(groups)


def unmirroring(lang: str) -> list[str]:
    """Return labelled utterances of a language that give nothing back."""
    files = sorted((ROOT / "data" / "utterances").glob("acts*.jsonl"))
    rows = [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [r["text"] for r in rows if r["lang"] == lang and "mirror" not in r["acts"]]


def main() -> None:
    """Cross-validate by scenario, fit on everything, write."""
    rows, labels, groups = table()
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))
    p = cross_val_predict(model, rows, labels, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba")
    figures = {
        "examples": len(labels),
        "auc_hit_against_others": roc_auc_score(labels[labels != CONTRADICTED] == HIT, p[labels != CONTRADICTED, HIT]),
        "auc_hit_against_opposites": roc_auc_score(labels[labels != 0] == HIT, p[labels != 0, HIT]),
    }
    for t in (0.5, 0.6, 0.7, 0.8, 0.9):
        hit, wrong = p[:, HIT] >= t, p[:, CONTRADICTED] >= t
        figures[f"hit_{t}"] = {
            n: round(float(hit[labels == k].mean()), 4) for k, n in enumerate(("other", "hit", "opposite"))
        }
        figures[f"wrong_{t}"] = {
            n: round(float(wrong[labels == k].mean()), 4) for k, n in enumerate(("other", "hit", "opposite"))
        }
    fitted = model.fit(rows, labels)
    scale, regression = fitted[0], fitted[-1]
    weights = regression.coef_ / scale.scale_
    intercept = regression.intercept_ - weights @ scale.mean_
    saved = {
        "names": list(closeness.NAMES),
        "weights": weights.round(5).tolist(),
        "intercept": intercept.round(5).tolist(),
    }
    TARGET.write_text(json.dumps(saved | {"validated": figures}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
