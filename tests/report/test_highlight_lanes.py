"""The parts of the report: marked words, curves, geometry, sound."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from example_session import BASELINE, Heard, contour, ev, example, score
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.acts import Act
from simulator.domain.customer import Ending, Mode
from simulator.domain.record import AgentTurn, CustomerTurn
from simulator.domain.score import DIMENSIONS, Outcome, Scorecard
from simulator.domain.sound import Sound, silence
from simulator.domain.transcript import Word
from simulator.messages import LANGS, keys, say
from simulator.report.highlight import Note, locate, notes, pieces
from simulator.report.lanes import lanes
from simulator.report.sound import data_uri, mp3
from simulator.report.timeline import timeline
from simulator.report.view import clock, steps, turn_views, when

RECORD, CHANNELS = example("zh")
AGENTS = [t for t in RECORD.turns if isinstance(t, AgentTurn)]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=5))
def test_the_pieces_are_the_text_and_each_span_is_marked_whole(text, raw_spans):
    """Nothing is lost, doubled or reordered by overlapping marks."""
    spans = [(a, min(a + n, len(text))) for a, n in raw_spans if a < len(text)]
    found = tuple(Note(i, "solution", ev("x", "y"), span) for i, span in enumerate(spans, 1))
    cut = pieces(text, found)
    assert "".join(piece.text for piece in cut) == text
    for note in found:
        a, b = note.span
        assert "".join(p.text for p in cut if note in p.notes) == text[a:b]


def test_a_repeated_word_is_marked_at_the_time_of_the_evidence():
    """Twice said "three": the one that the evidence timed."""
    words = (Word("three", 1.0, 1.4, 0.9), Word("no", 1.5, 1.6, 0.9), Word("three", 2.0, 2.4, 0.9))
    turn = replace(AGENTS[0], text="three, no, three!", words=words)
    assert locate(turn, ev("three", "", 2.0)) == (11, 16)
    assert locate(turn, ev("three", "", 1.0)) == (0, 5)
    assert locate(turn, ev("three", "")) == (0, 5)
    assert locate(turn, ev("four", "", 1.0)) is None
    assert locate(turn, ev("", "", 1.0)) is None


def test_every_piece_of_evidence_has_one_number():
    """Numbers count through the four scores."""
    turn = AGENTS[3]
    numbered = notes(turn)
    assert [n.number for n in numbered] == list(range(1, len(numbered) + 1))
    assert len(numbered) == sum(len(turn.scores[d].evidence) for d in DIMENSIONS)


def test_the_curves_hang_on_the_baseline():
    """The raised first reply lies above the usual voice by what was put in; the level ones near it."""
    unmeasured = tuple(replace(t, delivery=None) if isinstance(t, AgentTurn) else t for t in RECORD.turns)
    drawn = lanes(replace(RECORD, turns=unmeasured), CHANNELS[1], contour, step_s=0.3)
    assert drawn is not None
    assert drawn.calibrated
    pitch = [value for _a, _b, value in drawn.pitch.medians]
    assert 3.0 < pitch[0] < 5.5
    assert all(abs(value) < 1.5 for value in pitch[2:])
    assert drawn.level.medians[0][2] > 2.5


@given(st.floats(-12, 12))
def test_turning_the_microphone_up_moves_loudness_by_as_much_and_pitch_not_at_all(gain_db):
    """Loudness is a difference in dB; pitch knows no gain."""
    frames = 50
    heard = Heard(np.arange(frames) / 100, np.full(frames, 210.0), np.full(frames, -24.0))
    louder = replace(heard, level_db=heard.level_db + gain_db)
    sound = silence(20.0)
    record = replace(RECORD, turns=(replace(AGENTS[0], delivery=None),))
    before, after = (lanes(record, sound, lambda _s, h=h: h, step_s=0.1) for h in (heard, louder))
    assert before is not None
    assert after is not None
    assert after.pitch == before.pitch
    assert after.level.medians[0][2] - before.level.medians[0][2] == pytest.approx(gain_db, abs=1e-6)


def test_without_a_baseline_the_call_is_its_own():
    """The middle of the call is zero then, and the page says that nothing was calibrated."""
    drawn = lanes(replace(RECORD, baseline=None), CHANNELS[1], contour, step_s=0.3)
    assert drawn is not None
    assert not drawn.calibrated
    assert abs(float(np.median([v for *_, v in drawn.pitch.medians]))) < 1.0


def test_the_picture_agrees_with_the_measures_of_the_turn():
    """Where a turn was measured, its bar is that measure, whatever the thinned curve says."""
    drawn = lanes(RECORD, CHANNELS[1], contour, step_s=0.3)
    assert drawn is not None
    for turn, (*_, pitch), (*_, level) in zip(AGENTS, drawn.pitch.medians, drawn.level.medians, strict=True):
        assert turn.delivery is not None
        assert pitch == pytest.approx(12 * np.log2(turn.delivery.f0_median_hz / BASELINE.mean.f0_median_hz))
        assert level == pytest.approx(turn.delivery.level_dbfs - BASELINE.mean.level_dbfs)


def test_an_agent_who_was_never_heard_has_no_curves():
    """Silence is not drawn as a low voice."""
    deaf = Heard(np.zeros(0), np.zeros(0), np.zeros(0))
    assert lanes(replace(RECORD, baseline=None), silence(200.0), lambda _s: deaf, step_s=0.3) is None
    drawn = lanes(RECORD, silence(200.0), lambda _s: deaf, step_s=0.3)
    assert drawn is not None
    assert (drawn.pitch.lines, drawn.pitch.medians) == ((), ())


def test_a_curve_breaks_where_the_voice_breaks():
    """No line is drawn across an unvoiced second."""
    times = np.arange(300) / 100
    f0 = np.where((times < 1) | (times > 2), 200.0, np.nan)
    heard = Heard(times, f0, np.full(300, -20.0))
    drawn = lanes(
        replace(RECORD, turns=tuple(AGENTS[:1]), baseline=BASELINE), silence(60.0), lambda _s: heard, step_s=0.1
    )
    assert drawn is not None
    assert len(drawn.pitch.lines) == 2
    assert len(drawn.level.lines) == 1


def test_the_timeline_covers_the_call_and_stays_inside():
    """Bands lie edge to edge from 0 to the end; every block is inside; both speakers' numbers make the whole."""
    drawn = timeline(RECORD, lanes(RECORD, CHANNELS[1], contour, step_s=0.3))
    assert drawn is not None
    assert drawn.modes[0].x == 0
    for left, right in pairwise(drawn.modes):
        assert left.x + left.w == pytest.approx(right.x, abs=0.2)
        assert left.name != right.name
    last = drawn.modes[-1]
    assert last.x + last.w == pytest.approx(drawn.width, abs=0.5)
    blocks = drawn.customer + drawn.agent
    assert sorted(b.number for b in blocks) == list(range(1, len(RECORD.turns) + 1))
    assert all(0 <= b.x <= b.x + b.w <= drawn.width + 2 for b in blocks)
    assert all(b.y + b.h <= drawn.height for b in blocks)


@given(st.lists(st.floats(0, 3), min_size=2, max_size=2).map(sorted))
def test_more_anger_is_drawn_higher(pair):
    """The picture is monotone in the anger, and stays in its frame."""
    customer = next(t for t in RECORD.turns if isinstance(t, CustomerTurn))
    heights = []
    for anger in pair:
        drawn = timeline(replace(RECORD, turns=(replace(customer, anger=anger),)), None)
        assert drawn is not None
        heights.append(drawn.anger[0].h)
        assert drawn.anger_frame.y <= drawn.anger[0].y <= drawn.anger_frame.y + drawn.anger_frame.h
    assert heights[0] <= heights[1]


@pytest.mark.parametrize("hours", [0.01, 0.5, 6])
def test_a_call_of_any_length_has_a_readable_axis(hours):
    """At least two ticks, never closer than they are wide."""
    drawn = timeline(replace(RECORD, duration_s=hours * 3600), None)
    assert drawn is not None
    xs = [x for x, _ in drawn.ticks]
    assert len(xs) >= 2
    assert min(b - a for a, b in pairwise(xs)) >= 69


def test_a_call_without_time_or_turns_has_no_timeline():
    """Nothing to draw is not an error."""
    assert timeline(replace(RECORD, turns=()), None) is None
    typed = tuple(replace(t, start_s=0.0, end_s=0.0) for t in RECORD.turns)
    assert timeline(replace(RECORD, turns=typed, duration_s=0.0), None) is None


def test_the_sound_of_the_page_is_the_call():
    """Both voices are in it, at their time, and it is never overdriven."""
    second = Sound(np.full(16_000, 0.9, np.float32) * np.sin(np.arange(16_000) * 0.2).astype(np.float32), 16_000)
    loud = Sound(np.concatenate([second.samples, np.zeros(16_000, np.float32)]), 16_000)
    both = Sound(np.concatenate([second.samples, second.samples]), 16_000)
    decoded, rate = soundfile.read(io.BytesIO(mp3(loud, both)))
    assert (rate, decoded.ndim) == (16_000, 1)
    assert len(decoded) / rate == pytest.approx(2.0, abs=0.1)
    assert np.abs(decoded).max() <= 1.01
    first, last = (np.sqrt(np.mean(decoded[a : a + 8000] ** 2)) for a in (4000, 20_000))
    assert first == pytest.approx(2 * last, rel=0.15)


def test_five_minutes_fit_into_three_megabytes():
    """Constant bit rate: what a minute of noise costs, times five."""
    minute = Sound(np.random.default_rng(1).normal(0, 0.1, 60 * 16_000).astype(np.float32), 16_000)
    assert len(data_uri(minute, minute)) * 5 < 3_000_000


def test_the_path_tells_what_was_reached_and_by_whom():
    """Seven steps in order; the number is the one printed at the turn."""
    path = steps(RECORD)
    assert [s.id for s in path] == ["M1", "M2", "M3", "M4", "M5", "M6", "M7"]
    assert [s.stage for s in path] == [1, 1, 1, 1, 2, 2, 2]
    assert path[0].turn == 4
    assert all(s.turn is None for s in steps(replace(RECORD, summary=None)))


def test_a_turn_shows_one_thing_to_change_and_only_where_something_lacks():
    """The weakest score's advice; none where all is well."""
    views = turn_views(RECORD)
    assert views[5].one_thing.startswith("数字要记准")
    assert views[9].one_thing == ""
    assert views[1].heard
    assert not views[5].heard


def test_punctuation_alone_is_no_difference_in_what_was_heard():
    """The line "as heard" appears where words differ."""
    turn = replace(AGENTS[2], text="您好,请说。", text_as_heard="您好 请说")
    (view,) = turn_views(replace(RECORD, turns=(turn,)))
    assert view.heard == ""


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_shown_as_what_it_is(outcome):
    """A number only where there is one; undetermined is no zero."""
    one = score(outcome, "advice")
    turn = replace(AGENTS[2], scores=Scorecard(one, one, one, one))
    (view,) = turn_views(replace(RECORD, turns=(turn,)))
    for gauge in view.gauges:
        assert gauge.mark.isdigit() == (outcome.points is not None)
        assert 0 <= gauge.arc <= 1


def test_every_value_of_the_domain_has_its_words():
    """Each act, outcome, ending, mode and score in both languages."""
    wanted = (
        [f"act_{a}" for a in Act]
        + [f"outcome_{o}" for o in Outcome]
        + [f"ending_{e}" for e in Ending]
        + [f"mode_{m}" for m in Mode]
        + [f"anger_{n}" for n in range(4)]
        + list(DIMENSIONS)
    )
    assert set(wanted) <= set(keys("report"))
    for lang in LANGS:
        words = [say(f"report.{key}", lang) for key in wanted]
        assert all(words)


def test_times_and_dates_are_written_as_people_do():
    """A damaged date stands as it is."""
    assert clock(75.9) == "1:15"
    assert when("2025-03-20T10:15:00+08:00") == "2025-03-20 10:15"
    assert when("long ago") == "long ago"
