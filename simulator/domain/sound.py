"""Sound: mono samples and their rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

LINE_RATE_HZ = 16_000  # wideband telephony; the one clock of a call counts samples at this rate
FRAME = 512  # 32 ms at 16 kHz: what the voice activity detector takes


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Mono sound.

    Parameters
    ----------
    samples
        Shape (n,), float32, full scale ±1.
    rate_hz
        Samples per second.

    Raises
    ------
    ValueError
        If the array is not one-dimensional float32, or the rate not positive.
    """

    samples: FloatArray
    rate_hz: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(f"samples must be float32 of shape (n,), not {self.samples.dtype} {self.samples.shape}")
        if self.rate_hz <= 0:
            raise ValueError(f"rate_hz must be positive, not {self.rate_hz}")

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate_hz

    def cut(self, start_s: float, end_s: float) -> Sound:
        """Return the part between two times, clipped to the sound."""
        a, b = (round(max(t, 0.0) * self.rate_hz) for t in (start_s, end_s))
        return Sound(self.samples[a:b], self.rate_hz)


def silence(duration_s: float, rate_hz: int = LINE_RATE_HZ) -> Sound:
    """Return digital silence."""
    return Sound(np.zeros(round(duration_s * rate_hz), np.float32), rate_hz)
