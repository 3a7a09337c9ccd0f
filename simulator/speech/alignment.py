"""Words to times: the cheapest monotonic path between two rows, and a running median."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatMatrix = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.int64]


def running_median(x: FloatMatrix, width: int) -> FloatMatrix:
    """Return the median over `width` (odd) neighbours along the last axis; the edges are mirrored."""
    if x.shape[-1] <= width // 2:
        return x
    around = [(0, 0)] * (x.ndim - 1) + [(width // 2, width // 2)]
    spread = np.lib.stride_tricks.sliding_window_view(np.pad(x, around, mode="reflect"), width, axis=-1)
    middle: FloatMatrix = np.median(spread, axis=-1)
    return middle


def cheapest_path(cost: FloatMatrix) -> tuple[IntArray, IntArray]:
    """Return the rows and columns of the cheapest path through a matrix by dynamic time warping.

    Parameters
    ----------
    cost
        Shape (n, m), n and m at least 1.

    Returns
    -------
    rows, columns
        Equally long; each step goes one down, one right, or both; from (0, 0) to (n − 1, m − 1).

    Notes
    -----
    Sakoe & Chiba 1978, without slope weights. A whole anti-diagonal is worked out at a time.
    """
    total = _totals(np.asarray(cost, np.float64))
    i, j = cost.shape
    path = []
    while i > 0 and j > 0:
        path.append((i - 1, j - 1))
        step = int(np.argmin((total[i - 1, j - 1], total[i - 1, j], total[i, j - 1])))
        i, j = ((i - 1, j - 1), (i - 1, j), (i, j - 1))[step]
    rows, columns = np.array(path[::-1], np.int64).T
    return rows, columns


def _totals(cost: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    n, m = cost.shape
    total = np.full((n + 1, m + 1), np.inf)
    total[0, 0] = 0.0
    for diagonal in range(2, n + m + 1):
        i = np.arange(max(1, diagonal - m), min(n, diagonal - 1) + 1)
        j = diagonal - i
        best = np.minimum(np.minimum(total[i - 1, j - 1], total[i - 1, j]), total[i, j - 1])
        total[i, j] = cost[i - 1, j - 1] + best
    return total
