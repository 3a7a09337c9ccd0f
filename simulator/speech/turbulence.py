"""The noise of breath: white noise through a vocal tract that may move while it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

WINDOW_S = 0.032
HOPS = 4  # windows overlap four times


@dataclass(frozen=True, slots=True)
class Tract:
    """What a vocal tract does to noise at one moment.

    Parameters
    ----------
    low_hz, high_hz
        Band of the noise; it falls by 12 dB an octave beyond.
    resonances_hz
        Where it is up to 9 dB stronger.
    """

    low_hz: float
    high_hz: float
    resonances_hz: tuple[float, ...] = ()

    def gain(self, hz: Samples) -> Samples:
        """Return the gain at some frequencies."""
        f = np.maximum(hz, 1.0)
        band = 1.0 / np.sqrt((1.0 + (self.low_hz / f) ** 4) * (1.0 + (f / self.high_hz) ** 4))
        peaks = sum((np.exp(-(((f - r) / (0.14 * r + 60.0)) ** 2)) for r in self.resonances_hz), np.zeros(len(f)))
        return np.asarray(band * (1.0 + 1.8 * peaks))


def turbulence(seed: int, length: int, rate_hz: int, path: Sequence[Tract]) -> Samples:
    """Return noise, shape (length,), whose tract goes evenly through `path` from beginning to end."""
    size = round(WINDOW_S * rate_hz / HOPS) * HOPS
    hop, count = size // HOPS, -(-length // (size // HOPS)) + HOPS
    hz, window = np.fft.rfftfreq(size, 1 / rate_hz).astype(np.float64), np.hanning(size + 1)[:-1]
    gains = np.stack([tract.gain(hz) for tract in path])
    where = np.linspace(0, len(path) - 1, count)
    below = np.minimum(where.astype(int), max(0, len(path) - 2))
    above, w = np.minimum(below + 1, len(path) - 1), (where - below)[:, None]
    noise = np.random.default_rng(seed).standard_normal((count - 1) * hop + size)
    frames = np.lib.stride_tricks.sliding_window_view(noise, size)[::hop] * window
    shaped = np.fft.irfft(np.fft.rfft(frames) * (gains[below] * (1 - w) + gains[above] * w), size) * window
    out = np.zeros(len(noise))
    for n, frame in enumerate(shaped):
        out[n * hop : n * hop + size] += frame
    return out[size - hop : size - hop + length]
