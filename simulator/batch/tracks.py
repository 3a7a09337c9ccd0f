"""A recording as two tracks, and the turns in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from simulator.audio.files import read_channels
from simulator.audio.resample import to_rate
from simulator.domain.line import Frame
from simulator.domain.ports import VoiceDetector
from simulator.domain.sound import FRAME, LINE_RATE_HZ, FloatArray, Sound
from simulator.errors import BadInput
from simulator.speech.floor import Ended, Floor, FloorRules, Heard, step

Speaker = Literal["customer", "agent"]


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """Both voices at 16 kHz, equally long; the customer's is silent in a recording of the agent alone."""

    customer: Sound
    agent: Sound
    both: bool

    def frames(self) -> Iterator[Frame]:
        """Yield the recording in frames."""
        for at in range(0, len(self.agent.samples), FRAME):
            yield Frame(self.customer.samples[at : at + FRAME], self.agent.samples[at : at + FRAME])


@dataclass(frozen=True, slots=True)
class Stretch:
    """One turn: who spoke, from sample `start` to sample `end`, `overlap` samples of it over the other."""

    speaker: Speaker
    start: int
    end: int
    overlap: int = 0


def read_tracks(path: Path) -> Tracks:
    """Return a recorded call: stereo with the customer left and the agent right, or the agent alone.

    Raises
    ------
    BadInput
        If the file can't be read, or has more than two channels.
    """
    channels = [to_rate(c) for c in read_channels(path)]
    if len(channels) > 2:
        raise BadInput("batch.channels", path=path, channels=len(channels))
    agent = _whole_frames(channels[-1])
    customer = _whole_frames(channels[0]) if len(channels) == 2 else Sound(np.zeros_like(agent.samples), LINE_RATE_HZ)
    return Tracks(customer, agent, len(channels) == 2)


def stretches(tracks: Tracks, detector: Callable[[], VoiceDetector], rules: FloorRules) -> tuple[Stretch, ...]:
    """Return the turns in order of their start; what one speaker says without an answer in between is one turn.

    Parameters
    ----------
    detector
        Makes a fresh voice detector for each track.
    """
    found = [Stretch("agent", e.start, e.end) for e in _turns(tracks.agent, detector(), rules)]
    if tracks.both:
        found += [Stretch("customer", e.start, e.end) for e in _turns(tracks.customer, detector(), rules)]
    found.sort(key=lambda s: s.start)
    joined: list[Stretch] = []
    for one in found:
        if joined and tracks.both and joined[-1].speaker == one.speaker:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return tuple(joined)


def _turns(sound: Sound, detector: VoiceDetector, rules: FloorRules) -> Iterator[Ended]:
    floor = Floor()
    patient = round((rules.pause_s + 0.1) * LINE_RATE_HZ)
    padded = np.concatenate([sound.samples, np.zeros(patient // FRAME * FRAME + FRAME, np.float32)])
    for at in range(0, len(padded), FRAME):
        floor, event = step(floor, Heard(detector.probability(padded[at : at + FRAME])), rules)
        if isinstance(event, Ended):
            yield replace(event, end=min(event.end, len(sound.samples)))


def _whole_frames(sound: Sound) -> Sound:
    short = -len(sound.samples) % FRAME
    padded: FloatArray = np.pad(sound.samples, (0, short))
    return Sound(padded, sound.rate_hz)
