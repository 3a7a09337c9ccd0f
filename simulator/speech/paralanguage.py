"""Sounds that are no words: a breath drawn, a sigh, a scoff through the nose, a sob drawn in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from simulator.domain.sound import Sound
from simulator.speech.markup import SoundName
from simulator.speech.turbulence import Tract, turbulence

Samples = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Shape:
    """One kind of sound.

    Parameters
    ----------
    seconds
        Shortest and longest.
    below_db
        Below the speech around it.
    path
        The vocal tract of a grown person from beginning to end.
    swell
        How loud it is over the sound (0 to 1), from silence to silence.
    murmur
        A little voice in it: pitch at the beginning in Hz, the factor that it falls by, and how strong it is.
    """

    seconds: tuple[float, float]
    below_db: float
    path: tuple[Tract, ...]
    swell: Callable[[Samples], Samples]
    murmur: tuple[float, float, float] | None = None


def _drawn(t: Samples) -> Samples:
    """Swell and break off."""
    return np.asarray(np.sin(np.pi * t**1.6) ** 1.5)


def _let_go(t: Samples) -> Samples:
    """Come soon and die away."""
    return np.asarray(np.sin(np.pi / 2 * np.minimum(t / 0.16, 1.0)) ** 2 * np.cos(np.pi / 2 * t) ** 1.6)


def _pushed(t: Samples) -> Samples:
    """Push, and be over at once."""
    return np.asarray(np.minimum(t / 0.08, 1.0) * np.exp(-5.0 * t) * (1.0 - t))


def _jerked(t: Samples) -> Samples:
    """Jerk three times, the second time hardest."""
    return np.asarray(np.sin(np.pi * t) ** 0.7 * (0.12 + 0.88 * np.abs(np.sin(3.0 * np.pi * t)) ** 1.5))


_SHAPES: dict[SoundName, _Shape] = {
    "breath": _Shape((0.28, 0.34), 20.0, (Tract(500, 2_500, (1_400,)), Tract(600, 3_800, (1_900,))), _drawn),
    "sigh": _Shape(
        (0.75, 1.1),
        13.0,
        (Tract(300, 3_600, (750, 1_450, 2_600)), Tract(250, 1_900, (600, 1_150)), Tract(180, 900, (420,))),
        _let_go,
        (175.0, 0.62, 0.2),
    ),
    "scoff": _Shape(
        (0.22, 0.28),
        11.0,
        (Tract(250, 2_400, (900,)), Tract(180, 1_200, (400,))),
        _pushed,
        (190.0, 0.75, 0.3),
    ),
    "sob": _Shape((0.6, 0.75), 15.0, (Tract(600, 2_800, (1_500,)), Tract(800, 4_200, (2_100,))), _jerked),
}  # fmt: skip


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
        The same seed gives the same sound; another one is a little longer or shorter.
    """
    shape = _SHAPES[name]
    shortest, longest = shape.seconds
    n = round((shortest + (longest - shortest) * (seed % 101) / 100) * rate_hz)
    t = np.linspace(0.0, 1.0, n)
    noise = turbulence(seed, n, rate_hz, [_scaled(tract, formants, rate_hz) for tract in shape.path])
    wave = noise / (noise.std() + 1e-9) * shape.swell(t)
    if shape.murmur is not None:
        wave = wave + _murmur(shape.murmur, t, rate_hz, formants) * shape.swell(t) ** 2
    gain = 10 ** ((level_dbfs - shape.below_db) / 20) / (np.sqrt(np.mean(wave**2)) + 1e-9)
    return Sound(np.clip(wave * gain, -0.7, 0.7).astype(np.float32), rate_hz)


def _scaled(tract: Tract, formants: float, rate_hz: int) -> Tract:
    top_hz = 0.45 * rate_hz
    return Tract(
        tract.low_hz * formants,
        min(tract.high_hz * formants, top_hz),
        tuple(r * formants for r in tract.resonances_hz if r * formants < top_hz),
    )


def _murmur(voice: tuple[float, float, float], t: Samples, rate_hz: int, formants: float) -> Samples:
    """Return the little voice: a falling pitch with few harmonics."""
    start_hz, fall, strength = voice
    phase = 2 * np.pi * np.cumsum(start_hz * formants**2 * fall**t) / rate_hz
    return np.asarray(strength * np.sum([np.sin(k * phase) / k**2 for k in range(1, 6)], axis=0))
