"""``simulator voices``: the personas, and a scenario's lines rendered ahead."""

from __future__ import annotations

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
    from simulator.domain.scenario import Scenario

app = typer.Typer(help="Personas and their voices. / 角色与声音。", no_args_is_help=True)

# How angry the customer usually is in each mode; another anger then costs a fraction, because the plain speech is kept.
USUAL_ANGER = {"attack": 2.6, "emotion": 1.8, "reason": 1.0, "closed": 0.6}


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False) -> None:
    """List the personas. / 列出所有角色。"""
    from simulator.catalog.personas import load_personas

    personas = load_personas(settings()).values()
    if json:
        emit_json({"voices": [_as_json(p) for p in personas]})
        return
    for p in personas:
        role = say(f"voices.role_{p.role}", settings().lang)
        emit(f"{p.id:<12} {p.lang}  {role}  {p.temper:<9}  {p.name}: {p.about}")


@app.command()
def render(
    scenario: Annotated[str, typer.Argument(help="id of a scenario, or a YAML file")],
    voice: Annotated[str | None, typer.Option(help="another persona than the scenario's own")] = None,
    channel: Annotated[str, typer.Option(help="clear or phone")] = "clear",
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Render a scenario's lines into the cache. / 预先生成场景的语音。"""
    from simulator.catalog.scenarios import load_scenario
    from simulator.engines.renditions import Renditions
    from simulator.engines.voices import open_synthesiser

    if channel not in ("clear", "phone"):
        raise BadInput("voices.bad_channel", channel=channel)
    loaded = load_scenario(scenario, settings())
    persona = find(voice or loaded.persona, settings())
    todo = usual_lines(loaded)
    what = say("voices.rendering", settings().lang, scenario=loaded.id)
    cached, seconds = 0, 0.0
    with bar() as tell:
        engine = open_synthesiser(settings(), tell=tell, notify=notice)
        renditions = Renditions(
            settings().cache_dir, engine, lambda path, why: _stop(str(path), why), limit_mb=settings().cache_mb
        )
        for i, (text, anger) in enumerate(todo):
            tell(what, i, len(todo))
            cached += renditions.cached(text, persona, anger, "phone" if channel == "phone" else "clear")
            seconds += renditions.render(text, persona, anger, "phone" if channel == "phone" else "clear").duration_s
        tell(what, len(todo), len(todo))
    fields: dict[str, Any] = {"rendered": len(todo) - cached, "cached": cached, "seconds": round(seconds, 1)}
    if json:
        emit_json({"scenario": loaded.id, "voice": persona.id, **fields})
    else:
        emit(say("voices.rendered", settings().lang, **fields))


def usual_lines(scenario: Scenario) -> list[tuple[str, float]]:
    """Return every line of a scenario (corrections of facts, too) with the anger it is usually said with, once each."""
    lines = [
        (line.text, USUAL_ANGER.get(trigger.split(".")[0], USUAL_ANGER["emotion"]))
        for trigger, wordings in scenario.lines.items()
        for line in wordings
    ]
    corrections = [(text, USUAL_ANGER["attack"]) for fact in scenario.facts for text in fact.corrections]
    return list(dict.fromkeys(lines + corrections))


def _stop(path: str, why: Exception) -> None:
    """Refuse to go on: rendering ahead into a cache that can't be written is for nothing."""
    raise BadInput("voices.cannot_write", path=path, why=why)


_PLAIN = ("id", "lang", "name", "about", "role", "temper", "profile", "style", "notice")


def _as_json(persona: Persona) -> dict[str, Any]:
    from dataclasses import asdict

    levels = [asdict(level) for level in persona.anger]
    plain = {f: getattr(persona, f) for f in _PLAIN}
    kinds = {f: asdict(getattr(persona, f)) for f in ("body", "temperament", "habits")}
    return {**plain, **kinds, "anger": levels, "system_voices": dict(persona.system_voices)}
