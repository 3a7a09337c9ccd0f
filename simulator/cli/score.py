"""``simulator score``: recorded calls, one or many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.batch.recorded import score_recording
from simulator.cli.bar import bar
from simulator.cli.console import emit_json, err, notice
from simulator.cli.show import show_summary
from simulator.errors import BadInput, SimulatorError
from simulator.report.page import write_report
from simulator.session.desk import Desk
from simulator.settings import settings


def score(
    recordings: Annotated[list[Path], typer.Argument(help="stereo (customer left, agent right), or the agent alone")],
    scenario: Annotated[str, typer.Option(help="the scenario that the calls were about")],
    out: Annotated[Path | None, typer.Option(help="folder for the sessions, one folder a recording")] = None,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Score recorded calls. / 给录音评分。"""
    done: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    with bar() as tell:
        desk = Desk(settings(), tell, notice)
        cast = desk.cast(scenario, seed=0)
        for path in recordings:
            try:
                result = score_recording(desk, cast, path, out / path.stem if out else None, tell)
            except SimulatorError as error:
                sentence = error.sentence(settings().lang)
                err.print(sentence, style="bold red", markup=False)
                failed.append({"recording": str(path), "error": sentence})
                continue
            write_report(result.folder, settings())
            done.append({"recording": str(path), **result.brief()})
            notice("batch.scored", path=path, folder=result.folder)
            if result.record.summary is not None:
                show_summary(result.record.summary, settings().lang)
    if json:
        emit_json({"scored": done, "failed": failed})
    if failed:
        raise BadInput("batch.failed", failed=len(failed), count=len(recordings))
