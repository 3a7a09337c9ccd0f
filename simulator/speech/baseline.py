"""A speaker's own usual delivery, from a few sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Literal

from simulator.domain.delivery import Baseline, Delivery


def baseline(deliveries: Sequence[Delivery], source: Literal["calibration", "call"]) -> Baseline | None:
    """Return the mean of the measures of `deliveries` (three are wanted), or None if none of them holds enough speech.

    Frequencies are averaged on a logarithmic scale, as pitch is heard. A measure that none has stays None.
    """
    usable = [d for d in deliveries if d.f0_median_hz is not None]
    if not usable:
        return None
    means: dict[str, Any] = {f.name: _mean(f.name, [getattr(d, f.name) for d in usable]) for f in fields(Delivery)}
    means["voices"] = max(d.voices for d in usable)
    return Baseline(Delivery(**means), len(usable), source)


LEAST_VOICED_S = 0.4  # of a reply
LEAST_REPLIES = 3  # in a call that has to be its own baseline
CALMEST = 1 / 3  # of its replies, at least two
PITCH_ST, CENTRE_ST = 1.4, 2.8  # everyday spread of a neutral voice: how pitch and hardness are weighed


def calmest(deliveries: Sequence[Delivery]) -> Baseline | None:
    """Return the mean of a call's own lowest and softest third, or None with fewer than three measured replies.

    It stands in for a calibration that there is not, and is less certain: in a call in which every reply is raised
    even the calmest is no usual voice.
    """
    usable = [d for d in deliveries if d.f0_mean_hz and d.centre_hz and d.voiced_s >= LEAST_VOICED_S and d.voices == 1]
    if len(usable) < LEAST_REPLIES:
        return None
    ranked = sorted(usable, key=_height)
    return baseline(ranked[: max(2, round(CALMEST * len(ranked)))], "call")


def _height(d: Delivery) -> float:
    """Return how high and hard a voice is, in everyday spreads."""
    f0, centre = d.f0_mean_hz or 1.0, d.centre_hz or 1.0
    return 12.0 * math.log2(f0) / PITCH_ST + 12.0 * math.log2(centre) / CENTRE_ST


def _mean(name: str, values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    if not known:
        return None
    if not name.endswith("_hz"):
        return sum(known) / len(known)
    product = 1.0
    for value in known:
        product *= value ** (1.0 / len(known))
    return product
