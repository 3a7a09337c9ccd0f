"""The telephone: narrow, a little noisy, now and then a frame short, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.sound import Sound
from simulator.speech.channel import FRAME, compress, expand, phone


def tone(hz: float, rate_hz: int = 24_000, seconds: float = 1.0, gain: float = 0.3) -> Sound:
    """Return a sine."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    return Sound((gain * np.sin(2 * np.pi * hz * t)).astype(np.float32), rate_hz)


def level_at(sound: Sound, hz: float) -> float:
    """Return the level of one frequency, dB."""
    spectrum = np.abs(np.fft.rfft(sound.samples * np.hanning(len(sound.samples)))) / len(sound.samples)
    return float(20 * np.log10(spectrum[round(hz * len(sound.samples) / sound.rate_hz)] + 1e-12))


def test_same_seed_same_line() -> None:
    """Noise and lost frames are repeatable, and another seed is another call."""
    sound = tone(800)
    assert np.array_equal(phone(sound, 7).samples, phone(sound, 7).samples)
    assert not np.array_equal(phone(sound, 7).samples, phone(sound, 8).samples)


@pytest.mark.parametrize("hz", [60, 120, 5_000, 7_000])
def test_outside_the_band_little_is_left(hz: float) -> None:
    """300–3400 Hz passes, the rest is at least 15 dB lower."""
    inside, outside = (level_at(phone(tone(f), 1, loss=0.0), f) for f in (1_000, hz))
    assert outside < inside - 15


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 24_000, 48_000])
def test_any_rate_goes_in_16_khz_come_out(rate_hz: int) -> None:
    """Length in seconds stays, to within one frame."""
    out = phone(tone(500, rate_hz), 3)
    assert out.rate_hz == 16_000
    assert out.duration_s == pytest.approx(1.0, abs=0.02)
    assert level_at(out, 500) > -30


def test_lost_frames_are_as_many_as_asked() -> None:
    """With half of them lost, about half of the frames change; with none, none."""
    steady = tone(700, 8_000, 4.0)
    whole = phone(steady, 5, loss=0.0, out_rate_hz=8_000).samples
    holed = phone(steady, 5, loss=0.5, out_rate_hz=8_000).samples
    n = len(whole) // FRAME
    changed = sum(not np.array_equal(*(x[i * FRAME : (i + 1) * FRAME] for x in (whole, holed))) for i in range(n))
    assert 0.35 < changed / n < 0.65


def test_silence_gets_the_noise_of_the_line_and_empty_stays_empty() -> None:
    """A quiet line hisses at the level asked for, less the band's share."""
    quiet = phone(Sound(np.zeros(16_000, np.float32), 16_000), 1, noise_dbfs=-50)
    assert -62 < 20 * np.log10(quiet.samples.std()) < -46
    assert len(phone(Sound(np.zeros(0, np.float32), 16_000), 1).samples) == 0


@given(st.floats(-1, 1))
def test_mu_law_there_and_back(x: float) -> None:
    """The error is a small share of the sample, and never more than 1/40 of full scale."""
    back = float(expand(compress(np.array([x])))[0])
    assert abs(back - x) <= 0.025 * abs(x) + 0.001


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_mu_law_keeps_order(a: float, b: float) -> None:
    """A larger sample never gets a smaller code."""
    low, high = compress(np.array([min(a, b), max(a, b)]))
    assert low <= high
