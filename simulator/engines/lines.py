"""One line, clause by clause: plain speech from an engine, coloured by the persona's anger, with pauses between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from simulator.domain.persona import Persona
from simulator.domain.sound import FloatArray, Sound
from simulator.engines.g2p import Clause, checked, clauses
from simulator.errors import BadInput
from simulator.speech.anger import MAX_ANGER, interpolate, voiced_as

Speak = Callable[[Clause], Sound]

SILENT_DB = 45.0  # below the peak: what an engine leaves before and after the speech
MARGIN_S = 0.03
FADE_S = 0.005


def render_line(text: str, persona: Persona, anger: float, speak: Speak) -> Sound:
    """Return a whole line.

    Parameters
    ----------
    text
        What is said; what can't be spoken is left out.
    persona
        Who says it.
    anger
        0 to 3, continuous.
    speak
        Plain speech of one clause, at the engine's own rate.

    Raises
    ------
    BadInput
        If there is nothing to say, too much, in another language, or `anger` is out of range.
    """
    pieces = list(stream_line(text, persona, anger, speak))
    return Sound(np.concatenate([p.samples for p in pieces]), pieces[0].rate_hz)


def stream_line(text: str, persona: Persona, anger: float, speak: Speak) -> Iterator[Sound]:
    """Yield a line clause by clause, each with the pause after it; raises like `render_line`, before the first."""
    if not 0.0 <= anger <= MAX_ANGER:
        raise BadInput("voices.bad_anger", anger=anger)
    parts = clauses(checked(text, persona.lang, persona.id), persona.lang)
    if not parts:
        raise BadInput("voices.empty_text")
    hurry = interpolate(persona.anger, anger).rate * persona.body.rate
    return (_piece(clause, persona, anger, speak, hurry, last=clause is parts[-1]) for clause in parts)


def trimmed(sound: Sound) -> Sound:
    """Return the sound without the silence before and after it, with its ends faded."""
    loud = np.flatnonzero(np.abs(sound.samples) > np.abs(sound.samples).max(initial=0.0) * 10 ** (-SILENT_DB / 20))
    if not loud.size:
        return Sound(sound.samples[:0], sound.rate_hz)
    margin = round(MARGIN_S * sound.rate_hz)
    samples = sound.samples[max(0, loud[0] - margin) : loud[-1] + margin + 1].copy()
    return Sound(_faded(samples, round(FADE_S * sound.rate_hz)), sound.rate_hz)


def _piece(clause: Clause, persona: Persona, anger: float, speak: Speak, hurry: float, *, last: bool) -> Sound:
    spoken = voiced_as(trimmed(speak(clause)), persona, anger)
    if last:
        return spoken
    pause = np.zeros(round(clause.pause_s / hurry * spoken.rate_hz), np.float32)
    return Sound(np.concatenate([spoken.samples, pause]), spoken.rate_hz)


def _faded(samples: FloatArray, length: int) -> FloatArray:
    n = min(length, len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, n, dtype=np.float32)
    samples[:n] *= ramp
    samples[len(samples) - n :] *= ramp[::-1]
    return samples
