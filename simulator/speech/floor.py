"""Who holds the floor: a pure step over (speech probability, is the customer speaking), counted in samples.

QUIET ──speech──▶ STARTING ──enough──▶ SPEAKING ──silence──▶ STOPPING ──longer than a pause──▶ QUIET (turn ended)
          ◀─too short─┘                    ◀────speech again────┘
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from simulator.domain.sound import FRAME, LINE_RATE_HZ


@dataclass(frozen=True, slots=True)
class FloorRules:
    """When speech begins, when a pause is only a pause, and when the customer loses patience.

    Parameters
    ----------
    start_p, stop_p
        Speech probability from which speech begins, and below which it stops (hysteresis).
    start_frames
        Frames of speech in a row that make a start; shorter sounds are clicks.
    pause_s
        Longest pause inside a reply; a longer silence ends it.
    prompt_s
        Silence before a reply after which the customer says something. A pause to think ends well before it.
    """

    start_p: float = 0.5
    stop_p: float = 0.35
    start_frames: int = 3  # 96 ms
    pause_s: float = 1.2
    prompt_s: float = 10.0


class Phase(Enum):
    """Where the agent is."""

    QUIET = auto()
    STARTING = auto()
    SPEAKING = auto()
    STOPPING = auto()


@dataclass(frozen=True, slots=True)
class Started:
    """The agent began to speak at sample `start`."""

    start: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The agent fell silent at sample `at`; the turn may go on."""

    at: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The agent spoke from sample `start` to sample `end`; `overlap` samples of it over the customer's voice."""

    start: int
    end: int
    overlap: int


@dataclass(frozen=True, slots=True)
class Waited:
    """Nobody has spoken for `prompt_s`."""

    at: int


FloorEvent = Started | Paused | Ended | Waited


@dataclass(frozen=True, slots=True)
class Floor:
    """The state between two frames; all positions are samples of the call."""

    phase: Phase = Phase.QUIET
    now: int = 0
    start: int = 0
    end: int = 0
    overlap: int = 0
    quiet_since: int = 0


def step(
    floor: Floor, probability: float, customer_speaking: bool, rules: FloorRules
) -> tuple[Floor, FloorEvent | None]:
    """Return the floor after one frame of 512 samples, and what happened in it, if anything.

    Parameters
    ----------
    probability
        That the frame of the agent's channel is speech, 0 to 1.
    """
    at, now = floor.now, floor.now + FRAME
    floor = replace(floor, now=now, quiet_since=now if customer_speaking else floor.quiet_since)
    if probability >= (rules.start_p if floor.phase in (Phase.QUIET, Phase.STARTING) else rules.stop_p):
        return _speech(floor, at, customer_speaking, rules)
    return _silence(floor, at, rules)


def _speech(floor: Floor, at: int, customer_speaking: bool, rules: FloorRules) -> tuple[Floor, FloorEvent | None]:
    over = floor.overlap + (FRAME if customer_speaking else 0)
    if floor.phase is Phase.QUIET:
        fresh = FRAME if customer_speaking else 0
        return replace(floor, phase=Phase.STARTING, start=at, end=floor.now, overlap=fresh), None
    floor = replace(floor, end=floor.now, overlap=over, quiet_since=floor.now)
    if floor.phase is Phase.STARTING:
        if floor.now - floor.start < rules.start_frames * FRAME:
            return floor, None
        return replace(floor, phase=Phase.SPEAKING), Started(floor.start)
    return replace(floor, phase=Phase.SPEAKING), None


def _silence(floor: Floor, at: int, rules: FloorRules) -> tuple[Floor, FloorEvent | None]:
    match floor.phase:
        case Phase.STARTING:
            return replace(floor, phase=Phase.QUIET, overlap=0), None
        case Phase.SPEAKING:
            return replace(floor, phase=Phase.STOPPING), Paused(at)
        case Phase.STOPPING:
            if floor.now - floor.end <= rules.pause_s * LINE_RATE_HZ:
                return floor, None
            ended = Ended(floor.start, floor.end, floor.overlap)
            return replace(floor, phase=Phase.QUIET, overlap=0, quiet_since=floor.now), ended
        case Phase.QUIET:
            if floor.now - floor.quiet_since <= rules.prompt_s * LINE_RATE_HZ:
                return floor, None
            return replace(floor, quiet_since=floor.now), Waited(floor.now)
