"""Where the customer calls from: the noise of a street, an office or a car, made by arithmetic, not by samples.

The noise goes on through the whole call, so it is a function of time: whoever asks for the same stretch of the same
seed gets the same samples, in pieces of any size.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from simulator.domain.sound import LINE_RATE_HZ, FloatArray, Sound
from simulator.speech.channel import BAND_HZ as PHONE_BAND_HZ

Place = Literal["street", "office", "car"]
PLACES: tuple[Place, ...] = get_args(Place)

LEVEL_DBFS = {
    "street": -40.0,
    "office": -46.0,
    "car": -42.0,
}  # 24 to 30 dB below a furious customer, 13 below a calm one
BLOCK = 2 * LINE_RATE_HZ  # made two seconds at a time
LOOP = 15 * BLOCK
OVERLAP = LINE_RATE_HZ // 4  # neighbours are cross-faded over a quarter of a second

Samples = npt.NDArray[np.float64]


def background(place: Place, seed: int, start: int, length: int, *, narrow: bool = False) -> FloatArray:
    """Return a stretch of background.

    Parameters
    ----------
    place
        Where the customer calls from.
    seed
        Of the call.
    start, length
        In samples at 16 kHz from the beginning of the call.
    narrow
        Only what a telephone lets through.

    Returns
    -------
    numpy.ndarray
        Shape (length,), float32, at about `LEVEL_DBFS`; `background(p, s, 0, n)` begins with `background(p, s, 0, m)`.

    Raises
    ------
    ValueError
        If `start` or `length` is negative.
    """
    if start < 0 or length < 0:
        raise ValueError(f"start and length must not be negative: {start}, {length}")
    first, last = start // BLOCK, (start + length) // BLOCK
    whole = np.concatenate([_faded(place, seed, k, narrow) for k in range(first, last + 1)])
    return whole[start - first * BLOCK : start - first * BLOCK + length].astype(np.float32)


def mixed(sound: Sound, place: Place, seed: int, start: int = 0, *, narrow: bool = False) -> Sound:
    """Return the sound (at 16 kHz) with the background under it, `start` samples into the call."""
    if sound.rate_hz != LINE_RATE_HZ:
        raise ValueError(f"background is mixed at {LINE_RATE_HZ} Hz, not {sound.rate_hz}")
    samples = sound.samples + background(place, seed, start, len(sound.samples), narrow=narrow)
    return Sound(np.clip(samples, -1.0, 1.0).astype(np.float32), LINE_RATE_HZ)


class Ambience:
    """A background for a whole call: half a minute that is made beforehand and goes round without a seam.

    The loudspeaker's own thread takes it, so nothing is computed there.

    Parameters
    ----------
    place, seed, narrow
        As for `background`.
    """

    def __init__(self, place: Place, seed: int, *, narrow: bool = False) -> None:
        samples = background(place, seed, 0, LOOP + OVERLAP, narrow=narrow).astype(np.float64)
        ramp = np.linspace(0.0, np.pi / 2, OVERLAP)
        samples[:OVERLAP] = samples[:OVERLAP] * np.sin(ramp) + samples[LOOP:] * np.cos(ramp)
        self._loop = np.concatenate([samples[:LOOP]] * 2).astype(np.float32)

    def at(self, start: int, length: int) -> FloatArray:
        """Return `length` samples (at most half a minute), `start` samples into the call; a view, not to be changed."""
        begin = start % LOOP
        return self._loop[begin : begin + length]


def _faded(place: Place, seed: int, block: int, narrow: bool) -> Samples:
    """Return a block whose beginning is cross-faded with what the block before would have gone on with."""
    samples = _block(place, seed, block, narrow)[:BLOCK].copy()
    if block:
        ramp = np.linspace(0.0, np.pi / 2, OVERLAP)
        before = _block(place, seed, block - 1, narrow)[BLOCK:]
        samples[:OVERLAP] = samples[:OVERLAP] * np.sin(ramp) + before * np.cos(ramp)
    return samples


@lru_cache(maxsize=8)
def _block(place: Place, seed: int, block: int, narrow: bool) -> Samples:
    rng = np.random.default_rng([seed, block, PLACES.index(place)])
    makers = {"street": _street, "office": _office, "car": _car}
    noise = _even(makers[place](rng, BLOCK + OVERLAP)) * 10 ** (LEVEL_DBFS[place] / 20)
    return _band(noise, *PHONE_BAND_HZ) if narrow else noise


def _street(rng: np.random.Generator, n: int) -> Samples:
    """Return traffic: a rumble, cars that swell and go by, a horn now and then."""
    t = np.arange(n) / LINE_RATE_HZ
    rumble = _band(rng.standard_normal(n), 60.0, 500.0)
    tyres = _band(rng.standard_normal(n), 500.0, 2_500.0)
    centre, width = rng.uniform(0.2, 1.8), rng.uniform(0.3, 0.7)
    out = _even(rumble) + 0.5 * _even(tyres) * (0.3 + np.exp(-(((t - centre) / width) ** 2)))
    if rng.random() < 0.12:
        at, hz = rng.uniform(0.2, 1.2), rng.uniform(370.0, 480.0)
        gate = np.clip(np.minimum(t - at, at + 0.35 - t) / 0.03, 0.0, 1.0)
        horn = sum(np.sin(2 * np.pi * hz * k * t) / k for k in (1, 2, 3)) + np.sin(2 * np.pi * 1.26 * hz * t)
        out = out + 0.5 * horn * gate
    return out


def _office(rng: np.random.Generator, n: int) -> Samples:
    """Return ventilation, a murmur of voices far away, keys."""
    t = np.arange(n) / LINE_RATE_HZ
    hiss = _band(rng.standard_normal(n), 100.0, 1_200.0)
    out = _even(hiss)
    for _ in range(5):  # voices: syllables of four a second, no words
        hz = rng.uniform(95.0, 230.0)
        syllables = np.clip(np.sin(2 * np.pi * rng.uniform(3.0, 5.0) * t + rng.uniform(0, 6.28)), 0.0, 1.0) ** 2
        phase = 2 * np.pi * np.cumsum(hz * (1 + 0.08 * np.sin(2 * np.pi * rng.uniform(0.4, 1.0) * t))) / LINE_RATE_HZ
        buzz = sum(np.sin(k * phase) / k for k in range(1, 12))
        centre = rng.uniform(450.0, 900.0)
        out = out + 0.35 * _even(_band(buzz * syllables, centre * 0.7, centre * 1.6))
    for at in rng.uniform(0, n - 400, rng.integers(0, 7)).astype(int):  # keys
        click = rng.standard_normal(320) * np.exp(-np.arange(320) / 50.0)
        out[at : at + 320] += 0.8 * click
    return out


def _car(rng: np.random.Generator, n: int) -> Samples:
    """Return the harmonics of the engine under the wind and the road."""
    t = np.arange(n) / LINE_RATE_HZ
    hz = 38.0 * (1 + 0.03 * np.sin(2 * np.pi * 0.3 * t + rng.uniform(0, 6.28)))
    phase = 2 * np.pi * np.cumsum(hz) / LINE_RATE_HZ
    engine = np.sum([np.sin(k * phase + rng.uniform(0, 6.28)) / k for k in (2, 3, 4, 6, 8)], axis=0)
    road = _band(rng.standard_normal(n), 50.0, 350.0)
    wind = _band(rng.standard_normal(n), 300.0, 1_800.0)
    return 0.5 * _even(engine) + 0.8 * _even(road) + 0.35 * _even(wind)


def _band(x: Samples, low_hz: float, high_hz: float) -> Samples:
    """Return the band, filtered after a run-up so that a block has no beginning of its own."""
    from scipy.signal import butter, sosfilt  # half a second, and only a background needs it

    sections = butter(2, [low_hz, high_hz], "bandpass", fs=LINE_RATE_HZ, output="sos")
    run_up = x[:4_000][::-1]
    out: Samples = sosfilt(sections, np.concatenate([run_up, x]))[len(run_up) :]
    return out


def _even(x: Samples) -> Samples:
    """Return the samples at a root mean square of 1."""
    return np.asarray(x / (np.sqrt(np.mean(x**2)) + 1e-9))
