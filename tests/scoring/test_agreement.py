"""Agreement figures against published definitions and scikit-learn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring import agreement

GRADES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=60)


@given(GRADES)
def test_kappa_as_scikit_learn(pairs):
    """Quadratic kappa is that of scikit-learn, or None where it is not defined."""
    from sklearn.metrics import cohen_kappa_score

    own = agreement.quadratic_kappa(pairs)
    if own is None:
        assert len({x for pair in pairs for x in pair}) == 1
    else:
        a, b = zip(*pairs, strict=True)
        assert own == pytest.approx(cohen_kappa_score(a, b, weights="quadratic", labels=[0, 1, 2]))


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=60))
def test_auc_as_scikit_learn(items):
    """The area under the curve is that of scikit-learn, ties included."""
    from sklearn.metrics import roc_auc_score

    truth, score = [t for t, _ in items], [s for _, s in items]
    own = agreement.area_under_curve(truth, score)
    if len(set(truth)) < 2:
        assert own is None
    else:
        assert own == pytest.approx(roc_auc_score(truth, score))


def test_acts():
    """Micro- and macro-F1 of acts by hand: two of three claims right, two of three acts found."""
    found = agreement.acts_agreement([["mirror", "hold"], ["thank"]], [["mirror"], ["thank", "other"]])
    assert found["micro_f1"] == pytest.approx(2 / 3)
    assert found["macro_f1"] == pytest.approx(2 / 3)
    assert found["acts"]["hold"] == {"precision": None, "recall": 0.0, "f1": 0.0, "n": 1}


def test_confusion():
    """Rows are labels, columns scores."""
    assert agreement.confusion([(0, 0), (0, 2), (2, 1)]) == [[1, 0, 1], [0, 0, 0], [0, 1, 0]]


def test_roc_and_reliability():
    """The curve goes from nothing to everything through each threshold; its area is the AUC; bins hold every item."""
    from itertools import pairwise

    from simulator.scoring.agreement import area_under_curve
    from simulator.scoring.rated import reliability, roc

    truth = [True, True, False, True, False, False]
    score = [0.9, 0.8, 0.8, 0.4, 0.3, 0.05]
    points = roc(truth, score)
    assert points[0] == (0.0, 0.0)
    assert points[-1] == (1.0, 1.0)
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))
    assert area == pytest.approx(area_under_curve(truth, score))
    bins = reliability(truth, score)
    assert sum(n for _, _, n in bins) == len(truth)
    assert all(0.0 <= said <= 1.0 and 0.0 <= share <= 1.0 for said, share, _ in bins)
