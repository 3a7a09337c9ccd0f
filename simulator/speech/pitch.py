"""Fundamental frequency by the autocorrelation method of Boersma (1993), each 10 ms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

RATE_HZ = 16_000
HOP = 160  # 10 ms
WINDOW = 800  # 50 ms: three periods at 60 Hz
FFT = 2048
FLOOR_HZ, CEIL_HZ = 60.0, 600.0
VOICED = 0.5  # least height of the peak that makes a frame voiced
OCTAVE_COST = 0.02  # per octave downwards, against subharmonics
_LAGS = int(RATE_HZ / FLOOR_HZ) + 2
_BLOCK = 500  # frames at a time


@dataclass(frozen=True, slots=True, eq=False)
class Pitch:
    """F0 in Hz (NaN where there is no voice) and the height of its peak (0..1) for each frame, shape (n,)."""

    f0_hz: Doubles
    periodicity: Doubles


def track(x: Doubles, n: int) -> Pitch:
    """Return the pitch of `n` frames whose middles stand each 10 ms.

    Parameters
    ----------
    x
        Samples at 16 kHz.
    """
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(x, (WINDOW // 2, WINDOW + HOP)), WINDOW)[::HOP][:n]
    parts = [_block(frames[i : i + _BLOCK]) for i in range(0, len(frames), _BLOCK)]
    if not parts:
        return Pitch(np.zeros(0), np.zeros(0))
    return Pitch(np.concatenate([f0 for f0, _ in parts]), np.concatenate([height for _, height in parts]))


def _block(frames: Doubles) -> tuple[Doubles, Doubles]:
    r = _autocorrelation(frames)
    lags = np.arange(_LAGS)
    inside = (lags[1:-1] >= RATE_HZ / CEIL_HZ) & (lags[1:-1] <= RATE_HZ / FLOOR_HZ)
    peak = (r[:, 1:-1] > r[:, :-2]) & (r[:, 1:-1] >= r[:, 2:]) & inside
    height = np.where(peak, r[:, 1:-1] - OCTAVE_COST * np.log2(lags[1:-1]), -1.0)
    best = height.argmax(axis=1) + 1
    rows = np.arange(len(r))
    left, top, right = r[rows, best - 1], r[rows, best], r[rows, best + 1]
    bend = left - 2.0 * top + right
    offset = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, 1.0), 0.0)
    voiced = (top > VOICED) & peak[rows, best - 1]
    return np.where(voiced, RATE_HZ / (best + offset), np.nan), np.clip(top, 0.0, 1.0)


def _autocorrelation(frames: Doubles) -> Doubles:
    """Return the autocorrelation of the windowed frames over that of the window, 1 at lag 0, shape (n, lags)."""
    window = np.hanning(WINDOW)
    centred = (frames - frames.mean(axis=1, keepdims=True)) * window
    r = np.fft.irfft(np.abs(np.fft.rfft(centred, FFT, axis=1)) ** 2, FFT, axis=1)[:, :_LAGS]
    own = np.fft.irfft(np.abs(np.fft.rfft(window, FFT)) ** 2, FFT)[:_LAGS]
    ratio: Doubles = r / (r[:, :1] + 1e-9) / (own / own[0])
    return ratio
