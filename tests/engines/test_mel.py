"""The quick engine's own mel spectrogram and tokenizer: equal to openai-whisper's, without torch."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pytest

from simulator.engines.mel import log_mel


@pytest.fixture(scope="module")
def whisper() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import whisper.audio
        import whisper.tokenizer
    return whisper


@pytest.mark.parametrize(("seconds", "length"), [(0.5, 192_000), (12.0, 192_000), (14.0, 192_000), (3.0, 480_000)])
@pytest.mark.parametrize("bands", [80, 128])
def test_the_spectrogram_is_that_of_openai_whisper(whisper: Any, seconds: float, length: int, bands: int) -> None:
    """To a ten-thousandth, also where sound is filled up or cut off."""
    import torch

    t = np.arange(int(seconds * 16_000)) / 16_000
    noise = np.random.default_rng(2).standard_normal(len(t))
    sound = (0.3 * np.sin(2 * np.pi * (200 + 300 * t) * t) + 0.01 * noise).astype(np.float32)
    theirs = whisper.audio.log_mel_spectrogram(whisper.audio.pad_or_trim(torch.from_numpy(sound), length), bands)
    ours = log_mel(sound, length, bands)
    assert ours.shape == (bands, length // 160)
    assert np.abs(ours - theirs.numpy()).max() < 1e-4


def test_the_tokenizer_is_that_of_openai_whisper(whisper: Any) -> None:
    """Loaded from its file, with the same tokens."""
    from simulator.engines.whisper_files import tokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        theirs = whisper.tokenizer.get_tokenizer(True, num_languages=99, language="zh", task="transcribe")
    ours = tokenizer("zh")
    assert ours.sot_sequence == theirs.sot_sequence
    assert ours.encode("修了三次，two") == theirs.encode("修了三次，two")


def test_the_quick_engine_loads_no_torch() -> None:
    """It saves 400 MB of memory and two seconds."""
    code = (
        "import sys; from simulator.engines import whisper_ct2, mel, whisper_files;"
        "whisper_files.tokenizer('en'); import ctranslate2; sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
