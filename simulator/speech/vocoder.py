"""A voice taken apart by WORLD into pitch, spectrum and breath, each to be changed on its own, and put together again.

WORLD: Morise, Yokomori & Ozawa 2016, IEICE Transactions on Information and Systems E99-D(7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from simulator.domain.sound import Sound

FRAME_MS = 5.0
TREMOR_HZ = 5.2  # within the 4–7 Hz of vocal tremor
TREMOR_DB_PER_ST = 2.0
STRESS_ST, STRESS_DB, STRESS_SLOWER = 2.5, 3.5, 1.3  # a stressed word: higher, louder, longer
SOFT_ST = 2.0  # the last semitones before a bound of F0 are compressed, not cut

Curve = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """One utterance in frames of 5 ms.

    Parameters
    ----------
    f0_hz
        Shape (t,); 0 where unvoiced.
    envelope
        Power spectrum of the vocal tract, shape (t, bins), bins from 0 Hz to half the rate.
    breath
        Aperiodicity in 0..1, shape (t, bins).
    rate_hz
        Of the sound.
    """

    f0_hz: Curve
    envelope: Curve
    breath: Curve
    rate_hz: int

    @property
    def bins_hz(self) -> Curve:
        """Frequencies of the bins."""
        return np.linspace(0.0, self.rate_hz / 2, self.envelope.shape[1])


def analyse(sound: Sound, f0_floor_hz: float = 60.0, f0_ceil_hz: float = 700.0) -> Frames:
    """Take a voice apart (DIO with StoneMask, CheapTrick, D4C)."""
    import pyworld

    x, rate = sound.samples.astype(np.float64), sound.rate_hz
    coarse, times = pyworld.dio(x, rate, f0_floor=f0_floor_hz, f0_ceil=f0_ceil_hz, frame_period=FRAME_MS)
    f0 = pyworld.stonemask(x, coarse, times, rate)
    return Frames(f0, pyworld.cheaptrick(x, f0, times, rate), pyworld.d4c(x, f0, times, rate), rate)


def synthesise(frames: Frames) -> Curve:
    """Put a voice together: samples, shape (n,)."""
    import pyworld

    f0, envelope, breath = (np.ascontiguousarray(a) for a in (frames.f0_hz, frames.envelope, frames.breath))
    samples: Curve = pyworld.synthesize(f0, envelope, breath, frames.rate_hz, FRAME_MS)
    return samples


def repitch(frames: Frames, shift_st: float, spread: float, floor_hz: float, ceil_hz: float) -> Frames:
    """Shift F0 by semitones and multiply its excursions around the median, softly kept between two bounds."""
    voiced = frames.f0_hz > 0
    if not voiced.any():
        return frames
    log2 = np.log2(frames.f0_hz[voiced])
    median = np.median(log2)
    moved = median + (log2 - median) * spread + shift_st / 12
    f0 = frames.f0_hz.copy()
    f0[voiced] = 2 ** _between(moved, np.log2(floor_hz), np.log2(ceil_hz))
    return replace(frames, f0_hz=f0)


def tremble(frames: Frames, depth_st: float) -> Frames:
    """Let F0 swing by ±`depth_st` semitones, not quite evenly, and the level a little with it, as in an old voice."""
    if depth_st <= 0.0:
        return frames
    times_s = np.arange(len(frames.f0_hz)) * FRAME_MS / 1000
    drift = 0.4 * np.sin(2 * np.pi * 0.37 * times_s) / 0.37  # the tremor itself is 0.4 Hz faster and slower
    wave = np.sin(2 * np.pi * TREMOR_HZ * times_s + drift)
    level_db = TREMOR_DB_PER_ST * depth_st * wave
    return replace(
        frames,
        f0_hz=frames.f0_hz * 2 ** (depth_st / 12 * wave),
        envelope=frames.envelope * 10 ** (level_db[:, None] / 10),
    )


def emphasise(frames: Frames, weight: Curve) -> Frames:
    """Raise pitch and level where `weight`, shape (t,), goes from 0 to 1."""
    return replace(
        frames,
        f0_hz=frames.f0_hz * 2 ** (STRESS_ST / 12 * weight),
        envelope=frames.envelope * 10 ** (STRESS_DB / 10 * weight)[:, None],
    )


def hasten(frames: Frames, rate: float, dwell: Curve | None = None) -> Frames:
    """Make speech `rate` times as fast, pitch unchanged; slower where `dwell`, shape (t,), goes from 0 to 1."""
    n = len(frames.f0_hz)
    at = _time_map(n, rate, dwell)
    i = np.minimum(at.astype(int), n - 2) if n > 1 else np.zeros(len(at), int)
    j = np.minimum(i + 1, n - 1)
    w = at - i
    f0 = frames.f0_hz
    mixed = f0[i] * (1 - w) + f0[j] * w
    edge = (f0[i] == 0) | (f0[j] == 0)  # nothing lies between voiced and unvoiced
    mixed[edge] = np.where(w < 0.5, f0[i], f0[j])[edge]
    wide = w[:, None]
    return replace(
        frames,
        f0_hz=mixed,
        envelope=frames.envelope[i] * (1 - wide) + frames.envelope[j] * wide,
        breath=frames.breath[i] * (1 - wide) + frames.breath[j] * wide,
    )


def _time_map(n: int, rate: float, dwell: Curve | None) -> Curve:
    """Return, for each new frame, where it lies among the old ones."""
    if dwell is None or n < 2:
        return np.linspace(0, n - 1, max(2, round(n / rate)))
    length = (1.0 + (STRESS_SLOWER - 1.0) * dwell) / rate  # of each old frame, in new ones
    ends = np.concatenate([[0.0], np.cumsum((length[:-1] + length[1:]) / 2)])
    return np.asarray(np.interp(np.linspace(0, ends[-1], max(2, round(ends[-1]) + 1)), ends, np.arange(n)))


def resize(frames: Frames, formants: float) -> Frames:
    """Scale the frequencies of the formants: above 1 is a shorter vocal tract."""
    bins = np.arange(frames.envelope.shape[1])
    from_bins = bins / formants
    i = np.minimum(from_bins.astype(int), len(bins) - 2)
    w = np.clip(from_bins - i, 0.0, 1.0)
    envelope = frames.envelope[:, i] * (1 - w) + frames.envelope[:, i + 1] * w
    return replace(frames, envelope=envelope)


def tilt(frames: Frames, gain_db: float) -> Frames:
    """Raise (or lower) the spectrum: half of `gain_db` at 1 kHz, all of it from 4 kHz, a little less at the top."""
    top = frames.rate_hz / 2
    points = np.log2([50.0, 500.0, 1_000.0, 4_000.0, max(top, 4_001.0)])
    gains = np.array([0.0, 0.0, 0.5, 1.0, 0.6]) * gain_db
    curve = np.interp(np.log2(np.maximum(frames.bins_hz, 50.0)), points, gains)
    return replace(frames, envelope=frames.envelope * 10 ** (curve / 10))


def press(frames: Frames, breath: float) -> Frames:
    """Press the voice (`breath` below 1: less aperiodic energy) or let it breathe (above 1)."""
    if breath == 1.0:
        return frames
    return replace(frames, breath=np.clip(frames.breath ** (1.0 / breath), 1e-3, 1.0 - 1e-6))


def _between(values: Curve, low: float, high: float) -> Curve:
    """Compress the outer semitones so that values stay strictly between two bounds, in octaves."""
    soft = min(SOFT_ST / 12, (high - low) / 4)
    over = np.maximum(values - (high - soft), 0.0)
    under = np.maximum((low + soft) - values, 0.0)
    bent = np.clip(values, low + soft, high - soft)
    return np.asarray(bent + soft * np.tanh(over / soft) - soft * np.tanh(under / soft))
