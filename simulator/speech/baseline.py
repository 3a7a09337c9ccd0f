"""A speaker's own usual delivery, from a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Literal

from simulator.domain.delivery import Baseline, Delivery


def baseline(deliveries: Sequence[Delivery], source: Literal["calibration", "call"]) -> Baseline | None:
    """Return the mean of the measures of `deliveries` (three are wanted), or None if none of them holds enough speech.

    Frequencies are averaged on a logarithmic scale, as pitch is heard. A measure that none has stays None.
    """
    usable = [d for d in deliveries if d.f0_median_hz is not None]
    if not usable:
        return None
    means = {f.name: _mean(f.name, [getattr(d, f.name) for d in usable]) for f in fields(Delivery)}
    return Baseline(Delivery(**means), len(usable), source)  # type: ignore[arg-type]


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
