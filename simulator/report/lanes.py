"""The agent's pitch and loudness over the call against the agent's own usual voice, thinned to what a screen shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simulator.domain.delivery import Delivery
from simulator.domain.record import AgentTurn, SessionRecord
from simulator.domain.sound import Sound

Array = npt.NDArray[np.floating]


class Contour(Protocol):
    """Pitch and level over time; what `simulator.speech.prosody.contour` returns."""

    @property
    def times_s(self) -> Array:
        """Centres of the frames, shape (n,)."""

    @property
    def f0_hz(self) -> Array:
        """Fundamental frequency, NaN where unvoiced."""

    @property
    def level_db(self) -> Array:
        """Level, dB relative to full scale."""


ContourOf = Callable[[Sound], Contour]


@dataclass(frozen=True, slots=True)
class Lane:
    """One measure over the call.

    Parameters
    ----------
    lines
        Unbroken stretches of (second of the call, difference from usual).
    medians
        One for each agent's turn: start and end in seconds, difference.
    usual
        Half the width of what counts as usual.
    low, high
        What the picture shows, in the lane's unit.
    """

    lines: tuple[tuple[tuple[float, float], ...], ...]
    medians: tuple[tuple[float, float, float], ...]
    usual: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lanes:
    """Pitch in semitones, loudness in dB; `calibrated` is False when the call itself had to serve as the baseline."""

    pitch: Lane
    level: Lane
    calibrated: bool


def lanes(record: SessionRecord, agent: Sound, contour_of: ContourOf, *, step_s: float) -> Lanes | None:
    """Return both lanes, or None when the agent was never heard.

    Parameters
    ----------
    agent
        The agent's channel of the whole call.
    step_s
        Width of what becomes one point.
    """
    turns = [t for t in record.turns if isinstance(t, AgentTurn) and t.end_s - t.start_s > 0.1]
    curves = [(t, contour_of(agent.cut(t.start_s, t.end_s))) for t in turns]
    f0 = [(t, c.times_s, _semitones(c.f0_hz)) for t, c in curves]
    level = [(t, c.times_s, _speaking(c)) for t, c in curves]
    mean = record.baseline.mean if record.baseline else None
    usual_f0 = _measured_f0(mean) if mean and mean.f0_median_hz else _middle(f0, _measured_f0)
    usual_db = mean.level_dbfs if mean and mean.level_dbfs is not None else _middle(level, _measured_db)
    if usual_f0 is None or usual_db is None:
        return None
    calibrated = record.baseline is not None and record.baseline.source == "calibration"
    pitch = _lane(f0, usual_f0, _measured_f0, step_s, _PITCH)
    return Lanes(pitch, _lane(level, usual_db, _measured_db, step_s, _LEVEL), calibrated)


Curve = tuple[AgentTurn, Array, Array]
_PITCH = (2.0, 8.0)  # semitones: what counts as usual, and what the picture shows
_LEVEL = (3.0, 12.0)  # dB


def _semitones(hz: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return 12 * np.log2(hz)


def _speaking(contour: Contour) -> Array:
    """Return the level where somebody speaks (within 25 dB of the loudest frame), NaN elsewhere."""
    level = contour.level_db
    top = np.max(level, initial=-120.0)
    return np.where((level > top - 25.0) & (level > -60.0), level, np.nan)


def _middle(curves: Sequence[Curve], measured: Callable[[Delivery], float | None]) -> float | None:
    """Return the middle of the call: of the turns' measures, or of the curves where there are none."""
    exact = [m for turn, _, _ in curves if turn.delivery and (m := measured(turn.delivery)) is not None]
    heard = [float(np.median(known)) for _, _, v in curves if len(known := v[np.isfinite(v)])]
    return float(np.median(exact or heard)) if heard else None


def _measured_f0(delivery: Delivery) -> float | None:
    return float(_semitones(np.array(delivery.f0_median_hz))) if delivery.f0_median_hz else None


def _measured_db(delivery: Delivery) -> float | None:
    return delivery.level_dbfs


def _lane(
    curves: Sequence[Curve],
    usual: float,
    measured: Callable[[Delivery], float | None],
    step_s: float,
    scale: tuple[float, float],
) -> Lane:
    """Return the lane; a curve's middle lies on the turn's measure, if there is one: picture and words agree."""
    lines, medians = [], []
    for turn, times, values in curves:
        known = np.isfinite(values)
        if not known.any():
            continue
        middle = float(np.median(values[known]))
        exact = measured(turn.delivery) if turn.delivery else None
        bar = (middle if exact is None else exact) - usual
        medians.append((turn.start_s, turn.end_s, bar))
        lines += _thin(times[known] + turn.start_s, values[known] - middle + bar, step_s)
    band, reach = scale
    return Lane(tuple(lines), tuple(medians), band, -reach, reach)


def _thin(times: Array, values: Array, step_s: float) -> list[tuple[tuple[float, float], ...]]:
    """Return the median of each step, in stretches without an empty step between."""
    steps = np.floor(times / step_s).astype(int)
    points = [(int(s), float(np.median(values[steps == s]))) for s in np.unique(steps)]
    stretches: list[list[tuple[float, float]]] = []
    last = None
    for step, value in points:
        if last is None or step > last + 1:
            stretches.append([])
        stretches[-1].append((round((step + 0.5) * step_s, 3), round(value, 2)))
        last = step
    return [tuple(stretch) for stretch in stretches]
