"""Physical measures of how an utterance was spoken: pitch, range, level, spectral balance, rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
import numpy.typing as npt

from simulator.domain.delivery import Delivery
from simulator.domain.sound import Sound
from simulator.messages import Lang
from simulator.speech import level as loudness
from simulator.speech import pitch, registers, spectrum
from simulator.speech.syllables import count

Doubles = npt.NDArray[np.float64]

RATE_HZ = 16_000  # all measures are taken at this rate
HOP = 160  # 10 ms at 16 kHz
LEAST_VOICED_S = 0.25
LEAST_SPEAKING_S = 0.25
OCTAVE_ST = 10.0  # farther from the median is an octave error


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
    periodicity
        Shape (n,), 0..1: the height of the peak of the autocorrelation.
    """

    times_s: Doubles
    f0_hz: Doubles
    level_db: Doubles
    periodicity: Doubles


def contour(sound: Sound) -> Contour:
    """Return pitch and level over time.

    Pitch is taken by the autocorrelation method (Boersma 1993) in frames that hold speech.
    """
    return _contour(_at_rate(sound))


def _contour(x: Doubles) -> Contour:
    level = loudness.levels(x)
    talking = loudness.gate(level)
    f0, periodicity = np.full(len(level), np.nan), np.zeros(len(level))
    if len(x) > spectrum.WINDOW and talking.any():
        found = pitch.track(x, len(level))
        f0, periodicity = np.where(talking, found.f0_hz, np.nan), found.periodicity
    return Contour((np.arange(len(level)) * HOP) / RATE_HZ, f0, level, periodicity)


def measure(sound: Sound, text: str, lang: Lang) -> Delivery:
    """Return the measures of one utterance, from any sample rate; what can't be taken is None.

    Parameters
    ----------
    text
        The words, for the rate; an empty text leaves the rate out.
    """
    x = _at_rate(sound)
    curve = _contour(x)
    talking = loudness.gate(curve.level_db)
    speaking_s = loudness.speaking_s(talking)
    voiced = np.isfinite(curve.f0_hz)
    kept = _steady(curve.f0_hz)
    f0 = curve.f0_hz[kept]
    voiced_s = len(f0) * HOP / RATE_HZ
    enough, speaks = voiced_s >= LEAST_VOICED_S, speaking_s >= LEAST_SPEAKING_S
    harder = spectrum.balance(x, kept) if enough else spectrum.NOTHING
    st = 12.0 * np.log2(f0 / 100.0)
    syllables = count(text, lang)
    return Delivery(
        duration_s=sound.duration_s,
        speaking_s=speaking_s,
        voiced_s=voiced_s,
        f0_median_hz=float(np.median(f0)) if enough else None,
        f0_p80_hz=float(np.percentile(f0, 80)) if enough else None,
        f0_sd_st=float(np.std(st)) if enough else None,
        f0_range_st=float(np.ptp(np.percentile(st, [5, 95]))) if enough else None,
        level_dbfs=loudness.mean_db(curve.level_db[talking]) if speaks else None,
        alpha_db=harder.alpha_db,
        hammarberg_db=harder.hammarberg_db,
        rate_syll_s=syllables / speaking_s if syllables and speaks and enough else None,
        snr_db=loudness.snr_db(curve.level_db, talking) if speaks else None,
        clipped_share=loudness.clipped_share(sound),
        f0_mean_hz=float(100.0 * 2.0 ** (np.mean(st) / 12.0)) if enough else None,
        centre_hz=harder.centre_hz,
        mid_db=harder.mid_db,
        hnr_db=_hnr(curve.periodicity[kept]) if enough else None,
        slope_db_oct=harder.slope_db_oct,
        bandwidth_hz=spectrum.bandwidth_hz(x, talking) if enough else None,
        voices=registers.voices(curve.f0_hz[voiced]) if enough else 1,
        held_share=registers.held_share(curve.f0_hz) if enough else 0.0,
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


def _steady(f0: Doubles) -> npt.NDArray[np.bool_]:
    """Return which frames are voiced without octave errors: within ten semitones of the median."""
    voiced = np.isfinite(f0)
    if not voiced.any():
        return voiced
    off = 12.0 * np.abs(np.log2(np.where(voiced, f0, 1.0) / np.median(f0[voiced])))
    kept: npt.NDArray[np.bool_] = voiced & (off <= OCTAVE_ST)
    return kept


def _hnr(periodicity: Doubles) -> float:
    """Return the harmonics-to-noise ratio in dB of the mean periodicity r: 10 log10 (r / (1 - r)) (Boersma 1993)."""
    r = float(np.clip(periodicity.mean(), 0.5, 0.999))
    return float(10.0 * np.log10(r / (1.0 - r)))
