"""An audible breath in: what people hear just before somebody speaks."""

from __future__ import annotations

from functools import cache

import numpy as np

from simulator.domain.sound import LINE_RATE_HZ, FloatArray
from simulator.speech.turbulence import Tract, turbulence

LENGTH_S = 0.25
PEAK = 0.02  # -34 dBFS: heard in a headset, never loud


@cache
def inhale(anger: float = 0.0) -> FloatArray:
    """Return a breath in at 16 kHz; the angrier (0 to 3), the louder and brighter.

    Turbulent noise in the band of the open vocal tract (400 Hz to 2.5–4 kHz) that swells and breaks off.
    """
    n = round(LENGTH_S * LINE_RATE_HZ)
    noise = turbulence(1, n, LINE_RATE_HZ, [Tract(400, 2_500 + 500 * anger)])
    t = np.linspace(0.0, 1.0, n)
    shape = np.sin(np.pi * t**1.6) ** 1.5
    breath = noise * shape
    return np.asarray(breath / np.abs(breath).max() * PEAK * (1.0 + 0.5 * anger), np.float32)
