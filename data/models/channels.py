"""What lies between a mouth and a recording: the lines and rooms that the tone model is trained and tested in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import signal

from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.speech import level
from simulator.speech.channel import phone

Samples = npt.NDArray[np.float64]
SPEECH_DBFS = -20.0  # level that goes into the telephone


def clean(x: Samples, rng: np.random.Generator) -> Samples:
    """Leave it as it is."""
    return x


def telephone(x: Samples, rng: np.random.Generator) -> Samples:
    """Narrow band, µ-law, line noise, lost frames."""
    loud = x * 10 ** (SPEECH_DBFS / 20) / np.sqrt(speech_power(x))
    sent = phone(Sound(np.clip(loud, -1, 1).astype(np.float32), LINE_RATE_HZ), int(rng.integers(1 << 30)))
    return sent.samples.astype(np.float64)


def noise(x: Samples, rng: np.random.Generator, snr_db: float = 15.0) -> Samples:
    """Add pink noise (3 dB less each octave), `snr_db` below the speech."""
    spectrum = np.fft.rfft(rng.standard_normal(len(x)))
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(x))
    return x + pink * np.sqrt(speech_power(x) / np.mean(pink**2) / 10 ** (snr_db / 10))


def room(x: Samples, rng: np.random.Generator, rt60_s: float = 0.35) -> Samples:
    """Speak in a small room, as far away as makes direct and reverberant sound alike: decaying noise as its answer."""
    t = np.arange(round(1.2 * rt60_s * LINE_RATE_HZ)) / LINE_RATE_HZ
    tail = rng.standard_normal(len(t)) * 10 ** (-3 * t / rt60_s) * (t > 0.002)
    answer = tail / np.sqrt(np.sum(tail**2))
    answer[0] = 1.0
    return signal.fftconvolve(x, answer)[: len(x) + LINE_RATE_HZ // 5]


def speech_power(x: Samples) -> float:
    """Return the mean square of the speaking parts."""
    levels = level.levels(x)
    talking = level.gate(levels)
    return float(np.mean(10 ** (levels[talking] / 10))) if talking.any() else float(np.mean(x * x)) + 1e-12


CHANNELS: dict[str, Callable[[Samples, np.random.Generator], Samples]] = {
    "clean": clean,
    "telephone": telephone,
    "noise": noise,
    "room": room,
}
