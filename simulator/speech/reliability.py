"""How far a recogniser's certainty can be trusted: its own probabilities turned into shares of what was right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising line through points: what was claimed, and which share of it was right.

    Parameters
    ----------
    claimed, right
        Equally long, both rising, in 0..1; without points a claim is believed as it is.
    """

    claimed: tuple[float, ...] = ()
    right: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if len(self.claimed) != len(self.right):
            raise ValueError(f"{len(self.claimed)} claims and {len(self.right)} shares")
        for values in (self.claimed, self.right):
            if list(values) != sorted(values) or any(not 0.0 <= v <= 1.0 for v in values):
                raise ValueError(f"values must rise within 0..1: {values}")

    def __call__(self, claim: float) -> float:
        """Return the share of right ones among claims like this; a higher claim never counts for less."""
        if not self.claimed:
            return min(max(claim, 0.0), 1.0)
        return float(np.interp(claim, self.claimed, self.right))


@dataclass(frozen=True, slots=True)
class Reliability:
    """The curves of one engine, for words and for whole utterances."""

    word: Curve = field(default_factory=Curve)
    utterance: Curve = field(default_factory=Curve)


PLAIN = Reliability()


def calibration_error(claims: Sequence[float], right: Sequence[float], bins: int = 10) -> float:
    """Return the expected calibration error (Guo et al. 2017, equation 5) over `bins` equally filled bins.

    Raises
    ------
    ValueError
        If there is nothing to compare.
    """
    if not len(claims) or len(claims) != len(right):
        raise ValueError(f"{len(claims)} claims and {len(right)} outcomes")
    order = np.argsort(np.asarray(claims), kind="stable")
    said, was = np.asarray(claims, np.float64)[order], np.asarray(right, np.float64)[order]
    parts = zip(np.array_split(said, bins), np.array_split(was, bins), strict=True)
    return float(sum(abs(a.mean() - b.mean()) * len(a) for a, b in parts if len(a)) / len(said))


def fitted(claims: Sequence[float], right: Sequence[float]) -> Curve:
    """Return the isotonic regression of outcomes (0..1) on claims, by pooling adjacent violators.

    Notes
    -----
    Ayer et al. 1955. Each pool gives one point, at the mean of its claims; pools of fewer than 10 are merged.
    """
    order = np.argsort(np.asarray(claims), kind="stable")
    pools: list[tuple[float, float, int]] = []  # sum of claims, sum of outcomes, size
    for i in order:
        pools.append((float(claims[i]), float(right[i]), 1))
        while len(pools) > 1 and _mean(pools[-2]) >= _mean(pools[-1]):
            pools[-2:] = [_merged(*pools[-2:])]
    pools = _thick(pools)
    return Curve(tuple(round(x / n, 4) for x, _, n in pools), tuple(round(y / n, 4) for _, y, n in pools))


def _mean(pool: tuple[float, float, int]) -> float:
    return pool[1] / pool[2]


def _merged(a: tuple[float, float, int], b: tuple[float, float, int]) -> tuple[float, float, int]:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _thick(pools: list[tuple[float, float, int]], least: int = 10) -> list[tuple[float, float, int]]:
    out: list[tuple[float, float, int]] = []
    for pool in pools:
        if out and (out[-1][2] < least or pool[2] < least):
            out[-1] = _merged(out[-1], pool)
        else:
            out.append(pool)
    return out
