"""Anger moves with lag: part of an impulse is felt at once, the rest in the turns after it, never much in one turn."""

from __future__ import annotations

from simulator.domain.persona import Temperament
from simulator.domain.table import MOST_A_TURN

LOWEST, HIGHEST = 0.0, 3.0
RETURN = 0.02  # share of the way down to the person's own baseline in each turn, whatever is said


def felt(impulse: float, anger: float, person: Temperament) -> float:
    """Return an impulse as this person feels it: quick or slow to flare up and to cool, drawn to a baseline."""
    scaled = impulse * (person.reactivity if impulse > 0 else person.decay)
    return scaled - RETURN * max(0.0, anger - person.baseline)


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
