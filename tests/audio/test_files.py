"""Sound files: what can be read is read faithfully, what can't is one sentence."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from simulator.audio.files import read_channels, read_sound, write_wav
from simulator.domain.sound import Sound
from simulator.errors import BadInput

RATE = 48_000
TONE = (0.3 * np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE)).astype(np.float32)


def test_a_sound_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Round trip within one step of 16 bits, and no temporary file stays."""
    write_wav(tmp_path / "a.wav", Sound(TONE, RATE), comment="synthetic voice")
    back = read_sound(tmp_path / "a.wav")
    assert back.rate_hz == RATE
    assert np.abs(back.samples - TONE).max() < 1 / 32_000
    assert [p.name for p in tmp_path.iterdir()] == ["a.wav"]


def test_a_stereo_file_of_one_microphone_is_that_voice(tmp_path: Path) -> None:
    """Two channels with the same voice, one a little louder, are one voice; so is one beside a silent channel."""
    for name, right in (("same", 0.8 * TONE), ("silent", 0 * TONE)):
        soundfile.write(tmp_path / f"{name}.wav", np.stack([TONE, right], 1), RATE)
        mono = read_sound(tmp_path / f"{name}.wav").samples
        assert np.corrcoef(mono, TONE)[0, 1] > 0.999


def test_two_different_voices_are_not_mixed(tmp_path: Path) -> None:
    """A stereo recording of customer and agent is refused as one reply, and can be read by channel."""
    noise = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    path = tmp_path / "call.wav"
    soundfile.write(path, np.stack([TONE, noise], 1), RATE)
    with pytest.raises(BadInput) as error:
        read_sound(path)
    assert error.value.code == "audio.two_voices"
    assert len(read_channels(path)) == 2


def wav(path: Path, data_length: int, samples: int) -> Path:
    body = np.zeros(samples, "<i2").tobytes()
    head = (
        b"RIFF"
        + struct.pack("<I", (36 + data_length) & 0xFFFFFFFF)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    )
    path.write_bytes(head + b"data" + struct.pack("<I", data_length) + body)
    return path


def test_a_lying_header_is_one_sentence(tmp_path: Path) -> None:
    """A WAV that promises more than it holds is refused, naming both numbers; one of unknown length is read."""
    with pytest.raises(BadInput, match="promises 999998 bytes"):
        read_sound(wav(tmp_path / "lie.wav", 999_998, 100))
    assert len(read_sound(wav(tmp_path / "stream.wav", 0xFFFFFFFF, 100)).samples) == 100


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "audio.empty_file"), (b"hello, this is no sound", "audio.no_sound_file"), (None, "audio.no_file")],
)
def test_what_is_no_sound_is_one_sentence(tmp_path: Path, content: bytes | None, code: str) -> None:
    """Missing, empty and foreign files name themselves in both languages."""
    path = tmp_path / "x.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        read_channels(path)
    assert error.value.code == code
    assert error.value.exit_status == 2
    for lang in ("en", "zh"):
        assert "x.wav" in error.value.sentence(lang)


def test_nan_becomes_silence(tmp_path: Path) -> None:
    """Samples that are no number don't spread."""
    samples = TONE.copy()
    samples[100:200] = np.nan
    soundfile.write(tmp_path / "nan.wav", samples, RATE, subtype="FLOAT")
    back = read_sound(tmp_path / "nan.wav").samples
    assert np.isfinite(back).all()
    assert not back[100:200].any()


def test_an_empty_wav_is_refused(tmp_path: Path) -> None:
    """A header without sound is no reply."""
    with pytest.raises(BadInput) as error:
        read_sound(wav(tmp_path / "none.wav", 0, 0))
    assert error.value.code == "audio.empty_file"
