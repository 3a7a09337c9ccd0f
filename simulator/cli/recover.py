"""`simulator recover`: mends recordings that were interrupted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.cli.console import emit, emit_json
from simulator.errors import BadInput
from simulator.messages import Lang, say
from simulator.record.recover import Mended
from simulator.record.recover import recover as mend
from simulator.settings import settings

_LINES = {"mended": "record.mended", "tidied": "record.tidied", "live": "record.left_alone", "failed": "record.failed"}


def recover(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="a session, or a folder of sessions; without it, your own")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Mend interrupted recordings; doing it again changes nothing."""
    lang = settings().lang
    where = folder or settings().sessions_dir
    if folder is not None and not folder.is_dir():
        raise BadInput("cli.no_such_folder", path=folder)
    done = mend(where) if folder or where.is_dir() else []
    if as_json:
        emit_json({"folder": str(where), "sessions": [_as_json(m, lang) for m in done]})
    elif not done:
        emit(say("record.nothing", lang, path=where))
    else:
        for one in done:
            emit(_line(one, lang))
    if any(m.action == "failed" for m in done):
        raise typer.Exit(1)


def _line(one: Mended, lang: Lang) -> str:
    why = one.error.sentence(lang) if one.error else ""
    return say(_LINES[one.action], lang, path=one.folder, seconds=one.duration_s, turns=one.turns, why=why)


def _as_json(one: Mended, lang: Lang) -> dict[str, Any]:
    return {
        "folder": str(one.folder),
        "action": one.action,
        "duration_s": one.duration_s,
        "turns": one.turns,
        "damaged_lines": one.damaged_lines,
        "error": one.error.sentence(lang) if one.error else None,
    }
