"""Nobody speaks to the microphone: 36 sounds of a desk, and a loudspeaker that leaks; no engine writes a word."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from simulator.domain.ports import Recogniser
from simulator.domain.sound import Sound
from simulator.engines.recogniser import open_recogniser
from simulator.messages import Lang
from simulator.settings import Settings
from simulator.speech.loudness import to_level

TESTS = Path(__file__).parents[1]


@cache
def sounds() -> dict[str, npt.NDArray[np.float32]]:
    path = TESTS.parent / "data" / "hearing" / "nonspeech.py"
    spec = importlib.util.spec_from_file_location("nonspeech", path)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast(dict[str, npt.NDArray[np.float32]], module.sounds())


@pytest.fixture(scope="module", params=["whisper-ct2", "whisper"])
def engine(request: pytest.FixtureRequest) -> Recogniser:
    return open_recogniser(Settings(asr=request.param))


def test_there_are_enough_of_them_and_they_differ() -> None:
    """Of every sort that a desk has."""
    names = list(sounds())
    assert len(names) >= 30
    for sort in ("silence", "breath", "hum", "keyboard", "cough", "chair", "music", "room"):
        assert any(sort in name for name in names)


@pytest.mark.real
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_is_invented(engine: Recogniser, lang: Lang) -> None:
    """For none of the sounds, in either language."""
    heard = {name: engine.transcribe(Sound(x, 16_000), lang) for name, x in sounds().items()}
    assert {name: t.text for name, t in heard.items() if t.text or t.words or t.rejected is None} == {}


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "lang"), [("aishell-BAC009S0724W0121", "zh"), ("librivox-sense-and-sensibility", "en")]
)
def test_a_leaking_loudspeaker_is_not_the_agent(engine: Recogniser, name: str, lang: Lang) -> None:
    """The customer's voice, 30 dB below what the loudspeaker plays, is nobody; the same voice at a desk is heard."""
    samples, rate_hz = soundfile.read(TESTS / "data" / f"{name}.flac", dtype="float32")
    for level_dbfs, heard in ((-20.0 - 30.0, False), (-38.0, True)):
        sound = Sound(to_level(samples, rate_hz, level_dbfs).astype(np.float32), rate_hz)
        assert bool(engine.transcribe(sound, lang).text) is heard
