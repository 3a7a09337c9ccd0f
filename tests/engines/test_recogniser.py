"""Which engine is opened for which settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.engines import recogniser
from simulator.engines.recogniser import open_recogniser
from simulator.errors import BadInput, Missing
from simulator.settings import Settings


@pytest.mark.real
@pytest.mark.parametrize("asr", ["auto", "whisper-ct2"])
def test_the_quick_engine_is_taken_where_it_is_installed(asr: str) -> None:
    """And it says so, and that it can weigh other wordings."""
    engine = open_recogniser(Settings(asr=asr))
    assert engine.name == "whisper-ct2"
    assert "rescoring" in engine.capabilities


@pytest.mark.real
def test_without_its_library_the_other_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """By ``auto``; by name it is missing."""
    monkeypatch.setattr(recogniser, "_installed", lambda library: library != "ctranslate2")
    engine = open_recogniser(Settings(asr="auto"))
    assert engine.name == "whisper"
    assert "rescoring" not in engine.capabilities
    with pytest.raises(Missing, match="ctranslate2"):
        open_recogniser(Settings(asr="whisper-ct2"))


@pytest.mark.parametrize("kind", ["own.pt", "ct2/model.bin", "sherpa/tokens.txt"])
def test_auto_takes_the_engine_that_reads_the_model(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint, a CTranslate2 folder, a sherpa-onnx folder."""
    path = tmp_path / kind
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    (path.parent / "model.int8.onnx").write_bytes(b"x")
    monkeypatch.setattr(recogniser, "_installed", lambda library: True)
    name = {"own.pt": "whisper", "ct2": "whisper-ct2", "sherpa": "sherpa-onnx"}[kind.split("/")[0]]
    own = path if kind == "own.pt" else path.parent
    engine = open_recogniser(Settings(asr="auto", whisper_model=str(own)))
    assert engine.name == name
    assert list(engine.models)


@pytest.mark.parametrize(("asr", "kind"), [("whisper", "folder/model.bin"), ("whisper-ct2", "own.pt")])
def test_a_model_of_another_engine_is_refused(asr: str, kind: str, tmp_path: Path) -> None:
    """By name of the model."""
    path = tmp_path / kind
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    with pytest.raises(BadInput, match=str(path)):
        open_recogniser(Settings(asr=asr, whisper_model=str(path)))


@pytest.mark.parametrize("asr", ["whisper", "whisper-ct2"])
def test_a_size_by_name_is_fetched_from_its_makers(asr: str, tmp_path: Path) -> None:
    """Without a network it is missing, by its name; an unknown size is told the known ones."""
    with pytest.raises(Missing, match="Whisper small"):
        open_recogniser(Settings(asr=asr, whisper_model="small", cache_dir=tmp_path, offline=True))
    with pytest.raises(BadInput, match="large-v3"):
        open_recogniser(Settings(asr=asr, whisper_model="huge", cache_dir=tmp_path))
