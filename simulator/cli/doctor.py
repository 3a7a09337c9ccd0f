"""``simulator doctor``: what is here, what is missing, and how to get it."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

import typer

from simulator import __version__
from simulator.audio.devices import devices
from simulator.catalog.personas import load_personas
from simulator.catalog.scenarios import load_scenarios
from simulator.cli.console import emit, emit_json
from simulator.engines.weights import status
from simulator.errors import SimulatorError
from simulator.messages import say
from simulator.resources import bundled
from simulator.settings import settings

PACKAGES = ("openai-whisper", "torch", "onnxruntime", "pyttsx3", "sounddevice", "numpy", "scikit-learn")


def doctor(
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Say what is here, what is missing, and how to get it. / 检查环境，说明缺什么、怎么补。"""
    report = examine()
    if json:
        emit_json(report)
        return
    lang = settings().lang
    for room in ("versions", "devices", "models", "voices", "folders"):
        emit(f"{room}:")
        for name, value in report[room].items():
            emit(f"  {name}: {value}")
    for sentence in report["missing"]:
        emit(say("cli.doctor_missing", lang, what=sentence))
    if not report["missing"]:
        emit(say("cli.doctor_ok", lang))


def examine() -> dict[str, Any]:
    """Return the state of this installation; what fails is a sentence under ``missing``."""
    missing: list[str] = []
    lang = settings().lang

    def attempt(room: Any) -> Any:
        try:
            return room()
        except SimulatorError as error:
            missing.append(error.sentence(lang))
            return {}

    weights = attempt(lambda: status(settings()))
    missing += [w["remedy"] for w in weights.values() if w.get("remedy")]
    return {
        "versions": _versions(),
        "devices": {d: attempt(lambda d=d: _devices(d, missing)) for d in ("input", "output")},
        "models": weights,
        "voices": attempt(lambda: {p.id: f"{p.lang}, {p.name}" for p in load_personas(settings()).values()}),
        "scenarios": attempt(lambda: {s.id: s.title for s in load_scenarios(settings()).values()}),
        "folders": _folders(),
        "missing": missing,
    }


def _versions() -> dict[str, str]:
    found = {"simulator": __version__, "python": sys.version.split()[0], "system": platform.platform()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "–"
    return found


def _devices(direction: Any, missing: list[str]) -> list[str]:
    there = [d.name for d in devices(direction)]
    if not there:
        missing.append(say(f"audio.no_{direction}", settings().lang))
    return there


def _folders() -> dict[str, str]:
    own = {kind: str(bundled(kind)) for kind in ("voices", "scenarios", "data")}
    return {**own, "cache": str(settings().cache_dir), "sessions": str(settings().sessions_dir)}
