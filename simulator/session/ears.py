"""Ears: frames of the line in, utterances of the agent out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from simulator.domain.line import Frame
from simulator.domain.ports import VoiceDetector
from simulator.domain.sound import LINE_RATE_HZ, Sound, silence
from simulator.session.tape import Tape
from simulator.speech.floor import Ended, Floor, FloorEvent, FloorRules, Heard, step

MARGIN = 4_800  # 300 ms kept before and after speech, so that no consonant is lost
KEPT = 180 * LINE_RATE_HZ  # three minutes: no reply is longer


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the agent said, as sound, or as text where it was typed; positions in samples of the call."""

    start: int
    end: int
    overlap: int
    sound: Sound | None
    sound_start: int
    text: str | None = None

    @property
    def overlap_s(self) -> float:
        """Seconds of it that were said over the customer's voice."""
        return self.overlap / LINE_RATE_HZ


class Ears(Protocol):
    """Frames in, events out; what was said between two samples can be fetched as an utterance."""

    unfinished: bool  # set from outside while the words so far plainly want to go on

    @property
    def silent_s(self) -> float:
        """Seconds since an agent who still holds the floor fell silent, else 0."""
        ...

    def hear(self, frame: Frame, customer_speaking: bool) -> FloorEvent | None:
        """Return what happened in this frame."""
        ...

    def utterance(self, start: int, end: int, overlap: int) -> Utterance:
        """Return what was said from sample `start` to sample `end`, as sound or text."""
        ...


class SpeechEars:
    """Ears with a voice activity detector.

    Parameters
    ----------
    detector
        Gives the speech probability of each frame.
    rules
        Pauses and patience.
    push_to_talk
        True if a key decides when the agent speaks; `press` turns it on and off.
    """

    def __init__(self, detector: VoiceDetector, rules: FloorRules, *, push_to_talk: bool = False) -> None:
        self._detector, self._rules = detector, rules
        self._key: bool | None = False if push_to_talk else None
        self._floor = Floor()
        self._tape = Tape(KEPT)
        self.unfinished = False

    def hear(self, frame: Frame, customer_speaking: bool) -> FloorEvent | None:
        """Return what happened in this frame."""
        self._tape.write(frame.agent)
        heard = Heard(self._detector.probability(frame.agent), customer_speaking, self.unfinished, self._key)
        self._floor, event = step(self._floor, heard, self._rules)
        return event

    def press(self) -> None:
        """Begin to talk, or stop, where a key decides; else do nothing."""
        if self._key is not None:
            self._key = not self._key

    @property
    def silent_s(self) -> float:
        """Seconds since an agent who still holds the floor fell silent, else 0."""
        return self._floor.silent_s

    def utterance(self, start: int, end: int, overlap: int) -> Utterance:
        """Return the sound of a turn, with a margin on both sides."""
        sound, begins = self.cut(start, end)
        return Utterance(start, end, overlap, sound, begins)

    def cut(self, start: int, end: int) -> tuple[Sound, int]:
        """Return the sound between two samples with a margin on both sides, and the sample at which it begins."""
        samples, begins = self._tape.cut(start - MARGIN, end + MARGIN)
        return Sound(samples, LINE_RATE_HZ), begins


class TypedAgent:
    """An agent that types: its replies take the time that speaking them would, in silence.

    Parameters
    ----------
    replies
        One text a reply, in order.
    duration_s
        How long a text would take to say.
    """

    def __init__(self, replies: Sequence[str], duration_s: Callable[[str], float]) -> None:
        self._waiting = deque(replies)
        self._duration_s = duration_s
        self._text = ""
        self._start: int | None = None
        self._length = 0
        self._now = 0
        self.unfinished = False
        self.silent_s = 0.0

    def next_reply(self) -> Sound | None:
        """Return silence as long as the next reply; None when there is none left."""
        if not self._waiting:
            return None
        self._text = self._waiting.popleft()
        quiet = silence(self._duration_s(self._text))
        self._start, self._length = self._now, len(quiet.samples)
        return quiet

    def hear(self, frame: Frame, customer_speaking: bool) -> FloorEvent | None:
        """Return the end of the typed reply when its time has passed."""
        self._now += len(frame.agent)
        if self._start is None or self._now < self._start + self._length:
            return None
        start, self._start = self._start, None
        return Ended(start, start + self._length, 0)

    def utterance(self, start: int, end: int, overlap: int) -> Utterance:
        """Return the typed text."""
        return Utterance(start, end, overlap, None, start, self._text)
