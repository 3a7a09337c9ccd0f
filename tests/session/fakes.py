"""Fakes that stand beside the real engines: a detector that hears loudness, a recogniser that reads a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal
from simulator.domain.persona import Persona
from simulator.domain.score import Evidence, Outcome, Score, Scorecard
from simulator.domain.sound import LINE_RATE_HZ, FloatArray, Sound
from simulator.domain.transcript import Transcript, Word
from simulator.messages import Lang
from simulator.scoring.reply import Judgement, Reply


def tone(seconds: float, level: float = 0.2) -> Sound:
    """Return something that `LoudnessDetector` takes for speech."""
    t = np.arange(round(seconds * LINE_RATE_HZ)) / LINE_RATE_HZ
    return Sound((level * np.sin(2 * np.pi * 180 * t)).astype(np.float32), LINE_RATE_HZ)


class LoudnessDetector:
    """Takes loud for speech."""

    def probability(self, frame: FloatArray) -> float:
        """Return 1 for a loud frame."""
        return float(np.sqrt(np.mean(frame**2)) > 0.01)

    def reset(self) -> None:
        """Do nothing."""


class ReadingRecogniser:
    """Recognises the next text of a script, whatever it hears."""

    name = "script"

    def __init__(self, texts: Sequence[str]) -> None:
        self.models: dict[str, str] = {}
        self.heard: list[Sound] = []
        self._texts: Iterator[str] = iter(texts)

    def transcribe(self, sound: Sound, lang: Lang) -> Transcript:
        """Return the next text as one word."""
        self.heard.append(sound)
        text = next(self._texts)
        if not text:
            return Transcript(lang, "", "", (), 0.0, "no_speech")
        return Transcript(lang, text, text, (Word(text, 0.3, sound.duration_s - 0.3, 0.9),), 0.9)


class HummingVoice:
    """Renders every line as a tone as long as the line."""

    def __init__(self) -> None:
        self.rendered: list[tuple[str, float]] = []

    def render(self, text: str, persona: Persona, anger: float, channel: str = "clear") -> Sound:
        """Return a tone."""
        self.rendered.append((text, anger))
        return tone(0.05 * len(text), 0.1)

    def stream(self, text: str, persona: Persona, anger: float, channel: str = "clear") -> Iterator[Sound]:
        """Yield the tone."""
        yield self.render(text, persona, anger, channel)


def judgement(acts: set[Act], **outcomes: Outcome) -> Judgement:
    """Return a judgement with the given acts and outcomes; what isn't named is none."""
    found = {d: outcomes.get(d, Outcome.NONE) for d in ("mirroring", "labelling", "solution")}
    evidence = (Evidence("", None, None, "because the test says so"),)

    def score(outcome: Outcome) -> Score:
        points = outcome.points
        return Score(outcome, None if points is None else 50.0 * points, 0.9, evidence, "go on")

    card = Scorecard(score(Outcome.CREDIT), *(score(found[d]) for d in ("mirroring", "labelling", "solution")))
    appraisal = Appraisal(
        True,
        frozenset(acts),
        found["mirroring"],
        found["labelling"],
        found["solution"],
        label_kind="apt" if found["labelling"] is Outcome.CREDIT else "none",
        delivery="level",
        words=tuple(Evidence(str(a), None, None, "", str(a)) for a in sorted(acts)),
    )
    return Judgement(card, tuple(sorted(acts)), appraisal)


class LookUpScorer:
    """Judges a text by looking it up."""

    def __init__(self, known: dict[str, Judgement]) -> None:
        self._known = known

    def judge(self, reply: Reply) -> Judgement:
        """Return the judgement that was prepared for this text."""
        if reply.understood:
            return self._known[re.sub(r"^(\w+?)\1+$", r"\1", reply.transcript.text)]  # a reply may come in chunks
        open_ = Outcome.UNDETERMINED
        unheard = judgement(set(), mirroring=open_, labelling=open_, solution=open_)
        return replace(unheard, appraisal=replace(unheard.appraisal, understood=False))
