"""The microphone check: what is wrong with a sentence, and with three together; a picture of level and noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_prosody import scaled, voice

from simulator.cli.meter import WIDTH, meter
from simulator.domain.delivery import Baseline
from simulator.domain.sound import Sound, silence
from simulator.messages import LANGS, keys, say
from simulator.speech.mic_check import check, disagreement
from simulator.speech.prosody import measure
from simulator.store.baselines import forget_baseline, load_baseline, save_baseline


def sentence(f0_hz=150.0, noise=0.0005, gain=1.0):
    """Return three seconds of a voice that moves, in a little noise, with pauses around it."""
    quiet = silence(0.5).samples
    x = np.concatenate([quiet, voice(f0_hz, seconds=3.0, vibrato_st=2.0).samples, quiet]) * gain
    return Sound((x + noise * np.random.default_rng(0).standard_normal(len(x))).astype(np.float32), 16_000)


def checked(sound):
    return check(sound, measure(sound, "", "en"))


def test_a_good_sentence():
    """Level and noise are those of the sound, and nothing is wrong."""
    found = checked(sentence())
    assert found.problem is None
    assert found.noise_dbfs == pytest.approx(-66.0, abs=1.5)
    assert found.voice_dbfs > found.noise_dbfs + 30


@pytest.mark.parametrize(
    ("sound", "problem"),
    [
        (silence(4.0), "wrong_device"),
        (Sound(np.zeros(0, np.float32), 16_000), "wrong_device"),
        (Sound(np.clip(sentence().samples * 20, -1, 1), 16_000), "clipped"),
        (scaled(sentence(noise=0.0), 0.004), "too_quiet"),
        (sentence().cut(0.4, 1.2), "too_short"),
        (sentence(noise=0.03), "noisy"),
    ],
)
def test_problems(sound, problem):
    """Each fault is named, and what to do about it is said in both languages."""
    assert checked(sound).problem == problem
    assert all(say(f"mic.{problem}", lang) for lang in LANGS)


def test_sentences_that_do_not_go_together():
    """Another person or another device among the three is noticed."""
    one = measure(sentence(), "", "en")
    assert disagreement([one, one, one]) is None
    assert disagreement([one, one, replace(one, f0_mean_hz=2.0 * one.f0_mean_hz)]) == "person_changed"
    assert disagreement([one, replace(one, bandwidth_hz=4000.0), replace(one, bandwidth_hz=8000.0)]) == "device_changed"


def test_meter():
    """The bar is as long as the scale; noise comes first, then the voice, then room."""
    text = meter(checked(sentence()), "en")
    bar = text.split("  ")[0]
    assert len(bar) == WIDTH
    assert bar == "".join(sorted(bar, key="░█·".index))
    assert bar.count("█") > 12
    assert "dB apart" in text
    assert "no voice" in meter(checked(silence(3.0)), "en")


def test_baselines_are_kept_for_each_person_and_device(tmp_path):
    """Two people at one microphone, and one at two, don't share a baseline; one that is forgotten is gone."""
    mean = measure(sentence(), "", "en")
    for device, person, n in (("A", "", 3), ("A", "li", 4), ("B", "li", 5)):
        save_baseline(tmp_path, device, Baseline(mean, n, "calibration"), person)
    assert load_baseline(tmp_path, "A").sentences == 3
    assert load_baseline(tmp_path, "A", "li").sentences == 4
    assert load_baseline(tmp_path, "B") is None
    assert forget_baseline(tmp_path, "A", "li")
    assert not forget_baseline(tmp_path, "A", "li")
    assert load_baseline(tmp_path, "A", "li") is None
    assert load_baseline(tmp_path, "A").mean == mean


def test_an_old_baseline_is_recorded_again(tmp_path):
    """One without the measures of today counts as none."""
    mean = replace(measure(sentence(), "", "en"), centre_hz=None)
    save_baseline(tmp_path, "A", Baseline(mean, 3, "calibration"))
    assert load_baseline(tmp_path, "A") is None


@pytest.mark.parametrize("key", keys("mic"))
def test_no_feeling_is_ascribed(key):
    """The check speaks of sound and devices."""
    assert "feel" not in say(f"mic.{key}", "en", **dict.fromkeys(("voice", "noise", "apart", "least", "pitch"), 1.0), device="d", sentences=3, path="p", reason="r")  # fmt: skip  # noqa: E501
