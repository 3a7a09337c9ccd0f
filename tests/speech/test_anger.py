"""Anger: one number that moves pitch, melody, tempo, hardness and level together, and never out of bounds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.persona import AngerLevel, Body, Persona
from simulator.domain.sound import Sound
from simulator.speech import vocoder
from simulator.speech.anger import interpolate, saturate, voiced_as
from simulator.speech.loudness import CEILING, KNEE, active_level_dbfs, soft_limit, to_level

RATE_HZ = 16_000
LEVELS = (
    AngerLevel(-1.0, 0.80, 0.92, -3.0, 1.0, -27.0, 0.0),
    AngerLevel(1.0, 1.05, 1.00, 1.0, 1.0, -24.0, 0.0),
    AngerLevel(3.0, 1.30, 1.10, 4.0, 0.8, -20.0, 0.3),
    AngerLevel(5.0, 1.55, 1.20, 8.0, 0.6, -16.0, 0.6),
)
PERSONA = Persona("x", "en", "X", "", "hot", "x", Body(f0_floor_hz=80, f0_ceil_hz=400), LEVELS)


def voice(seconds: float = 1.2, f0_hz: float = 160.0) -> Sound:
    """Return a hummed melody: harmonics of a gliding F0, falling 12 dB an octave, with a breath of noise."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    f0 = f0_hz * 2 ** (0.2 * np.sin(2 * np.pi * 1.5 * t))
    phase = 2 * np.pi * np.cumsum(f0) / RATE_HZ
    hum = sum(np.sin(k * phase) / k**2 for k in range(1, 30))
    noise = np.random.default_rng(1).standard_normal(len(t)) * 0.003
    return Sound((0.2 * hum + noise).astype(np.float32), RATE_HZ)


def f0_of(sound: Sound) -> np.ndarray:
    """Return F0 where voiced."""
    f0 = vocoder.analyse(sound).f0_hz
    return f0[f0 > 0]


def alpha_db(sound: Sound) -> float:
    """Return the level of 1–5 kHz over that of 50 Hz–1 kHz."""
    power = np.abs(np.fft.rfft(sound.samples)) ** 2
    hz = np.fft.rfftfreq(len(sound.samples), 1 / sound.rate_hz)
    high, low = power[(hz >= 1000) & (hz < 5000)].sum(), power[(hz >= 50) & (hz < 1000)].sum()
    return float(10 * np.log10(high / low))


@pytest.fixture(scope="module")
def ladder() -> list[Sound]:
    """Return the same hum at 0, 1, 2, 3."""
    return [voiced_as(voice(), PERSONA, anger) for anger in (0.0, 1.0, 2.0, 3.0)]


def test_each_level_is_higher_wider_faster_harder_and_louder(ladder: list[Sound]) -> None:
    """All five measures rise from level to level: that is what makes anger audible."""
    medians = [np.median(f0_of(s)) for s in ladder]
    spreads = [np.std(12 * np.log2(f0_of(s))) for s in ladder]
    for rising in (medians, spreads, [alpha_db(s) for s in ladder], [-s.duration_s for s in ladder]):
        assert all(a < b for a, b in pairwise(rising)), rising
    assert 12 * np.log2(medians[3] / medians[0]) == pytest.approx(6.0, abs=0.7)


def test_level_is_the_one_of_the_table(ladder: list[Sound]) -> None:
    """The active level is what the persona says, whatever came in; nothing clips."""
    for sound, level in zip(ladder, LEVELS, strict=True):
        assert active_level_dbfs(sound.samples, RATE_HZ) == pytest.approx(level.level_dbfs, abs=0.6)
        assert np.abs(sound.samples).max() <= CEILING + 1e-6


def test_tempo_is_the_one_of_the_table(ladder: list[Sound]) -> None:
    """Duration is divided by the rate."""
    for sound, level in zip(ladder, LEVELS, strict=True):
        assert sound.duration_s == pytest.approx(1.2 / level.rate, rel=0.02)


def test_gain_of_the_engine_does_not_matter() -> None:
    """A quiet engine and a loud one give the same voice."""
    loud = voice()
    quiet = Sound(loud.samples * np.float32(0.1), RATE_HZ)
    a, b = (voiced_as(s, PERSONA, 2.0).samples for s in (loud, quiet))
    assert np.corrcoef(a, b)[0, 1] > 0.98
    assert np.sqrt((a**2).mean()) == pytest.approx(np.sqrt((b**2).mean()), rel=0.05)


def test_pitch_stays_within_the_body() -> None:
    """However furious, F0 stays within the persona's bounds."""
    low = replace(PERSONA, body=Body(f0_floor_hz=120, f0_ceil_hz=220))
    f0 = f0_of(voiced_as(voice(), low, 3.0))
    assert np.percentile(f0, 2) > 110
    assert np.percentile(f0, 98) < 235


def test_formants_make_another_body() -> None:
    """A shorter vocal tract moves the spectrum up and leaves F0 alone."""
    small = replace(PERSONA, body=replace(PERSONA.body, formants=1.15))
    one, other = voiced_as(voice(), PERSONA, 1.0), voiced_as(voice(), small, 1.0)
    assert np.median(f0_of(other)) == pytest.approx(np.median(f0_of(one)), rel=0.02)
    assert alpha_db(other) > alpha_db(one)


def test_silence_and_scraps_do_no_harm() -> None:
    """Silence stays silent, and what is too short to analyse comes back as it was."""
    quiet = voiced_as(Sound(np.zeros(RATE_HZ, np.float32), RATE_HZ), PERSONA, 3.0)
    assert np.isfinite(quiet.samples).all()
    assert np.abs(quiet.samples).max() < 1e-3
    scrap = Sound(np.zeros(10, np.float32), RATE_HZ)
    assert voiced_as(scrap, PERSONA, 1.0) is scrap


@pytest.mark.parametrize("anger", [-0.1, 3.1, float("nan")])
def test_anger_out_of_range_is_refused(anger: float) -> None:
    """The message names the value."""
    with pytest.raises(ValueError, match=str(anger)):
        interpolate(LEVELS, anger)


@given(st.floats(0, 3), st.floats(0, 3))
def test_interpolation_is_monotonic_and_bounded(a: float, b: float) -> None:
    """More anger never sounds calmer, and never leaves the table."""
    low, high = interpolate(LEVELS, min(a, b)), interpolate(LEVELS, max(a, b))
    assert low.f0_st <= high.f0_st
    assert low.level_dbfs <= high.level_dbfs
    assert low.breath >= high.breath
    assert LEVELS[0].rate <= low.rate <= high.rate <= LEVELS[3].rate


@pytest.mark.parametrize("n", range(4))
def test_whole_numbers_are_the_levels(n: int) -> None:
    """Interpolation changes nothing where there is nothing between."""
    assert interpolate(LEVELS, float(n)) == LEVELS[n]


@given(st.floats(-4, 4), st.floats(-4, 4))
def test_limiter_keeps_order_sign_and_ceiling(a: float, b: float) -> None:
    """Below the knee nothing changes, above it the order stays, and nothing passes the ceiling."""
    x, y = soft_limit(np.array([min(a, b), max(a, b)]))
    assert x <= y
    assert max(abs(x), abs(y)) <= CEILING
    assert soft_limit(np.array([-a]))[0] == -soft_limit(np.array([a]))[0]
    if abs(a) <= KNEE:
        assert soft_limit(np.array([a]))[0] == a


def test_pauses_do_not_count_for_the_level() -> None:
    """Silence before and after changes the active level by less than half a decibel."""
    hum = voice().samples
    padded = np.concatenate([np.zeros(RATE_HZ), hum, np.zeros(2 * RATE_HZ)])
    there, with_pauses = active_level_dbfs(hum, RATE_HZ), active_level_dbfs(padded, RATE_HZ)
    assert there is not None
    assert with_pauses == pytest.approx(there, abs=0.5)
    assert active_level_dbfs(np.zeros(RATE_HZ), RATE_HZ) is None
    assert not to_level(np.zeros(RATE_HZ), RATE_HZ, -20).any()


def test_drive_rounds_peaks() -> None:
    """Saturation lowers the crest factor, and none of it changes nothing."""
    x = voice().samples.astype(np.float64)
    driven = saturate(x, 0.8)
    assert np.abs(driven).max() / driven.std() < np.abs(x).max() / x.std()
    assert saturate(x, 0.0) is x
