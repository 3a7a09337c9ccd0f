"""The call: the loop between line, ears, mind and voice; fake engines, the real customer and the real recorder."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes import ReadingRecogniser, tone
from playing import MASTER, played

from simulator.audio.scripted import ScriptedLine
from simulator.domain.customer import Ending, Mode
from simulator.domain.record import AgentTurn, CustomerTurn
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.domain.transcript import Transcript
from simulator.messages import Lang
from simulator.session.ears import TypedAgent


def test_a_good_agent_closes_the_call(tmp_path: Path) -> None:
    """Inviting, mirroring, naming, urgency and a plan lead through all modes to a satisfied customer."""
    record = played(tmp_path, MASTER)
    assert record.summary is not None
    assert record.summary.ending is Ending.SATISFIED
    modes = [t.mode for t in record.turns if isinstance(t, CustomerTurn)]
    assert modes[0] is Mode.ATTACK
    assert modes[-1] is Mode.CLOSED
    assert {Mode.EMOTION, Mode.REASON} <= set(modes)


def test_turns_alternate_and_times_are_those_of_the_sound(tmp_path: Path) -> None:
    """Customer and agent take turns on one clock, and each turn is audible in its own channel and only there."""
    record = played(tmp_path, MASTER)
    sound, rate_hz = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    assert rate_hz == LINE_RATE_HZ
    assert abs(len(sound) / rate_hz - record.duration_s) < 0.05
    speakers = [t.speaker for t in record.turns]
    assert speakers == ["customer", "agent"] * (len(speakers) // 2) + ["customer"] * (len(speakers) % 2)
    for before, after in zip(record.turns, record.turns[1:], strict=False):
        assert before.end_s <= after.start_s + 0.1
    for turn in record.turns:
        part = sound[int((turn.start_s + 0.1) * rate_hz) : int((turn.end_s - 0.1) * rate_hz)]
        own, other = (0, 1) if turn.speaker == "customer" else (1, 0)
        assert np.abs(part[:, own]).max() > 0.05
        assert np.abs(part[:, other]).max() < 0.001


def test_the_delay_before_a_reply_is_measured(tmp_path: Path) -> None:
    """The script waits 0.8 s; so does the record, within two frames."""
    record = played(tmp_path, MASTER)
    for turn in record.turns:
        if isinstance(turn, AgentTurn):
            assert turn.response_delay_s == pytest.approx(0.8, abs=0.07)


def test_a_provocation_costs(tmp_path: Path) -> None:
    """To say "calm down" raises the anger, and the customer's answer cites it."""
    record = played(tmp_path, ["calm down"])
    customer = [t for t in record.turns if isinstance(t, CustomerTurn)]
    assert customer[1].anger > customer[0].anger
    assert any(w.ref == "deny_emotion" for w in customer[1].why.words)


def test_an_agent_who_stops_answering_ends_the_call(tmp_path: Path) -> None:
    """A script at its end leaves the call unresolved, and complete on disk."""
    record = played(tmp_path, ["invite"])
    assert record.summary is not None
    assert record.summary.ending is Ending.UNRESOLVED
    assert record.status == "complete"
    assert json.loads((tmp_path / "session.json").read_text())["status"] == "complete"


def test_the_same_seed_gives_the_same_call(tmp_path: Path) -> None:
    """Turn by turn, word by word."""
    one, two, other = (played(tmp_path / n, MASTER, seed=s).turns for n, s in (("a", 5), ("b", 5), ("c", 6)))
    assert one == two
    assert [t.text for t in other] != [t.text for t in one]


def test_a_cough_is_not_a_reply(tmp_path: Path) -> None:
    """Sound that the recogniser finds to be no speech makes no turn; the next reply counts."""
    record = played(tmp_path, ["", "invite"])
    assert sum(isinstance(t, AgentTurn) for t in record.turns) == 1


def test_a_pause_inside_a_reply_is_heard_whole(tmp_path: Path) -> None:
    """A reply with 1.1 s of silence in it is one turn."""
    gap = np.zeros(round(1.1 * LINE_RATE_HZ), np.float32)
    whole = Sound(np.concatenate([tone(1.5).samples, gap, tone(1.5).samples]), LINE_RATE_HZ)
    record = played(tmp_path, ["invite"], sounds=[whole])
    turn = next(t for t in record.turns if isinstance(t, AgentTurn))
    assert turn.end_s - turn.start_s == pytest.approx(4.1, abs=0.1)


def test_typed_replies_take_their_time() -> None:
    """A typed reply ends after the time that speaking it would take."""
    typist = TypedAgent(["hello"], lambda text: 1.0)
    line = ScriptedLine(typist.next_reply, response_delay_s=0.0)
    line.start()
    line.cue()
    events = [e for e in (typist.hear(line.read(), False) for _ in range(60)) if e is not None]
    assert len(events) == 1
    utterance = typist.utterance(events[0].start, events[0].end, 0)
    assert utterance.text == "hello"
    assert utterance.end - utterance.start == LINE_RATE_HZ
    assert not line.cue()


def test_the_customer_yields_to_an_agent_who_goes_on(tmp_path: Path) -> None:
    """In real time, a reply that goes on after 1.15 s is one turn: at most a breath was heard, and it stops at once."""
    gap = np.zeros(round(1.15 * LINE_RATE_HZ), np.float32)
    whole = Sound(np.concatenate([tone(1.2).samples, gap, tone(1.2).samples]), LINE_RATE_HZ)
    record = played(tmp_path, ["invite"] * 4, sounds=[whole], realtime=True)
    turns = [t for t in record.turns if isinstance(t, AgentTurn)]
    assert len(turns) == 1
    assert turns[0].end_s - turns[0].start_s == pytest.approx(3.55, abs=0.1)
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    second = sound[round((turns[0].end_s - 1.0) * LINE_RATE_HZ) : round(turns[0].end_s * LINE_RATE_HZ), 0]
    assert not second.any()
    pause = sound[round((turns[0].start_s + 1.3) * LINE_RATE_HZ) : round((turns[0].end_s - 1.3) * LINE_RATE_HZ), 0]
    assert 0 < np.abs(pause).max() < 0.06


def test_the_customer_breathes_in_before_answering(tmp_path: Path) -> None:
    """In real time the first sound after a reply comes within 1.2 s, and the words soon after."""
    record = played(tmp_path, ["invite"] * 4, sounds=[tone(1.5)], realtime=True)
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    turn = next(t for t in record.turns if isinstance(t, AgentTurn))
    after = sound[round(turn.end_s * LINE_RATE_HZ) :, 0]
    assert 0.7 < np.flatnonzero(np.abs(after) > 0.003)[0] / LINE_RATE_HZ < 1.2
    assert 1.2 < np.flatnonzero(np.abs(after) > 0.05)[0] / LINE_RATE_HZ < 2.0


@pytest.mark.parametrize(("seconds", "breathes"), [(3.0, True), (0.7, False)])
def test_the_breath_waits_for_no_words(tmp_path: Path, seconds: float, breathes: bool) -> None:
    """A recogniser that is slow delays the words, not the breath, unless what was heard may be a cough."""

    class Slow(ReadingRecogniser):
        def transcribe(self, sound: Sound, lang: Lang) -> Transcript:
            time.sleep(2.2)
            return super().transcribe(sound, lang)

    slow = Slow(["invite"] * 4)
    record = played(tmp_path, [], sounds=[tone(seconds)], realtime=True, recogniser=slow)
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    turn = next(t for t in record.turns if isinstance(t, AgentTurn))
    after = sound[round(turn.end_s * LINE_RATE_HZ) :, 0]
    first_s = np.flatnonzero(np.abs(after) > 0.003)[0] / LINE_RATE_HZ
    assert 0.7 < first_s < 1.2 if breathes else first_s > 2.2
