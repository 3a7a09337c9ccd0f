"""The voice over the call: contagion with its lag, recovery, deliberate pauses, opening and closing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from example_session import contour, example
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.record import AgentTurn, CustomerTurn
from simulator.domain.score import Evidence, Outcome, Score
from simulator.messages import LANGS, keys, say
from simulator.report.course_view import course_view
from simulator.report.page import render
from simulator.scoring.contagion import contagion
from simulator.scoring.course import course

RECORD, CHANNELS = example("zh")
ANGER = [3.0, 0.5, 2.5, 2.0, 0.0, 3.0, 1.0, 2.0, 0.5, 2.8]


def points(lag=0, slope=25.0):
    """Return a voice that follows the anger, some replies later, every ten seconds."""
    raised = [10.0 + slope * a for a in ([ANGER[0]] * lag + ANGER)[: len(ANGER)]]
    return [(10.0 * n, a, r) for n, (a, r) in enumerate(zip(ANGER, raised, strict=True))]


@pytest.mark.parametrize("lag", [0, 1, 2])
def test_following_is_found_at_its_lag(lag):
    """Slope, correlation and lag of a voice that follows exactly come out as they went in."""
    found = contagion(points(lag))
    assert found.followed
    assert (found.per_level, found.r, found.lag) == (25.0, 1.0, lag)
    assert found.lag_s == pytest.approx(10.0 * lag)


def test_a_level_voice_does_not_follow():
    """An even voice, one that moves a little, and one that moves the other way, keep their own line."""
    for slope in (0.0, 3.0, -10.0):
        found = contagion([(t, a, 40.0 + slope * a) for t, a, _ in points()])
        assert not found.followed


def test_too_few():
    """Three replies, or a customer whose anger never changes, tell nothing."""
    assert contagion(points()[:3]) is None
    assert contagion([(t, 2.0, r) for t, _, r in points()]) is None


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 100)), min_size=4, max_size=12))
def test_bounds(pairs):
    """Whatever the call, r lies in −1..1 and the lag is one of those looked at."""
    found = contagion([(float(n), a, r) for n, (a, r) in enumerate(pairs)])
    if found is not None:
        assert -1.0 <= found.r <= 1.0
        assert found.lag in (0, 1, 2)


def calm(value, ref="delivery"):
    outcome = Outcome.CREDIT if value >= 75 else Outcome.NONE if value < 40 else Outcome.PARTIAL
    return Score(outcome, value, 0.9, (Evidence("", None, None, "x", ref),), "x")


def call(*turns):
    """Return a call: (anger,) is the customer, (anger, calm tone, delay) the agent."""
    made, template = [], next(t for t in RECORD.turns if isinstance(t, AgentTurn))
    customer = next(t for t in RECORD.turns if isinstance(t, CustomerTurn))
    for n, turn in enumerate(turns):
        times = {"index": n, "start_s": 10.0 * n + 8, "end_s": 10.0 * n + 10, "anger": turn[0]}
        if len(turn) == 1:
            made.append(replace(customer, **times))
        else:
            score = turn[1] if isinstance(turn[1], Score) else calm(turn[1])
            scores = replace(template.scores, calm_tone=score)
            made.append(replace(template, **times, scores=scores, response_delay_s=turn[2]))
    return made


def test_recovery():
    """Replies until level again are counted from each rise of the anger, the opening included."""
    found = course(call((3.0,), (3.0, 30.0, 1.0), (2.0,), (2.0, 90.0, 1.0), (2.9,), (2.9, 95.0, 1.0), (3.0,)))
    assert [(r.turn, r.replies) for r in found.recoveries] == [(0, 1), (4, 0)]
    lost = course(call((3.0,), (3.0, 30.0, 1.0), (3.0,), (3.0, 20.0, 1.0)))
    assert [(r.turn, r.replies, r.raised) for r in lost.recoveries] == [(0, None, 2)]


def test_pauses():
    """Some six seconds count, a second or half a minute do not."""
    turns = call((3.0,), (3.0, 90.0, 6.1), (2.0,), (2.0, 90.0, 1.0), (1.0,), (1.0, 30.0, 30.0))
    (pause,) = course(turns).pauses
    assert (pause.turn, pause.seconds, pause.level, pause.provoked) == (1, 6.1, True, True)


def test_opening_and_closing_and_flat():
    """The first and last measured reply; a flat one is not a raised one."""
    found = course(call((1.0,), (1.0, 80.0, 1.0), (1.0,), (1.0, calm(60.0, "kind_flat"), 1.0)))
    assert (found.opening.raised, found.closing.raised) == (20.0, 0.0)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_shows_it(lang):
    """Picture and sentences are on the page; a pause before a raised reply is no strength."""
    record, channels = example(lang)
    view = course_view(record)
    measured = [t for t in record.turns if isinstance(t, AgentTurn) and t.scores.calm_tone.value is not None]
    assert len(view.dots) == len(measured)
    page = render(record, channels, contour)
    assert 'class="course-anger"' in page
    assert say("course.title", lang) in page
    assert all(line in page for line in (*view.strengths, *view.others) if "'" not in line)


def test_a_pause_is_a_strength():
    """Six seconds before a level reply, and a reply that stays level after a provocation, are shown as strengths."""
    view = course_view(replace(RECORD, turns=tuple(call((3.0,), (3.0, 90.0, 6.2), (1.0,), (1.0, 95.0, 1.0)))))
    assert say("course.pause_level", "zh", turn=2, seconds=6.2) in view.strengths
    assert say("course.recovered_at_once", "zh", turn=1) in view.strengths
    assert not view.others


def test_a_recording_of_the_agent_alone():
    """Without a turn of the customer there is a picture, too."""
    alone = tuple(t for t in RECORD.turns if isinstance(t, AgentTurn))
    view = course_view(replace(RECORD, turns=alone))
    assert view.anger
    assert view.dots


def test_nothing_measured_nothing_shown():
    """A typed call has no such section."""
    silent = Score(Outcome.UNDETERMINED, None, 0.0, (Evidence("", None, None, "x"),), "x")
    typed = [replace(t, scores=replace(t.scores, calm_tone=silent)) for t in RECORD.turns if isinstance(t, AgentTurn)]
    assert course_view(replace(RECORD, turns=tuple(typed))) is None


OWN_FEELING = re.compile(
    r"\byou (were|felt|got|sounded)\b|\byour (anger|mood|feelings)\b|您(生气|愤怒|激动|紧张|烦躁|情绪)"
)


@pytest.mark.parametrize("lang", LANGS)
def test_no_feeling_is_ascribed_to_the_agent(lang):
    """Anger is the synthetic customer's; of the agent's voice it is said how it was, not what was felt."""
    names = ("per_level", "r", "n", "seconds", "replies", "value", "closing", "turn")
    for key in keys("course"):
        assert not OWN_FEELING.search(say(f"course.{key}", lang, **dict.fromkeys(names, 1.0), lag="x"))
