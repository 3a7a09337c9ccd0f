"""The telephone: what is left of a voice after a narrow band, µ-law, line noise and a few lost frames."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.domain.sound import LINE_RATE_HZ, Sound

PHONE_RATE_HZ = 8_000
BAND_HZ = (300.0, 3_400.0)  # ITU-T G.712
FRAME = 160  # 20 ms at 8 kHz: one RTP packet of G.711
NOISE_DBFS = -50.0
LOSS = 0.01
MU = 255.0  # ITU-T G.711, North America and Japan

Samples = npt.NDArray[np.float64]


def phone(
    sound: Sound, seed: int, *, noise_dbfs: float = NOISE_DBFS, loss: float = LOSS, out_rate_hz: int = LINE_RATE_HZ
) -> Sound:
    """Return the sound as a telephone delivers it.

    Parameters
    ----------
    sound
        Any rate.
    seed
        The same seed gives the same noise and the same lost frames.
    noise_dbfs
        Level of the white noise of the line, before coding.
    loss
        Share of 20 ms frames that are lost; the frame before is repeated at half its level.
    out_rate_hz
        Rate of the result.

    Returns
    -------
    Sound
        As long as `sound`, to within one frame at 8 kHz.
    """
    if not len(sound.samples):
        return Sound(sound.samples, out_rate_hz)
    rng = np.random.default_rng(seed)
    narrow = _band(_resampled(sound.samples.astype(np.float64), sound.rate_hz, PHONE_RATE_HZ))
    noisy = narrow + rng.standard_normal(len(narrow)) * 10 ** (noise_dbfs / 20)
    received = _drop(expand(compress(np.clip(noisy, -1.0, 1.0))), loss, rng)
    wide = _resampled(received, PHONE_RATE_HZ, out_rate_hz)
    return Sound(np.clip(wide, -1.0, 1.0).astype(np.float32), out_rate_hz)


def compress(samples: Samples) -> npt.NDArray[np.uint8]:
    """Return µ-law codes 0..255 of samples in ±1 (the continuous law of G.711, evenly quantised)."""
    bent = np.sign(samples) * np.log1p(MU * np.abs(samples)) / np.log1p(MU)
    codes: npt.NDArray[np.uint8] = np.round((bent + 1.0) / 2.0 * 255.0).astype(np.uint8)
    return codes


def expand(codes: npt.NDArray[np.uint8]) -> Samples:
    """Return the samples that µ-law codes stand for."""
    bent = codes.astype(np.float64) / 255.0 * 2.0 - 1.0
    samples: Samples = np.sign(bent) * np.expm1(np.abs(bent) * np.log1p(MU)) / MU
    return samples


def _resampled(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    if from_hz == to_hz:
        return samples
    import scipy.signal  # half a second, and only the telephone needs it

    common = int(np.gcd(from_hz, to_hz))
    out: Samples = scipy.signal.resample_poly(samples, to_hz // common, from_hz // common)
    return out


def _band(samples: Samples) -> Samples:
    import scipy.signal

    sections = scipy.signal.butter(4, BAND_HZ, "bandpass", fs=PHONE_RATE_HZ, output="sos")
    out: Samples = scipy.signal.sosfilt(sections, samples)
    return out


def _drop(samples: Samples, loss: float, rng: np.random.Generator) -> Samples:
    frames = len(samples) // FRAME
    out = samples.copy()
    for i in np.flatnonzero(rng.random(frames) < loss):
        before = out[(i - 1) * FRAME : i * FRAME] if i else np.zeros(FRAME)
        out[i * FRAME : (i + 1) * FRAME] = before * 0.5
    return out
