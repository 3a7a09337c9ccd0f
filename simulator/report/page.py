"""``report.html``: one file with everything in it, which asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from simulator.catalog.scenarios import load_scenario
from simulator.domain.record import SessionRecord
from simulator.domain.sound import Sound
from simulator.errors import Broken, SimulatorError
from simulator.messages import Lang, say
from simulator.record.disk import write_whole
from simulator.record.flac import FLAC, read_channels
from simulator.record.session_file import NAME as SESSION
from simulator.record.session_file import read_session
from simulator.report.course_view import course_view
from simulator.report.lanes import ContourOf, Lanes, lanes
from simulator.report.sound import data_uri
from simulator.report.timeline import Timeline, timeline, width_px
from simulator.report.view import anger_word, clock, gauges, steps, turn_views, when
from simulator.settings import Settings

NAME = "report.html"
POINT_PX = 2.0  # one point of a curve every two pixels
_TEMPLATES = files(__package__) / "templates"
_HTML_LANG: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


def write_report(folder: Path, settings: Settings, *, contour_of: ContourOf | None = None) -> Path:
    """Write the page of a session and return its path; the page is in the language of the call.

    Parameters
    ----------
    folder
        Of the session; a path of its ``session.json`` is taken, too. Without ``audio.flac`` the page has no player.
    settings
        Where scenarios are found, for the title of one whose session doesn't hold it.
    contour_of
        Measures pitch and level; `simulator.speech.prosody.contour` unless given.

    Raises
    ------
    BadInput
        If the session or its sound can't be read.
    Broken
        If the page can't be written.
    """
    folder = folder.parent if folder.name == SESSION else folder
    record = read_session(folder)
    flac = folder / FLAC
    channels = read_channels(flac) if flac.is_file() else None
    path = folder / NAME
    try:
        write_whole(path, render(_titled(record, settings), channels, contour_of or _contour()))
    except OSError as error:
        raise Broken("report.not_written", path=path, reason=error.strerror or str(error)) from error
    return path


def _titled(record: SessionRecord, settings: Settings) -> SessionRecord:
    """Return the record with its scenario's title, as far as the scenario is still there."""
    if record.scenario_title or not record.scenario:
        return record
    try:
        return replace(record, scenario_title=load_scenario(record.scenario, settings).title)
    except SimulatorError:
        return record


def _contour() -> ContourOf:
    from simulator.speech.prosody import contour  # SciPy is slow to load

    return contour


def render(record: SessionRecord, channels: tuple[Sound, Sound] | None, contour_of: ContourOf) -> str:
    """Return the whole page."""
    curves = _lanes(record, channels, contour_of)
    drawn = timeline(record, curves)
    style, script = _part("style.css") + _to_scale(drawn), _part("player.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            record=record,
            html_lang=_HTML_LANG[record.lang],
            title=record.scenario_title or record.scenario or record.id,
            ending=say(f"report.ending_{record.summary.ending if record.summary else 'interrupted'}", record.lang),
            date=when(record.started_at),
            gauges=gauges(record.summary.scores, record.lang) if record.summary else (),
            steps=steps(record),
            turns=turn_views(record),
            numbers={turn.index: n for n, turn in enumerate(record.turns, 1)},
            timeline=drawn,
            course=course_view(record),
            calibrated=curves.calibrated if curves else True,
            audio=data_uri(*channels) if channels else "",
            style=Markup(style),  # noqa: S704 (the product's own file)
            script=Markup(script),  # noqa: S704 (the product's own file)
            policy=_policy(style, script),
            t=_translator(record.lang),
            clock=clock,
            anger_word=lambda anger: anger_word(anger, record.lang),
        )
    )


def _lanes(record: SessionRecord, channels: tuple[Sound, Sound] | None, contour_of: ContourOf) -> Lanes | None:
    if channels is None or record.duration_s <= 0:
        return None
    step_s = POINT_PX * record.duration_s / width_px(record.duration_s)
    return lanes(record, channels[1], contour_of, step_s=step_s)


def _to_scale(drawn: Timeline | None) -> str:
    """Return the rule that keeps the timeline's two parts to one scale on paper, where it must fit the page."""
    return f"@media print {{ .scroll {{ flex: {drawn.width} 1 0; }} }}\n" if drawn else ""


def _translator(lang: Lang) -> Any:
    def t(key: str, **fields: object) -> str:
        return say(f"report.{key}" if "." not in key else key, lang, **fields)

    return t


@cache
def _environment() -> jinja2.Environment:
    def load(name: str) -> str:
        return _part(name)

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _part(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a policy under which only this style and this script count, and nothing may be fetched."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; media-src data:; "
        f"style-src {_hash(style)}; script-src {_hash(script)}"
    )


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
