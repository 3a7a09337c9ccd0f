"""Agreement with labelled exchanges and tones, in the form that ``simulator validate`` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.scoring import agreement
from simulator.scoring.reply import Judgement

VERBAL = ("mirroring", "labelling", "solution")
Item = Mapping[str, Any]
Pair = tuple[Item, Judgement]


def exchanges(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return the agreement with rated exchanges; undetermined scores are counted and left out of kappa."""
    found: dict[str, Any] = {"n": len(pairs)}
    for dimension in VERBAL:
        found[dimension] = _dimension(pairs, dimension)
    found["facts"] = {
        "hit": _facts(pairs, "mirror_facts_hit", "facts_hit"),
        "contradicted": _facts(pairs, "mirror_facts_contradicted", "facts_contradicted"),
    }
    found["check_question"] = {"f1": _check_question(pairs)}
    acts = agreement.acts_agreement(
        [_gold(i).get("acts", ()) for i, _ in pairs], [[str(a) for a in j.acts] for _, j in pairs]
    )
    found["acts"] = {"micro_f1": acts["micro_f1"], "macro_f1": acts["macro_f1"]}
    found["adversarial"] = _adversarial(pairs)
    return found


def _gold(item: Item) -> Mapping[str, Any]:
    gold: Mapping[str, Any] = item["gold"]
    return gold


def _points(judgement: Judgement, dimension: str) -> int | None:
    points: int | None = getattr(judgement.scorecard, dimension).outcome.points
    return points


def _dimension(pairs: Sequence[Pair], dimension: str) -> dict[str, Any]:
    both = [(int(_gold(item)[dimension]), _points(judgement, dimension)) for item, judgement in pairs]
    rated = [(label, score) for label, score in both if score is not None]
    return {
        "kappa": agreement.quadratic_kappa(rated),
        "agreement": sum(a == b for a, b in rated) / len(rated) if rated else None,
        "undetermined": 1 - len(rated) / len(both) if both else 0.0,
        "confusion": agreement.confusion(rated),
    }


def _facts(pairs: Sequence[Pair], gold_name: str, own_name: str) -> dict[str, float | None]:
    found = claimed = true = 0
    for item, judgement in pairs:
        gold, own = set(_gold(item).get(gold_name, ())), set(getattr(judgement, own_name))
        found, claimed, true = found + len(gold & own), claimed + len(own), true + len(gold)
    return agreement.precision_recall(found, claimed, true)


def _check_question(pairs: Sequence[Pair]) -> float:
    gold = [bool(_gold(item).get("check_question")) for item, _ in pairs]
    own = ["check_question" in judgement.acts for _, judgement in pairs]
    return agreement.f1(sum(g and o for g, o in zip(gold, own, strict=True)), sum(own), sum(gold))


def _adversarial(pairs: Sequence[Pair]) -> dict[str, float | int]:
    """Return how many adversarial items there are, and the share to which any score gives more than the label does."""
    tricks = [p for p in pairs if str(p[0].get("kind", "")).startswith("adversarial")]
    leaks = [any((_points(j, d) or 0) > int(_gold(i)[d]) for d in VERBAL) for i, j in tricks]
    return {"n": len(tricks), "leak": sum(leaks) / len(leaks) if leaks else 0.0}


def prediction(item: Item, judgement: Judgement) -> dict[str, Any]:
    """Return one line of the predictions file."""
    scores = {d: {"points": _points(judgement, d), "outcome": str(judgement.scorecard[d].outcome)} for d in VERBAL}  # type: ignore[index]
    return {
        "id": item.get("id"),
        **scores,
        "acts": [str(a) for a in judgement.acts],
        "facts_hit": list(judgement.facts_hit),
        "facts_contradicted": list(judgement.facts_contradicted),
        "facts_unsure": list(judgement.facts_unsure),
    }


def tones(clips: Sequence[tuple[str, str, float | None]], threshold: float) -> dict[str, Any]:
    """Return how well calm tone tells angry from calm and neutral clips.

    Parameters
    ----------
    clips
        Speaker, emotion, and the probability that the voice is raised (None if not measured); baselines left out.
    threshold
        Flagged at or above.
    """
    known = [(s, e, p) for s, e, p in clips if p is not None]
    two = [(s, e == "angry", p) for s, e, p in known if e in {"angry", "calm", "neutral"}]
    truth, score = [t for _, t, _ in two], [p for _, _, p in two]
    speakers = sorted({s for s, _, _ in two})
    return {
        "n": len(two),
        "unmeasured": len(clips) - len(known),
        "auc": agreement.area_under_curve(truth, score),
        "uar": agreement.balanced_accuracy(truth, [p >= threshold for p in score]),
        "threshold": threshold,
        "speakers": {s: _speaker([(t, p) for x, t, p in two if x == s]) for s in speakers},
        "flagged": shares([(e, p >= threshold) for _, e, p in known]),
    }


def _speaker(own: Sequence[tuple[bool, float]]) -> dict[str, Any]:
    return {"auc": agreement.area_under_curve([t for t, _ in own], [p for _, p in own]), "n": len(own)}


def shares(flags: Sequence[tuple[str, bool]]) -> dict[str, float]:
    """Return the share of true flags for each name, in alphabetical order."""
    names = sorted({name for name, _ in flags})
    own = {n: [flag for name, flag in flags if name == n] for n in names}
    return {n: sum(values) / len(values) for n, values in own.items()}


def reliability(truth: Sequence[bool], score: Sequence[float], bins: int = 5) -> list[tuple[float, float, int]]:
    """Return mean probability, observed share and count for each bin of equal width that holds anything."""
    found = []
    for k in range(bins):
        own = [(t, p) for t, p in zip(truth, score, strict=True) if min(int(p * bins), bins - 1) == k]
        if own:
            found.append((sum(p for _, p in own) / len(own), sum(t for t, _ in own) / len(own), len(own)))
    return found


def roc(truth: Sequence[bool], score: Sequence[float]) -> list[tuple[float, float]]:
    """Return (false alarms, hits) at every threshold from strict to lax; needs both kinds."""
    positives, negatives = sum(truth), len(truth) - sum(truth)
    points = [(0.0, 0.0)]
    hits = alarms = 0
    ordered = sorted(zip(score, truth, strict=True), reverse=True)
    for i, (value, true) in enumerate(ordered):
        hits, alarms = hits + true, alarms + (not true)
        if i + 1 == len(ordered) or ordered[i + 1][0] < value:
            points.append((alarms / negatives, hits / positives))
    return points
