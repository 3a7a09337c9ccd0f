"""The first microphone check: three short neutral sentences, kept as this person's usual voice on this microphone."""

from __future__ import annotations

import sys

from simulator.audio.capture import capture
from simulator.audio.devices import Device
from simulator.cli.console import err, notice
from simulator.domain.delivery import Baseline
from simulator.domain.sound import Sound
from simulator.messages import Lang, say
from simulator.session.desk import Desk
from simulator.settings import Settings
from simulator.store.baselines import load_baseline, save_baseline

SENTENCES = 3
SENTENCE_S = 5.0


def stored(settings: Settings, microphone: Device) -> Baseline | None:
    """Return the baseline that was recorded on this microphone, if any."""
    return load_baseline(settings.data_dir, microphone.name)


def calibrate(desk: Desk, microphone: Device, lang: Lang, *, yes: bool) -> Baseline | None:
    """Record three sentences and keep their mean; None where nobody sits at a terminal to read them."""
    if yes or not sys.stdin.isatty():
        notice("cli.no_baseline")
        return None
    notice("cli.calibrate", seconds=int(SENTENCE_S))
    sounds: list[Sound] = []
    for n in range(1, SENTENCES + 1):
        err.print(f"\n{n}/{SENTENCES}  [bold]{say(f'cli.sentence_{n}', lang)}[/]")
        sounds.append(capture(microphone, SENTENCE_S))
    spoken = [s for s in sounds if desk.speaks(s)]
    if len(spoken) < SENTENCES:
        notice("cli.calibration_failed", heard=len(spoken))
        return None
    baseline = desk.baseline(spoken, lang)
    if baseline is None:
        notice("cli.calibration_failed", heard=0)
        return None
    save_baseline(desk.settings.data_dir, microphone.name, baseline)
    return baseline
