"""``simulator bench voices``: how anger sounds in each persona, how well it is understood, how soon it is there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.bar import bar
from simulator.cli.console import emit, emit_json, notice
from simulator.cli.say import find
from simulator.errors import BadInput
from simulator.messages import say
from simulator.settings import settings

if TYPE_CHECKING:
    from simulator.domain.persona import Persona
    from simulator.domain.ports import Synthesiser


def voices(
    voice: Annotated[list[str] | None, typer.Option(help="personas; all without it")] = None,
    count: Annotated[int, typer.Option("--sentences", min=1, max=12, help="sentences for each persona")] = 12,
    page: Annotated[Path | None, typer.Option(help="an .html file with pictures for a designer of voices")] = None,
    hearing: Annotated[bool, typer.Option(help="also measure error rates with the recogniser")] = True,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Measure the voices by anger. / 测量各声音在不同怒气下的表现。"""
    from simulator.batch.turn_bench import machine
    from simulator.batch.voices_bench import Pictures, figures, sentences, write_file
    from simulator.batch.voices_page import page as drawn
    from simulator.catalog.personas import load_personas
    from simulator.engines.recogniser import open_recogniser
    from simulator.engines.voices import open_synthesiser

    people = [find(v, settings()) for v in voice] if voice else list(load_personas(settings()).values())
    found: dict[str, Any] = {"machine": machine(), "personas": {}}
    pictures: dict[str, Pictures] = {}
    with bar() as tell:
        engine = open_synthesiser(settings(), tell=tell, notify=notice)
        recogniser = open_recogniser(settings(), tell=tell) if hearing else None
        found |= {"engine": engine.name, "recogniser": recogniser.name if recogniser else None}
        for i, persona in enumerate(people):
            tell(say("voices.benching", settings().lang), i, len(people))
            texts = sentences(persona.lang, count)
            found["personas"][persona.id], pictures[persona.id] = figures(engine, persona, texts, recogniser)
        tell(say("voices.benching", settings().lang), len(people), len(people))
        found |= _speed(engine, people)
    if page:
        try:
            write_file(page, drawn(found, pictures, {p.id: p.name for p in people}, settings().lang))
        except OSError as error:
            raise BadInput("voices.cannot_write", path=page, why=error.strerror or error) from error
        notice("voices.page_written", path=page)
    emit_json(found) if json else _show(found)


def _speed(engine: Synthesiser, people: list[Persona]) -> dict[str, Any]:
    """Measure over an empty cache: neither lines nor clauses are there."""
    from simulator.batch.voices_speed import speed
    from simulator.engines.renditions import Renditions

    first = {p.lang: p for p in reversed(people)}
    with tempfile.TemporaryDirectory() as folder:
        fresh = getattr(engine, "keeping_in", lambda _: engine)
        lines = Renditions(Path(folder), fresh(Path(folder) / "plain"))
        return speed(lines, list(first.values()))


def _show(found: dict[str, Any]) -> None:
    emit(found["machine"])
    for who, f in found["personas"].items():
        contrast = ", ".join(f"{k} {v:+g}" for k, v in f["contrast"].items())
        heard = "".join(f", {k} {v:.1%}" for k, v in f.get("cer", {}).items())
        emit(f"{who:<12} {f['profile']:<4} {f['f0_median_hz']:>5.0f} Hz  {contrast}{heard}")
    first = found["first_sample_s"]
    emit(f"first sample: cached {first['cached']} s, uncached p50 {first['uncached']['p50']} s; rtf {found['rtf']}")
