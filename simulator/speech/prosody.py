"""Physical measures of how an utterance was spoken: pitch, range, level, spectral tilt, rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
import numpy.typing as npt

from simulator.domain.delivery import Delivery
from simulator.domain.sound import Sound
from simulator.messages import Lang
from simulator.speech import pitch, spectrum
from simulator.speech.syllables import count

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RATE_HZ = 16_000  # all measures are taken at this rate
HOP = 160  # 10 ms at 16 kHz
WINDOW = 512  # 32 ms at 16 kHz
GATE_DB = 28.0  # a frame this far below the loud ones is a pause
SILENT_DBFS = -65.0  # nothing below this is speech
LEAST_DYNAMICS_DB = 6.0  # speech rises and falls by more; steady noise does not
LEAST_VOICED_S = 0.25
LEAST_SPEAKING_S = 0.25
FULL_SCALE = 0.999
BRIDGE = 15  # frames (150 ms): shorter gaps are closures of consonants, not pauses


@dataclass(frozen=True, slots=True, eq=False)
class Contour:
    """Pitch and level over time, a value each 10 ms.

    Parameters
    ----------
    times_s
        Shape (n,), middles of the frames.
    f0_hz
        Shape (n,), NaN where there is no voice.
    level_db
        Shape (n,), dB relative to full scale.
    """

    times_s: Doubles
    f0_hz: Doubles
    level_db: Doubles


def contour(sound: Sound) -> Contour:
    """Return pitch and level over time.

    Pitch is taken by the autocorrelation method (Boersma 1993) in frames that hold speech.
    """
    x = _at_rate(sound)
    level = _levels(x)
    f0 = np.full(len(level), np.nan)
    if len(x) > 2 * WINDOW and level.max(initial=-np.inf) > SILENT_DBFS:
        f0 = pitch.track(x, len(level))
        f0[~_gate(level)] = np.nan
    times = (np.arange(len(level)) * HOP) / RATE_HZ
    return Contour(times, f0, level)


def measure(sound: Sound, text: str, lang: Lang) -> Delivery:
    """Return the measures of one utterance, from any sample rate; what can't be taken is None.

    Parameters
    ----------
    text
        The words, for the rate; an empty text leaves the rate out.
    """
    x = _at_rate(sound)
    curve = contour(Sound(x.astype(np.float32), RATE_HZ)) if len(x) else Contour(*(np.zeros(0),) * 3)
    talking = _gate(curve.level_db)
    speaking_s = _speaking_s(talking)
    f0 = _steady(curve.f0_hz[np.isfinite(curve.f0_hz)])
    voiced_s = len(f0) * HOP / RATE_HZ
    enough = voiced_s >= LEAST_VOICED_S
    alpha, hammarberg = spectrum.tilt(x, np.isfinite(curve.f0_hz)) if enough else (None, None)
    syllables = count(text, lang)
    rate = syllables / speaking_s if syllables and speaking_s >= LEAST_SPEAKING_S and enough else None
    return Delivery(
        duration_s=sound.duration_s,
        speaking_s=speaking_s,
        voiced_s=voiced_s,
        f0_median_hz=float(np.median(f0)) if enough else None,
        f0_p80_hz=float(np.percentile(f0, 80)) if enough else None,
        f0_sd_st=float(np.std(_semitones(f0))) if enough else None,
        f0_range_st=float(np.ptp(np.percentile(_semitones(f0), [5, 95]))) if enough else None,
        level_dbfs=_mean_db(curve.level_db[talking]) if speaking_s >= LEAST_SPEAKING_S else None,
        alpha_db=alpha,
        hammarberg_db=hammarberg,
        rate_syll_s=rate,
        snr_db=_snr(curve.level_db, talking) if speaking_s >= LEAST_SPEAKING_S else None,
        clipped_share=_clipped(sound),
    )


def _at_rate(sound: Sound) -> Doubles:
    """Return the samples at 16 kHz; impossible samples become silence."""
    from scipy.signal import resample_poly

    x = np.nan_to_num(sound.samples.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    if sound.rate_hz == RATE_HZ or not len(x):
        return x
    common = gcd(sound.rate_hz, RATE_HZ)
    resampled: Doubles = resample_poly(x, RATE_HZ // common, sound.rate_hz // common)
    return resampled


def _levels(x: Doubles) -> Doubles:
    """Return the level of each 10 ms, over 32 ms, in dB relative to full scale."""
    n = len(x) // HOP + 1 if len(x) else 0
    power = np.concatenate([[0.0], np.cumsum(x * x)])
    middle = np.arange(n) * HOP
    low, high = np.maximum(middle - WINDOW // 2, 0), np.minimum(middle + WINDOW // 2, len(x))
    mean = (power[high] - power[low]) / np.maximum(high - low, 1)
    level: Doubles = 10.0 * np.log10(np.maximum(mean, 1e-12))
    return level


def _gate(level: Doubles) -> Flags:
    """Return which frames hold speech, by level; steady sound holds none."""
    loud = np.percentile(level, 95) if len(level) else -np.inf
    if loud < SILENT_DBFS or loud - np.percentile(level, 5) < LEAST_DYNAMICS_DB:
        return np.zeros(len(level), bool)
    gated: Flags = level > max(
        loud - GATE_DB, SILENT_DBFS, min(np.percentile(level, 5) + 6.0, loud - LEAST_DYNAMICS_DB)
    )
    return gated


def _speaking_s(talking: Flags) -> float:
    """Return the time in speech, with gaps shorter than 150 ms counted in."""
    at = np.flatnonzero(talking)
    if not len(at):
        return 0.0
    gaps = np.diff(at)
    frames = len(at) + int(np.sum(gaps[(gaps > 1) & (gaps <= BRIDGE)] - 1))
    return float(frames * HOP / RATE_HZ)


def _steady(f0: Doubles) -> Doubles:
    """Leave out octave errors: values more than ten semitones from the median."""
    if not len(f0):
        return f0
    kept: Doubles = f0[np.abs(12.0 * np.log2(f0 / np.median(f0))) <= 10.0]
    return kept


def _semitones(f0: Doubles) -> Doubles:
    st: Doubles = 12.0 * np.log2(f0 / 100.0)
    return st


def _mean_db(level: Doubles) -> float:
    return float(10.0 * np.log10(np.mean(10.0 ** (level / 10.0))))


def _snr(level: Doubles, talking: Flags) -> float | None:
    """Return the level of speech over that of the pauses, or None without 100 ms of pause."""
    pauses = level[~talking]
    if len(pauses) < 10:
        return None
    return _mean_db(level[talking]) - max(_mean_db(pauses[pauses <= np.median(pauses)]), -100.0)


def _clipped(sound: Sound) -> float:
    if not len(sound.samples):
        return 0.0
    return float(np.mean(~(np.abs(np.nan_to_num(sound.samples, nan=0.0)) < FULL_SCALE)))
