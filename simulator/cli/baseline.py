"""The microphone check: three short neutral sentences, kept as this person's usual voice on this microphone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.console import emit, emit_json, err, notice
from simulator.cli.meter import meter
from simulator.domain.delivery import Baseline, Delivery
from simulator.errors import BadInput
from simulator.messages import Lang, say
from simulator.settings import Settings, settings
from simulator.store.baselines import forget_baseline, load_baseline, save_baseline

if TYPE_CHECKING:
    from simulator.audio.devices import Device
    from simulator.domain.sound import Sound
    from simulator.session.desk import Desk

SENTENCES = 3
SENTENCE_S = 6.0
ATTEMPTS = 3  # for each sentence


def baseline(
    recordings: Annotated[
        list[Path] | None, typer.Argument(help="three neutral sentences; without: the microphone")
    ] = None,
    lang: Annotated[str, typer.Option(help="zh or en: of the sentences")] = "zh",
    device: Annotated[str | None, typer.Option(help="microphone that the recordings were made on")] = None,
    forget: Annotated[bool, typer.Option("--forget", help="delete what is kept for this microphone")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Record your usual voice again. / 重新录制您平时的声音。"""
    from simulator.audio.devices import choose
    from simulator.cli.bar import bar
    from simulator.session.desk import Desk

    if lang not in ("zh", "en"):
        raise BadInput("cli.no_lang", lang=lang)
    spoken: Lang = "zh" if lang == "zh" else "en"
    own, microphone = settings(), None
    if device is None:
        microphone = choose("input", own.input_device)
    name = device or (microphone.name if microphone else "")
    if forget:
        notice("mic.forgotten" if forget_baseline(own.data_dir, name, own.person) else "mic.none_kept", device=name)
        return
    with bar() as tell:
        desk = Desk(own, tell, notice)
        found = _from_files(desk, recordings, spoken) if recordings else None
    if found is None:
        if microphone is None or not sys.stdin.isatty():
            raise BadInput("mic.no_terminal")
        found = record(desk, microphone, spoken)
    if found is None:
        raise BadInput("mic.given_up")
    save_baseline(own.data_dir, name, found, own.person)
    _show(name, found, json=json)


def stored(settings: Settings, microphone: Device) -> Baseline | None:
    """Return the baseline that was recorded on this microphone by this person, if any."""
    return load_baseline(settings.data_dir, microphone.name, settings.person)


def calibrate(desk: Desk, microphone: Device, lang: Lang, *, yes: bool) -> Baseline | None:
    """Record three sentences and keep their mean; None where nobody sits at a terminal to read them."""
    if yes or not sys.stdin.isatty():
        notice("cli.no_baseline")
        return None
    found = record(desk, microphone, lang)
    if found is None:
        notice("cli.calibration_failed")
        return None
    save_baseline(desk.settings.data_dir, microphone.name, found, desk.settings.person)
    return found


def record(desk: Desk, microphone: Device, lang: Lang) -> Baseline | None:
    """Have three sentences read, each until it passes; None when one never does, or they don't go together."""
    from simulator.audio.capture import capture
    from simulator.speech.mic_check import disagreement

    notice("cli.calibrate", seconds=int(SENTENCE_S))
    good: list[Delivery] = []
    for n in range(1, SENTENCES + 1):
        for _ in range(ATTEMPTS):
            err.print(f"\n{n}/{SENTENCES}  [bold]{say(f'cli.sentence_{n}', lang)}[/]")
            spoken, problem = hear(desk, capture(microphone, SENTENCE_S), lang)
            if problem is None:
                good.append(spoken)
                break
            notice(f"mic.{problem}")
            notice("mic.again")
        else:
            return None
    reason = disagreement(good)
    if reason:
        notice(f"mic.{reason}")
        return None
    return desk.mean_of(good)


def hear(desk: Desk, sound: Sound, lang: Lang) -> tuple[Delivery, str | None]:
    """Return the measures of one sentence, and what is wrong with it; its level and noise are shown."""
    from simulator.speech.mic_check import check

    spoken = desk.delivery(sound, lang)
    checked = check(sound, spoken)
    err.print("  " + meter(checked, settings().lang), markup=False, soft_wrap=True)
    problem = checked.problem or (None if desk.speaks(sound) else "too_short")
    return spoken, problem


def _from_files(desk: Desk, paths: list[Path], lang: Lang) -> Baseline | None:
    """Return the baseline of recordings, every one of which must pass.

    Raises
    ------
    BadInput
        If one of them can't be used, or they don't go together.
    """
    from simulator.audio.files import read_sound
    from simulator.speech.mic_check import disagreement

    good = []
    for path in paths:
        spoken, problem = hear(desk, read_sound(path), lang)
        if problem:
            raise BadInput("mic.file_problem", path=path, reason=say(f"mic.{problem}", settings().lang))
        good.append(spoken)
    reason = disagreement(good)
    if reason:
        raise BadInput("mic.file_problem", path=paths[-1], reason=say(f"mic.{reason}", settings().lang))
    return desk.mean_of(good)


def _show(name: str, found: Baseline, *, json: bool) -> None:
    mean = found.mean
    if not json:
        emit(say("mic.kept", settings().lang, device=name, pitch=mean.f0_mean_hz or 0.0, sentences=found.sentences))
        return
    shown: dict[str, Any] = {"device": name, "sentences": found.sentences, "f0_mean_hz": mean.f0_mean_hz}
    emit_json(shown | {"level_dbfs": mean.level_dbfs, "snr_db": mean.snr_db, "rate_syll_s": mean.rate_syll_s})
