"""Agreement of two hands that labelled the same utterances apart, ``python data/utterances/agreement.py``.

Reads acts*.jsonl and second.jsonl (the second hand's labels, given blind, from the text alone) and writes agreement.md:
for each act Cohen's kappa with a 95 % interval by bootstrap over utterances, and how often each hand gave it.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score

from simulator.domain.acts import Act

HERE = Path(__file__).resolve().parent
DRAWS = 400
HEAD = """# Two hands

{n} utterances, {zh} of them Mandarin: a third of each file, drawn at random, labelled again by a second hand that saw
nothing but the texts and the conventions. Made by `python data/utterances/agreement.py`. The classifier is trained on
the first hand's labels.

| act | kappa | 95 % | first | second |
|---|---|---|---|---|
"""


def main() -> None:
    """Write agreement.md."""
    first = {
        r["id"]: r for f in sorted(HERE.glob("acts*.jsonl")) for r in map(json.loads, f.read_text("utf-8").splitlines())
    }
    second = {r["id"]: r for r in map(json.loads, (HERE / "second.jsonl").read_text("utf-8").splitlines())}
    ids = [i for i in second if i in first]
    rng = np.random.default_rng(0)
    draws = rng.integers(0, len(ids), (DRAWS, len(ids)))
    text = HEAD.format(n=len(ids), zh=sum(first[i]["lang"] == "zh" for i in ids))
    for act in Act:
        a, b = (np.array([act.value in by[i]["acts"] for i in ids]) for by in (first, second))
        low, high = np.nanpercentile([_kappa(a[d], b[d]) for d in draws], [2.5, 97.5])
        text += f"| {act.value} | {_kappa(a, b):.2f} | {low:.2f}–{high:.2f} | {a.sum()} | {b.sum()} |\n"
    a, b = (np.array([[act.value in by[i]["acts"] for act in Act] for i in ids]).ravel() for by in (first, second))
    text += f"\nAll decisions together: kappa {_kappa(a, b):.2f}.\n"
    (HERE / "agreement.md").write_text(text, encoding="utf-8")
    print(text)


def _kappa(a: np.ndarray, b: np.ndarray) -> float:
    return float(cohen_kappa_score(a, b)) if a.any() or b.any() else float("nan")


if __name__ == "__main__":
    main()
