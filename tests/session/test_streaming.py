"""Lines said while they are rendered, over a background, with a disk that may refuse: heard, not only called."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes import HummingVoice, tone
from hypothesis import given
from hypothesis import strategies as st
from playing import SCENARIO, played

from simulator.domain.persona import Persona
from simulator.domain.record import AgentTurn, CustomerTurn
from simulator.domain.scenario import Line
from simulator.domain.sound import FRAME, LINE_RATE_HZ, FloatArray, Sound
from simulator.errors import Broken
from simulator.session.desk import Desk, placed
from simulator.session.flow import HOLE_S, Flow, expected_s, keeps_up
from simulator.session.late import WarmUp
from simulator.session.mouth import Mouth
from simulator.session.mute import MuteVoice
from simulator.session.tape import Tape
from simulator.session.voice import voiced
from simulator.session.watcher import Unwatched
from simulator.settings import Settings
from simulator.speech.background import LOOP, PLACES, Ambience, Place

CLAUSE_S = 0.6


class Clauses(HummingVoice):
    """Renders three clauses of 0.6 s; each after the first takes so many seconds."""

    def __init__(self, work_s: float) -> None:
        super().__init__()
        self._work_s = work_s

    def stream(self, text: str, persona: Persona, anger: float, channel: str = "clear") -> Iterator[Sound]:
        """Yield them."""
        self.began_s = time.monotonic()
        for n in range(3):
            time.sleep(self._work_s if n else 0.0)
            yield tone(CLAUSE_S, 0.1)


class Speaker:
    """A loudspeaker that notes what is played, a frame at a time."""

    live = True

    def __init__(self) -> None:
        self._waiting = np.zeros(0, np.float32)
        self.heard: list[FloatArray] = []

    def play(self, samples: FloatArray) -> None:
        """Queue samples."""
        self._waiting = np.concatenate([self._waiting, samples])

    def hush(self) -> None:
        """Drop them."""
        self._waiting = self._waiting[:0]

    @property
    def playing(self) -> bool:
        """True while anything waits."""
        return len(self._waiting) > 0

    def tick(self) -> None:
        """Play one frame."""
        frame, self._waiting = self._waiting[:FRAME], self._waiting[FRAME:]
        self.heard.append(np.pad(frame, (0, FRAME - len(frame))))


def say(clauses: Iterator[Sound], frame_s: float = 0.002) -> Speaker:
    """Say a line on a loudspeaker that is quicker than life, and return it; a frame takes `frame_s`."""
    speaker = Speaker()
    mouth = Mouth(speaker, MuteVoice())  # type: ignore[arg-type]
    flow = Flow(clauses)
    flow.begin()
    mouth.say(flow, 1.0)
    for _ in range(2_000):
        if mouth.said():
            return speaker
        speaker.tick()
        time.sleep(frame_s)
    raise AssertionError("never said")


def longest_silence_s(samples: FloatArray) -> float:
    """Return the length of the longest stretch without a sound."""
    edges = np.flatnonzero(np.abs(np.concatenate([[1.0], samples, [1.0]])) > 1e-4)
    return float(np.diff(edges).max()) / LINE_RATE_HZ


def test_a_line_begins_before_all_of_it_is_there(tmp_path: Path) -> None:
    """The opening is heard at once, whole and without a hole, though the rest needs half a second a clause."""
    voice = Clauses(0.4)
    heard_after_s: list[float] = []
    watch = Unwatched(lambda _: heard_after_s.append(time.monotonic() - voice.began_s))
    record = played(tmp_path, [], sounds=[], realtime=True, renderer=voice, watcher=watch)
    assert heard_after_s[0] < 0.4
    (turn,) = record.turns
    assert turn.end_s - turn.start_s == pytest.approx(3 * CLAUSE_S, abs=0.1)
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    line = sound[round(turn.start_s * LINE_RATE_HZ) : round((turn.start_s + 3 * CLAUSE_S) * LINE_RATE_HZ), 0]
    assert longest_silence_s(line) < 0.05


def test_scripted_calls_wait_for_the_whole_line(tmp_path: Path) -> None:
    """Where time stands still nothing depends on how quick the machine is."""
    record = played(tmp_path, [], sounds=[], renderer=Clauses(0.1))
    (turn,) = record.turns
    assert turn.end_s - turn.start_s == pytest.approx(3 * CLAUSE_S, abs=0.1)
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    assert longest_silence_s(sound[: round(1.75 * LINE_RATE_HZ), 0]) < 0.05


def test_a_late_clause_is_waited_for_with_one_breath() -> None:
    """The line is not over while a clause is missing; what is heard meanwhile is a breath after a pause, once."""

    def clauses() -> Iterator[Sound]:
        yield tone(0.2)
        time.sleep(0.6)
        yield tone(0.2)

    speaker = say(clauses(), frame_s=0.01)
    levels = [float(np.abs(f).max()) for f in speaker.heard]
    loud = [n for n, level in enumerate(levels) if level > 0.1]
    hole = levels[7 : loud[-1] - 7]
    breath = [n for n, level in enumerate(hole) if 0.001 < level < 0.1]
    assert len(loud) == 14
    assert breath[0] * FRAME / LINE_RATE_HZ == pytest.approx(HOLE_S, abs=0.1)
    assert breath[-1] - breath[0] < 10


def test_a_line_in_one_piece_has_no_breath_in_it() -> None:
    """Nor after it."""
    assert [float(np.abs(f).max()) > 0.1 for f in say(iter([tone(0.32)])).heard] == [True] * 10


@pytest.mark.parametrize(
    ("there_s", "expected_s", "worked_s", "begins"),
    [
        (1.2, 6.0, 0.6, True),  # half as long as it sounds
        (1.2, 6.0, 2.4, False),  # twice as long: the second clause would be late
        (1.2, 1.0, 9.0, True),  # nothing is missing
        (4.0, 6.0, 8.0, True),  # as slow, but enough is there
    ],
)
def test_a_slow_machine_waits_for_more(there_s: float, expected_s: float, worked_s: float, begins: bool) -> None:
    """A line begins when the next clause can be there in time."""
    assert keeps_up(there_s, expected_s, worked_s) is begins


def test_lengths_are_guessed() -> None:
    """Five characters or fifteen letters a second."""
    assert expected_s("你们到底管不管！") == pytest.approx(1.6)
    assert expected_s("x" * 30) == pytest.approx(2.0, abs=0.02)


# ---------------------------------------------------------------------------------------------------------- background


@pytest.mark.parametrize("place", PLACES)
def test_a_background_goes_round_without_a_seam(place: Place) -> None:
    """After half a minute it begins again, and nothing jumps there."""
    street = Ambience(place, 3)
    around = street.at(LOOP - 2_000, 4_000)
    assert np.array_equal(around[2_000:], street.at(0, 2_000))
    assert np.abs(np.diff(around[1_990:2_010])).max() <= np.abs(np.diff(street.at(0, LOOP))).max()


def test_the_customer_calls_from_somewhere_all_the_time(tmp_path: Path) -> None:
    """Under the customer's words and between them, in the customer's channel alone, and softer than the words."""
    record = played(tmp_path, ["invite"], ambience=Ambience("street", 1))
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    agent = next(t for t in record.turns if isinstance(t, AgentTurn))
    between = sound[round((agent.start_s + 0.1) * LINE_RATE_HZ) : round((agent.end_s - 0.1) * LINE_RATE_HZ), 0]
    assert -48 < 10 * np.log10(np.mean(between**2)) < -34
    assert not sound[: round(0.5 * LINE_RATE_HZ), 1].any()


def test_who_says_where_the_customer_calls_from(own_folders: Path) -> None:
    """The scenario, unless a flag says something else; the telephone lets less of it through."""
    desk = Desk(Settings())
    cast = desk.cast(SCENARIO, seed=1)
    assert cast.ambience() is None
    street = replace(cast.scenario, background="street")
    assert [placed(street, None), placed(street, "car"), placed(street, "none")] == ["street", "car", None]
    wide, narrow = (replace(cast, background="car", channel=c).ambience() for c in ("clear", "phone"))  # type: ignore[arg-type]
    assert wide is not None
    assert narrow is not None
    assert np.std(narrow.at(0, 16_000)) < 0.8 * np.std(wide.at(0, 16_000))


# --------------------------------------------------------------------------------------------------------- the anger


@given(st.lists(st.floats(-0.7, 0.7), min_size=1, max_size=12), st.floats(0.0, 3.0))
def test_the_voice_never_jumps(steps: list[float], anger: float) -> None:
    """However it is rounded, two lines in a row differ by 0.7 at most, and each is near the state that it shows."""
    before: float | None = None
    for step in steps:
        anger = min(max(anger + step, 0.0), 3.0)
        now = voiced(anger, before)
        assert before is None or abs(now - before) <= 0.7 + 1e-9
        assert abs(now - anger) <= 0.15
        before = now


# ---------------------------------------------------------------------------------------------------- text and frames


def test_marks_for_the_voice_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Session and subtitles hold what people read; the voice gets the marks."""
    from simulator.domain import scenario

    clean = scenario.Line.__init__

    def marked(self: Line, text: str, tells: tuple[str, ...] = ()) -> None:
        clean(self, f"[叹气]银行[háng]*{text}*", tells)

    voice = HummingVoice()
    monkeypatch.setattr(scenario.Line, "__init__", marked)
    record = played(tmp_path, ["invite"], renderer=voice)
    assert "[叹气]银行[háng]*" in voice.rendered[0][0]
    for text in [t.text for t in record.turns if isinstance(t, CustomerTurn)]:
        assert text.startswith("银行")
    for name in ("session.json", "transcript.vtt"):
        kept = (tmp_path / name).read_text(encoding="utf-8")
        assert "银行" in kept
        assert not {"[叹气]", "[háng]", "*"} & {m for m in ("[叹气]", "[háng]", "*") if m in kept}


def test_a_tape_holds_the_newest_samples() -> None:
    """Whatever is cut is what was written, and what is gone is left out."""
    tape, written = Tape(1_000), np.arange(1, 2_701, dtype=np.float32)
    for at in range(0, 2_700, 90):
        tape.write(written[at : at + 90])
    for start, end in ((1_700, 2_700), (1_950, 2_050), (2_600, 2_700), (2_000, 2_000)):
        cut, begins = tape.cut(start, end)
        assert begins == start
        assert np.array_equal(cut, written[start:end])
    cut, begins = tape.cut(-5, 9_999)
    assert begins == 1_700
    assert np.array_equal(cut, written[1_700:])
    tape.write(np.ones(2_500, np.float32))
    assert np.array_equal(tape.cut(0, 9_999)[0], np.ones(1_000))


def test_models_are_loaded_behind_the_opening() -> None:
    """Not before all of it is rendered; what fails comes out where they are needed; the end waits for the rest."""
    go, order = threading.Event(), list[str]()

    def clauses() -> Iterator[Sound]:
        yield tone(0.1)
        assert go.wait(5)
        order.append("opening")
        yield tone(0.1)

    def load() -> None:
        order.append("models")
        raise Broken("voices.worker_stuck", seconds=1)

    warm_up = WarmUp(load)
    warm_up.after(Flow(clauses()))
    assert order == []
    go.set()
    warm_up.close(5.0)
    assert order == ["opening", "models"]
    with pytest.raises(Broken):
        warm_up.wait()
