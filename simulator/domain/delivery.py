"""Delivery: how a reply was spoken, in physical measures, and the speaker's own usual values to hold it against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Delivery:
    """Physical measures of one utterance; NaN-free: a measure that can't be taken is None.

    Parameters
    ----------
    duration_s, speaking_s, voiced_s
        Whole length; length without pauses; length with vocal-fold vibration.
    f0_median_hz, f0_p80_hz
        Median and 80th percentile of the fundamental frequency.
    f0_sd_st, f0_range_st
        Standard deviation, and 5th–95th percentile range, in semitones.
    level_dbfs
        Level of the speaking parts, dB relative to full scale.
    alpha_db
        Alpha ratio: level in 1–5 kHz minus level in 50 Hz–1 kHz. Higher is harder.
    hammarberg_db
        Hammarberg index: peak in 0–2 kHz minus peak in 2–5 kHz. Lower is harder.
    rate_syll_s
        Syllables per second of speaking time, when the words are known.
    snr_db
        Level of speech over level of the pauses.
    clipped_share
        Share of samples in flat tops, at full scale or wherever the chain before clipped them.
    f0_mean_hz
        Geometric mean of the fundamental frequency: the mean in semitones.
    centre_hz
        Centre of gravity of the voiced spectrum, 50 Hz–5 kHz. Higher is harder.
    mid_db
        Level in 600–1500 Hz minus level in 300–600 Hz: a wider open mouth lifts the first formant.
    hnr_db
        Harmonics-to-noise ratio. Lower is rougher.
    slope_db_oct
        Slope of the voiced spectrum from 400 Hz to 4 kHz, dB per octave. Flatter is harder.
    bandwidth_hz
        4000 for a telephone's band, 8000 for a wide one.
    voices
        2 where the pitch falls apart in two separate registers, as with two people; else 1.
    held_share
        Share of the voiced time in which the pitch stands still, as in music or a tone.

    Formulas and sources stand in ``data/models/calm-measures.md``.
    """

    duration_s: float
    speaking_s: float
    voiced_s: float
    f0_median_hz: float | None
    f0_p80_hz: float | None
    f0_sd_st: float | None
    f0_range_st: float | None
    level_dbfs: float | None
    alpha_db: float | None
    hammarberg_db: float | None
    rate_syll_s: float | None
    snr_db: float | None
    clipped_share: float
    f0_mean_hz: float | None = None
    centre_hz: float | None = None
    mid_db: float | None = None
    hnr_db: float | None = None
    slope_db_oct: float | None = None
    bandwidth_hz: float | None = None
    voices: int = 1
    held_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """A speaker's own usual delivery, the mean of a few neutral sentences.

    Parameters
    ----------
    mean
        Means of the measures (durations are means too).
    sentences
        How many went into it; three are wanted.
    source
        ``calibration`` (recorded for this), or ``call`` (the call's own calmest stretches).
    """

    mean: Delivery
    sentences: int
    source: Literal["calibration", "call"]
