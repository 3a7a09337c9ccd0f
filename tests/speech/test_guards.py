"""Guards against invented text: what they let through, what they stop, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.speech.guards import (
    MAX_COMPRESSION,
    MAX_NO_SPEECH,
    MAX_TOKENS,
    MIN_LOGPROB,
    Signs,
    compression_ratio,
    enough_speech,
    refusal,
    token_cap,
)

signs = st.builds(
    Signs,
    compression=st.floats(0.3, 40.0),
    no_speech=st.floats(0.0, 1.0),
    logprob=st.floats(-5.0, 0.0),
    capped=st.booleans(),
)
RANK = {None: 0, "unsure": 1, "loop": 2}


@given(signs)
def test_a_loop_is_a_loop_however_certain(s: Signs) -> None:
    """High certainty never saves a repetition, and neither does doubt hide it."""
    loops = s.capped or s.compression > MAX_COMPRESSION
    assert (refusal(s) == "loop") == loops


@given(signs, st.floats(0.0, 1.0), st.floats(0.0, 3.0))
def test_more_doubt_never_helps(s: Signs, no_speech: float, less_certain: float) -> None:
    """More likely silence and lower probabilities never turn a refusal into belief."""
    worse = Signs(s.compression, min(1.0, s.no_speech + no_speech), s.logprob - less_certain, s.capped)
    assert RANK[refusal(worse)] >= RANK[refusal(s)]


def test_doubt_needs_both_signs() -> None:
    """A quiet start with clear words is believed, and so are hesitant words in plain speech."""
    assert refusal(Signs(1.0, MAX_NO_SPEECH + 0.1, MIN_LOGPROB - 0.1)) == "unsure"
    assert refusal(Signs(1.0, 0.99, MIN_LOGPROB + 0.1)) is None
    assert refusal(Signs(1.0, MAX_NO_SPEECH - 0.1, -4.0)) is None


@pytest.mark.parametrize(
    "text",
    [
        "I can see that the phone was repaired three times, and that it still crashes every day.",
        "我看到您的手机已经修过三次了，但是每天还是会死机，这确实让人着急。",
        "不不不，是三次，不是两次。",
    ],
)
def test_ordinary_speech_does_not_look_like_a_loop(text: str) -> None:
    """Whole sentences compress far less than the limit, even with a repetition or two."""
    assert compression_ratio(text) < MAX_COMPRESSION - 0.5


@given(st.sampled_from(["请订阅我的频道，", "thank you for watching. "]), st.integers(12, 40))
def test_repetition_looks_like_a_loop(phrase: str, times: int) -> None:
    """What Whisper writes when it runs in circles."""
    assert compression_ratio(phrase * times) > MAX_COMPRESSION


@given(st.floats(0.0, 60.0), st.floats(0.0, 60.0))
def test_longer_sound_may_have_more_tokens(a: float, b: float) -> None:
    """The cap rises with the length and stays inside Whisper's text context."""
    low, high = sorted((a, b))
    assert 20 <= token_cap(low) <= token_cap(high) <= MAX_TOKENS


def test_a_cough_is_not_enough() -> None:
    """0.4 s of speech are asked for."""
    assert not enough_speech(0.39)
    assert enough_speech(0.4)
