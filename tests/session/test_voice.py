"""The customer's voice: what is needed now never waits for what may be needed next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from simulator.domain.persona import AngerLevel, Body, Persona
from simulator.domain.scenario import Line
from simulator.domain.sound import Sound
from simulator.engines.renditions import Renditions
from simulator.engines.stopping import Stopped
from simulator.errors import BadInput
from simulator.session.begun import Begun
from simulator.session.mute import MuteVoice
from simulator.session.voice import CustomerVoice

LEVEL = AngerLevel(0.0, 1.0, 1.0, 0.0, 1.0, -20.0, 0.0)
PERSONA = Persona("lan", "zh", "Lan", "", "hot", "zh_lan", Body(), (LEVEL, LEVEL, LEVEL, LEVEL))


class Steps:
    """Renders a character at a time, each when it is let go; notes which characters were rendered, in order."""

    name = "steps"

    def __init__(self) -> None:
        self.models: dict[str, str] = {}
        self.go = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.done: list[str] = []

    def stream(self, text: str, persona: Persona, anger: float, channel: str = "clear") -> Iterator[Sound]:
        """Yield a sound for each character."""
        for char in text:
            self.begun.release()
            assert self.go.acquire(timeout=5)
            self.done.append(char)
            yield Sound(np.full(10, ord(char) % 7 / 10, np.float32), 16_000)

    render = stream

    def let(self, n: int) -> None:
        """Let so many characters go."""
        for _ in range(n):
            self.go.release()


@pytest.fixture
def steps() -> Steps:
    """Return the renderer."""
    return Steps()


@pytest.fixture
def voice(steps: Steps) -> Iterator[CustomerVoice]:
    """Return a voice that is closed in the end."""
    voice = CustomerVoice(steps, PERSONA)  # type: ignore[arg-type]
    yield voice
    steps.let(100)
    voice.close()
    assert not voice._thread.is_alive()


def said_by(voice: CustomerVoice, text: str) -> list[Sound]:
    """Return all clauses of a line."""
    return list(voice.stream(Line(text), 1.0))


def within_a_second(condition: Callable[[], bool]) -> bool:
    """Return whether something becomes true soon."""
    for _ in range(100):
        if condition():
            return True
        threading.Event().wait(0.01)
    return False


def test_an_urgent_line_waits_for_a_clause_at_most(voice: CustomerVoice, steps: Steps) -> None:
    """The background is in its second clause of five: it finishes that one, and the urgent line is next."""
    voice.ahead([(Line("ABCDE"), 1.0)])
    steps.let(1)
    assert steps.begun.acquire(timeout=5)
    assert steps.begun.acquire(timeout=5)  # in "B"
    said: list[list[Sound]] = []
    urgent = threading.Thread(target=lambda: said.append(said_by(voice, "xy")))
    urgent.start()
    assert within_a_second(lambda: voice._urgent == 1)
    steps.let(3)
    urgent.join(5)
    assert within_a_second(lambda: len(steps.done) == 4)
    assert sorted(steps.done[:4]) == ["A", "B", "x", "y"]
    assert sum(len(s.samples) for s in said[0]) == 20


def test_the_background_comes_back_when_there_is_time(voice: CustomerVoice, steps: Steps) -> None:
    """What was interrupted is taken up again, and what follows it is rendered, too."""
    steps.let(50)
    voice.ahead([(Line("AB"), 1.0)])
    assert within_a_second(lambda: steps.done == list("AB"))
    said_by(voice, "x")
    voice.ahead([(Line("EF"), 1.0)])
    assert within_a_second(lambda: steps.done == list("ABxEF"))


def test_the_first_clauses_come_first(voice: CustomerVoice, steps: Steps) -> None:
    """With it a line can begin: so every likely line can, before any of them is whole; a line is listed once."""
    voice.ahead([(Line("ABC"), 1.0), (Line("DE"), 1.0), (Line("F"), 1.0), (Line("ABC"), 1.02)])
    steps.let(50)
    assert within_a_second(lambda: steps.done == list("ADFBCE"))


def test_what_is_whole_stops_nothing(voice: CustomerVoice, steps: Steps) -> None:
    """What covers the wait is rendered first, and saying it leaves the background in peace."""
    steps.let(1)
    voice.ahead([(Line("AB"), 1.0)], cover=(Line("x"), 1.0))
    assert within_a_second(lambda: steps.done == ["x"] and voice._ahead == ("AB", 1.0))
    assert len(said_by(voice, "x")) == 1
    assert not voice._bell.rung
    clauses = voice.stream(Line("y"), 1.0)
    steps.let(10)
    next(clauses)
    assert voice._bell.rung


def test_what_is_there_is_said_at_once_and_never_rendered_again(voice: CustomerVoice, steps: Steps) -> None:
    """The first clause was rendered ahead, and the line goes on behind it, though the background was in another one."""
    voice.ahead([(Line("ABC"), 1.0), (Line("DE"), 1.0)])
    steps.let(1)
    assert within_a_second(lambda: steps.done == ["A"])
    clauses = voice.stream(Line("ABC"), 1.0)
    assert next(clauses).samples[0] == pytest.approx(ord("A") % 7 / 10)
    steps.let(50)
    assert [c.samples[0] for c in clauses] == pytest.approx([ord(c) % 7 / 10 for c in "BC"])
    assert within_a_second(lambda: sorted(steps.done) == list("ABCDE"))


def test_a_line_goes_on_to_the_sample_where_it_was_stopped() -> None:
    """The renderer is stopped in its third clause, and gives the line in one piece the next time, as from a cache."""
    samples = np.arange(30, dtype=np.float32)
    cuts: list[list[int]] = [[0, 10, 15], [0, 30]]

    def render() -> Iterator[Sound]:
        edges = cuts.pop(0)
        for a, b in pairwise(edges):
            yield Sound(samples[a:b], 16_000)
        if edges[-1] < 30:
            raise Stopped

    begun = Begun(render)
    said = begun.clauses()
    first = [next(said), next(said)]
    with pytest.raises(Stopped):
        next(said)
    assert np.array_equal(np.concatenate([c.samples for c in begun.clauses()]), samples)
    assert len(first) == 2
    assert cuts == []


def test_what_is_no_longer_likely_is_dropped(voice: CustomerVoice, steps: Steps) -> None:
    """After its present clause."""
    voice.ahead([(Line("ABCDE"), 1.0)])
    assert steps.begun.acquire(timeout=5)
    voice.ahead([(Line("Z"), 1.0)])
    steps.let(10)
    assert within_a_second(lambda: steps.done == ["A", "Z"])


def test_nothing_is_rendered_ahead_while_a_line_is_streamed(voice: CustomerVoice, steps: Steps) -> None:
    """Closing the stream lets the background go on."""
    steps.let(2)
    clauses = voice.stream(Line("xyz"), 1.0)
    next(clauses)
    voice.ahead([(Line("A"), 1.0)])
    assert not within_a_second(lambda: "A" in steps.done)
    clauses.close()  # type: ignore[attr-defined]
    assert within_a_second(lambda: steps.done == ["x", "A"])


def test_a_line_that_fails_ahead_stops_nothing(steps: Steps) -> None:
    """The next one is rendered; whoever needs the failed one is told."""

    class Failing(Steps):
        def stream(self, text: str, *rest: object) -> Iterator[Sound]:
            if text == "bad":
                raise BadInput("voices.empty_text")
            return super().stream(text, PERSONA, 1.0)

    failing = Failing()
    failing.let(10)
    voice = CustomerVoice(failing, PERSONA)  # type: ignore[arg-type]
    voice.ahead([(Line("bad"), 1.0), (Line("A"), 1.0)])
    assert within_a_second(lambda: failing.done == ["A"])
    with pytest.raises(BadInput):
        said_by(voice, "bad")
    assert voice._urgent == 0
    voice.close()


def test_streamed_and_said_are_the_same(tmp_path: Path) -> None:
    """Through the real cache: clause by clause, whole, and from the cache."""

    class Clauses:
        name = "clauses"
        models: dict[str, str] = {}  # noqa: RUF012

        def stream(self, text: str, persona: Persona, anger: float) -> Iterator[Sound]:
            rng = np.random.default_rng(1)
            for _ in text:
                yield Sound(rng.uniform(-0.5, 0.5, 2_400).astype(np.float32), 24_000)

    renditions = Renditions(tmp_path, Clauses())  # type: ignore[arg-type]
    voice = CustomerVoice(renditions, PERSONA, "phone")
    pieces = list(voice.stream(Line("abc"), 1.04))
    assert len(pieces) == 3
    (whole,) = voice.stream(Line("abc"), 1.0)
    assert renditions.cached("abc", PERSONA, 1.0, "phone")
    assert np.array_equal(np.concatenate([p.samples for p in pieces]), whole.samples)
    voice.close()


def test_the_mute_voice_is_silent_as_long_as_the_line() -> None:
    """Its marks take no time."""
    mute = MuteVoice()
    (sound,) = mute.stream(Line("abc*de*[叹气]"), 1.0)
    assert not sound.samples.any()
    assert sound.duration_s == pytest.approx(1.0)
