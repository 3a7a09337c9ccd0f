"""`simulator correct`: corrects the transcript of one reply and judges it again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.console import emit, emit_json
from simulator.domain.record import AgentTurn
from simulator.domain.score import DIMENSIONS
from simulator.messages import say
from simulator.settings import settings


def correct(
    session: Annotated[Path, typer.Argument(help="folder of a session, or its name among your own sessions")],
    turn: Annotated[int, typer.Option(min=1, help="number of your reply, as the report counts")],
    text: Annotated[str, typer.Option(help="what you really said")],
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Correct what was misheard: the reply is judged again and marked.

    The report written anew. / 更正转写并重新评分。
    """
    from simulator.engines.understanding import open_scorer
    from simulator.report.page import write_report
    from simulator.session.correcting import correct as mend

    own = settings().sessions_dir / session
    folder = session if session.exists() or not own.is_dir() else own
    record = mend(folder, turn, text, open_scorer(settings()), settings())
    page = write_report(folder, settings())
    changed = record.turns[turn - 1]
    outcomes = {d: changed.scores[d].outcome.value for d in DIMENSIONS} if isinstance(changed, AgentTurn) else {}
    if as_json:
        emit_json({"session": str(folder), "turn": turn, "text": text, "scores": outcomes, "report": str(page)})
        return
    emit(say("session.corrected", settings().lang, turn=turn, path=page))
