"""Contagion (M12): how far the agent's delivery followed the customer's anger, and how long after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_REPLIES = 4  # fewer points make no line
LEAST_SPREAD = 0.25  # standard deviation of anger (0..3): a customer who never changes can't be followed
LAGS = (0, 1, 2)  # replies after the anger that they follow
FOLLOWED = 8.0  # points of 100 for each level of anger; less is everyday variation
LEAST_R = 0.5

Point = tuple[float, float, float]  # second of the reply, the customer's anger that it answers, how raised it was


@dataclass(frozen=True, slots=True)
class Contagion:
    """A straight line through (anger, raised), at the lag at which it fits best.

    Parameters
    ----------
    per_level
        Points of 100 by which the delivery rose for each level of the customer's anger (least squares).
    r
        Pearson's correlation, −1..1.
    lag
        In replies: 0 is the reply to that very turn.
    lag_s
        The same in seconds, on average.
    n
        Pairs that went into it.
    followed
        Whether the line is steep and straight enough to speak of following.
    """

    per_level: float
    r: float
    lag: int
    lag_s: float
    n: int
    followed: bool


def contagion(points: Sequence[Point]) -> Contagion | None:
    """Return how the delivery followed the anger, or None with fewer than four replies or an even anger.

    A later lag must fit clearly better (by 0.1 in r) than an earlier one: few points fit something by chance.
    """
    best: Contagion | None = None
    for lag in LAGS:
        fitted = _at(points, lag)
        if fitted is not None and (best is None or fitted.r > best.r + 0.1):
            best = fitted
    return best


def _at(points: Sequence[Point], lag: int) -> Contagion | None:
    pairs = [(a, b) for a, b in zip(points, points[lag:], strict=False)]
    n = len(pairs)
    if n < LEAST_REPLIES:
        return None
    anger, raised = [a[1] for a, _ in pairs], [b[2] for _, b in pairs]
    mean_x, mean_y = sum(anger) / n, sum(raised) / n
    xx = sum((x - mean_x) ** 2 for x in anger)
    yy = sum((y - mean_y) ** 2 for y in raised)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in zip(anger, raised, strict=True))
    if math.sqrt(xx / n) < LEAST_SPREAD:
        return None
    slope, r = xy / xx, xy / math.sqrt(xx * yy) if yy > 1e-9 else 0.0
    lag_s = sum(b[0] - a[0] for a, b in pairs) / n
    return Contagion(round(slope, 1), round(r, 2), lag, round(lag_s, 1), n, slope >= FOLLOWED and r >= LEAST_R)
