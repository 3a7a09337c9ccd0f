"""Fit how rules and reading are weighed, ``python data/models/train_weighing.py``: simulator/scoring/weighing.json.

On replies that the reading was not fitted on: the rated exchanges, and the fifth of the situations of
data/restatements that train_facts.py keeps apart.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from train_facts import OUTCOMES, replies

from simulator.domain.transcript import written
from simulator.engines.understanding import open_acts, open_facts
from simulator.scoring import acts, facts
from simulator.scoring.finding import State
from simulator.scoring.labelled import read_fact
from simulator.scoring.weighing import FIGURES, figures, is_sentence

HERE = Path(__file__).resolve().parent
C = 1.0


def kept_apart() -> list[dict]:
    """Return the replies of data/restatements that the reading has not seen."""
    rows = replies()
    _, test = next(GroupKFold(5).split(rows, groups=[r["situation"] for r in rows]))
    return [rows[i] for i in test]


def rated() -> list[dict]:
    """Return the rated exchanges with facts, in the same form."""
    found = []
    for path in sorted((HERE.parent / "exchanges").glob("rated_*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            gold, own = row["gold"], [read_fact(f, row["lang"]) for f in row["facts"]]
            kind = dict.fromkeys(gold["mirror_facts_hit"], "hit") | dict.fromkeys(
                gold["mirror_facts_contradicted"], "contra"
            )
            found.append(row | {"read": own, "y": [OUTCOMES.index(kind.get(f.id, "absent")) for f in own]})
    return [r for r in found if r["read"]]


def table(rows: list[dict]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return figures, outcomes and the situation of every fact that can be weighed."""
    classifier, reader = open_acts(), open_facts()
    x, y, groups = [], [], []
    for row in rows:
        view = replace(acts.look(written(row["lang"], row["reply"]), row["lang"], classifier), customer=row["customer"])
        readings = reader.read(row["reply"], row["read"])
        for finding, reading, outcome in zip(facts.find_all(row["read"], view), readings, row["y"], strict=True):
            if is_sentence(finding.fact) and finding.state is not State.UNSURE:
                x.append(figures(finding, reading, view))
                y.append(outcome)
                groups.append(row["situation"])
    return np.array(x), np.array(y), groups


def main() -> None:
    """Fit, say how well by situation, write."""
    x, y, groups = table(kept_apart() + rated())
    model = LogisticRegression(C=C, max_iter=5000)
    found = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(5))
    print(f"{len(y)} facts, right by grouped cross-validation: {np.mean(found == y):.3f}")
    model.fit(x, y)
    fitted = {
        "figures": list(FIGURES),
        "weights": np.round(model.coef_, 4).tolist(),
        "intercept": np.round(model.intercept_, 4).tolist(),
    }
    path = HERE.parent.parent / "simulator" / "scoring" / "weighing.json"
    path.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
