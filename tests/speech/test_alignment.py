"""The cheapest path, held against trying all paths; the running median against its definition."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.speech.alignment import FloatMatrix, cheapest_path, running_median

matrices = arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 7)), elements=st.floats(-3.0, 3.0))


def lowest_cost(cost: FloatMatrix) -> float:
    """Return the cost of the best path by trying all of them."""

    @cache
    def to(i: int, j: int) -> float:
        if i < 0 or j < 0:
            return np.inf
        before = 0.0 if i == j == 0 else min(to(i - 1, j - 1), to(i - 1, j), to(i, j - 1))
        return float(cost[i, j]) + before

    return to(cost.shape[0] - 1, cost.shape[1] - 1)


@given(matrices)
def test_the_path_is_the_cheapest(cost: FloatMatrix) -> None:
    """Its cost is that of the best of all paths."""
    rows, columns = cheapest_path(cost)
    assert float(cost[rows, columns].sum()) == pytest.approx(lowest_cost(cost))


@given(matrices)
def test_the_path_goes_from_corner_to_corner_in_single_steps(cost: FloatMatrix) -> None:
    """One down, one right, or both; never back, never standing still."""
    rows, columns = cheapest_path(cost)
    assert (rows[0], columns[0]) == (0, 0)
    assert (rows[-1] + 1, columns[-1] + 1) == cost.shape
    steps = set(zip(np.diff(rows).tolist(), np.diff(columns).tolist(), strict=True))
    assert steps <= {(0, 1), (1, 0), (1, 1)}


@given(arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(8, 20)), elements=st.floats(-3.0, 3.0)))
def test_the_median_is_taken_over_the_neighbours(x: FloatMatrix) -> None:
    """Away from the edges it is the median of seven; an outlier alone disappears."""
    smooth = running_median(x, 7)
    assert smooth.shape == x.shape
    assert smooth[0, 4] == np.median(x[0, 1:8])
    assert (smooth >= x.min()).all()
    assert (smooth <= x.max()).all()


def test_a_row_that_is_too_short_stays_as_it_is() -> None:
    """There is nothing to mirror."""
    x = np.array([[1.0, 9.0, 2.0]])
    assert running_median(x, 7) is x
