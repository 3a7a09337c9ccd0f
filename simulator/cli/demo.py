"""``simulator demo``: a whole call by itself, with a synthetic trainee's voice through the whole pipeline."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from simulator.audio.audible import AudibleLine
from simulator.audio.devices import choose
from simulator.audio.scripted import ScriptedLine
from simulator.catalog.demo import DemoScript, load_demo
from simulator.cli.bar import bar
from simulator.cli.console import emit_json, err, notice
from simulator.cli.show import on_screen, show_summary
from simulator.domain.delivery import Baseline
from simulator.domain.line import SoundLine
from simulator.domain.sound import Sound
from simulator.errors import BadInput, Missing
from simulator.messages import Lang, say
from simulator.report.page import write_report
from simulator.session.desk import Desk
from simulator.settings import settings


def demo(
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    out: Annotated[Path | None, typer.Option(help="folder of the session")] = None,
    silent: Annotated[bool, typer.Option(help="don't play the call, run as fast as possible")] = False,
    open_report: Annotated[bool, typer.Option("--open/--no-open", help="open the report at the end")] = True,
    json: Annotated[bool, typer.Option("--json", help="print the summary as one JSON object")] = False,
) -> None:
    """Play a whole call by itself. / 自动演示一次完整的通话。"""
    if lang not in ("zh", "en"):
        raise BadInput("cli.no_lang", lang=lang)
    language: Lang = "zh" if lang == "zh" else "en"
    notice("cli.demo_start")
    script = load_demo(language)
    with bar() as tell:
        desk = Desk(settings(), tell, notice)
        replies, baseline = _trainee(desk, script, language)
    cast = desk.cast(script.scenario, seed=script.seed)
    waiting = iter(replies)
    line = _line(ScriptedLine(lambda: next(waiting, None)), silent=silent)
    result = desk.run(
        cast,
        line,
        desk.ears(),
        out=out,
        baseline=baseline,
        synthetic_agent=True,
        script=tuple(r.text for r in script.replies),
        watcher=on_screen(),
    )
    page = write_report(result.folder, settings())
    if result.record.summary is not None:
        show_summary(result.record.summary, settings().lang)
    err.print()
    notice("cli.kept", folder=result.folder, page=page)
    if json:
        emit_json(result.brief())
    if open_report and _screen():
        webbrowser.open(page.resolve().as_uri())


def _trainee(desk: Desk, script: DemoScript, lang: Lang) -> tuple[list[Sound], Baseline | None]:
    """Speak the trainee's replies and neutral sentences."""
    persona = desk.persona(script.trainee, lang)
    what, total = say("cli.demo_voices", settings().lang), len(script.replies) + len(script.baseline)
    sounds: list[Sound] = []
    for text, raised in [(t, 0.0) for t in script.baseline] + [(r.text, r.raised) for r in script.replies]:
        desk.tell(what, len(sounds), total)
        sounds.append(desk.renditions.render(text, persona, raised))
    desk.tell(what, total, total)
    n = len(script.baseline)
    return sounds[n:], desk.baseline(sounds[:n], lang)


def _line(line: ScriptedLine, *, silent: bool) -> SoundLine:
    if silent:
        return line
    try:
        return AudibleLine(line, choose("output", settings().output_device))
    except Missing:
        notice("cli.demo_no_output")
        return line


def _screen() -> bool:
    """Return whether somebody could look at a page."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("win32", "darwin") or any(os.environ.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY"))
