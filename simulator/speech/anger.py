"""Anger in a voice, continuous from 0 to 3: pitch, melody, tempo, hardness, pressedness and level together.

The directions are those reported for hot anger (Banse & Scherer 1996; Juslin & Laukka 2003): higher and wider F0,
faster, louder, more energy above 1 kHz. Cold anger is lower, slower and harder, and no louder. Engine controls alone
change no spectrum: that sounds hurried, not angry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from simulator.domain.persona import AngerLevel, Persona
from simulator.domain.sound import Sound
from simulator.speech import vocoder
from simulator.speech.loudness import to_level

Spans = Sequence[tuple[float, float]]

MAX_ANGER = 3.0
SHORTEST_S = 0.05  # less than this can't be analysed
EDGE_S = 0.04  # stress comes and goes within two periods of a low voice
SILENT = 1e-4  # −80 dB of full scale


def interpolate(levels: tuple[AngerLevel, ...], anger: float) -> AngerLevel:
    """Return the level between two levels.

    Parameters
    ----------
    levels
        The levels 0, 1, 2, 3 of a persona.
    anger
        0 to 3.

    Raises
    ------
    ValueError
        If `anger` is outside 0..3.
    """
    if not 0.0 <= anger <= MAX_ANGER:
        raise ValueError(f"anger must lie in 0..3, not {anger}")
    at = range(len(levels))
    return AngerLevel(
        **{f.name: float(np.interp(anger, at, [getattr(v, f.name) for v in levels])) for f in fields(AngerLevel)}
    )


Levels = tuple[AngerLevel, AngerLevel, AngerLevel, AngerLevel]


def limited(levels: Levels, loudest_dbfs: float) -> Levels:
    """Return the levels, none louder than a limit: what else makes anger audible stays."""
    calm, irritated, angry, furious = (replace(v, level_dbfs=min(v.level_dbfs, loudest_dbfs)) for v in levels)
    return calm, irritated, angry, furious


def voiced_as(sound: Sound, persona: Persona, anger: float, stressed: Spans = ()) -> Sound:
    """Return plain speech as this person says it at this anger.

    Parameters
    ----------
    sound
        One clause of plain speech from an engine, any rate.
    persona
        Whose body and whose four anger levels.
    anger
        0 to 3, continuous.
    stressed
        Spans of the sound, in seconds, that are stressed.

    Returns
    -------
    Sound
        At the same rate, at the active level of the anger, soft-limited below full scale; silence comes back as it is.
    """
    level, body = interpolate(persona.anger, anger), persona.body
    if sound.duration_s < SHORTEST_S or np.abs(sound.samples).max() < SILENT:
        return sound
    frames = vocoder.analyse(sound)
    weight = _weight(stressed, len(frames.f0_hz)) if stressed else None
    if weight is not None:
        frames = vocoder.emphasise(frames, weight)
    frames = vocoder.repitch(frames, level.f0_st + body.pitch_st, level.f0_range, body.f0_floor_hz, body.f0_ceil_hz)
    frames = vocoder.hasten(frames, level.rate * body.rate, weight)
    frames = vocoder.tremble(frames, body.tremor_st + level.tremor_st)
    frames = vocoder.resize(frames, body.formants)
    frames = vocoder.press(vocoder.tilt(frames, level.tilt_db), level.breath)
    samples = saturate(vocoder.synthesise(frames), level.drive)
    return Sound(to_level(samples, sound.rate_hz, level.level_dbfs).astype(np.float32), sound.rate_hz)


def _weight(stressed: Spans, frames: int) -> vocoder.Curve:
    """Return 1 within the spans and 0 elsewhere, with soft edges."""
    times_s = np.arange(frames) * vocoder.FRAME_MS / 1000
    inside = np.zeros(frames)
    for start_s, end_s in stressed:
        inside = np.maximum(inside, np.clip(np.minimum(times_s - start_s, end_s - times_s) / EDGE_S + 1.0, 0.0, 1.0))
    return inside


def saturate(samples: vocoder.Curve, drive: float) -> vocoder.Curve:
    """Round the peaks off like a strained voice; `drive` 0 leaves the samples alone, 1 is strong."""
    if drive <= 0.0 or not samples.any():
        return samples
    peak = np.percentile(np.abs(samples), 99.5) + 1e-9
    return np.asarray(np.tanh(samples / peak * (1.0 + 2.0 * drive)))
