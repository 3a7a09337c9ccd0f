"""Spans of speech, and the windows in which a recogniser takes them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.sound import FRAME, FloatArray, Sound, silence
from simulator.speech.segments import FRAME_S, RULES, Span, segments, speech_segments, windows, within

chances = st.lists(st.floats(0.0, 1.0), max_size=200)


class LoudIsSpeech:
    """A detector for tests: loud frames are speech."""

    def __init__(self) -> None:
        self.resets = 0

    def probability(self, frame: FloatArray) -> float:
        """Return 1 for a loud frame."""
        return float(np.abs(frame).max() > 0.1)

    def reset(self) -> None:
        """Count."""
        self.resets += 1


def frames(spans: tuple[Span, ...]) -> set[int]:
    return {i for a, b in spans for i in range(round(a / FRAME_S), round(b / FRAME_S))}


@given(chances)
def test_spans_are_in_order_and_apart(row: list[float]) -> None:
    """No span overlaps, touches the one before within the bridge, or leaves the sound."""
    spans = segments(row)
    assert all(0 <= a < b <= len(row) * FRAME_S + 1e-9 for a, b in spans)
    assert all(right[0] - left[1] > RULES.bridge_s for left, right in pairwise(spans))


@given(chances, st.floats(0.0, 1.0))
def test_more_probable_speech_is_never_less_speech(row: list[float], more: float) -> None:
    """Raising every probability keeps every frame that was speech."""
    assert frames(segments(row)) <= frames(segments([min(1.0, p + more) for p in row]))


@given(chances)
def test_a_span_starts_where_speech_is_likely(row: list[float]) -> None:
    """The first frame of a span is at or above the entering threshold, the last above the leaving one."""
    for a, b in segments(row):
        assert row[round(a / FRAME_S)] >= RULES.enter
        assert row[round(b / FRAME_S) - 1] >= RULES.leave


spans = st.lists(st.tuples(st.floats(0.2, 5.0), st.floats(0.1, 60.0)), max_size=12)


@given(spans)
def test_windows_hold_all_speech_in_pieces_that_fit(gaps: list[tuple[float, float]]) -> None:
    """Nothing spoken is lost, no window is too long, and they follow each other."""
    at, row = 0.0, []
    for gap, length in gaps:
        row.append((at + gap, at + gap + length))
        at += gap + length
    found = windows(row, at)
    assert sum(w.speech_s for w in found) == pytest.approx(sum(b - a for a, b in row))
    assert all(0.0 <= w.start_s < w.end_s <= at and w.end_s - w.start_s <= 20.0 + 1e-6 for w in found)
    assert all(left.start_s < right.start_s for left, right in pairwise(found))
    assert all(any(w.start_s <= a + 1e-9 and a < w.end_s for w in found) for a, _ in row)


def test_a_long_pause_parts_two_windows() -> None:
    """Three seconds of silence are not given to a recogniser."""
    assert len(windows([(1.0, 2.0), (4.9, 6.0)], 7.0)) == 1
    assert len(windows([(1.0, 2.0), (5.1, 6.0)], 7.0)) == 2


def test_speech_is_found_where_it_is() -> None:
    """Half a second of loud sound in silence is one span; its end is clipped to the sound."""
    loud = Sound(np.full(8_000, 0.5, np.float32), 16_000)
    joined = Sound(np.concatenate([silence(1.0).samples, loud.samples]), 16_000)
    detector = LoudIsSpeech()
    (span,) = speech_segments(joined, detector)
    assert span[0] == pytest.approx(1.0, abs=FRAME_S)
    assert span[1] == 1.5
    assert detector.resets == 1


def test_no_sound_has_no_speech() -> None:
    """Neither emptiness nor less than a frame is speech."""
    for n in (0, 1, FRAME - 1):
        assert speech_segments(Sound(np.zeros(n, np.float32), 16_000), LoudIsSpeech()) == ()


def test_another_rate_is_refused() -> None:
    """A detector made for 16 kHz is never fed anything else."""
    with pytest.raises(ValueError, match="44100"):
        speech_segments(silence(1.0, 44_100), LoudIsSpeech())


@given(spans, st.floats(0.0, 60.0), st.floats(0.0, 3.0))
def test_a_word_without_its_pauses_stays_inside_itself(
    gaps: list[tuple[float, float]], start_s: float, length_s: float
) -> None:
    """Its time only shrinks, and where it meets speech at all it lies in one span."""
    at, row = 0.0, []
    for gap, length in gaps:
        row.append((at + gap, at + gap + length))
        at += gap + length
    a, b = within((start_s, start_s + length_s), row)
    assert start_s <= a <= b <= start_s + length_s
    meets = any(x < start_s + length_s and y > start_s for x, y in row)
    assert not meets or any(x <= a and b <= y for x, y in row)


def test_a_pause_before_a_word_is_not_the_word() -> None:
    """Nor is a sliver of the next span the whole word."""
    speech = [(0.0, 4.4), (5.3, 8.0)]
    assert within((4.2, 5.5), speech) == (5.3, 5.5)
    assert within((4.0, 5.32), speech) == (4.0, 4.4)
    assert within((4.5, 5.0), speech) == (4.5, 5.0)
