"""Active speech level, and a limiter that keeps it honest: how loud a voice is where it speaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BLOCK_S = 0.02
GATE_DB = 35.0  # blocks this far below the loudest one are pauses
CEILING = 0.97  # of full scale
KNEE = 0.7

Samples = npt.NDArray[np.floating]


def active_level_dbfs(samples: Samples, rate_hz: int) -> float | None:
    """Return the root-mean-square level of the blocks in which somebody speaks.

    Parameters
    ----------
    samples
        Shape (n,), full scale ±1.
    rate_hz
        Samples per second.

    Returns
    -------
    float or None
        dB relative to full scale (a full-scale square wave is 0 dB); None for silence or less than one block. The gate
        follows the idea of the active speech level of ITU-T P.56, with a threshold relative to the loudest block.
    """
    powers = _block_powers(samples, rate_hz)
    if powers.size == 0 or powers.max() <= 0.0:
        return None
    active = powers[powers >= powers.max() * 10 ** (-GATE_DB / 10)]
    return float(10 * np.log10(active.mean()))


def to_level(samples: Samples, rate_hz: int, level_dbfs: float) -> npt.NDArray[np.float64]:
    """Return the samples at an active level (dBFS), with peaks rounded off by `soft_limit`; silence stays silence."""
    now = active_level_dbfs(samples, rate_hz)
    scaled = np.asarray(samples, np.float64)
    return soft_limit(scaled if now is None else scaled * 10 ** ((level_dbfs - now) / 20))


def soft_limit(samples: Samples, knee: float = KNEE, ceiling: float = CEILING) -> npt.NDArray[np.float64]:
    """Leave what is below `knee` alone and bend the rest, so that nothing passes `ceiling`; monotonic and odd."""
    x = np.asarray(samples, np.float64)
    over = np.maximum(np.abs(x) - knee, 0.0)
    bent = knee + (ceiling - knee) * np.tanh(over / (ceiling - knee))
    return np.where(over > 0, np.copysign(bent, x), x)


def _block_powers(samples: Samples, rate_hz: int) -> npt.NDArray[np.float64]:
    size = max(1, round(BLOCK_S * rate_hz))
    whole = len(samples) // size * size
    blocks = np.asarray(samples[:whole], np.float64).reshape(-1, size)
    powers: npt.NDArray[np.float64] = (blocks**2).mean(axis=1)
    return powers
