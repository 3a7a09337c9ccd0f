"""The two channels as interleaved signed 16-bit little-endian samples, customer first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.domain.sound import FloatArray

CHANNELS = 2
FRAME_BYTES = 4  # two channels of two bytes
FULL_SCALE = 32767


def interleave(customer: FloatArray, agent: FloatArray) -> tuple[bytes, int]:
    """Return both channels as PCM, and how many samples lay outside full scale.

    Parameters
    ----------
    customer, agent
        Shape (n,), full scale ±1. NaN becomes silence; what lies beyond full scale, infinity included, is clipped.

    Raises
    ------
    ValueError
        If the channels are not one-dimensional and equally long.
    """
    if customer.ndim != 1 or customer.shape != agent.shape:
        raise ValueError(f"channels must have one equal length, not {customer.shape} and {agent.shape}")
    both = np.stack((customer, agent), axis=1).astype(np.float32)
    clipped = int(np.count_nonzero(np.abs(both) > 1.0))
    scaled = np.rint(np.clip(np.nan_to_num(both, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0) * FULL_SCALE)
    return scaled.astype("<i2").tobytes(), clipped


def frames(pcm: bytes) -> npt.NDArray[np.int16]:
    """Return PCM as integers, shape (n, 2)."""
    return np.frombuffer(pcm, "<i2").reshape(-1, CHANNELS)
