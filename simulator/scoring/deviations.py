"""Delivery against the speaker's own baseline: differences in semitones and decibels, ratios of rate and range."""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.domain.delivery import Delivery
from simulator.messages import Lang, say


def relative(spoken: Delivery, usual: Delivery) -> dict[str, float]:
    """Return the measures of a reply against the baseline; what either lacks is left out.

    Returns
    -------
    dict
        ``f0_st``, ``f0_p80_st`` (semitones above), ``f0_sd_ratio``, ``f0_range_ratio``, ``rate_ratio``,
        ``level_db``, ``alpha_db``, ``hammarberg_db`` (differences; a harder edge raises alpha and lowers Hammarberg);
        ``f0_mean_st``, ``centre_st`` (semitones), ``mid_db``, ``hnr_db`` (differences), for the tone model.
    """
    found = {
        "f0_st": _semitones(spoken.f0_median_hz, usual.f0_median_hz),
        "f0_p80_st": _semitones(spoken.f0_p80_hz, usual.f0_p80_hz),
        "f0_sd_ratio": _ratio(spoken.f0_sd_st, usual.f0_sd_st),
        "f0_range_ratio": _ratio(spoken.f0_range_st, usual.f0_range_st),
        "rate_ratio": _ratio(spoken.rate_syll_s, usual.rate_syll_s),
        "level_db": _difference(spoken.level_dbfs, usual.level_dbfs),
        "alpha_db": _difference(spoken.alpha_db, usual.alpha_db),
        "hammarberg_db": _difference(spoken.hammarberg_db, usual.hammarberg_db),
        "f0_mean_st": _semitones(spoken.f0_mean_hz, usual.f0_mean_hz),
        "centre_st": _semitones(spoken.centre_hz, usual.centre_hz),
        "mid_db": _difference(spoken.mid_db, usual.mid_db),
        "hnr_db": _difference(spoken.hnr_db, usual.hnr_db),
    }
    return {name: value for name, value in found.items() if value is not None}


def _semitones(a: float | None, b: float | None) -> float | None:
    return 12.0 * math.log2(a / b) if a and b else None


def _ratio(a: float | None, b: float | None) -> float | None:
    return a / b if a is not None and b else None


def _difference(a: float | None, b: float | None) -> float | None:
    return a - b if a is not None and b is not None else None


_NOTABLE = {
    "f0_st": 1.5,
    "rate_ratio": 0.12,
    "alpha_db": 2.0,
    "level_db": 4.0,
    "f0_range_ratio": 0.35,
}  # smaller is everyday variation
_MOST = 3


def largest(measures: Mapping[str, float], lang: Lang, *, raised: bool) -> list[tuple[str, str]]:
    """Return the three largest notable deviations as (measure, words); only upward ones if the voice is raised."""
    sized = []
    for name, step in _NOTABLE.items():
        if name not in measures:
            continue
        off = measures[name] - (1.0 if name.endswith("ratio") else 0.0)
        if abs(off) >= step and (off > 0 or not raised):
            sized.append((abs(off) / step, name, off))
    return [(name, _words(name, off, lang)) for _, name, off in sorted(sized, reverse=True)[:_MOST]]


def _words(name: str, off: float, lang: Lang) -> str:
    """Say one deviation in physical terms."""
    way = "up" if off > 0 else "down"
    amount = f"{abs(off) * 100:.0f}" if name.endswith("ratio") else f"{abs(off):.1f}"
    return say(f"delivery.{name}_{way}", lang, amount=amount)


FEATURES = ("f0_mean_st", "centre_st", "mid_db", "hnr_db")  # few and robust; see data/models/calm.md
NEEDED = FEATURES  # a baseline without them is too old to be held against
_EVERYDAY = {"f0_mean_st": 1.4, "centre_st": 2.8, "mid_db": 2.8, "hnr_db": -1.0}  # spread of neutral sentences; sign
_LEAST, _MOST_SPREADS = -2.0, 5.0  # what lies beyond says no more


def features(measures: Mapping[str, float]) -> list[float]:
    """Return the inputs of the tone model in the order of `FEATURES`, in spreads of neutral speech, clipped.

    Each is higher, harder or rougher when larger, so weights that are not negative make the score monotone.
    A missing measure counts as usual.
    """
    return [min(max(measures.get(n, 0.0) / _EVERYDAY[n], _LEAST), _MOST_SPREADS) for n in FEATURES]
