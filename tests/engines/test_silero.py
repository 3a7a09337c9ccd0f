"""The voice detector on real sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from simulator.domain.sound import FRAME, Sound, silence
from simulator.engines.silero import SileroDetector, speech_segments
from simulator.speech.segments import probabilities

CLIP = Path(__file__).parents[1] / "data" / "librivox-sense-and-sensibility.flac"


@pytest.fixture(scope="module")
def clip() -> Sound:
    samples, rate_hz = soundfile.read(CLIP, dtype="float32")
    return Sound(samples, rate_hz)


@pytest.mark.real
def test_speech_is_speech_and_silence_is_not(clip: Sound) -> None:
    """Most of a read sentence is speech; the silence around it is not."""
    padded = Sound(np.concatenate([silence(2.0).samples, clip.samples, silence(2.0).samples]), 16_000)
    spans = speech_segments(padded, SileroDetector())
    assert sum(b - a for a, b in spans) > 0.7 * clip.duration_s
    assert spans[0][0] > 1.8
    assert spans[-1][1] < 2.3 + clip.duration_s


@pytest.mark.real
@pytest.mark.parametrize("level", [0.0, 0.003, 0.03])
def test_noise_is_no_speech(level: float) -> None:
    """Digital silence and white noise from faint to plainly audible."""
    noise = np.random.default_rng(3).normal(0.0, 1.0, 3 * 16_000) * level
    assert speech_segments(Sound(noise.astype(np.float32), 16_000), SileroDetector()) == ()


@pytest.mark.real
def test_a_reset_forgets(clip: Sound) -> None:
    """The same sound gives the same probabilities, whatever was heard before; each lies in 0..1."""
    detector = SileroDetector()
    first, second = probabilities(clip, detector), probabilities(clip, detector)
    assert first == second == probabilities(clip, SileroDetector())
    assert all(0.0 <= p <= 1.0 for p in first)


@pytest.mark.real
@pytest.mark.parametrize("gain_db", [-20.0, 6.0])
def test_the_gain_hardly_matters(clip: Sound, gain_db: float) -> None:
    """Much the same speech is found in a quieter or a louder recording."""
    louder = Sound((clip.samples * np.float32(10 ** (gain_db / 20))).astype(np.float32), 16_000)
    plain, other = (sum(b - a for a, b in speech_segments(s, SileroDetector())) for s in (clip, louder))
    assert other == pytest.approx(plain, rel=0.15)


@pytest.mark.real
def test_a_frame_of_another_length_is_refused() -> None:
    """Rather than silently padded."""
    with pytest.raises(ValueError, match="512"):
        SileroDetector().probability(np.zeros(FRAME - 1, np.float32))
