"""``simulator models``: what weights are here, getting them, and checking every byte of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.cli.bar import bar
from simulator.cli.console import emit, emit_json
from simulator.engines.weights import status as states
from simulator.engines.weights import verify as verified
from simulator.engines.weights.catalogue import Weight, catalogue
from simulator.engines.weights.install import install as get
from simulator.engines.weights.sidecar import Sidecar, cached
from simulator.errors import BadInput, SimulatorError
from simulator.messages import say
from simulator.settings import Settings, settings

app = typer.Typer(help="Weights: list, install, verify. / 模型文件：列出、安装、校验。", invoke_without_command=True)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]…", help="which weights; without it, all")]
From = Annotated[Path | None, typer.Option("--from", metavar="DIR", help="folder that is searched first")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


@app.callback()
def models(context: typer.Context, json: Json = False) -> None:
    """Weights: list, install, verify. / 模型文件：列出、安装、校验。"""
    if context.invoked_subcommand is None:
        show(None, json=json)


@app.command("list")
def show(folder: From = None, json: Json = False) -> None:
    """List weights and where they are. / 列出模型文件及其位置。"""
    entries = states(_settings(folder))
    if json:
        emit_json({"models": entries})
        return
    for name, entry in entries.items():
        emit(f"{name}: {entry['title']}; {entry['licence']}")
        emit(f"  {say('weights.state_' + entry['state'], settings().lang, source=entry.get('source', ''))}")


@app.command("install")
def install(names: Names = None, folder: From = None, json: Json = False) -> None:
    """Fetch, verify and convert weights; damaged ones are replaced. / 获取、校验并转换模型文件；损坏的会被替换。"""
    config = _settings(folder)
    with bar() as tell:
        notes = {w.name: _sound(w, config, folder) or get(w, config, tell=tell, anew=True) for w in _chosen(names)}
    _report(notes, config, "installed", json=json)


@app.command("verify")
def verify(names: Names = None, folder: From = None, json: Json = False) -> None:
    """Read every byte of the weights and compare the SHA-256. / 逐字节校验模型文件的 SHA-256。"""
    config = _settings(folder)
    chosen = _chosen(names)
    notes = {}
    with bar() as tell:
        for weight in chosen:
            what = say("weights.verifying", config.lang, name=weight.stored_as)
            tell(what, 0, 1)
            notes[weight.name] = verified(weight, config)
            tell(what, 1, 1)
    _report(notes, config, "verified", json=json)


def _sound(weight: Weight, config: Settings, folder: Path | None) -> Sidecar | None:
    """Return the note of weights that need not be installed: whole, and not asked for from another folder."""
    try:
        return verified(weight, config) if folder is None else None
    except SimulatorError:
        return None


def _settings(folder: Path | None) -> Settings:
    return settings() if folder is None else settings().model_copy(update={"models_from": folder})


def _chosen(names: Sequence[str] | None) -> list[Weight]:
    known = catalogue()
    for name in names or ():
        if name not in known:
            raise BadInput("weights.no_such_name", name=name, known=", ".join(known))
    return [known[name] for name in names or (n for n, w in known.items() if not w.optional)]


def _report(notes: dict[str, Sidecar], config: Settings, done: str, *, json: bool) -> None:
    paths = {name: cached(catalogue()[name], config) for name in notes}
    if json:
        emit_json({"models": {name: _entry(note, paths[name]) for name, note in notes.items()}})
        return
    for name, note in notes.items():
        emit(say(f"weights.{done}", config.lang, name=name, path=paths[name], source=note.source, sha256=note.sha256))


def _entry(note: Sidecar, path: Path) -> dict[str, Any]:
    return {"path": str(path), **asdict(note)}
