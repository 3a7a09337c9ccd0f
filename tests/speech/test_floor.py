"""Turn-taking: a pause is a pause, a silence is an end, and thinking before a reply is nobody's fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.sound import FRAME, LINE_RATE_HZ
from simulator.speech.floor import Ended, Floor, FloorEvent, FloorRules, Heard, Lull, Resumed, Started, Waited, step

RULES = FloorRules()


def frames(seconds: float) -> int:
    return round(seconds * LINE_RATE_HZ / FRAME)


def run(pattern: list[tuple[float, float]], *, customer: bool = False) -> list[FloorEvent]:
    """Return the events of stretches of (speech probability, seconds)."""
    floor, events = Floor(), []
    for probability, seconds in pattern:
        for _ in range(frames(seconds)):
            floor, event = step(floor, Heard(probability, customer), RULES)
            if event is not None:
                events.append(event)
    return events


@pytest.mark.parametrize("pause_s", [0.2, 0.5, 0.9, 1.1, 1.2])
def test_a_pause_inside_a_reply_never_ends_it(pause_s: float) -> None:
    """A reply with a pause of up to 1.1 s in it is one turn from its first to its last sound."""
    events = run([(0.9, 1.0), (0.0, pause_s), (0.9, 1.0), (0.0, 2.0)])
    ends = [e for e in events if isinstance(e, Ended)]
    assert len(ends) == 1
    assert ends[0].end - ends[0].start == (frames(1.0) * 2 + frames(pause_s)) * FRAME


def test_a_silence_ends_the_turn() -> None:
    """Two stretches with 2 s between them are two turns."""
    assert sum(isinstance(e, Ended) for e in run([(0.9, 1.0), (0.0, 2.0), (0.9, 1.0), (0.0, 2.0)])) == 2


def test_six_seconds_before_a_reply_are_only_a_pause() -> None:
    """Silence before the first word raises nothing, and the turn starts at the first word."""
    events = run([(0.0, 8.0), (0.9, 1.0), (0.0, 2.0)])
    assert next(type(e) for e in events if not isinstance(e, Waited)) is Started
    assert not any(isinstance(e, Waited) for e in events)
    assert next(e for e in events if isinstance(e, Started)).start == frames(8.0) * FRAME


def test_the_customer_speaks_up_after_ten_seconds() -> None:
    """A silence of more than ten seconds is answered, once for each ten seconds."""
    assert sum(isinstance(e, Waited) for e in run([(0.0, 25.0)])) == 2


def test_nobody_is_prompted_while_the_customer_speaks() -> None:
    """The clock of patience starts when the customer has finished."""
    assert run([(0.0, 30.0)], customer=True) == []


def test_speech_over_the_customer_is_counted() -> None:
    """Overlap is as long as both spoke."""
    ended = next(e for e in run([(0.9, 1.0), (0.0, 2.0)], customer=True) if isinstance(e, Ended))
    assert ended.overlap == ended.end - ended.start


def test_a_click_is_no_start() -> None:
    """Two frames of anything start no turn."""
    assert run([(0.9, 2 * FRAME / LINE_RATE_HZ), (0.0, 3.0)]) == []


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.3, 0.45, 0.9]), st.integers(1, 60)), max_size=40), st.booleans())
def test_turns_are_ordered_and_end_with_silence(pattern: list[tuple[float, int]], customer: bool) -> None:
    """Whatever comes in: turns don't overlap, none is empty, and each is followed by more than a pause of silence."""
    floor, last = Floor(), 0
    for probability, count in pattern:
        for _ in range(count):
            floor, event = step(floor, Heard(probability, customer), RULES)
            if isinstance(event, Ended):
                assert last <= event.start < event.end <= floor.now
                assert floor.now - event.end > RULES.pause_s * LINE_RATE_HZ
                assert 0 <= event.overlap <= event.end - event.start
                last = event.end


def test_a_lull_is_told_once_and_speech_resumes_after_it() -> None:
    """A pause inside a reply is announced once after a quarter of a second, with where speech stopped, then resumed."""
    events = run([(0.9, 1.0), (0.0, 0.9), (0.9, 1.0)])
    assert [type(e) for e in events] == [Started, Lull, Resumed]
    lull, resumed = events[1], events[2]
    assert isinstance(lull, Lull)
    assert isinstance(resumed, Resumed)
    assert lull.at == frames(1.0) * FRAME
    assert resumed.pause == frames(0.9) * FRAME


def test_unfinished_words_earn_a_longer_pause() -> None:
    """A silence of 1.8 s ends a reply, unless its words plainly want to go on."""
    for unfinished in (False, True):
        floor, ended = Floor(), False
        for probability in [0.9] * frames(1.0) + [0.0] * frames(1.8):
            floor, event = step(floor, Heard(probability, unfinished=unfinished), RULES)
            ended |= isinstance(event, Ended)
        assert ended is not unfinished


def test_push_to_talk_follows_the_key() -> None:
    """With a key, silence ends nothing and letting go ends the turn at once."""
    floor, events = Floor(), []
    for key in [False] * 5 + [True] * 200 + [False] * 5:
        floor, event = step(floor, Heard(0.0, key=key), RULES)
        events += [event] if event else []
    assert events == [Started(5 * FRAME), Ended(5 * FRAME, 205 * FRAME, 0)]


def test_the_floor_has_a_holder() -> None:
    """Nobody, the customer, the agent (pausing, too), or both."""
    floor, holders = Floor(), []
    for probability, customer in [
        (0.0, False),
        (0.0, True),
        (0.9, True),
        (0.9, True),
        (0.9, True),
        (0.9, False),
        (0.0, False),
    ]:
        floor, _ = step(floor, Heard(probability, customer), RULES)
        holders.append(floor.holder)
    assert holders == ["nobody", "customer", "customer", "customer", "both", "agent", "agent"]
