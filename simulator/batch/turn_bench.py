"""How quickly the customer answers: spoken replies fed in real time into the live pipeline, one engine a process."""

from __future__ import annotations

import os
import platform
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from simulator.audio.resample import to_rate
from simulator.audio.scripted import ScriptedLine
from simulator.domain.customer import Move
from simulator.domain.record import AgentTurn
from simulator.domain.sound import LINE_RATE_HZ, FloatArray, Sound, silence
from simulator.errors import Broken
from simulator.session.attempt import Attempt
from simulator.session.desk import Cast, Desk

PAUSE_S = 0.6  # between the sentences of a reply
SOUND = 0.003  # -50 dBFS: what counts as a sound when gaps are measured


@dataclass(slots=True)
class Stopwatch:
    """Follows a call and notes when each turn was over."""

    over: list[tuple[float, Attempt]] = field(default_factory=list)

    def told(self, event: AgentTurn | Move) -> None:
        """Do nothing."""

    def disk(self, failure: Broken | None, wait_s: float | None = None) -> None:
        """Do nothing."""

    def ended(self, attempt: Attempt) -> None:
        """Note the end of a turn."""
        self.over.append((time.monotonic(), attempt))

    def residuals_s(self) -> list[float]:
        """Return, for each turn, how long its words were still missing when it was over."""
        return [max(0.0, a.words_at_s - t) for t, a in self.over if a.words_at_s is not None]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply of 8 to 15 s, and its words where they are known."""

    sound: Sound
    text: str = ""


def replies(desk: Desk, cast: Cast, count: int, clips: Sequence[Sound] = ()) -> list[Spoken]:
    """Return replies of about 8 to 15 s: the scenario's model answers in a trainee's voice, or the clips joined."""
    if clips:
        joined = [_joined(list(islice(cycle(clips), n * 3, n * 3 + 3))) for n in range(count)]
        return [Spoken(sound) for sound in joined]
    trainee = next(p for p in desk.personas.values() if p.role == "trainee" and p.lang == cast.scenario.lang)
    texts = [a.master for a in cast.scenario.model_answers]
    pairs = [(texts[n % len(texts)], texts[(n + 1 + n // len(texts)) % len(texts)]) for n in range(count)]
    return [Spoken(_joined([desk.renditions.render(t, trainee, 0.0) for t in two]), "".join(two)) for two in pairs]


def measure(desk: Desk, cast: Cast, spoken: Sequence[Spoken], out: Path) -> dict[str, Any]:
    """Play a call of these replies in real time and return its figures.

    ``residual_s``: how long words were missing once the turn was over. ``gap_s``: from the agent's last sound to the
    customer's first, which may be a breath. ``answer_s``: to the customer's first word.

    A call that ends before the last reply is followed by another one with the next seed.
    """
    desk.warm_up(cast)
    watch, waiting = Stopwatch(), list(spoken)
    gaps: list[float] = []
    answers: list[float] = []
    heard: list[str] = []
    began, cpu, seed = time.monotonic(), time.process_time(), 0
    while waiting:
        before = len(waiting)
        line = ScriptedLine(lambda: waiting.pop(0).sound if waiting else None, realtime=True)
        one = replace(cast, seed=seed)
        result = desk.run(one, line, desk.ears(), out=out / str(seed), watcher=watch)
        samples, _ = soundfile.read(result.folder / "audio.flac", dtype="float32")
        for turn, after in pairwise(result.record.turns):
            if isinstance(turn, AgentTurn):
                last_s, gap = last_sound_s(samples, turn), gap_s(samples, turn)
                gaps += [gap] if gap is not None else []
                answers.append(after.start_s - last_s)
                heard.append(turn.text)
        seed += 1
        if len(waiting) == before:
            break
    wall = time.monotonic() - began
    return {
        "residual_s": _percentiles(watch.residuals_s()),
        "gap_s": _percentiles(gaps),
        "answer_s": _percentiles(answers),
        "replies": len(gaps),
        "cpu_share": round((time.process_time() - cpu) / wall, 3),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "heard": heard,
    }


def gap_s(samples: FloatArray, turn: AgentTurn) -> float | None:
    """Return the time from the agent's last sound to the customer's first after it, from the recording itself.

    Parameters
    ----------
    samples
        Shape (n, 2): customer, agent.
    """
    last = round(last_sound_s(samples, turn) * LINE_RATE_HZ)
    customer = np.flatnonzero(np.abs(samples[last:, 0]) > SOUND)
    return float(customer[0]) / LINE_RATE_HZ if customer.size else None


def last_sound_s(samples: FloatArray, turn: AgentTurn) -> float:
    """Return when the agent's last sound of a turn was, from the recording itself."""
    start, end = (round(t * LINE_RATE_HZ) for t in (turn.start_s, turn.end_s + 0.5))
    agent = np.flatnonzero(np.abs(samples[start:end, 1]) > SOUND)
    return (start + int(agent[-1])) / LINE_RATE_HZ if agent.size else turn.end_s


def machine() -> str:
    """Return what the figures were taken on."""
    processor = platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {sys.platform}, Python {platform.python_version()}"


def _joined(sounds: Sequence[Sound]) -> Sound:
    pause = silence(PAUSE_S).samples
    parts: list[FloatArray] = []
    for sound in sounds:
        parts += [to_rate(sound).samples, pause]
    return Sound(np.concatenate(parts[:-1]), LINE_RATE_HZ)


def _percentiles(values: Sequence[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p95": None}
    return {f"p{q}": round(float(np.percentile(values, q)), 3) for q in (50, 95)}
