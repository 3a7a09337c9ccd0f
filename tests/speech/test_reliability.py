"""Reliability: claims become shares of what was right, and stay in their order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.speech.reliability import Curve, calibration_error, fitted

OUTCOMES = st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=80)


@given(OUTCOMES, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_surer_claim_never_counts_for_less(outcomes: list[tuple[float, bool]], a: float, b: float) -> None:
    """Fitted to whatever happened; always within 0..1."""
    curve = fitted([c for c, _ in outcomes], [float(r) for _, r in outcomes])
    low, high = curve(min(a, b)), curve(max(a, b))
    assert 0.0 <= low <= high <= 1.0


def test_what_boasts_is_brought_down() -> None:
    """Claims of 0.9 that are right half of the time become about 0.5, and the error falls."""
    rng = np.random.default_rng(3)
    claims = rng.uniform(0.2, 1.0, 2_000)
    right = (rng.uniform(size=2_000) < claims**2).astype(float)
    curve = fitted(claims.tolist(), right.tolist())
    mended = [curve(float(c)) for c in claims]
    assert curve(0.7) == pytest.approx(0.49, abs=0.08)
    assert calibration_error(mended, right.tolist()) < 0.03 < calibration_error(claims.tolist(), right.tolist())


def test_without_points_a_claim_is_believed() -> None:
    """An engine of which nothing is known."""
    assert Curve()(0.7) == 0.7


@pytest.mark.parametrize("points", [((0.1,), ()), ((0.5, 0.1), (0.1, 0.2)), ((0.1, 0.5), (0.2, 1.2))])
def test_impossible_curves_are_refused(points: tuple[tuple[float, ...], tuple[float, ...]]) -> None:
    """Unequal, falling, or beyond 1."""
    with pytest.raises(ValueError, match=r"\d"):
        Curve(*points)


def test_a_perfect_prophet_has_no_error() -> None:
    """And one who is always sure and always wrong has the greatest."""
    assert calibration_error([0.0, 1.0] * 10, [0.0, 1.0] * 10, bins=2) == 0.0
    assert calibration_error([1.0] * 10, [0.0] * 10) == 1.0
