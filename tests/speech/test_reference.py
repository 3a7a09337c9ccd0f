"""Own measures against others' code and against signals whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
import pyworld
from test_prosody import scaled, voice

from simulator.audio.files import read_sound
from simulator.domain.sound import Sound
from simulator.speech.prosody import contour, measure
from simulator.speech.registers import voices

CLIPS = ("aishell-BAC009S0724W0121.flac", "librivox-sense-and-sensibility.flac")


@pytest.mark.parametrize("name", CLIPS)
def test_pitch_agrees_with_harvest(name, request):
    """On real Mandarin and English, where both hear a voice, half of the frames differ by less than 0.3 semitones."""
    sound = read_sound(request.config.rootpath / "tests" / "data" / name).cut(0.0, 6.0)
    own = contour(sound)
    x = sound.samples.astype(np.float64)
    coarse, times = pyworld.harvest(x, sound.rate_hz, 60.0, 600.0, 10.0)
    f0 = pyworld.stonemask(x, coarse, times, sound.rate_hz)
    other = np.interp(own.times_s, times, np.where(f0 > 0, f0, np.nan))
    both = np.isfinite(own.f0_hz) & np.isfinite(other)
    off = np.abs(12 * np.log2(own.f0_hz[both] / other[both]))
    assert both.sum() > 100
    assert np.median(off) < 0.3  # harvest and dio, of one library, differ by 0.05 to 0.16 on these
    assert np.mean(off < 1.0) > 0.8
    assert measure(sound, "", "en").f0_mean_hz == pytest.approx(float(np.exp(np.log(other[both]).mean())), rel=0.04)


@pytest.mark.parametrize("hnr_db", [5.0, 10.0, 15.0])
def test_harmonics_to_noise(hnr_db):
    """A buzz with noise at a known distance has that ratio, within 3 dB."""
    clean = voice(140.0, seconds=3.0).samples
    noise = np.random.default_rng(1).standard_normal(len(clean))
    talking = clean != 0
    noise *= np.sqrt(np.mean(clean[talking] ** 2) / 10 ** (hnr_db / 10)) * talking
    found = measure(Sound((clean + noise).astype(np.float32), 16_000), "", "en").hnr_db
    assert found == pytest.approx(hnr_db, abs=3.0)


def test_balance_moves_the_right_way():
    """Stronger overtones raise the centre of gravity, flatten the slope, and lift the middle."""
    soft, hard = measure(voice(tilt=1.6), "", "en"), measure(voice(tilt=0.6), "", "en")
    assert hard.centre_hz > 1.5 * soft.centre_hz
    assert hard.slope_db_oct > soft.slope_db_oct + 3
    assert hard.mid_db > soft.mid_db + 2


@pytest.mark.parametrize("gain_db", [-12.0, 12.0])
def test_gain_by_twelve_decibels(gain_db):
    """What the score rests on is the same to a hundredth, on real speech."""
    names = ("f0_mean_hz", "centre_hz", "mid_db", "hnr_db")
    base, other = (measure(scaled(voice(vibrato_st=2.0), g), "", "en") for g in (1.0, 10 ** (gain_db / 20)))
    for name in names:
        assert getattr(other, name) == pytest.approx(getattr(base, name), rel=1e-3, abs=0.01)


def test_two_people():
    """A low and a high voice one after the other are two; one that glides through an octave is one."""
    low, high = np.full(150, 110.0), np.full(150, 210.0)
    rng = np.random.default_rng(2)
    assert voices(np.concatenate([low, high]) * 2 ** rng.normal(0, 0.05, 300)) == 2
    assert voices(np.geomspace(110.0, 220.0, 300)) == 1
    assert voices(np.concatenate([low[:60], high[:20]])) == 1


def test_bandwidth():
    """A recording at 8 kHz is narrow, one at 16 kHz with sound up there is wide."""
    rng = np.random.default_rng(3)
    hiss = 0.003 * rng.standard_normal(32_000)
    wide = Sound((voice().samples + hiss).astype(np.float32), 16_000)
    assert measure(wide, "", "en").bandwidth_hz == 8000.0
    assert measure(voice(rate_hz=8000), "", "en").bandwidth_hz == 4000.0
