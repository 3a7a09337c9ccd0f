"""Personas: one YAML file each under voices/, validated so that an error names the file and the line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.catalog.yaml_lines import Lines, load_lines
from simulator.domain.persona import AngerLevel, Body, Habits, Persona, Temper, Temperament
from simulator.messages import Lang, both, say
from simulator.resources import files
from simulator.settings import Settings
from simulator.speech.anger import limited

LEVELS: tuple[str, ...] = ("calm", "irritated", "angry", "furious")  # anger 0, 1, 2, 3

# What never turns back from level to level: hot anger rises (Banse & Scherer 1996), cold anger sinks and hardens.
RISING = {"pitch_st": 1, "loudness_dbfs": 1}
FALLING = {"pitch_st": -1, "pace": -1, "hardness_db": 1}

Semitones = Annotated[float, Field(ge=-12, le=12)]
Factor = Annotated[float, Field(ge=0.5, le=2.0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LevelFile(_Strict):
    """How one level of anger sounds, in a voice designer's words."""

    pitch_st: Semitones = Field(description="shift of the pitch, in semitones")
    melody: Factor = Field(description="how far the pitch swings: 1 as the plain voice, 1.5 half as much again")
    pace: Factor = Field(description="speed: 1 as the plain voice, 1.2 a fifth faster")
    hardness_db: float = Field(ge=-12, le=12, description="gain of the spectrum above 1 kHz, in dB")
    breath: Factor = Field(description="below 1 presses the voice, above 1 lets it breathe")
    loudness_dbfs: float = Field(ge=-40, le=-12, description="level where the voice speaks, dB of full scale")
    drive: float = Field(ge=0, le=1, description="strain: peaks are rounded off")
    tremor_st: float = Field(0.0, ge=0, le=2, description="how far the voice shakes with this anger, in semitones")
    pauses: float = Field(1.0, ge=0.5, le=4.0, description="length of the pauses: above 1 they press")

    def level(self) -> AngerLevel:
        """Return the domain's value."""
        return AngerLevel(
            f0_st=self.pitch_st,
            f0_range=self.melody,
            rate=self.pace,
            tilt_db=self.hardness_db,
            breath=self.breath,
            level_dbfs=self.loudness_dbfs,
            drive=self.drive,
            tremor_st=self.tremor_st,
            pauses=self.pauses,
        )


class AngerFile(_Strict):
    """The four levels, 0 to 3."""

    calm: LevelFile
    irritated: LevelFile
    angry: LevelFile
    furious: LevelFile

    def levels(self) -> tuple[AngerLevel, AngerLevel, AngerLevel, AngerLevel]:
        """Return the domain's values, calm first."""
        return self.calm.level(), self.irritated.level(), self.angry.level(), self.furious.level()


class BodyFile(_Strict):
    """The speaker's body."""

    pitch_st: Semitones = Field(0.0, description="shift of the pitch of the blend, in semitones")
    formants: float = Field(1.0, ge=0.8, le=1.25, description="above 1: a shorter vocal tract, a smaller person")
    pace: Factor = Field(1.0, description="speed of this person")
    tremor_st: float = Field(0.0, ge=0, le=2, description="swing of an old voice, in semitones")
    lowest_hz: float = Field(60.0, ge=40, le=300, description="the pitch never falls below")
    highest_hz: float = Field(600.0, ge=100, le=900, description="the pitch never rises above")

    def body(self) -> Body:
        """Return the domain's value."""
        return Body(self.pitch_st, self.formants, self.pace, self.tremor_st, self.lowest_hz, self.highest_hz)


class TemperamentFile(_Strict):
    """How quickly anger comes and goes; 1 is the customer of the table."""

    baseline: float = Field(1.0, ge=0, le=3, description="the anger that this person comes back to")
    reactivity: Factor = Field(1.0, description="factor on what raises the anger")
    decay: Factor = Field(1.0, description="factor on what lowers the anger")

    def temperament(self) -> Temperament:
        """Return the domain's value."""
        return Temperament(self.baseline, self.reactivity, self.decay)


class HabitsFile(_Strict):
    """What this person's speech is full of, beside words."""

    breaths: float = Field(0.0, ge=0, le=1, description="how audibly breath is drawn before a clause")
    sighs: float = Field(0.0, ge=0, le=1, description="share of the lines that begin with the person's own sound")
    sound: Literal["sigh", "scoff", "sob"] = Field("sigh", description="that sound")
    says: tuple[str, ...] = Field(
        (), description="words that this person likes to open with; nothing is added to lines"
    )

    def habits(self) -> Habits:
        """Return the domain's value."""
        return Habits(self.breaths, self.sighs, self.sound, self.says)


class PersonaFile(_Strict):
    """One file of voices/."""

    lang: Lang = Field(description="the language that this person speaks")
    role: Literal["customer", "trainee"] = Field("customer", description="trainee: the agent of the demonstration")
    name: dict[Lang, str] = Field(min_length=2, description="zh and en")
    about: dict[Lang, str] = Field(min_length=2, description="zh and en: age, temper, how anger sounds")
    temper: Temper = Field("shouting", description="the kind of anger, in a word")
    profile: Literal["hot", "cold"] = Field(
        "hot", description="hot anger gets higher, faster and louder, cold anger lower, slower and harder"
    )
    notice: dict[Lang, str] = Field(
        default_factory=lambda: both("voices.synthetic"), min_length=2, description="zh and en: that no person speaks"
    )
    style: str = Field(pattern=r"^[a-z0-9_]+$", description="a file of voices/styles, without .npz")
    system_voices: dict[Literal["linux", "win32", "darwin"], str] = Field(
        default_factory=dict, description="for pyttsx3: a part of the name or id of the system's voice"
    )
    body: BodyFile = Field(default_factory=BodyFile)
    temperament: TemperamentFile = Field(default_factory=TemperamentFile)
    habits: HabitsFile = Field(default_factory=HabitsFile)
    anger: AngerFile


def load_personas(settings: Settings) -> dict[str, Persona]:
    """Return every persona by id (the name of its file); a file in the user's folder hides the product's.

    Nobody is louder than the settings allow.

    Raises
    ------
    BadInput
        If a file is no persona; the sentence names the file, the line and what is wrong.
    """
    found = files("voices", ".yaml", override=settings.voices_dir, user=settings.data_dir)
    loaded = {name: load_persona(path, settings.lang) for name, path in sorted(found.items())}
    return {name: replace(p, anger=limited(p.anger, settings.loudest_dbfs)) for name, p in loaded.items()}


def load_persona(path: Path, lang: Lang) -> Persona:
    """Return one persona, its name and description in `lang`; raises like `load_personas`."""
    file, lines = load_lines(path, PersonaFile)
    _check(file, lines, lang)
    return Persona(
        id=path.stem,
        lang=file.lang,
        name=file.name[lang],
        about=file.about[lang],
        profile=file.profile,
        style=file.style,
        body=file.body.body(),
        anger=file.anger.levels(),
        system_voices=MappingProxyType({str(k): v for k, v in file.system_voices.items()}),
        role=file.role,
        temper=file.temper,
        temperament=file.temperament.temperament(),
        habits=file.habits.habits(),
        notice=file.notice[lang],
    )


def _check(file: PersonaFile, lines: Lines, lang: Lang) -> None:
    body = file.body
    if body.highest_hz < 1.5 * body.lowest_hz:
        lines.refuse(say("voices.problem_range", lang, low=body.lowest_hz), "body", "highest_hz")
    direction = RISING if file.profile == "hot" else FALLING
    for below, above in pairwise(LEVELS):
        low, high = getattr(file.anger, below), getattr(file.anger, above)
        for field, sign in direction.items():
            if sign * (getattr(high, field) - getattr(low, field)) < 0:
                lines.refuse(say(f"voices.problem_{file.profile}", lang, below=below), "anger", above, field)
