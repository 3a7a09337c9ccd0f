"""Log-mel spectrograms as Whisper was trained on, in NumPy: equal to openai-whisper's, without torch."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from simulator.domain.sound import FloatArray
from simulator.engines.hearing import HOP
from simulator.engines.whisper_files import asset

WINDOW = 400  # 25 ms at 16 kHz
FLOOR = 1e-10
RANGE = 8.0  # powers of ten below the loudest value

Matrix = npt.NDArray[np.float32]


def log_mel(samples: FloatArray, length: int, bands: int = 80) -> Matrix:
    """Return the log-mel spectrogram of sound at 16 kHz, cut or filled up with silence to `length` samples.

    Returns
    -------
    ndarray
        Shape (bands, length // 160), float32, scaled as in Radford et al. 2022, section 2.2.
    """
    import scipy.fft  # here, for a call speaks before it hears

    sound = np.zeros(length, np.float32)
    kept = samples[:length]
    sound[: len(kept)] = kept
    around = np.pad(sound, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(around, WINDOW)[::HOP][: length // HOP]
    spectrum = scipy.fft.rfft(frames * _hann(), axis=-1)
    power = spectrum.real**2 + spectrum.imag**2
    mel = np.log10(np.maximum(_filters(bands) @ power.T, FLOOR))
    scaled: Matrix = ((np.maximum(mel, mel.max() - RANGE) + 4.0) / 4.0).astype(np.float32)
    return scaled


@cache
def _hann() -> Matrix:
    """Return the periodic Hann window."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


@cache
def _filters(bands: int) -> Matrix:
    with np.load(asset("mel_filters.npz"), allow_pickle=False) as file:
        filters: Matrix = file[f"mel_{bands}"].astype(np.float32)
    return filters
