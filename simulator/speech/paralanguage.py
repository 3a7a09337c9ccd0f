"""Sounds that are no words: a breath drawn, a sigh, a scoff through the nose, a sob drawn in."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, sosfilt

from simulator.domain.sound import Sound
from simulator.speech.markup import SoundName

Samples = npt.NDArray[np.float64]

# Length in seconds, band of the turbulence in Hz, level below the speech around it in dB.
_SHAPES: dict[SoundName, tuple[float, tuple[float, float], float]] = {
    "breath": (0.28, (500.0, 3_000.0), 20.0),
    "sigh": (0.75, (250.0, 2_200.0), 14.0),
    "scoff": (0.22, (200.0, 1_600.0), 11.0),
    "sob": (0.62, (700.0, 3_400.0), 15.0),
}


@lru_cache(maxsize=64)
def uttered(name: SoundName, rate_hz: int, level_dbfs: float, formants: float = 1.0, seed: int = 1) -> Sound:
    """Return a sound of breath.

    Parameters
    ----------
    name
        Which.
    rate_hz
        Of the result.
    level_dbfs
        Active level of the speech that it goes with; the sound is 11 to 20 dB softer.
    formants
        Scale of the speaker's vocal tract.
    seed
        The same seed gives the same sound.
    """
    seconds, (low, high), below_db = _SHAPES[name]
    n = round(seconds * rate_hz)
    t = np.linspace(0.0, 1.0, n)
    noise = np.random.default_rng(seed).standard_normal(n)
    top = min(high * formants, 0.45 * rate_hz)
    turbulence = sosfilt(butter(2, [low * formants, top], "bandpass", fs=rate_hz, output="sos"), noise)
    wave = turbulence * _swell(name, t)
    if name in ("sigh", "scoff"):
        wave = wave / (np.abs(wave).max() + 1e-9) + _murmur(name, t, rate_hz, formants)
    gain = 10 ** ((level_dbfs - below_db) / 20) / (np.sqrt(np.mean(wave**2)) + 1e-9)
    return Sound(np.clip(wave * gain, -0.7, 0.7).astype(np.float32), rate_hz)


def _swell(name: SoundName, t: Samples) -> Samples:
    """Return how loud the turbulence is over the sound, 0 to 1, from silence to silence."""
    match name:
        case "breath":  # swells and breaks off
            return np.asarray(np.sin(np.pi * t**1.6) ** 1.5)
        case "sigh":  # let go at once, dying away
            return np.asarray(np.minimum(t / 0.12, 1.0) * (1.0 - t) ** 1.4)
        case "scoff":  # a push through the nose
            return np.asarray(np.minimum(t / 0.08, 1.0) * np.exp(-5.0 * t) * (1.0 - t))
        case "sob":  # drawn in, in three jerks
            return np.asarray(np.sin(np.pi * t) ** 0.7 * (0.15 + 0.85 * np.abs(np.sin(3.0 * np.pi * t)) ** 1.5))


def _murmur(name: SoundName, t: Samples, rate_hz: int, formants: float) -> Samples:
    """Return the little voice in a sigh or a scoff: a falling pitch with few harmonics."""
    start_hz, fall = (170.0, 0.65) if name == "sigh" else (190.0, 0.75)
    f0 = start_hz * formants**2 * fall**t
    phase = 2 * np.pi * np.cumsum(f0) / rate_hz
    voice = sum(np.sin(k * phase) / k**2 for k in range(1, 6))
    return np.asarray(0.25 * voice * _swell(name, t))
