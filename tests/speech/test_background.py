"""Backgrounds and sounds of breath: arithmetic that can be repeated, as loud as it says, and never a surprise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.sound import Sound
from simulator.speech.background import BLOCK, LEVEL_DBFS, PLACES, Place, background, mixed
from simulator.speech.paralanguage import uttered
from simulator.speech.turbulence import Tract, turbulence

SECONDS = 16_000


def level_db(samples: np.ndarray) -> float:
    """Return the root mean square in dB."""
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-20))


def share_above(samples: np.ndarray, hz: float) -> float:
    """Return the share of the power above a frequency."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    return float(power[np.fft.rfftfreq(len(samples), 1 / 16_000) > hz].sum() / power.sum())


@pytest.mark.parametrize("place", PLACES)
def test_it_is_as_loud_as_it_says(place: Place) -> None:
    """Over half a minute, to within two decibels; no sample comes near full scale."""
    noise = background(place, 3, 0, 30 * SECONDS)
    assert level_db(noise) == pytest.approx(LEVEL_DBFS[place], abs=2.0)
    assert np.abs(noise).max() < 0.2


@settings(max_examples=20)
@given(st.sampled_from(PLACES), st.integers(0, 3 * BLOCK), st.integers(0, 4_000), st.integers(0, 4_000))
def test_pieces_make_the_whole(place: Place, start: int, one: int, two: int) -> None:
    """Whoever asks in pieces hears the same as whoever asks at once."""
    pieces = [background(place, 1, start, one), background(place, 1, start + one, two)]
    assert np.array_equal(np.concatenate(pieces), background(place, 1, start, one + two))


def test_places_and_seeds_differ() -> None:
    """A street is no office, and no street sounds like another call's."""
    sounds = [background(p, seed, 0, SECONDS) for p in PLACES for seed in (1, 2)]
    for i, a in enumerate(sounds):
        assert all(abs(np.corrcoef(a, b)[0, 1]) < 0.3 for b in sounds[i + 1 :])
    assert share_above(background("car", 1, 0, SECONDS), 500) < share_above(background("street", 1, 0, SECONDS), 500)


@pytest.mark.parametrize("place", PLACES)
def test_no_seam_is_heard(place: Place) -> None:
    """Where two blocks meet nothing is louder than elsewhere."""
    noise = background(place, 5, 0, 6 * BLOCK)
    seams = [noise[k * BLOCK - 800 : k * BLOCK + 800] for k in range(1, 6)]
    assert max(level_db(s) for s in seams) < level_db(noise) + 8
    jumps = np.abs(np.diff(noise))
    assert max(jumps[k * BLOCK - 2 : k * BLOCK + 2].max() for k in range(1, 6)) <= jumps.max()


def test_the_telephone_lets_little_of_a_car_through() -> None:
    """Its rumble lies below the band."""
    wide, narrow = (background("car", 1, 0, 4 * SECONDS, narrow=n) for n in (False, True))
    assert level_db(narrow) < level_db(wide) - 3
    assert share_above(narrow, 4_500) < 0.02


def test_mixing_leaves_the_voice_in_front() -> None:
    """The sum, and nothing clips; another rate is refused."""
    t = np.arange(SECONDS) / SECONDS
    voice = Sound((0.3 * np.sin(2 * np.pi * 200 * t)).astype(np.float32), 16_000)
    both = mixed(voice, "street", 1, start=500)
    assert np.allclose(both.samples - voice.samples, background("street", 1, 500, SECONDS), atol=1e-6)
    with pytest.raises(ValueError, match="8000"):
        mixed(Sound(voice.samples, 8_000), "street", 1)
    with pytest.raises(ValueError, match="-1"):
        background("car", 1, -1, 10)


@pytest.mark.parametrize("name", ["breath", "sigh", "scoff", "sob"])
def test_sounds_of_breath_are_softer_than_speech(name: str) -> None:
    """By 8 to 25 dB, at any rate, the same each time, and they begin and end in silence."""
    for rate_hz in (16_000, 24_000):
        one, again = (uttered(name, rate_hz, -16.0, 1.0, 7) for _ in range(2))  # type: ignore[arg-type]
        assert np.array_equal(one.samples, again.samples)
        assert -41 < level_db(one.samples) < -24
        assert np.abs(one.samples).max() <= 0.7
        assert max(abs(one.samples[0]), abs(one.samples[-1])) < 0.02
    quiet = uttered(name, 24_000, -26.0)  # type: ignore[arg-type]
    assert level_db(quiet.samples) == pytest.approx(level_db(uttered(name, 24_000, -16.0).samples) - 10, abs=0.5)  # type: ignore[arg-type]


def centroid_hz(samples: np.ndarray, rate_hz: int) -> float:
    """Return the centre of gravity of the power spectrum."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    return float((power * np.fft.rfftfreq(len(samples), 1 / rate_hz)).sum() / power.sum())


@pytest.mark.parametrize("seed", [1, 50, 100])
def test_a_sigh_falls(seed: int) -> None:
    """It lasts 0.6 to 1.2 s; its noise sinks and dies away from its third sixth on; a breath in brightens instead."""
    sigh = uttered("sigh", 24_000, -20.0, 1.0, seed)
    assert 0.6 <= sigh.duration_s <= 1.2
    parts = np.array_split(sigh.samples, 6)
    heights = [centroid_hz(p, 24_000) for p in parts]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] < 0.5 * heights[0]
    levels = [level_db(p) for p in parts[1:]]
    assert levels == sorted(levels, reverse=True)
    first, *_, last = np.array_split(uttered("breath", 24_000, -20.0, 1.0, seed).samples, 4)
    assert centroid_hz(last, 24_000) > centroid_hz(first, 24_000)


def test_noise_has_no_beginning_of_its_own() -> None:
    """Turbulence is as loud in its first ten milliseconds as anywhere, and lies in its band."""
    noise = turbulence(1, 24_000, 24_000, [Tract(500.0, 2_000.0)])
    assert len(noise) == 24_000
    assert abs(level_db(noise[:2_400]) - level_db(noise)) < 2
    power = np.abs(np.fft.rfft(noise)) ** 2
    hz = np.fft.rfftfreq(len(noise), 1 / 24_000)
    assert power[(hz > 250) & (hz < 4_000)].sum() > 0.9 * power.sum()
