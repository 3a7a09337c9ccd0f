"""How hard a voice sounds: the balance of its long-term spectrum."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE_HZ, HOP, WINDOW = 16_000, 160, 512  # frames of 32 ms each 10 ms


def tilt(x: npt.NDArray[np.float64], voiced: npt.NDArray[np.bool_]) -> tuple[float | None, float | None]:
    """Return the alpha ratio and the Hammarberg index of the voiced frames, in dB.

    Parameters
    ----------
    x
        Samples at 16 kHz, shape (n,).
    voiced
        For each 10 ms, whether there is voice, shape (n // 160 + 1,).

    Returns
    -------
    alpha_db
        Level in 1–5 kHz minus level in 50 Hz–1 kHz (Sundberg & Nordenberg 2006).
    hammarberg_db
        Peak in 0–2 kHz minus peak in 2–5 kHz (Hammarberg et al. 1980).
    """
    power = _mean_spectrum(x, np.flatnonzero(voiced))
    hz = np.fft.rfftfreq(WINDOW, 1 / RATE_HZ)
    low, high = power[(hz >= 50) & (hz < 1000)].sum(), power[(hz >= 1000) & (hz < 5000)].sum()
    below, above = power[hz < 2000].max(), power[(hz >= 2000) & (hz < 5000)].max()
    return _db(high, low), _db(below, above)


def _mean_spectrum(x: npt.NDArray[np.float64], frames: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    padded = np.pad(x, (WINDOW // 2, WINDOW))
    cut = padded[(frames * HOP)[:, None] + np.arange(WINDOW)]
    spectra = np.abs(np.fft.rfft(cut * np.hanning(WINDOW), axis=1)) ** 2
    mean: npt.NDArray[np.float64] = spectra.mean(axis=0)
    return mean


def _db(a: float, b: float) -> float | None:
    return float(10.0 * np.log10(a / b)) if a > 0 and b > 0 else None
