"""Turn-taking on real speech: pauses to think are respected, nobody is cut off, a failing recogniser loses nothing."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes import ReadingRecogniser, tone
from playing import played

from simulator.audio.files import read_sound
from simulator.audio.resample import to_rate
from simulator.domain.line import Frame
from simulator.domain.record import AgentTurn, CustomerTurn
from simulator.domain.sound import FRAME, LINE_RATE_HZ, FloatArray, Sound
from simulator.domain.transcript import Transcript
from simulator.engines.silero import SileroDetector
from simulator.messages import Lang
from simulator.session.ears import SpeechEars
from simulator.speech.floor import Ended, FloorEvent, FloorRules, Started

CLIPS = sorted((Path(__file__).parents[1] / "data").glob("*.flac"))


def words(clip: Path) -> list[FloatArray]:
    """Return a clip of real speech cut where a speaker could pause: in its dips between words, which are left out."""
    sound = to_rate(read_sound(clip)).samples
    block = 320  # 20 ms
    level = np.sqrt((sound[: len(sound) // block * block].reshape(-1, block) ** 2).mean(1))
    quiet = level < 0.08 * np.percentile(level, 95)
    edges = np.flatnonzero(np.diff(np.concatenate([[1], quiet.astype(int), [1]])))
    parts = [sound[a * block : b * block] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [np.asarray(p, np.float32) for p in parts if len(p) >= 0.35 * LINE_RATE_HZ]


WORDS = {clip: words(clip) for clip in CLIPS}


def some_speech(draw: random.Random) -> FloatArray:
    """Return one stretch of real speech."""
    return draw.choice(WORDS[draw.choice(CLIPS)])


def room(seconds: float, rng: np.random.Generator, level: float) -> FloatArray:
    """Return the noise of a quiet room."""
    return rng.normal(0.0, level, round(seconds * LINE_RATE_HZ)).astype(np.float32)


def events(samples: FloatArray) -> list[FloorEvent]:
    """Return what ears make of a channel."""
    ears = SpeechEars(SileroDetector(), FloorRules())
    blank = np.zeros(FRAME, np.float32)
    found = []
    for at in range(0, len(samples) - FRAME + 1, FRAME):
        event = ears.hear(Frame(blank, samples[at : at + FRAME]), False)
        if event is not None:
            found.append(event)
    return found


@pytest.mark.real
def test_no_reply_with_a_pause_of_1100_ms_is_cut() -> None:
    """Sixty replies with 1.1 s of silence inside, at different places, levels and noise, are one turn each."""
    for n in range(60):
        rng, draw = np.random.default_rng(n), random.Random(n)
        gain = 10 ** draw.uniform(-1.0, 0.0)
        first, second = (some_speech(draw) * gain for _ in range(2))
        noise = draw.choice([0.0, 1e-4, 1e-3])
        reply = np.concatenate([room(0.5, rng, noise), first, room(1.1, rng, noise), second, room(2.5, rng, noise)])
        ended = [e for e in events(reply) if isinstance(e, Ended)]
        assert len(ended) == 1, n
        assert ended[0].end - ended[0].start > len(first) + len(second) + 0.8 * LINE_RATE_HZ, n


@pytest.mark.real
@pytest.mark.parametrize("quiet_s", [2.0, 4.0, 6.0, 8.0])
def test_silence_before_a_reply_ends_no_turn(quiet_s: float) -> None:
    """Six seconds to think, in a room with a little noise: the first event is the start of the reply."""
    rng = np.random.default_rng(1)
    reply = np.concatenate([room(quiet_s, rng, 3e-4), some_speech(random.Random(1)), room(2.0, rng, 3e-4)])
    found = events(reply)
    assert isinstance(found[0], Started)
    assert found[0].start / LINE_RATE_HZ == pytest.approx(quiet_s, abs=0.25)
    assert sum(isinstance(e, Ended) for e in found) == 1


@pytest.mark.real
def test_nobody_is_cut_off_in_200_turns(tmp_path: Path) -> None:
    """Two hundred replies of real speech with random pauses below the limit: one turn each, and the customer waits."""
    turns, call = 0, 0
    while turns < 200:
        draw, rng = random.Random(call), np.random.default_rng(call)
        sounds = [_with_pauses(draw, rng) for _ in range(12)]
        record = played(tmp_path / str(call), ["invite"] * 12, seed=call, sounds=sounds, detector=SileroDetector())
        replies = [t for t in record.turns if isinstance(t, AgentTurn)]
        samples, _ = soundfile.read(tmp_path / str(call) / "audio.flac", dtype="float32")
        for turn, sound in zip(replies, sounds, strict=False):
            assert turn.end_s - turn.start_s > sound.duration_s - 0.7
            during = samples[round(turn.start_s * LINE_RATE_HZ) : round(turn.end_s * LINE_RATE_HZ), 0]
            assert not during.any()
        assert len(replies) == sum(isinstance(t, CustomerTurn) for t in record.turns) - 1
        turns, call = turns + len(replies), call + 1


def _with_pauses(draw: random.Random, rng: np.random.Generator) -> Sound:
    parts: list[FloatArray] = []
    for _ in range(draw.randint(2, 4)):
        parts.append(some_speech(draw))
        parts.append(room(draw.uniform(0.1, 1.1), rng, 1e-4))
    return Sound(np.concatenate(parts[:-1]), LINE_RATE_HZ)


class FaultyRecogniser(ReadingRecogniser):
    """Fails in one way or another on its first utterance."""

    def __init__(self, fault: str, texts: list[str]) -> None:
        super().__init__(texts)
        self._fault = fault

    def transcribe(self, sound: Sound, lang: Lang) -> Transcript:
        """Raise, hang or dawdle once."""
        fault, self._fault = self._fault, ""
        if fault == "raises":
            raise RuntimeError("the model has no idea")
        if fault == "hangs":
            time.sleep(30.0)
        if fault == "slow":
            time.sleep(3.0)
        return super().transcribe(sound, lang)


@pytest.mark.parametrize("fault", ["raises", "hangs", "slow"])
def test_a_fault_of_the_recogniser_loses_nothing(tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call goes on, the recording is whole, and a turn without words is marked, not scored."""
    monkeypatch.setattr("simulator.session.hearing.SLOW_S", 1.5)
    texts = ["invite"] * 6
    recogniser = FaultyRecogniser(fault, texts)
    began = time.monotonic()
    record = played(tmp_path, texts, sounds=[tone(1.0), tone(1.0)], realtime=True, recogniser=recogniser)
    assert time.monotonic() - began < 40
    replies = [t for t in record.turns if isinstance(t, AgentTurn)]
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    assert len(sound) / LINE_RATE_HZ == pytest.approx(record.duration_s, abs=0.05)
    assert len(replies) == 2
    if fault == "slow":
        assert replies[0].rejected is None
    else:
        assert replies[0].rejected == "not_transcribed"
        assert replies[0].scores.mirroring.outcome.points is None
        assert any("recognition" in note for note in record.notes)
    assert replies[1].text == "invite"
    for turn in replies:
        part = sound[round(turn.start_s * LINE_RATE_HZ) : round(turn.end_s * LINE_RATE_HZ), 1]
        assert np.abs(part).max() > 0.1
