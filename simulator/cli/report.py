"""`simulator report`: writes the report of a session again."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.console import emit, emit_json, notice
from simulator.report.page import write_report
from simulator.settings import settings


def report(
    session: Annotated[Path, typer.Argument(help="folder of a session, or its name among your own sessions")],
    show: Annotated[bool, typer.Option("--open", help="show it in the browser")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Write the HTML report of a session again."""
    own = settings().sessions_dir / session
    path = write_report(session if session.exists() or not own.is_dir() else own, settings())
    if as_json:
        emit_json({"report": str(path)})
    else:
        emit(str(path))
    if show and not webbrowser.open(path.resolve().as_uri()):
        notice("report.no_browser", path=path)
