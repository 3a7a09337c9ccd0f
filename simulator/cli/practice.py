"""``simulator practice``: a call with a microphone, with sound files, or with typed replies."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Annotated, Literal

import typer

from simulator.audio.devices import choose
from simulator.audio.files import read_sound
from simulator.audio.live import LiveLine
from simulator.audio.scripted import ScriptedLine
from simulator.cli import consent
from simulator.cli.bar import bar
from simulator.cli.baseline import calibrate, stored
from simulator.cli.console import emit_json, err, notice
from simulator.cli.show import on_screen, show_summary
from simulator.domain.delivery import Baseline
from simulator.domain.sound import Sound
from simulator.errors import BadInput
from simulator.report.page import write_report
from simulator.session.desk import Cast, Desk, Result
from simulator.session.ears import SpeechEars, TypedAgent
from simulator.session.voice import Channel
from simulator.settings import settings
from simulator.speech.background import PLACES, Place

Files = Annotated[list[Path] | None, typer.Argument(hidden=True, help="further files of --agent")]


BACKGROUNDS: dict[str, Place | Literal["none"]] = {**{p: p for p in PLACES}, "none": "none"}
LONGEST_REPLY = 2_000  # characters; some ten minutes of speech


def practice(
    scenario: Annotated[str, typer.Argument(help="id of a scenario, or a YAML file")],
    more: Files = None,
    out: Annotated[Path | None, typer.Option(help="folder of the session")] = None,
    seed: Annotated[int | None, typer.Option(help="the same seed and replies give the same call")] = None,
    voice: Annotated[str | None, typer.Option(help="persona; `simulator voices list`")] = None,
    agent: Annotated[list[Path] | None, typer.Option(help="replies from sound files, in order")] = None,
    agent_text: Annotated[Path | None, typer.Option(help="replies from a text file, one a line")] = None,
    baseline: Annotated[list[Path] | None, typer.Option(help="neutral sentences of the agent's voice")] = None,
    channel: Annotated[str, typer.Option(help="clear or phone")] = "clear",
    background: Annotated[str | None, typer.Option(help="street, office, car or none; the scenario's own")] = None,
    realtime: Annotated[bool, typer.Option(help="play --agent files at the speed of speech")] = False,
    push_to_talk: Annotated[bool, typer.Option("--push-to-talk", help="Enter starts and ends your reply")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="agree to the recording without being asked")] = False,
    json: Annotated[bool, typer.Option("--json", help="print the summary as one JSON object")] = False,
) -> None:
    """Practise a call. / 练习一次通话。"""
    agent = [*(agent or []), *(more or [])]
    if agent and agent_text:
        raise BadInput("cli.two_agents")
    if channel not in ("clear", "phone"):
        raise BadInput("cli.no_channel", channel=channel)
    if background is not None and background not in BACKGROUNDS:
        raise BadInput("voices.bad_background", background=background)
    wire: Channel = "phone" if channel == "phone" else "clear"
    place = BACKGROUNDS[background] if background else None
    with bar() as tell:
        desk = Desk(settings(), tell, notice)
        cast = desk.cast(scenario, voice=voice, seed=seed, channel=wire, background=place)
        own = [read_sound(p) for p in baseline or []]
    if agent_text:
        result = _typed(desk, cast, agent_text, out)
    elif agent:
        result = _from_files(desk, cast, agent, own, out, realtime=realtime)
    else:
        result = _live(desk, cast, own, out, yes=yes, push_to_talk=push_to_talk)
    _finish(result, json=json)


def _typed(desk: Desk, cast: Cast, path: Path, out: Path | None) -> Result:
    if not path.is_file():
        raise BadInput("cli.no_text_file", path=path)
    try:
        replies = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise BadInput("cli.not_utf8", path=path) from error
    if not replies:
        raise BadInput("cli.no_replies", path=path)
    long = next((n for n, text in enumerate(replies, 1) if len(text) > LONGEST_REPLY), None)
    if long is not None:
        raise BadInput("cli.reply_too_long", path=path, reply=long, most=LONGEST_REPLY)
    typist = TypedAgent(replies, lambda text: 0.5 + 0.2 * len(text))
    line = ScriptedLine(typist.next_reply, response_delay_s=0.0)
    return desk.run(cast, line, typist, out=out, typed=True, watcher=on_screen())


def _from_files(
    desk: Desk, cast: Cast, paths: list[Path], own: list[Sound], out: Path | None, *, realtime: bool
) -> Result:
    replies = [_spoken(desk, path) for path in paths]
    waiting = iter(replies)
    line = ScriptedLine(lambda: next(waiting, None), realtime=realtime, ambience=cast.ambience())
    mean = _own_voice(desk, cast, own) if own else None
    return desk.run(cast, line, desk.ears(), out=out, baseline=mean, watcher=on_screen())


def _spoken(desk: Desk, path: Path) -> Sound:
    """Return a file in which somebody speaks; refused before the call rather than in it."""
    sound = read_sound(path)
    if not desk.speaks(sound):
        raise BadInput("audio.no_speech_in", path=path)
    return sound


def _own_voice(desk: Desk, cast: Cast, sounds: list[Sound]) -> Baseline:
    mean = desk.baseline(sounds, cast.scenario.lang)
    if mean is None:
        raise BadInput("cli.no_own_voice")
    return mean


def _live(desk: Desk, cast: Cast, own: list[Sound], out: Path | None, *, yes: bool, push_to_talk: bool) -> Result:
    desk.prepare_voice(cast.scenario.lang)
    microphone = choose("input", settings().input_device)
    loudspeaker = choose("output", settings().output_device)
    consent.ask(settings(), yes=yes)
    mean: Baseline | None
    if own:
        mean = _own_voice(desk, cast, own)
    else:
        mean = stored(settings(), microphone) or calibrate(desk, microphone, cast.scenario.lang, yes=yes)
    notice("cli.live", microphone=microphone.name, loudspeaker=loudspeaker.name)
    ears = desk.ears(push_to_talk=push_to_talk)
    if push_to_talk:
        notice("cli.push_to_talk")
        threading.Thread(target=_follow_enter, args=(ears,), daemon=True).start()
    line = LiveLine(microphone, loudspeaker, cast.ambience())
    return desk.run(cast, line, ears, out=out, baseline=mean, watcher=on_screen())


def _follow_enter(ears: SpeechEars) -> None:
    for _ in sys.stdin:
        ears.press()


def _finish(result: Result, *, json: bool) -> None:
    page = write_report(result.folder, settings())
    summary = result.record.summary
    if summary is not None:
        show_summary(summary, settings().lang)
    err.print()
    notice("cli.kept", folder=result.folder, page=page)
    if json:
        emit_json(result.brief())
