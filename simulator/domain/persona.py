"""A persona: whose voice the customer has, and how anger sounds in this person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.messages import Lang


@dataclass(frozen=True, slots=True)
class AngerLevel:
    """How one level of anger sounds in one person, relative to the plain voice.

    Parameters
    ----------
    f0_st
        Shift of the fundamental frequency in semitones.
    f0_range
        Factor on the excursions of F0 around its median.
    rate
        Factor on the speed.
    tilt_db
        Gain from 1 kHz upwards, in dB: higher is harder.
    breath
        Factor below 1 presses the voice (less aperiodic energy).
    level_dbfs
        Active level.
    drive
        Soft saturation, 0 to 1.
    tremor_st
        Swing of a voice that shakes with this anger, in semitones, beside the body's own.
    pauses
        Factor on the pauses between clauses: above 1 they press.
    """

    f0_st: float
    f0_range: float
    rate: float
    tilt_db: float
    breath: float
    level_dbfs: float
    drive: float
    tremor_st: float = 0.0
    pauses: float = 1.0


@dataclass(frozen=True, slots=True)
class Body:
    """The speaker's body: pitch in semitones, formant scale (above 1 is a shorter vocal tract), tempo, tremor."""

    pitch_st: float = 0.0
    formants: float = 1.0
    rate: float = 1.0
    tremor_st: float = 0.0
    f0_floor_hz: float = 60.0
    f0_ceil_hz: float = 600.0


Temper = Literal["shouting", "icy", "tearful", "sarcastic", "silent"]


@dataclass(frozen=True, slots=True)
class Temperament:
    """How quickly anger comes and goes in one person; 1 is the customer of the table.

    Parameters
    ----------
    baseline
        The anger, 0 to 3, that this person comes back to when nothing happens.
    reactivity
        Factor on what raises the anger.
    decay
        Factor on what lowers it.
    """

    baseline: float = 1.0
    reactivity: float = 1.0
    decay: float = 1.0


@dataclass(frozen=True, slots=True)
class Habits:
    """What this person's speech is full of, beside words.

    Parameters
    ----------
    breaths
        How audibly the person breathes in before a clause, 0 to 1; it grows with the anger.
    sighs
        Share of the lines, 0 to 1, that begin with the person's own sound.
    sound
        That sound: a sigh, a scoff through the nose, or a sob drawn in.
    says
        Words that this person likes to open with; for whoever writes lines.
    """

    breaths: float = 0.0
    sighs: float = 0.0
    sound: Literal["sigh", "scoff", "sob"] = "sigh"
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Persona:
    """One voice.

    Parameters
    ----------
    profile
        ``hot`` anger gets higher, faster and louder, ``cold`` anger lower, slower and harder.
    style
        Name of the Kokoro style vector under ``voices/styles``.
    system_voices
        For pyttsx3: a part of the name of the voice by platform (``linux``, ``win32``, ``darwin``).
    anger
        Four levels, 0 to 3; values between are interpolated.
    role
        ``customer``, or ``trainee`` for the synthetic trainee of the demonstration.
    temper
        The kind of anger, in a word.
    notice
        What is told to whoever hears the voice: that no person speaks.
    """

    id: str
    lang: Lang
    name: str
    about: str
    profile: Literal["hot", "cold"]
    style: str
    body: Body
    anger: tuple[AngerLevel, AngerLevel, AngerLevel, AngerLevel]
    system_voices: Mapping[str, str] = field(default_factory=dict)
    role: Literal["customer", "trainee"] = "customer"
    temper: Temper = "shouting"
    temperament: Temperament = Temperament()
    habits: Habits = Habits()
    notice: str = ""
