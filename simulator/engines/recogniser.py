"""Which recogniser hears the agent: chosen by the settings, its weights fetched when they are not here."""

from __future__ import annotations

from pathlib import Path

from simulator.domain.ports import Recogniser
from simulator.engines.weights import Tell, ensure
from simulator.engines.weights.catalogue import catalogue
from simulator.engines.weights.sidecar import read
from simulator.engines.whisper import WhisperRecogniser
from simulator.errors import BadInput
from simulator.resources import sha256
from simulator.settings import Settings

ENGINES = ("auto", "whisper")


def open_recogniser(settings: Settings, *, tell: Tell | None = None) -> Recogniser:
    """Return the recogniser that `settings.asr` names; its model is loaded at first use.

    Raises
    ------
    BadInput
        If there is no such engine or model.
    Missing
        If the weights are on none of their sources.
    """
    return open_whisper(settings, tell=tell)


def open_whisper(settings: Settings, *, tell: Tell | None = None) -> WhisperRecogniser:
    """Return openai-whisper, which can tell languages apart, too; raises like `open_recogniser`."""
    if settings.asr not in ENGINES:
        raise BadInput("hearing.no_such_engine", name=settings.asr, known=", ".join(ENGINES))
    if settings.whisper_model == "base":
        return _base(settings, tell)
    path = Path(settings.whisper_model)
    if not path.is_file():
        raise BadInput("hearing.no_such_model", name=settings.whisper_model)
    return WhisperRecogniser(path, {f"whisper {path.name}": sha256(path)}, size=path.stem)


def _base(settings: Settings, tell: Tell | None) -> WhisperRecogniser:
    checkpoint = ensure("whisper-base", settings, tell=tell)
    note = read(catalogue()["whisper-base"], settings)
    models = {f"whisper-base {note.original}": note.original_sha256} if note else {}
    return WhisperRecogniser(checkpoint, models, size="base")
