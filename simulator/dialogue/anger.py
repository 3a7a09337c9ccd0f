"""Anger moves with lag: part of an impulse is felt at once, the rest in the turns after it, never much in one turn."""

from __future__ import annotations

from simulator.domain.table import MOST_A_TURN

LOWEST, HIGHEST = 0.0, 3.0


def moved(anger: float, drift: float, impulse: float, at_once: float) -> tuple[float, float]:
    """Return the anger after an impulse, and what is still to come.

    Parameters
    ----------
    anger
        0 to 3.
    drift
        What is still to come of earlier impulses.
    impulse
        What the reply adds; negative cools.
    at_once
        Share of all that is pending which is felt now, 0 to 1.

    Returns
    -------
    tuple of float
        Anger in 0..3, at most 0.7 away from before; and the rest, which vanishes at either end of the scale.
    """
    pending = drift + impulse
    step = min(max(pending * at_once, -MOST_A_TURN), MOST_A_TURN)
    after = min(max(anger + step, LOWEST), HIGHEST)
    at_end = after in (LOWEST, HIGHEST)
    return after, 0.0 if at_end else pending - step
