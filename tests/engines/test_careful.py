"""Careful hearing: a wording is put in only where the sound bears it, and what was heard stays on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.scenario import Fact, FactType
from simulator.domain.sound import FloatArray, Sound
from simulator.domain.transcript import Transcript, Word, silent
from simulator.engines.careful import DOUBT_NATS, MAX_LOSS_NATS, CarefulHearing
from simulator.engines.recogniser import open_recogniser
from simulator.engines.whisper import WhisperRecogniser
from simulator.engines.whisper_ct2 import Encoded, Hypothesis
from simulator.messages import Lang
from simulator.settings import Settings

BOARD = Fact("board", FactType.EVENT, "换了主板", "主板都换了", ("换了块主板",))
REPAIRS = Fact("repairs", FactType.NUMBER, "修了三次", "修了三次", value=3, unit="次", anchors=("修",))
LOUD = Sound(np.full(48_000, 0.5, np.float32), 16_000)
Weigh = Callable[[str], float]


class LoudIsSpeech:
    """A detector for tests: loud frames are speech."""

    def probability(self, frame: FloatArray) -> float:
        """Return 1 for a loud frame."""
        return float(np.abs(frame).max() > 0.1)

    def reset(self) -> None:
        """Remember nothing."""


class FakeModel:
    """Has the hypotheses it is given, and weighs texts by a rule."""

    def __init__(self, heard: Sequence[tuple[str, float]], weigh: Weigh) -> None:
        self._heard, self._rule = heard, weigh

    def encode(self, samples: FloatArray, lang: Lang, context_s: float) -> Encoded:
        """Return nothing but the length."""
        return Encoded(SimpleNamespace(shape=(1, 600, 512)), len(samples), lang)

    def hypotheses(self, encoded: Encoded, count: int) -> tuple[Hypothesis, ...]:
        """Return the given ones."""
        return tuple(Hypothesis(tuple(range(len(text))), text, nats) for text, nats in self._heard)

    def weigh(self, encoded: Encoded, texts: Sequence[str]) -> list[float]:
        """Follow the rule."""
        return [self._rule(text) for text in texts]

    def spoken(self, encoded: Encoded, text: str) -> tuple[Word, ...]:
        """Return a word for each character, a tenth of a second each."""
        letters = [c for c in text if c.isalnum()]
        return tuple(Word(c, i / 10, (i + 1) / 10, 0.9) for i, c in enumerate(letters))


def listen(
    heard: Sequence[tuple[str, float]], weigh: Weigh, facts: Sequence[Fact], quick: str | None = None
) -> Transcript:
    engine: WhisperRecogniser[Any] = WhisperRecogniser(
        "fake",
        lambda: cast(Any, FakeModel(heard, weigh)),
        {},
        capabilities=frozenset({"rescoring"}),
        detector=LoudIsSpeech(),
    )
    first = quick or heard[0][0]
    return CarefulHearing(engine).listen(LOUD, "zh", facts, Transcript("zh", first, first, (), 0.8))


@given(st.floats(-3.0, 40.0))
def test_the_sound_decides(loss: float) -> None:
    """Little loss: corrected; more: undecided; much more: absent. What was heard stays on record."""
    result = listen([("連主班都換了", -5.0)], lambda t: -5.0 if "班" in t else -5.0 - loss, [BOARD])
    accepted = loss < MAX_LOSS_NATS
    assert result.text == ("连主板都换了" if accepted else "连主班都换了")
    assert result.text_as_heard == "連主班都換了"
    assert result.doubtful == (("board",) if MAX_LOSS_NATS <= loss < DOUBT_NATS else ())
    assert [c.fact for c in result.corrections] == (["board"] if accepted else [])
    for c in result.corrections:
        assert result.text[c.start : c.end] == "主板都换"  # a particle is no part of the fact
        assert result.span_s(c.start, c.end) is not None
        assert c.loss_nats == pytest.approx(max(loss, 0.0), abs=0.01)


@pytest.mark.parametrize("number", ["四", "两", "十", "三十", "13", "2"])
def test_another_number_stays_whatever_the_sound_would_bear(number: str) -> None:
    """A wrong value is what the scores look for: it is never made right."""
    text = f"修了{number}次"
    result = listen([(text, -1.0)], lambda t: 0.0, [REPAIRS])
    assert (result.text, result.corrections, result.doubtful) == (text, (), ())


def test_a_hypothesis_that_states_a_fact_wins_a_close_race() -> None:
    """Within three nats, and it is shown as a correction of what was heard at once."""
    close = [("连主班都换了", -4.0), ("连主板都换了", -6.0)]
    result = listen(close, lambda t: -5.0, [BOARD])
    assert result.text == "连主板都换了"
    assert [(c.heard, c.loss_nats) for c in result.corrections] == [("主班都换", 2.0)]
    far = [("连主班都换了", -4.0), ("连主板都换了", -12.0)]
    assert listen(far, lambda t: -5.0 if "班" in t else -50.0, [BOARD]).text == "连主班都换了"


def test_without_facts_the_best_hypothesis_is_heard() -> None:
    """Nothing is corrected, nothing doubted."""
    result = listen([("连主班都换了", -4.0)], lambda t: -4.0, [], quick="连主办都换了")
    assert (result.text, result.corrections, result.doubtful) == ("连主班都换了", (), ())


def test_what_was_rejected_stays_rejected() -> None:
    """The guards come first."""
    engine: Any = SimpleNamespace(capabilities=frozenset({"rescoring"}))
    nothing = silent("zh", "no_speech")
    assert CarefulHearing(engine).listen(LOUD, "zh", [BOARD], nothing) is nothing


def test_other_engines_are_left_alone() -> None:
    """They can't weigh another wording."""
    engine: Any = SimpleNamespace(capabilities=frozenset({"word_times"}))
    quick = Transcript("zh", "连主班都换了", "连主班都换了", (), 0.8)
    assert CarefulHearing(engine).listen(LOUD, "zh", [BOARD], quick) is quick


@pytest.mark.real
def test_a_misheard_wording_is_found_and_a_near_miss_is_not() -> None:
    """On a real recording: 广州市房地产中介协会分析, of which the model gets 房地产中介 wrong."""
    samples, rate_hz = soundfile.read(
        Path(__file__).parents[1] / "data" / "aishell-BAC009S0724W0121.flac", dtype="float32"
    )
    sound = Sound(samples, rate_hz)
    engine = open_recogniser(Settings(asr="whisper-ct2"))
    quick = engine.transcribe(sound, "zh")
    said = Fact("said", FactType.OBJECT, "中介", "中介协会")
    near = Fact("near", FactType.OBJECT, "近似", "杭州市房产", ("竞技协会", "温州市房地产"))
    result = CarefulHearing(engine).listen(sound, "zh", [said, near], quick)
    assert "中介协会" in result.text
    assert "中介协会" not in quick.text
    assert [c.fact for c in result.corrections] == ["said"]
    assert not any(wording in result.text for wording in (near.key, *near.aliases))
    assert result.text_as_heard == quick.text_as_heard
    at = 0
    for word in result.words:
        at = result.text.index(word.text, at) + len(word.text)
    assert all(0.0 <= w.start_s <= w.end_s <= sound.duration_s for w in result.words)
