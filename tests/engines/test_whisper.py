"""Recognition: guards and windows with a fake model, words and times with the real one."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import jiwer
import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.sound import FloatArray, Sound, silence
from simulator.domain.transcript import Transcript, Word
from simulator.engines.hearing import FULL_CONTEXT_S, Hearing
from simulator.engines.recogniser import open_recogniser
from simulator.engines.script import simplified, simplified_words
from simulator.engines.whisper import SHORT_CONTEXT_S, WhisperRecogniser
from simulator.errors import BadInput, Broken
from simulator.messages import Lang
from simulator.settings import Settings
from simulator.speech.guards import Signs

DATA = Path(__file__).parents[1] / "data"
ENGLISH = "unless to be rather cold hearted and rather selfish is to be ill disposed"
MANDARIN = "广州市房地产中介协会分析"
RATE = 16_000


class LoudIsSpeech:
    """A detector for tests: loud frames are speech."""

    def probability(self, frame: FloatArray) -> float:
        """Return 1 for a loud frame."""
        return float(np.abs(frame).max() > 0.1)

    def reset(self) -> None:
        """Remember nothing."""


Recogniser = WhisperRecogniser[Any]


class FakeModel:
    """Hears one word in every window, with the signs it is given; remembers lengths and contexts."""

    def __init__(self, *signs: Signs) -> None:
        self._signs = signs
        self.passes: list[tuple[float, float]] = []

    def hear(self, samples: FloatArray, lang: Lang, context_s: float) -> Hearing:
        """Return one word with the next signs."""
        signs = self._signs[min(len(self.passes), len(self._signs) - 1)]
        self.passes.append((len(samples) / RATE, context_s))
        text = {"zh": "電話", "en": "phone"}[lang]
        return Hearing(text, (Word(text, 0.1, 0.3, 0.9),), signs, 1)

    def language(self, samples: FloatArray) -> Lang:
        """Hear English."""
        return "en"


SURE = Signs(compression=0.8, no_speech=0.0, logprob=-0.1)
LOOP = Signs(compression=9.0, no_speech=0.0, logprob=-0.01)
UNSURE = Signs(compression=0.8, no_speech=0.9, logprob=-2.0)


def with_fake(*signs: Signs) -> tuple[Recogniser, FakeModel]:
    fake = FakeModel(*signs)
    return WhisperRecogniser("fake", lambda: fake, {"fake": "0"}, detector=LoudIsSpeech()), fake


def loud(duration_s: float, rate_hz: int = RATE) -> Sound:
    return Sound(np.full(round(duration_s * rate_hz), 0.5, np.float32), rate_hz)


def joined(*sounds: Sound) -> Sound:
    return Sound(np.concatenate([s.samples for s in sounds]), sounds[0].rate_hz)


class LateModel(FakeModel):
    """Skips whatever comes before the last second of a window of more than three."""

    def hear(self, samples: FloatArray, lang: Lang, context_s: float) -> Hearing:
        """Return one word, in the last second of a long window."""
        heard = super().hear(samples, lang, context_s)
        end_s = len(samples) / RATE
        at = end_s - 0.8 if end_s > 3.0 else 0.1
        return replace(heard, words=(Word(heard.text, at, at + 0.3, 0.9),))


def test_a_sentence_that_got_no_words_is_heard_on_its_own() -> None:
    """A skipped beginning comes before what was heard; a beginning with words is heard once."""
    model = LateModel(SURE)
    recogniser: Recogniser = WhisperRecogniser("fake", lambda: model, {"fake": "0"}, detector=LoudIsSpeech())
    heard = recogniser.transcribe(joined(loud(1.6), silence(0.6), loud(1.2)), "en")
    assert heard.text == "phone phone"
    assert heard.words[0].end_s < 1.6 < heard.words[1].start_s
    assert len(model.passes) == 2
    once, fake = with_fake(SURE)
    once.transcribe(joined(loud(1.6), silence(0.6), loud(0.7)), "en")
    assert len(fake.passes) == 1


@pytest.mark.parametrize("duration_s", [0.0, 0.1, 0.35])
def test_too_little_speech_never_reaches_the_model(duration_s: float) -> None:
    """Clicks and coughs are told from words by their length."""
    recogniser, fake = with_fake(SURE)
    heard = recogniser.transcribe(joined(silence(1.0), loud(duration_s), silence(1.0)), "zh")
    assert (heard.text, heard.words, heard.rejected, fake.passes) == ("", (), "no_speech", [])


def test_a_loop_is_heard_again_in_the_full_context() -> None:
    """The short context is quicker and loops now and then; the second pass is believed if it doesn't."""
    recogniser, fake = with_fake(LOOP, SURE)
    assert recogniser.transcribe(loud(2.0), "en").text == "phone"
    assert [context for _, context in fake.passes] == [SHORT_CONTEXT_S, FULL_CONTEXT_S]


@pytest.mark.parametrize(("signs", "reason"), [(LOOP, "loop"), (UNSURE, "unsure")])
def test_what_is_not_believed_has_no_words(signs: Signs, reason: str) -> None:
    """A refused transcript is empty, has no confidence, and says why."""
    recogniser, _ = with_fake(signs)
    heard = recogniser.transcribe(loud(2.0), "en")
    assert (heard.text, heard.words, heard.confidence, heard.rejected) == ("", (), 0.0, reason)


def test_one_bad_window_does_not_spoil_the_others() -> None:
    """What is understood before and after it stays, on the clock of the sound."""
    recogniser, _ = with_fake(SURE, UNSURE, SURE)
    gap = silence(4.0)
    heard = recogniser.transcribe(joined(loud(2.0), gap, loud(2.0), gap, loud(2.0)), "en")
    assert heard.text == "phone phone"
    assert [w.start_s for w in heard.words] == pytest.approx([0.1, 11.9], abs=0.15)


@given(st.floats(0.5, 70.0))
def test_any_length_is_heard_in_windows_that_fit(duration_s: float) -> None:
    """No pass gets more than 20 s, and its context is always longer than its sound."""
    recogniser, fake = with_fake(SURE)
    recogniser.transcribe(loud(duration_s), "en")
    assert sum(length for length, _ in fake.passes) >= duration_s - 0.1
    assert all(length <= 20.01 and length < context <= FULL_CONTEXT_S for length, context in fake.passes)


def test_mandarin_is_simplified_and_the_raw_text_kept() -> None:
    """Words, too."""
    recogniser, _ = with_fake(SURE)
    heard = recogniser.transcribe(loud(2.0), "zh")
    assert (heard.text, heard.text_as_heard, heard.words[0].text) == ("电话", "電話", "电话")


@given(st.lists(st.sampled_from(["頭", "髮", "發", "現", "乾", "淨", "隆", "a", "三"]), max_size=12))
def test_simplified_words_join_to_the_simplified_text(words: list[str]) -> None:
    """A character is converted in the light of its neighbours, not word by word; again changes nothing."""
    text = simplified("".join(words))
    assert "".join(simplified_words(words)) == text
    assert simplified(text) == text


def test_an_unknown_engine_or_model_is_refused(tmp_path: Path) -> None:
    """By name, before anything is loaded."""
    with pytest.raises(BadInput, match="telepathy"):
        open_recogniser(Settings(asr="telepathy", cache_dir=tmp_path))
    with pytest.raises(BadInput, match="enormous"):
        open_recogniser(Settings(whisper_model="enormous", cache_dir=tmp_path))


@pytest.mark.real
@pytest.mark.parametrize(("asr", "name"), [("whisper", "own.pt"), ("auto", "own.pt"), ("whisper-ct2", "own/model.bin")])
def test_a_damaged_model_is_named(tmp_path: Path, asr: str, name: str) -> None:
    """One sentence, not the library's; ``auto`` goes to the engine that reads such a file."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"not a checkpoint")
    recogniser = cast(Recogniser, open_recogniser(Settings(whisper_model=str(path), asr=asr)))
    with pytest.raises(Broken, match=re.escape(str(path.parent))):
        recogniser.warm_up()


@pytest.fixture(scope="module", params=["whisper-ct2", "whisper"])
def whisper(request: pytest.FixtureRequest) -> Recogniser:
    recogniser = cast(Recogniser, open_recogniser(Settings(asr=request.param)))
    recogniser.warm_up()
    assert recogniser.name == request.param
    return recogniser


@pytest.fixture(scope="module")
def english() -> Sound:
    return read(DATA / "librivox-sense-and-sensibility.flac")


@pytest.fixture(scope="module")
def mandarin() -> Sound:
    return read(DATA / "aishell-BAC009S0724W0121.flac")


def read(path: Path) -> Sound:
    samples, rate_hz = soundfile.read(path, dtype="float32")
    return Sound(samples, rate_hz)


def plain(text: str) -> str:
    return re.sub(r"[^a-z ]", "", text.lower().replace("-", " "))


def assert_words_fit(heard: Transcript, duration_s: float) -> None:
    """Words are in order, inside the sound, and found in the text in their order."""
    assert heard.words
    starts = [w.start_s for w in heard.words]
    assert starts == sorted(starts)
    assert all(0.0 <= w.start_s <= w.end_s <= duration_s for w in heard.words)
    at = 0
    for word in heard.words:
        at = heard.text.index(word.text, at) + len(word.text)


@pytest.mark.real
def test_english_is_understood(whisper: Recogniser, english: Sound) -> None:
    """Word for word, with times and confidence; the weights are named by what was verified."""
    heard = whisper.transcribe(english, "en")
    assert jiwer.wer(ENGLISH, plain(heard.text)) <= 0.1
    assert heard.confidence > 0.6
    assert heard.rejected is None
    assert_words_fit(heard, english.duration_s)
    (digest,) = whisper.models.values()
    assert re.fullmatch(r"[0-9a-f]{64}", digest)


@pytest.mark.real
def test_mandarin_is_understood(whisper: Recogniser, mandarin: Sound) -> None:
    """As well as the base model does it (a quarter of the characters wrong here), always simplified."""
    heard = whisper.transcribe(mandarin, "zh")
    assert jiwer.cer(MANDARIN, re.sub(r"\W", "", heard.text)) <= 0.35
    assert re.sub(r"\W", "", heard.text) == re.sub(r"\W", "", simplified(heard.text_as_heard))
    assert_words_fit(heard, mandarin.duration_s)


@pytest.mark.real
def test_each_language_is_told_from_the_other(whisper: Recogniser, english: Sound, mandarin: Sound) -> None:
    """Among the two; silence counts as English."""
    assert [whisper.detect(s) for s in (english, mandarin, silence(1.0))] == ["en", "zh", "en"]


@pytest.mark.real
def test_silence_before_speech_moves_the_words(whisper: Recogniser, english: Sound) -> None:
    """The same words, later by as much as the silence is long; pauses do not belong to words."""
    heard = whisper.transcribe(english, "en")
    later = whisper.transcribe(joined(silence(2.5), english, silence(3.0)), "en")
    assert plain(later.text) == plain(heard.text)
    shifts = [b.start_s - a.start_s for a, b in zip(heard.words, later.words, strict=True)]
    assert np.median(shifts) == pytest.approx(2.5, abs=0.1)
    assert later.words[0].start_s > 2.4
    assert later.words[-1].end_s < 2.5 + english.duration_s + 0.2


@pytest.mark.real
@pytest.mark.parametrize("rate_hz", [8_000, 48_000])
def test_any_rate_is_understood(whisper: Recogniser, english: Sound, rate_hz: int) -> None:
    """Telephone and studio."""
    other = soxr.resample(english.samples, RATE, rate_hz).astype(np.float32)
    assert jiwer.wer(ENGLISH, plain(whisper.transcribe(Sound(other, rate_hz), "en").text)) <= 0.15


@pytest.mark.real
def test_half_a_minute_and_more_is_heard_whole(whisper: Recogniser, english: Sound) -> None:
    """Four times the sentence, with long pauses, is four times the words."""
    long = joined(*[english, silence(3.5)] * 4)
    assert long.duration_s > 30.0
    heard = whisper.transcribe(long, "en")
    assert jiwer.wer(" ".join([ENGLISH] * 4), plain(heard.text)) <= 0.1
    assert_words_fit(heard, long.duration_s)
    assert heard.words[-1].end_s > long.duration_s - 5.0


def noises() -> dict[str, FloatArray]:
    rng, t = np.random.default_rng(11), np.arange(4 * RATE) / RATE
    hum = sum(np.sin(2 * np.pi * 50 * k * t) / k for k in range(1, 12))
    keys = np.zeros_like(t)
    for at in rng.integers(0, len(t) - 300, 25):
        keys[at : at + 300] += rng.normal(size=300) * np.exp(-np.arange(300) / 60)
    breath = rng.normal(size=len(t)) * np.clip(np.sin(2 * np.pi * t / 3), 0, 1) ** 2
    raw = {"silence": 0 * t, "noise": 0.1 * rng.normal(size=len(t)), "hum": 0.1 * hum, "keys": 0.4 * keys}
    return {name: np.asarray(x, np.float32) for name, x in {**raw, "breath": 0.1 * breath}.items()}


@pytest.mark.real
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(noises()))
def test_nobody_speaks_and_nothing_is_written(whisper: Recogniser, name: str, lang: Lang) -> None:
    """No sentence is invented for what is no speech."""
    heard = whisper.transcribe(Sound(noises()[name], RATE), lang)
    assert (heard.text, heard.words) == ("", ())
    assert heard.rejected is not None


@pytest.mark.real
def test_two_callers_take_turns(whisper: Recogniser, english: Sound, mandarin: Sound) -> None:
    """Threads that share a recogniser get what they would get alone."""
    alone = [whisper.transcribe(english, "en"), whisper.transcribe(mandarin, "zh")]
    found: dict[int, Transcript] = {}
    jobs: list[tuple[Sound, Lang]] = [(english, "en"), (mandarin, "zh")]
    threads = [
        threading.Thread(target=lambda i=i, job=job: found.update({i: whisper.transcribe(*job)}))  # type: ignore[misc]
        for i, job in enumerate(jobs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[0], found[1]] == alone
