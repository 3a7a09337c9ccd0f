"""``simulator bench``: the speed figures, with the machine that they were taken on."""

from __future__ import annotations

import json as jsonlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.audio.files import read_sound
from simulator.batch.turn_bench import machine, measure, replies
from simulator.cli.bar import bar
from simulator.cli.bench_voices import voices
from simulator.cli.console import emit, emit_json, notice
from simulator.errors import Broken
from simulator.session.desk import Desk
from simulator.settings import settings

app = typer.Typer(help="Speed figures. / 速度指标。", no_args_is_help=True)
app.command()(voices)
ENGINES = ("whisper", "whisper-ct2")


@app.callback()
def group() -> None:
    """Measure speed. / 测量速度。"""


@app.command()
def turn(
    engine: Annotated[list[str] | None, typer.Option(help="recognition engines; all without it")] = None,
    count: Annotated[int, typer.Option("--replies", help="replies for each engine")] = 10,
    scenario: Annotated[str, typer.Option(help="scenario whose customer answers")] = "zh-phone-crashing",
    clips: Annotated[
        list[Path] | None, typer.Option(help="real clips, joined to replies, instead of synthetic")
    ] = None,
    alone: Annotated[bool, typer.Option(hidden=True, help="measure one engine in this process")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Measure how long the customer takes to answer, in real time. / 测量客户应答的延迟。"""
    if alone and engine:
        emit_json(_alone(engine[0], count, scenario, clips or []))
        return
    found: dict[str, Any] = {}
    for name in engine or ENGINES:
        notice("cli.bench_engine", engine=name, replies=count)
        found[name] = _apart(name, count, scenario, clips or [])
    if json:
        emit_json({"machine": machine(), "engines": found})
        return
    emit(machine())
    for name, figures in found.items():
        emit(f"{name}: " + ", ".join(f"{k} {v}" for k, v in figures.items()))


def _alone(engine: str, count: int, scenario: str, clips: list[Path]) -> dict[str, Any]:
    with bar() as tell, tempfile.TemporaryDirectory() as folder:
        desk = Desk(settings().model_copy(update={"asr": engine}), tell, notice)
        cast = desk.cast(scenario, seed=0)
        spoken = replies(desk, cast, count, [read_sound(p) for p in clips])
        figures = measure(desk, cast, spoken, Path(folder))
    heard = figures.pop("heard")
    known = [s.text for s in spoken]
    return {**figures, "cer": _cer(known[: len(heard)], heard) if all(known) else None}


def _apart(engine: str, count: int, scenario: str, clips: list[Path]) -> dict[str, Any]:
    """Measure in a process of its own, so that memory is that of one engine."""
    command = [sys.executable, "-m", "simulator.cli", "bench", "turn", "--alone", "--json"]
    command += ["--engine", engine, "--replies", str(count), "--scenario", scenario]
    command += [arg for clip in clips for arg in ("--clips", str(clip))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Broken("cli.bench_failed", engine=engine)
    figures: dict[str, Any] = jsonlib.loads(done.stdout)
    return figures


def _cer(said: list[str], heard: list[str]) -> float:
    """Return the character error rate, punctuation and blanks left out."""
    from simulator.speech.error_rate import character_errors

    errors = [character_errors(a, b) for a, b in zip(said, heard, strict=True)]
    return round(sum(e for e, _ in errors) / max(1, sum(n for _, n in errors)), 4)
