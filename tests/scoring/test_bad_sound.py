"""Bad sound gets no number: silence, a moment, music, clipping, two people, another line, NaN; with the reason."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.audio.files import read_sound
from simulator.batch.tone_trial import Clip, trials
from simulator.domain.sound import Sound
from simulator.messages import LANGS, say
from simulator.scoring.calm_tone import weigh
from simulator.speech.baseline import baseline
from simulator.speech.prosody import measure

THIRDS = (0.0, 1.75, 3.5)  # seconds
pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def speech(request):
    return read_sound(request.config.rootpath / "tests" / "data" / "librivox-sense-and-sensibility.flac").cut(0, 9)


@pytest.fixture(scope="module")
def usual(speech):
    return baseline([measure(speech.cut(a, a + 1.75), "", "en") for a in THIRDS], "calibration")


@pytest.fixture(scope="module")
def tone():
    from simulator.engines.delivery_model import open_tone
    from simulator.settings import Settings

    return open_tone(Settings())


def music():
    """Return chords that come and go, each a little louder."""
    t = np.arange(4 * 16_000) / 16_000
    roots = np.array([220.0, 261.6, 196.0, 293.7])[(t // 0.5).astype(int) % 4]
    phase = 2 * np.pi * np.cumsum(roots) / 16_000
    chord = sum(np.sin(k * phase) / k for k in (1, 1.25, 1.5, 2, 3))
    return Sound((0.1 * chord * np.exp(-3 * (t % 0.5))).astype(np.float32), 16_000)


def pitched(sound, factor):
    """Return the sound played faster: another person's pitch."""
    at = np.arange(0, len(sound.samples) - 1, factor)
    return np.interp(at, np.arange(len(sound.samples)), sound.samples)


def bad(kind, speech):
    x = speech.samples
    return {
        "music": music,
        "silence": lambda: Sound(np.zeros(48_000, np.float32), 16_000),
        "half a second": lambda: speech.cut(0.6, 1.1),
        "clipped": lambda: Sound(np.clip(x * 60, -1, 1).astype(np.float32), 16_000),
        "two people": lambda: Sound(np.r_[x, pitched(speech, 2.2)].astype(np.float32), 16_000),
        "8 kHz": lambda: Sound(np.ascontiguousarray(x[::2]), 8_000),
        "NaN": lambda: Sound(np.full(48_000, np.nan, np.float32), 16_000),
        "noise": lambda: Sound(np.random.default_rng(1).normal(0, 0.1, 48_000).astype(np.float32), 16_000),
    }[kind]()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("music", "no_voice"),
        ("silence", "not_enough_speech"),
        ("half a second", "not_enough_speech"),
        ("clipped", "clipped"),
        ("two people", "two_voices"),
        ("8 kHz", "other_line"),
        ("NaN", "not_enough_speech"),
        ("noise", "not_enough_speech"),
    ],
)
def test_no_number(kind, reason, speech, usual, tone):
    """Undetermined, and the reason is said in both languages."""
    for lang in LANGS:
        calm = weigh(measure(bad(kind, speech), "", "en"), usual, tone, lang)
        assert calm.score.value is None
        assert calm.kind == "unknown"
        assert calm.score.evidence[0].why == say(f"delivery.{reason}", lang)
        assert {"en": "ot enough", "zh": "不足"}[lang] in calm.score.evidence[0].why


def test_trials_leave_them_out(speech, tone):
    """What can't be weighed has no number in ``validate tone``, but its reason."""
    clips = [Clip(str(n), "a", "neutral", measure(speech.cut(n, n + 1.75), "", "en")) for n in THIRDS]
    (found,) = trials([*clips, Clip("music", "a", "angry", measure(music(), "", "en"))], 3, tone)
    assert found.raised is None
    assert found.reason == "no_voice"


def test_the_usual_voice_gets_a_number(speech, usual, tone):
    """So the refusals above are no accident."""
    calm = weigh(measure(speech.cut(1, 4), "", "en"), usual, tone, "en")
    assert calm.score.value is not None
    assert calm.score.value >= 75.0
