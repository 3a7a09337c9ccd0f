"""How hard a voice sounds: the balance of the spectrum of its voiced frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

RATE_HZ, HOP, WINDOW = 16_000, 160, 512  # frames of 32 ms each 10 ms
HZ = np.fft.rfftfreq(WINDOW, 1 / RATE_HZ)
NARROW_DB = -35.0  # above 5 kHz, against 1–3.4 kHz: less is left only by a filter


@dataclass(frozen=True, slots=True)
class Balance:
    """Measures of the spectrum; formulas and sources stand in ``data/models/calm-measures.md``.

    Parameters
    ----------
    alpha_db
        Level in 1–5 kHz minus level in 50 Hz–1 kHz, of the mean power (Sundberg & Nordenberg 2006).
    hammarberg_db
        Peak in 0–2 kHz minus peak in 2–5 kHz, of the mean power (Hammarberg et al. 1980).
    centre_hz
        Centre of gravity in 50 Hz–5 kHz, of the mean level in dB: soft and loud frames count alike.
    mid_db
        Level in 600–1500 Hz minus level in 300–600 Hz, of the mean level in dB.
    slope_db_oct
        Slope of the mean level in dB from 400 Hz to 4 kHz over the logarithm of frequency.
    """

    alpha_db: float | None
    hammarberg_db: float | None
    centre_hz: float | None
    mid_db: float | None
    slope_db_oct: float | None


NOTHING = Balance(None, None, None, None, None)


def balance(x: Doubles, voiced: npt.NDArray[np.bool_]) -> Balance:
    """Return the balance of the voiced frames.

    Parameters
    ----------
    x
        Samples at 16 kHz, shape (n,).
    voiced
        For each 10 ms, whether there is voice, shape (n // 160 + 1,).
    """
    power = spectra(x, np.flatnonzero(voiced))
    if not power.size or not power.any():
        return NOTHING
    mean, typical = power.mean(axis=0), np.exp(np.log(np.maximum(power, power.max() * 1e-12)).mean(axis=0))
    wide, slope = (HZ >= 50) & (HZ < 5000), (HZ >= 400) & (HZ < 4000)
    return Balance(
        alpha_db=_db(_sum(mean, 1000, 5000), _sum(mean, 50, 1000)),
        hammarberg_db=_db(mean[HZ < 2000].max(), mean[(HZ >= 2000) & (HZ < 5000)].max()),
        centre_hz=float(np.sum(HZ[wide] * typical[wide]) / np.sum(typical[wide])),
        mid_db=_db(_sum(typical, 600, 1500), _sum(typical, 300, 600)),
        slope_db_oct=float(np.polyfit(np.log2(HZ[slope]), 10 * np.log10(typical[slope]), 1)[0]),
    )


def bandwidth_hz(x: Doubles, talking: npt.NDArray[np.bool_]) -> float | None:
    """Return 4000 where nothing is left above a telephone's band, else 8000; None without speech."""
    frames = np.flatnonzero(talking)
    if not len(frames):
        return None
    mean = spectra(x, frames[:: max(1, len(frames) // 200)]).mean(axis=0)  # two hundred frames are enough
    left = _db(_sum(mean, 5000, 7600), _sum(mean, 1000, 3400))
    return None if left is None else 4000.0 if left < NARROW_DB else 8000.0


def spectra(x: Doubles, frames: npt.NDArray[np.intp]) -> Doubles:
    """Return the power spectra of frames (numbered each 10 ms), shape (frames, 257)."""
    padded = np.pad(x, (WINDOW // 2, WINDOW))
    cut = padded[(frames * HOP)[:, None] + np.arange(WINDOW)]
    power: Doubles = np.abs(np.fft.rfft(cut * np.hanning(WINDOW), axis=1)) ** 2
    return power


def _sum(power: Doubles, low_hz: float, high_hz: float) -> float:
    return float(power[(low_hz <= HZ) & (high_hz > HZ)].sum())


def _db(a: float, b: float) -> float | None:
    return float(10.0 * np.log10(a / b)) if a > 0 and b > 0 else None
