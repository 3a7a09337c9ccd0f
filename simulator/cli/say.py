"""``simulator say``: one line in one persona's voice, into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from simulator.cli.bar import bar
from simulator.cli.console import emit, emit_json, notice
from simulator.errors import BadInput
from simulator.messages import say as message
from simulator.settings import Settings, settings

if TYPE_CHECKING:
    from simulator.domain.persona import Persona

FORMATS = {".wav": "WAV", ".flac": "FLAC"}


def say(
    text: Annotated[str, typer.Argument(help="what is said")],
    voice: Annotated[str, typer.Option(help="persona; `simulator voices list`")],
    out: Annotated[Path, typer.Option(help="a .wav or .flac file")],
    anger: Annotated[float, typer.Option(help="0 (calm) to 3 (furious)")] = 0.0,
    channel: Annotated[str, typer.Option(help="clear or phone")] = "clear",
    background: Annotated[
        str | None, typer.Option(help="street, office, car or none: where the customer calls from")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Say one line in one persona's voice. / 用某个角色的声音念一句话。"""
    from simulator.engines import kept
    from simulator.engines.g2p import checked
    from simulator.engines.renditions import Channel, Renditions
    from simulator.engines.voices import open_synthesiser
    from simulator.speech.background import PLACES, mixed

    if out.suffix.lower() not in FORMATS:
        raise BadInput("voices.bad_out", path=out)
    if channel not in get_args(Channel):
        raise BadInput("voices.bad_channel", channel=channel)
    if background not in (None, "none", *PLACES):
        raise BadInput("voices.bad_background", background=background)
    if not 0.0 <= anger <= 3.0:
        raise BadInput("voices.bad_anger", anger=anger)
    persona = find(voice, settings())
    checked(text, persona.lang, persona.id)  # before a model is loaded
    with bar() as tell:
        engine = open_synthesiser(settings(), tell=tell, notify=notice)
        renditions = Renditions(settings().cache_dir, engine, _tell_cache, limit_mb=settings().cache_mb)
        sound = renditions.render(text, persona, anger, "phone" if channel == "phone" else "clear")
    for place in PLACES:
        if background == place:
            sound = mixed(sound, place, seed=len(text), narrow=channel == "phone")
    try:
        kept.write(out, kept.encode(sound, FORMATS[out.suffix.lower()]))
    except OSError as error:
        raise BadInput("voices.cannot_write", path=out, why=error.strerror or error) from error
    fields = {"path": str(out), "voice": persona.id, "anger": anger, "seconds": round(sound.duration_s, 2)}
    if json:
        emit_json(
            {**fields, "engine": engine.name, "models": engine.models, "channel": channel, "rate_hz": sound.rate_hz}
        )
    else:
        emit(message("voices.said", settings().lang, **fields))


def find(voice: str, own: Settings) -> Persona:
    """Return a persona by id.

    Raises
    ------
    BadInput
        If there is none; the sentence names those there are.
    """
    from simulator.catalog.personas import load_personas

    personas = load_personas(own)
    if voice not in personas:
        raise BadInput("voices.no_voice", voice=voice, there=", ".join(personas))
    return personas[voice]


def _tell_cache(folder: Path, error: Exception) -> None:
    notice("voices.cache_failed", path=folder, why=error)
