"""Where somebody speaks: spans of speech from frame probabilities, and the windows that a recogniser takes them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.domain.ports import VoiceDetector
from simulator.domain.sound import FRAME, LINE_RATE_HZ, Sound

FRAME_S = FRAME / LINE_RATE_HZ  # 32 ms

Span = tuple[float, float]  # start_s, end_s


@dataclass(frozen=True, slots=True)
class SegmentRules:
    """When speech starts and ends.

    Parameters
    ----------
    enter, leave
        Probability from which speech starts, and below which it may end.
    bridge_s
        A shorter pause does not end a segment.
    shortest_s
        A shorter segment is a click.
    """

    enter: float = 0.5
    leave: float = 0.35
    bridge_s: float = 0.16  # 5 frames
    shortest_s: float = 0.096  # 3 frames


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of sound for one pass of a recogniser.

    Parameters
    ----------
    start_s, end_s
        On the clock of the sound, with a little room around the speech.
    speech_s
        How much of it is speech.
    """

    start_s: float
    end_s: float
    speech_s: float


RULES = SegmentRules()


def probabilities(sound: Sound, detector: VoiceDetector) -> tuple[float, ...]:
    """Return the probability of speech for each frame of 32 ms; the last one is filled up with silence.

    Raises
    ------
    ValueError
        If the sound is not at 16 kHz.
    """
    if sound.rate_hz != LINE_RATE_HZ:
        raise ValueError(f"speech is looked for at {LINE_RATE_HZ} Hz, not {sound.rate_hz}")
    detector.reset()
    frames = -(-len(sound.samples) // FRAME)
    padded = np.pad(sound.samples, (0, frames * FRAME - len(sound.samples)))
    return tuple(detector.probability(frame) for frame in padded.reshape(frames, FRAME))


def segments(chances: Sequence[float], rules: SegmentRules = RULES) -> tuple[Span, ...]:
    """Return the spans of speech in a row of frame probabilities, in seconds, in order and apart."""
    bridge, shortest = (round(s / FRAME_S) for s in (rules.bridge_s, rules.shortest_s))
    spans = [(a, b) for a, b in _runs(chances, rules, bridge) if b - a >= shortest]
    return tuple((a * FRAME_S, b * FRAME_S) for a, b in spans)


def speech_segments(sound: Sound, detector: VoiceDetector, rules: SegmentRules = RULES) -> tuple[Span, ...]:
    """Return the spans of speech in a sound at 16 kHz as (start_s, end_s), clipped to the sound.

    Raises
    ------
    ValueError
        If the sound is not at 16 kHz.
    """
    return tuple((a, min(b, sound.duration_s)) for a, b in segments(probabilities(sound, detector), rules))


def windows(
    spans: Sequence[Span], duration_s: float, *, longest_s: float = 20.0, gap_s: float = 3.0, room_s: float = 0.2
) -> tuple[Window, ...]:
    """Return windows that hold all speech, each at most `longest_s` and cut where nobody speaks, if possible.

    Parameters
    ----------
    spans
        Spans of speech, in order.
    duration_s
        Length of the sound.
    longest_s
        A longer span is cut in equal parts.
    gap_s
        A pause of this length always parts two windows.
    room_s
        Silence that is kept before and after the speech.
    """
    groups: list[list[Span]] = []
    for span in _cut(spans, longest_s - 2 * room_s):
        fits = groups and span[0] - groups[-1][-1][1] < gap_s and span[1] - groups[-1][0][0] <= longest_s - 2 * room_s
        if fits:
            groups[-1].append(span)
        else:
            groups.append([span])
    return tuple(_window(group, duration_s, room_s) for group in groups)


def within(word: Span, speech: Sequence[Span], *, least_s: float = 0.06) -> Span:
    """Return a word's time without the pauses in it: recognisers count a pause to the word that follows.

    Parameters
    ----------
    word
        Its start_s and end_s.
    speech
        Spans of speech, in order.
    least_s
        The word lies in the last span of which it has that much, or else in the one of which it has most.
    """
    parts = [(max(word[0], a), min(word[1], b)) for a, b in speech if a < word[1] and b > word[0]]
    enough = [part for part in parts if part[1] - part[0] >= least_s]
    return enough[-1] if enough else max(parts, key=lambda part: part[1] - part[0], default=word)


def _window(group: list[Span], duration_s: float, room_s: float) -> Window:
    start_s, end_s = max(group[0][0] - room_s, 0.0), min(group[-1][1] + room_s, duration_s)
    return Window(start_s, end_s, sum(b - a for a, b in group))


def _cut(spans: Sequence[Span], longest_s: float) -> Iterator[Span]:
    for start_s, end_s in spans:
        parts = max(1, int(np.ceil((end_s - start_s) / longest_s - 1e-9)))
        edges = np.linspace(start_s, end_s, parts + 1).tolist()
        yield from pairwise(edges)


def _runs(chances: Sequence[float], rules: SegmentRules, bridge: int) -> Iterator[tuple[int, int]]:
    """Yield runs of frames that are entered at `enter` and left after `bridge` frames below `leave`."""
    start: int | None = None
    last = 0
    for i, chance in enumerate(chances):
        if start is None:
            if chance >= rules.enter:
                start = last = i
        elif chance >= rules.leave:
            last = i
        elif i - last > bridge:
            yield start, last + 1
            start = None
    if start is not None:
        yield start, last + 1
