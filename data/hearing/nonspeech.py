"""Sounds of a desk in which nobody speaks to the microphone, made by rule: no recogniser may write a word for them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.signal

RATE_HZ = 16_000
Samples = npt.NDArray[np.float64]


def sounds() -> dict[str, npt.NDArray[np.float32]]:
    """Return 34 sounds of 2 to 12 s at 16 kHz by name, peaks between −60 and −6 dBFS."""
    return {name: _scaled(x, peak_db) for name, x, peak_db in _all()}


def _all() -> Iterator[tuple[str, Samples, float]]:
    rng = np.random.default_rng(20)
    yield "silence 3 s", np.zeros(3 * RATE_HZ), 0.0
    yield "silence 12 s", np.zeros(12 * RATE_HZ), 0.0
    for db in (-60.0, -40.0, -20.0):
        yield f"white noise {db:.0f}", rng.standard_normal(4 * RATE_HZ), db
    for db in (-40.0, -15.0):
        yield f"room noise {db:.0f}", _coloured(rng, 5.0, 300.0), db
    for seconds, db in ((2.0, -30.0), (4.0, -20.0), (8.0, -12.0)):
        yield f"breaths {seconds:.0f} s", _breaths(rng, seconds), db
    for hertz in (50.0, 60.0, 120.0):
        yield f"hum {hertz:.0f} Hz", _hum(4.0, hertz), -15.0
    for rate, db in ((3.0, -20.0), (8.0, -10.0), (12.0, -6.0)):
        yield f"keyboard {rate:.0f} a second", _clicks(rng, 5.0, rate, 0.006, 3_000.0), db
    yield "mouse", _clicks(rng, 4.0, 1.5, 0.003, 4_500.0), -18.0
    for count, db in ((1, -12.0), (2, -6.0), (4, -10.0)):
        yield f"coughs {count}", _coughs(rng, count), db
    yield "throat cleared", _coughs(rng, 2, low=True), -14.0
    for hertz in (180.0, 420.0):
        yield f"chair {hertz:.0f} Hz", _creak(rng, hertz), -12.0
    for step, name in ((0, "steady"), (3, "minor"), (7, "fifths")):
        yield f"music {name}", _tones(step), -15.0
    yield "ringing", _ringing(), -15.0
    yield "knocks", _clicks(rng, 3.0, 2.0, 0.05, 200.0), -8.0
    yield "door", _clicks(rng, 2.0, 0.5, 0.25, 90.0), -6.0
    yield "paper", _coloured(rng, 3.0, 6_000.0) * _bumps(rng, 3.0, 6.0), -20.0
    yield "sip and cup", _clicks(rng, 3.0, 1.0, 0.08, 1_200.0), -18.0
    yield "wind on the microphone", _coloured(rng, 5.0, 60.0), -6.0
    yield "fan", _coloured(rng, 6.0, 800.0) + 0.3 * _hum(6.0, 92.0), -25.0
    yield "sigh", _breaths(rng, 2.0) * np.linspace(1.0, 0.0, 2 * RATE_HZ), -14.0
    yield "whistle", np.sin(2 * np.pi * (1_400 + 200 * np.sin(np.arange(3 * RATE_HZ) / 4_000)) * _t(3.0)), -15.0
    yield "engaged tone", _tone(450.0, 4.0) * (np.sin(2 * np.pi * 1.4 * _t(4.0)) > 0), -15.0


def _t(seconds: float) -> Samples:
    return np.arange(int(seconds * RATE_HZ)) / RATE_HZ


def _tone(hertz: float, seconds: float) -> Samples:
    return np.sin(2 * np.pi * hertz * _t(seconds))


def _scaled(x: Samples, peak_db: float) -> npt.NDArray[np.float32]:
    return (x / max(np.abs(x).max(), 1e-9) * 10 ** (peak_db / 20)).astype(np.float32)


def _coloured(rng: np.random.Generator, seconds: float, hertz: float) -> Samples:
    sos = scipy.signal.butter(1, hertz, "lowpass", fs=RATE_HZ, output="sos")
    return scipy.signal.sosfilt(sos, rng.standard_normal(int(seconds * RATE_HZ)))


def _breaths(rng: np.random.Generator, seconds: float) -> Samples:
    sos = scipy.signal.butter(2, (400, 3_500), "bandpass", fs=RATE_HZ, output="sos")
    noise = scipy.signal.sosfilt(sos, rng.standard_normal(int(seconds * RATE_HZ)))
    return noise * np.clip(np.sin(2 * np.pi * _t(seconds) / 2.5), 0, 1) ** 2


def _hum(seconds: float, hertz: float) -> Samples:
    return sum(np.sin(2 * np.pi * hertz * k * _t(seconds)) / k for k in range(1, 12))  # type: ignore[return-value]


def _clicks(rng: np.random.Generator, seconds: float, rate: float, decay_s: float, hertz: float) -> Samples:
    x = np.zeros(int(seconds * RATE_HZ))
    body = np.exp(-np.arange(int(6 * decay_s * RATE_HZ)) / (decay_s * RATE_HZ))
    ring = np.sin(2 * np.pi * hertz * np.arange(len(body)) / RATE_HZ)
    for at in rng.integers(0, max(len(x) - len(body), 1), max(int(rate * seconds), 1)):
        part = body * (ring + 0.7 * rng.standard_normal(len(body))) * rng.uniform(0.4, 1.0)
        x[at : at + len(body)] += part[: len(x) - at]
    return x


def _coughs(rng: np.random.Generator, count: int, low: bool = False) -> Samples:
    one = int(0.45 * RATE_HZ)
    sos = scipy.signal.butter(1, (150, 900) if low else (300, 2_500), "bandpass", fs=RATE_HZ, output="sos")
    parts = []
    for _ in range(count):
        burst = scipy.signal.sosfilt(sos, rng.standard_normal(one)) * np.exp(-np.arange(one) / (0.09 * RATE_HZ))
        parts += [np.zeros(int(0.35 * RATE_HZ)), burst]
    return np.concatenate([*parts, np.zeros(RATE_HZ)])


def _creak(rng: np.random.Generator, hertz: float) -> Samples:
    t = _t(3.0)
    swept = scipy.signal.sawtooth(2 * np.pi * (hertz + 60 * np.sin(2 * np.pi * 0.8 * t)) * t)
    return swept * _bumps(rng, 3.0, 1.5)


def _bumps(rng: np.random.Generator, seconds: float, rate: float) -> Samples:
    knots = rng.uniform(0, 1, int(seconds * rate) + 2) ** 2
    return np.interp(_t(seconds), np.linspace(0, seconds, len(knots)), knots)


def _tones(step: int) -> Samples:
    notes = [220.0 * 2 ** (step * i % 12 / 12) for i in range(8)]
    chords = [sum(_tone(n * k, 0.5) / k for k in (1, 2, 3)) * np.hanning(RATE_HZ // 2) for n in notes]
    return np.concatenate(chords)


def _ringing() -> Samples:
    t = _t(5.0)
    return (np.sin(2 * np.pi * 440 * t) + np.sin(2 * np.pi * 480 * t)) * (t % 2.5 < 1.2)
