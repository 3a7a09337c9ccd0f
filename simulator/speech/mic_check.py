"""Whether a sentence of the microphone check is good enough to hold later replies against."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.domain.delivery import Delivery
from simulator.domain.sound import Sound
from simulator.speech import level

LEAST_SPEAKING_S, LEAST_VOICED_S = 1.2, 0.6
MOST_CLIPPED = 0.002
LEAST_SNR_DB = 15.0
LEAST_DBFS = -50.0  # a microphone that far down is another one, or muted
MUTED_DBFS = -80.0  # a live microphone is never that silent
FLOOR_DBFS = -100.0
OTHER_PERSON_ST = 7.0  # between two sentences of one person in a usual voice


@dataclass(frozen=True, slots=True)
class MicCheck:
    """One sentence, as it came in.

    Parameters
    ----------
    voice_dbfs, noise_dbfs
        Level of the speaking parts, and of the quieter half of the rest; None where there is none.
    problem
        Name of a message (``mic.…``) that says why it can't be used, or None.
    """

    voice_dbfs: float | None
    noise_dbfs: float | None
    problem: str | None


def check(sound: Sound, spoken: Delivery) -> MicCheck:
    """Return level, noise and what is wrong with one sentence.

    Parameters
    ----------
    spoken
        The measures of `sound`.
    """
    voice = spoken.level_dbfs
    noise = None if voice is None or spoken.snr_db is None else max(voice - spoken.snr_db, FLOOR_DBFS)
    return MicCheck(voice, noise, _problem(sound, spoken))


def _problem(sound: Sound, spoken: Delivery) -> str | None:
    overall = (
        level.mean_db(level.levels(np.nan_to_num(sound.samples.astype(np.float64)))) if len(sound.samples) else -120
    )
    if overall < MUTED_DBFS:
        return "wrong_device"
    if spoken.clipped_share > MOST_CLIPPED:
        return "clipped"
    if spoken.level_dbfs is not None and spoken.level_dbfs < LEAST_DBFS:
        return "too_quiet"
    if spoken.f0_mean_hz is None or spoken.speaking_s < LEAST_SPEAKING_S or spoken.voiced_s < LEAST_VOICED_S:
        return "too_short"
    if spoken.snr_db is not None and spoken.snr_db < LEAST_SNR_DB:
        return "noisy"
    return "two_voices" if spoken.voices > 1 else None


def disagreement(sentences: Sequence[Delivery]) -> str | None:
    """Return why sentences that are good one by one are no baseline together (a message), or None."""
    bands = {d.bandwidth_hz for d in sentences if d.bandwidth_hz}
    if len(bands) > 1:
        return "device_changed"
    pitches = [12 * math.log2(d.f0_mean_hz) for d in sentences if d.f0_mean_hz]
    return "person_changed" if pitches and max(pitches) - min(pitches) > OTHER_PERSON_ST else None
