"""sherpa-onnx: a fake of the library, for nobody ships its models."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulator.domain.sound import FloatArray, Sound, silence
from simulator.engines.recogniser import open_recogniser
from simulator.engines.sherpa import SherpaRecogniser
from simulator.errors import BadInput, Missing
from simulator.settings import Settings


class LoudIsSpeech:
    """A detector for tests: loud frames are speech."""

    def probability(self, frame: FloatArray) -> float:
        """Return 1 for a loud frame."""
        return float(np.abs(frame).max() > 0.1)

    def reset(self) -> None:
        """Remember nothing."""


class FakeLibrary:
    """Hears the same tokens in whatever it is given."""

    def __init__(self, text: str, tokens: list[str], starts_s: list[float]) -> None:
        self.result = SimpleNamespace(text=text, tokens=tokens, timestamps=starts_s)
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.OfflineRecognizer = SimpleNamespace(
            from_sense_voice=lambda **options: self._open("sense_voice", options),
            from_paraformer=lambda **options: self._open("paraformer", options),
        )

    def _open(self, kind: str, options: dict[str, Any]) -> Any:
        self.opened.append((kind, options))
        stream = SimpleNamespace(accept_waveform=lambda rate, samples: None, result=self.result)
        return SimpleNamespace(create_stream=lambda: stream, decode_stream=lambda s: None)


def folder(tmp_path: Path, model: str = "sense-voice/model.int8.onnx") -> Path:
    path = tmp_path / model
    path.parent.mkdir()
    path.write_bytes(b"weights")
    (path.parent / "tokens.txt").write_text("a 0\n")
    return path.parent


LOUD = Sound(np.full(32_000, 0.5, np.float32), 16_000)


def test_mandarin_has_its_marks_and_each_character_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the other engines give them: simplified, with commas at pauses."""
    fake = FakeLibrary("修了三次我知道", list("修了三次我知道"), [0.1, 0.3, 0.5, 0.7, 1.3, 1.5, 1.7])
    monkeypatch.setitem(sys.modules, "sherpa_onnx", fake)
    heard = SherpaRecogniser(folder(tmp_path), detector=LoudIsSpeech()).transcribe(LOUD, "zh")
    assert [w.text for w in heard.words] == list("修了三次我知道")
    assert heard.text_as_heard == "修了三次我知道"
    assert fake.opened[0][0] == "sense_voice"
    assert fake.opened[0][1]["language"] == "zh"


def test_english_pieces_are_joined_to_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way the model marks them."""
    fake = FakeLibrary("it crashes", ["▁it", "▁cra", "shes"], [0.1, 0.4, 0.6])
    monkeypatch.setitem(sys.modules, "sherpa_onnx", fake)
    heard = SherpaRecogniser(folder(tmp_path, "paraformer/model.onnx"), detector=LoudIsSpeech()).transcribe(LOUD, "en")
    assert [w.text for w in heard.words] == ["it", "crashes"]
    assert fake.opened[0][0] == "paraformer"


def test_silence_never_reaches_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what repeats itself is not believed."""
    fake = FakeLibrary("好" * 200, ["好"] * 200, [i / 100 for i in range(200)])
    monkeypatch.setitem(sys.modules, "sherpa_onnx", fake)
    engine = SherpaRecogniser(folder(tmp_path), detector=LoudIsSpeech())
    assert engine.transcribe(silence(2.0), "zh").rejected == "no_speech"
    assert fake.opened == []
    assert engine.transcribe(LOUD, "zh").rejected == "loop"


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library, or the files in the folder."""
    path = folder(tmp_path)
    with pytest.raises(Missing, match="sherpa"):
        open_recogniser(Settings(asr="sherpa-onnx", whisper_model=str(path)))
    (path / "tokens.txt").unlink()
    with pytest.raises(BadInput, match=r"tokens\.txt"):
        SherpaRecogniser(path)
