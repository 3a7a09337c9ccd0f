"""Who holds the floor: a pure step over (speech probability, is the customer speaking), counted in samples.

QUIET ──speech──▶ STARTING ──enough──▶ SPEAKING ──silence──▶ STOPPING ──longer than a pause──▶ QUIET (turn ended)
          ◀─too short─┘                    ◀────speech again────┘

With push-to-talk the key decides instead of the silence: a turn lasts as long as the key is held.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Literal

from simulator.domain.sound import FRAME, LINE_RATE_HZ

DETECTOR_SLACK_S = 0.13  # a detector misses weak beginnings and ends: it hears pauses that much longer than they are

Holder = Literal["nobody", "agent", "customer", "both"]


@dataclass(frozen=True, slots=True)
class FloorRules:
    """When speech begins, when a pause is only a pause, and when the customer loses patience.

    Parameters
    ----------
    start_p, stop_p
        Speech probability from which speech begins, and below which it stops (hysteresis).
    start_frames
        Frames of speech in a row that make a start; shorter sounds are clicks.
    lull_s
        Silence after which what was said so far may be looked at; the turn goes on.
    pause_s
        Longest pause inside a reply; a longer silence ends it.
    unfinished_pause_s
        The same while the words so far are plainly unfinished.
    prompt_s
        Silence before a reply after which the customer says something. A pause to think ends well before it.
    """

    start_p: float = 0.5
    stop_p: float = 0.15
    start_frames: int = 3  # 96 ms
    lull_s: float = 0.25
    pause_s: float = 1.2
    unfinished_pause_s: float = 2.4
    prompt_s: float = 10.0

    def patience_s(self, *, unfinished: bool) -> float:
        """Return the longest silence, as a detector hears it, that is only a pause."""
        return (max(self.unfinished_pause_s, self.pause_s) if unfinished else self.pause_s) + DETECTOR_SLACK_S


class Phase(Enum):
    """Where the agent is."""

    QUIET = auto()
    STARTING = auto()
    SPEAKING = auto()
    STOPPING = auto()


@dataclass(frozen=True, slots=True)
class Started:
    """The agent began to speak at sample `start`; `over_customer` if the customer was speaking."""

    start: int
    over_customer: bool = False


@dataclass(frozen=True, slots=True)
class Lull:
    """The agent, who began at sample `start`, has been silent for `lull_s` since sample `at`; the turn may go on."""

    start: int
    at: int
    overlap: int = 0


@dataclass(frozen=True, slots=True)
class Resumed:
    """The agent goes on at sample `at` after a pause of `pause` samples."""

    at: int
    pause: int


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


FloorEvent = Started | Lull | Resumed | Ended | Waited


@dataclass(frozen=True, slots=True)
class Heard:
    """What one frame of 512 samples tells.

    Parameters
    ----------
    probability
        That the agent's channel is speech, 0 to 1.
    customer_speaking
        True while the customer is heard.
    unfinished
        True while the agent's words so far plainly want to go on.
    key
        Push-to-talk: held or not; None where the voice decides.
    """

    probability: float
    customer_speaking: bool = False
    unfinished: bool = False
    key: bool | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """The state between two frames; all positions are samples of the call."""

    phase: Phase = Phase.QUIET
    now: int = 0
    start: int = 0
    end: int = 0
    overlap: int = 0
    quiet_since: int = 0
    lull_told: bool = False
    customer: bool = False

    @property
    def silent_s(self) -> float:
        """Seconds since the agent, who still holds the floor, fell silent; 0 where that isn't so."""
        return (self.now - self.end) / LINE_RATE_HZ if self.phase is Phase.STOPPING else 0.0

    @property
    def holder(self) -> Holder:
        """Who holds the floor; an agent who pauses still does."""
        agent = self.phase in (Phase.SPEAKING, Phase.STOPPING)
        if agent and self.customer:
            return "both"
        return "agent" if agent else "customer" if self.customer else "nobody"


def step(floor: Floor, heard: Heard, rules: FloorRules) -> tuple[Floor, FloorEvent | None]:
    """Return the floor after one frame, and what happened in it, if anything."""
    at, now = floor.now, floor.now + FRAME
    quiet_since = now if heard.customer_speaking else floor.quiet_since
    floor = replace(floor, now=now, quiet_since=quiet_since, customer=heard.customer_speaking)
    if heard.key is not None:
        return _keyed(floor, at, heard)
    least = rules.start_p if floor.phase in (Phase.QUIET, Phase.STARTING) else rules.stop_p
    if heard.probability >= least:
        return _speech(floor, at, heard.customer_speaking, rules)
    return _silence(floor, heard.unfinished, rules)


def _speech(floor: Floor, at: int, customer: bool, rules: FloorRules) -> tuple[Floor, FloorEvent | None]:
    over = floor.overlap + FRAME * customer
    if floor.phase is Phase.QUIET:
        return replace(floor, phase=Phase.STARTING, start=at, end=floor.now, overlap=FRAME * customer), None
    pause = at - floor.end
    floor = replace(floor, end=floor.now, overlap=over, quiet_since=floor.now)
    if floor.phase is Phase.STARTING:
        if floor.now - floor.start < rules.start_frames * FRAME:
            return floor, None
        return replace(floor, phase=Phase.SPEAKING), Started(floor.start, over > 0)
    resumed = Resumed(at, pause) if floor.lull_told else None
    return replace(floor, phase=Phase.SPEAKING, lull_told=False), resumed


def _silence(floor: Floor, unfinished: bool, rules: FloorRules) -> tuple[Floor, FloorEvent | None]:
    silent_s = (floor.now - floor.end) / LINE_RATE_HZ
    match floor.phase:
        case Phase.STARTING:
            return replace(floor, phase=Phase.QUIET, overlap=0), None
        case Phase.SPEAKING:
            return replace(floor, phase=Phase.STOPPING, lull_told=False), None
        case Phase.STOPPING if silent_s > rules.patience_s(unfinished=unfinished):
            return _over(floor)
        case Phase.STOPPING if silent_s >= rules.lull_s and not floor.lull_told:
            return replace(floor, lull_told=True), Lull(floor.start, floor.end, floor.overlap)
        case Phase.QUIET if floor.now - floor.quiet_since > rules.prompt_s * LINE_RATE_HZ:
            return replace(floor, quiet_since=floor.now), Waited(floor.now)
    return floor, None


def _keyed(floor: Floor, at: int, heard: Heard) -> tuple[Floor, FloorEvent | None]:
    """Follow the key: pressing it starts a turn, letting it go ends the turn."""
    over = floor.overlap + FRAME * heard.customer_speaking
    if floor.phase is Phase.QUIET:
        if not heard.key:
            return floor, None
        started = replace(floor, phase=Phase.SPEAKING, start=at, end=floor.now, overlap=FRAME * heard.customer_speaking)
        return started, Started(at, heard.customer_speaking)
    if heard.key:
        return replace(floor, end=floor.now, overlap=over, quiet_since=floor.now), None
    return _over(replace(floor, end=at))


def _over(floor: Floor) -> tuple[Floor, Ended]:
    ended = Ended(floor.start, floor.end, floor.overlap)
    return replace(floor, phase=Phase.QUIET, overlap=0, quiet_since=floor.now, lull_told=False), ended
