"""One line, clause by clause: plain speech from an engine, coloured by the persona's anger, with pauses between."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from simulator.domain.persona import AngerLevel, Persona
from simulator.domain.sound import FloatArray, Sound, silence
from simulator.engines.g2p import STRONG_PAUSE_S, WEAK_PAUSE_S, Clause, checked, clauses
from simulator.errors import BadInput
from simulator.speech.anger import MAX_ANGER, Spans, interpolate, voiced_as
from simulator.speech.markup import SoundName
from simulator.speech.paralanguage import uttered

SILENT_DB = 45.0  # below the peak: what an engine leaves before and after the speech
MARGIN_S = 0.03
FADE_S = 0.005
SIGHING = 0.8  # calmer than this, nobody sighs or scoffs


@dataclass(frozen=True, slots=True)
class Spoken:
    """Plain speech of one clause, and which spans of it, in seconds, are to be stressed."""

    sound: Sound
    stressed: Spans = ()


Speak = Callable[[Clause], Spoken]


@dataclass(frozen=True, slots=True)
class _Manner:
    """Who speaks, and how."""

    persona: Persona
    anger: float
    level: AngerLevel
    seed: int

    @property
    def hurry(self) -> float:
        return self.level.rate * self.persona.body.rate

    def uttered(self, name: SoundName, rate_hz: int, louder_db: float = 0.0) -> Sound:
        level_dbfs = round(self.level.level_dbfs + louder_db, 1)
        return uttered(name, rate_hz, level_dbfs, self.persona.body.formants, self.seed)


def render_line(text: str, persona: Persona, anger: float, speak: Speak) -> Sound:
    """Return a whole line.

    Parameters
    ----------
    text
        What is said, with its marks (see `simulator.speech.markup`); what can't be spoken is left out.
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
    manner = _Manner(persona, anger, interpolate(persona.anger, anger), zlib.crc32(f"{persona.id} {text}".encode()))
    return _pieces(_with_own_sound(parts, manner), manner, speak)


def trimmed(spoken: Spoken) -> Spoken:
    """Return speech without the silence before and after it, with its ends faded."""
    sound = spoken.sound
    loud = np.flatnonzero(np.abs(sound.samples) > np.abs(sound.samples).max(initial=0.0) * 10 ** (-SILENT_DB / 20))
    if not loud.size:
        return Spoken(Sound(sound.samples[:0], sound.rate_hz))
    margin = round(MARGIN_S * sound.rate_hz)
    start = max(0, loud[0] - margin)
    samples = sound.samples[start : loud[-1] + margin + 1].copy()
    stressed = [(a - start / sound.rate_hz, b - start / sound.rate_hz) for a, b in spoken.stressed]
    return Spoken(Sound(_faded(samples, round(FADE_S * sound.rate_hz)), sound.rate_hz), tuple(stressed))


def _with_own_sound(parts: tuple[Clause, ...], manner: _Manner) -> tuple[Clause, ...]:
    """Begin the line with the person's own sound, for a share of the lines; the same line always does or never."""
    habits = manner.persona.habits
    lot = manner.seed % 1000 / 1000
    if manner.anger < SIGHING or lot >= habits.sighs or parts[0].sound:
        return parts
    return (Clause("", WEAK_PAUSE_S, habits.sound), *parts)


def _pieces(parts: tuple[Clause, ...], manner: _Manner, speak: Speak) -> Iterator[Sound]:
    """Yield each clause with its pause; a sound goes with the clause after it, which knows the engine's rate."""
    before: list[Clause] = []
    for i, clause in enumerate(parts):
        if clause.sound:
            before.append(clause)
            continue
        spoken = trimmed(speak(clause))
        rate_hz = spoken.sound.rate_hz
        said = voiced_as(spoken.sound, manner.persona, manner.anger, spoken.stressed)
        sounds = [s for c in before for s in (manner.uttered(_name(c), rate_hz), _rest(c, manner, rate_hz))]
        last = i == len(parts) - 1
        yield _joined([*sounds, said, *([] if last else [_pause(clause, manner, rate_hz)])])
        before = []
    if before:
        rate_hz = said.rate_hz
        yield _joined([s for c in before for s in (_rest(c, manner, rate_hz), manner.uttered(_name(c), rate_hz))])


def _pause(clause: Clause, manner: _Manner, rate_hz: int) -> Sound:
    """Return the pause after a clause; whoever is heard to breathe does so at the end of the longer ones."""
    rest = _rest(clause, manner, rate_hz)
    strength = manner.persona.habits.breaths * (0.4 + 0.2 * manner.anger)
    breath = manner.uttered("breath", rate_hz, 20 * np.log10(max(strength, 1e-3)))
    if clause.pause_s < STRONG_PAUSE_S or strength < 0.1:
        return rest
    samples = np.zeros(max(len(rest.samples), len(breath.samples)), np.float32)
    samples[len(samples) - len(breath.samples) :] += breath.samples
    return Sound(samples, rate_hz)


def _rest(clause: Clause, manner: _Manner, rate_hz: int) -> Sound:
    return silence(clause.pause_s * manner.level.pauses / manner.hurry, rate_hz)


def _name(clause: Clause) -> SoundName:
    assert clause.sound is not None  # noqa: S101  only sounds wait
    return clause.sound


def _joined(sounds: list[Sound]) -> Sound:
    return Sound(np.concatenate([s.samples for s in sounds]), sounds[0].rate_hz)


def _faded(samples: FloatArray, length: int) -> FloatArray:
    n = min(length, len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, n, dtype=np.float32)
    samples[:n] *= ramp
    samples[len(samples) - n :] *= ramp[::-1]
    return samples
