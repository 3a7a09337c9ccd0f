"""Level over time: where somebody speaks, how loud, how far above the pauses, and whether it was clipped."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.domain.sound import Sound

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RATE_HZ = 16_000
HOP = 160  # 10 ms at 16 kHz
WINDOW = 512  # 32 ms at 16 kHz
GATE_DB = 28.0  # a frame this far below the loud ones is a pause
SILENT_DBFS = -75.0  # where the loud frames lie below this, nobody speaks
LEAST_DYNAMICS_DB = 6.0  # speech rises and falls by more; steady noise does not
BRIDGE = 15  # frames (150 ms): shorter gaps are closures of consonants, not pauses
FLAT = 3  # samples in a row at one height are no peak of a voice
SAME = 1e-4  # of the peak; a quantisation step


def levels(x: Doubles) -> Doubles:
    """Return the level of each 10 ms, over 32 ms, in dB relative to full scale."""
    n = len(x) // HOP + 1 if len(x) else 0
    power = np.concatenate([[0.0], np.cumsum(x * x)])
    middle = np.arange(n) * HOP
    low, high = np.maximum(middle - WINDOW // 2, 0), np.minimum(middle + WINDOW // 2, len(x))
    mean = (power[high] - power[low]) / np.maximum(high - low, 1)
    level: Doubles = 10.0 * np.log10(np.maximum(mean, 1e-12))
    return level


def gate(level: Doubles) -> Flags:
    """Return which frames hold speech, by level relative to the loud ones; steady sound holds none."""
    loud = np.percentile(level, 95) if len(level) else -np.inf
    quiet = np.percentile(level, 5) if len(level) else -np.inf
    if loud < SILENT_DBFS or loud - quiet < LEAST_DYNAMICS_DB:
        return np.zeros(len(level), bool)
    gated: Flags = level > max(loud - GATE_DB, min(quiet + 6.0, loud - LEAST_DYNAMICS_DB))
    return gated


def speaking_s(talking: Flags) -> float:
    """Return the time in speech, with gaps shorter than 150 ms counted in."""
    at = np.flatnonzero(talking)
    if not len(at):
        return 0.0
    gaps = np.diff(at)
    frames = len(at) + int(np.sum(gaps[(gaps > 1) & (gaps <= BRIDGE)] - 1))
    return float(frames * HOP / RATE_HZ)


def mean_db(level: Doubles) -> float:
    """Return the mean of levels, by power."""
    return float(10.0 * np.log10(np.mean(10.0 ** (level / 10.0))))


def snr_db(level: Doubles, talking: Flags) -> float | None:
    """Return the level of speech over that of the pauses, or None without 100 ms of pause."""
    pauses = level[~talking]
    if len(pauses) < 10:
        return None
    return mean_db(level[talking]) - max(mean_db(pauses[pauses <= np.median(pauses)]), -100.0)


def clipped_share(sound: Sound) -> float:
    """Return the share of samples in flat tops: three or more in a row at the largest value there is."""
    x = np.abs(np.nan_to_num(sound.samples, nan=0.0, posinf=1.0, neginf=1.0))
    top = x.max(initial=0.0)
    if top < 1e-3:
        return 0.0
    at = np.concatenate([[False], x >= top * (1.0 - SAME), [False]])
    edges = np.flatnonzero(np.diff(at.astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return float(lengths[lengths >= FLAT].sum() / len(x))
