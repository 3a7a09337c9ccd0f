"""Agreement of scores with labels: kappa, F1, area under the curve; plain counts, no statistics library."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

GRADES = (0, 1, 2)


def quadratic_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Return Cohen's kappa with quadratic weights (Cohen 1968) for pairs of (label, score) in 0, 1, 2.

    None where it is not defined: no pairs, or no variation at all.
    """
    n = len(pairs)
    if not n:
        return None
    seen = sum((a - b) ** 2 for a, b in pairs)
    rows = [sum(a == g for a, _ in pairs) for g in GRADES]
    columns = [sum(b == g for _, b in pairs) for g in GRADES]
    chance = sum(rows[i] * columns[j] * (i - j) ** 2 for i in GRADES for j in GRADES) / n
    return 1.0 - seen / chance if chance else None


def confusion(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return counts, rows by label and columns by score."""
    table = [[0] * len(GRADES) for _ in GRADES]
    for label, score in pairs:
        table[label][score] += 1
    return table


def precision_recall(found: int, claimed: int, true: int) -> dict[str, float | None]:
    """Return precision and recall from counts; None where nothing was claimed, or nothing was there."""
    return {"precision": found / claimed if claimed else None, "recall": found / true if true else None}


def f1(found: int, claimed: int, true: int) -> float:
    """Return F1 from counts; 0 where there is nothing."""
    return 2.0 * found / (claimed + true) if claimed + true else 0.0


def acts_agreement(gold: Sequence[Collection[str]], got: Sequence[Collection[str]]) -> dict[str, object]:
    """Return micro- and macro-F1 of multi-label acts, and figures for each act that occurs on either side."""
    names = sorted({a for s in (*gold, *got) for a in s})
    each, totals = {}, [0, 0, 0]
    for name in names:
        found = sum(name in g and name in h for g, h in zip(gold, got, strict=True))
        claimed, true = sum(name in h for h in got), sum(name in g for g in gold)
        each[name] = precision_recall(found, claimed, true) | {"f1": f1(found, claimed, true), "n": true}
        totals = [t + x for t, x in zip(totals, (found, claimed, true), strict=True)]
    real = [float(v["f1"] or 0.0) for v in each.values() if v["n"]]
    return {"micro_f1": f1(*totals), "macro_f1": sum(real) / len(real) if real else 0.0, "acts": each}


def area_under_curve(truth: Sequence[bool], score: Sequence[float]) -> float | None:
    """Return the probability that a true item scores above a false one (ties count half); None without both kinds."""
    ranked = sorted(zip(score, truth, strict=True))
    positives = sum(truth)
    negatives = len(ranked) - positives
    if not positives or not negatives:
        return None
    rank_sum, i = 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        rank_sum += sum(t for _, t in ranked[i:j]) * (i + 1 + j) / 2
        i = j
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def balanced_accuracy(truth: Sequence[bool], flagged: Sequence[bool]) -> float | None:
    """Return the mean of both classes' recall (unweighted average recall), or None without both kinds."""
    hits = [f for t, f in zip(truth, flagged, strict=True) if t]
    calm = [not f for t, f in zip(truth, flagged, strict=True) if not t]
    if not hits or not calm:
        return None
    return (sum(hits) / len(hits) + sum(calm) / len(calm)) / 2
