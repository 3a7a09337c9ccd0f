"""How a clip reaches the recogniser: as it is, through the telephone, or with noise of people and rooms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.signal

from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.speech.channel import phone

CONDITIONS = ("clean", "phone", "noise20", "noise15", "noise10", "noise5")


def heard_through(sound: Sound, condition: str, seed: int) -> Sound:
    """Return a sound at 16 kHz in one of the conditions; ``noise10`` has a signal-to-noise ratio of 10 dB."""
    if condition == "clean":
        return sound
    if condition == "phone":
        return phone(noisy(sound, 15.0, seed), seed)
    return noisy(sound, float(condition.removeprefix("noise")), seed)


def noisy(sound: Sound, snr_db: float, seed: int) -> Sound:
    """Return a sound with noise whose spectrum falls as that of rooms and babble does, 6 dB an octave above 300 Hz."""
    rng = np.random.default_rng(seed)
    low = scipy.signal.butter(1, 300, "lowpass", fs=LINE_RATE_HZ, output="sos")
    noise = scipy.signal.sosfilt(low, rng.standard_normal(len(sound.samples)))
    loud = np.abs(sound.samples) > 0.02 * np.abs(sound.samples).max()
    gain = np.sqrt(np.mean(sound.samples[loud] ** 2) / np.mean(noise**2)) * 10 ** (-snr_db / 20)
    mixed = sound.samples + gain * noise
    return Sound((mixed / max(1.0, np.abs(mixed).max())).astype(np.float32), LINE_RATE_HZ)


def recorded(folder: Path) -> Iterator[tuple[str, str, Sound]]:
    """Yield (language, text, sound at 16 kHz) of a folder with ``manifest.jsonl``."""
    import soundfile
    import soxr

    for row in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(row)
        samples, rate_hz = soundfile.read(folder / entry["path"], dtype="float32")
        yield entry["lang"], entry["text"], Sound(soxr.resample(samples, rate_hz, LINE_RATE_HZ), LINE_RATE_HZ)


def plain(text: str, lang: str) -> str:
    """Return a text as error rates compare it: without marks; numerals in Mandarin as digits are left as written."""
    if lang == "zh":
        return re.sub(r"[^\w]", "", text)
    return " ".join(re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("-", " ")).split())
