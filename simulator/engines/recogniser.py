"""Which recogniser hears the agent: chosen by the settings, its weights fetched when they are not here."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from simulator.domain.ports import Recogniser
from simulator.engines.weights import Name, Tell, ensure
from simulator.engines.weights.catalogue import catalogue
from simulator.engines.weights.sidecar import read
from simulator.engines.whisper import WhisperRecogniser
from simulator.errors import BadInput, Missing
from simulator.resources import bundled, sha256
from simulator.settings import Settings
from simulator.speech.reliability import PLAIN, Curve, Reliability

SIZES = ("base", "tiny", "small", "medium", "large-v3", "turbo")
ENGINES = ("auto", "whisper-ct2", "whisper", "sherpa-onnx")


def open_recogniser(settings: Settings, *, tell: Tell | None = None) -> Recogniser:
    """Return the recogniser that `settings.asr` names; its model is loaded at first use.

    ``auto`` takes the quickest that is installed and can read the model that `settings.whisper_model` names; the
    engine's own `name` says which it is.

    Raises
    ------
    BadInput
        If there is no such engine or model.
    Missing
        If the engine's library is not installed, or the weights are on none of their sources.
    """
    if settings.asr not in ENGINES:
        raise BadInput("hearing.no_such_engine", name=settings.asr, known=", ".join(ENGINES))
    engine = _suited(settings.whisper_model) if settings.asr == "auto" else settings.asr
    return _OPENERS[engine](settings, tell)


def open_whisper(settings: Settings, tell: Tell | None = None) -> WhisperRecogniser[Any]:
    """Return openai-whisper on torch; raises like `open_recogniser`."""
    from simulator.engines.whisper_model import WhisperModel

    path = _own(settings.whisper_model)
    if path is None:
        checkpoint, models = _fetched(f"whisper-{settings.whisper_model}", settings, tell)
    else:
        _must(path.is_file() and not _is_ct2(path), settings)
        checkpoint, models = path, {f"whisper {path.name}": sha256(path)}
    size = settings.whisper_model if path is None else path.stem
    trusted = _reliability("whisper", settings)
    return WhisperRecogniser("whisper", lambda: WhisperModel(checkpoint, size), models, reliability=trusted)


def open_whisper_ct2(settings: Settings, tell: Tell | None = None) -> WhisperRecogniser[Any]:
    """Return Whisper on CTranslate2; raises like `open_recogniser`."""
    from simulator.engines.whisper_ct2 import Ct2Model

    if not _installed("ctranslate2"):
        raise Missing("hearing.not_installed", library="ctranslate2", engine="whisper-ct2")
    path = _own(settings.whisper_model)
    if path is None:
        folder, models = _product_ct2(settings, tell)
    else:
        _must(_is_ct2(path), settings)
        folder = path.parent if path.is_file() else path
        models = {f"whisper-ct2 {folder.name}": sha256(folder / "model.bin")}
    return WhisperRecogniser(
        "whisper-ct2",
        lambda: Ct2Model(folder),
        models,
        capabilities=frozenset({"word_times", "detect", "rescoring"}),
        reliability=_reliability("whisper-ct2", settings),
    )


def open_sherpa(settings: Settings, tell: Tell | None = None) -> Recogniser:
    """Return sherpa-onnx on the folder that the settings name; raises like `open_recogniser`."""
    from simulator.engines.sherpa import SherpaRecogniser

    if not _installed("sherpa_onnx"):
        raise Missing("hearing.not_installed", library="sherpa-onnx", engine="sherpa-onnx")
    path = _own(settings.whisper_model)
    if path is None:
        raise BadInput("hearing.no_sherpa_folder", name=settings.whisper_model)
    return SherpaRecogniser(path)


_OPENERS: dict[str, Callable[[Settings, Tell | None], Recogniser]] = {
    "whisper": open_whisper,
    "whisper-ct2": open_whisper_ct2,
    "sherpa-onnx": open_sherpa,
}


def _suited(model: str) -> str:
    """Return the quickest engine that reads a model."""
    path = _own(model)
    if path is not None and path.is_dir() and (path / "tokens.txt").is_file():
        return "sherpa-onnx"
    if path is not None and not _is_ct2(path):
        return "whisper"
    return "whisper-ct2" if _installed("ctranslate2") else "whisper"


def _own(model: str) -> Path | None:
    """Return the path of the user's own model, or None for the product's."""
    if model in SIZES:
        return None
    path = Path(model)
    if not path.exists():
        raise BadInput("hearing.no_such_model", name=model, sizes=", ".join(SIZES))
    return path


def _must(fits: bool, settings: Settings) -> None:
    if not fits:
        raise BadInput("hearing.no_such_model", name=settings.whisper_model, sizes=", ".join(SIZES))


def _is_ct2(path: Path) -> bool:
    return path.name == "model.bin" or (path / "model.bin").is_file()


def _installed(library: str) -> bool:
    return importlib.util.find_spec(library) is not None


def _product_ct2(settings: Settings, tell: Tell | None) -> tuple[Path, dict[str, str]]:
    """Return the folder of a size for CTranslate2: the base model is there as such, the others are converted once."""
    from simulator.engines.ct2_writer import converted

    size = settings.whisper_model
    if size == "base":
        model, models = _fetched("whisper-base-ct2", settings, tell)
        return model.parent, models
    checkpoint, models = _fetched(f"whisper-{size}", settings, tell)
    return converted(checkpoint, checkpoint.with_name(f"whisper-{size}-ct2"), size), models


def _fetched(name: str, settings: Settings, tell: Tell | None) -> tuple[Path, dict[str, str]]:
    path = ensure(cast(Name, name), settings, tell=tell)
    note = read(catalogue()[name], settings)
    return path, {f"{name.removesuffix('-ct2')} {note.original}": note.original_sha256} if note else {}


def _reliability(engine: str, settings: Settings) -> Reliability:
    """Return what was measured of an engine with the base model; of other models nothing is known."""
    path = bundled("data") / "hearing" / "calibration.json"
    if settings.whisper_model != "base" or not path.is_file():
        return PLAIN
    entry = json.loads(path.read_text(encoding="utf-8"))["engines"].get(engine)
    if entry is None:
        return PLAIN
    word, utterance = (Curve(tuple(entry[k]["claimed"]), tuple(entry[k]["right"])) for k in ("word", "utterance"))
    return Reliability(word, utterance)
