"""One rate for the whole call."""

from __future__ import annotations

import numpy as np

from simulator.domain.sound import LINE_RATE_HZ, Sound


def to_rate(sound: Sound, rate_hz: int = LINE_RATE_HZ) -> Sound:
    """Return the sound at another rate (soxr, high quality); the same value if it has it already."""
    if sound.rate_hz == rate_hz or not len(sound.samples):
        return sound if sound.rate_hz == rate_hz else Sound(sound.samples, rate_hz)
    import soxr

    return Sound(np.asarray(soxr.resample(sound.samples, sound.rate_hz, rate_hz), np.float32), rate_hz)
