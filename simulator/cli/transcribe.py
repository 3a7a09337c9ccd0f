"""``simulator transcribe``: the words of sound files, with the product's own settings."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from simulator.audio.files import read_sound
from simulator.cli.bar import bar
from simulator.cli.console import emit, emit_json
from simulator.domain.ports import LanguageDetector, Recogniser
from simulator.domain.sound import Sound
from simulator.domain.transcript import Transcript
from simulator.engines.recogniser import open_recogniser
from simulator.errors import BadInput
from simulator.messages import LANGS, Lang, say
from simulator.scoring.normal_form import normal_forms
from simulator.settings import settings


def transcribe(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="sound files")],
    lang: Annotated[str | None, typer.Option(help="zh or en; without it, each file's own")] = None,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Write down what is said in sound files. / 转写录音文件。"""
    spoken = _language(lang)
    for path in files:
        read_sound(path)  # a bad file is refused before minutes are spent on the good ones
    with bar() as tell:
        engine = open_recogniser(settings(), tell=tell)
        what = say("hearing.transcribing", settings().lang)
        done = []
        for i, path in enumerate(files):
            tell(what, i, len(files))
            done.append(_file(engine, path, spoken))
        tell(what, len(files), len(files))
    if json:
        emit_json({"engine": engine.name, "model": engine.models, "files": done})
    else:
        for entry in done:
            emit(_line(entry))


def _language(lang: str | None) -> Lang | None:
    if lang is None:
        return None
    for known in LANGS:
        if lang == known:
            return known
    raise BadInput("hearing.no_such_lang", lang=lang)


def _file(engine: Recogniser, path: Path, spoken: Lang | None) -> dict[str, Any]:
    sound = read_sound(path)
    began = time.monotonic()
    transcript = engine.transcribe(sound, spoken or _detected(engine, sound))
    return _entry(path, transcript, sound.duration_s, time.monotonic() - began)


def _detected(engine: Recogniser, sound: Sound) -> Lang:
    if "detect" not in engine.capabilities:
        raise BadInput("hearing.no_detection", engine=engine.name)
    return cast(LanguageDetector, engine).detect(sound)


def _entry(path: Path, transcript: Transcript, duration_s: float, took_s: float) -> dict[str, Any]:
    lang: Lang = "zh" if transcript.lang == "zh" else "en"
    return {
        "path": str(path),
        "lang": transcript.lang,
        "text": transcript.text,
        "text_as_heard": transcript.text_as_heard,
        "normal": [asdict(form) for form in normal_forms(transcript.text, lang)],
        "words": [asdict(word) for word in transcript.words],
        "confidence": round(transcript.confidence, 4),
        "rejected": transcript.rejected,
        "seconds": round(duration_s, 3),
        "took_s": round(took_s, 3),
    }


def _line(entry: dict[str, Any]) -> str:
    text = entry["text"] or say(f"hearing.{entry['rejected']}", settings().lang)
    return f"{entry['path']} [{entry['lang']}] {text}"
