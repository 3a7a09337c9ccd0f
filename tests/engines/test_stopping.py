"""Rendering for later is stopped in the middle when something is needed now."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from simulator.catalog.personas import load_personas
from simulator.domain.scenario import Line
from simulator.engines.renditions import Renditions
from simulator.engines.stopping import BASE, BELL, Pace, Stop, Stopped
from simulator.engines.voices import open_synthesiser
from simulator.session.voice import CustomerVoice
from simulator.settings import Settings


class Running:
    """Something that looks whether it should end."""

    terminate = False


def test_a_bell_ends_what_runs_and_what_is_begun() -> None:
    """Until it is reset."""
    bell, first, second = Stop(), Running(), Running()
    with bell.over(first):
        bell.ring()
    assert first.terminate
    with pytest.raises(Stopped), bell.over(second):
        raise AssertionError("was begun")
    bell.reset()
    with bell.over(second):
        assert not second.terminate


def test_what_is_nearly_done_may_be_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it is behind and little of it ahead; who can't bear with that rings without sparing."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def stopped(expected_s: float, behind_s: float, *, spare: bool = True) -> bool:
        bell, run = Stop(), Running()
        now[0] = 5.0
        with bell.over(run, expected_s):
            now[0] += behind_s
            bell.ring(spare=spare)
        assert bell.rung
        return run.terminate

    assert stopped(1.2, 0.5)
    assert not stopped(1.2, 0.7)
    assert not stopped(1.2, 1.5)
    assert stopped(1.2, 0.7, spare=False)
    assert stopped(4.0, 2.5)
    assert not stopped(4.0, 3.3)
    assert stopped(float("inf"), 9.0)


def test_a_run_takes_as_long_as_the_last_ones() -> None:
    """So much a symbol; before the first run nobody knows."""
    pace = Pace()
    assert pace.expected_s(20) == float("inf")
    pace.took(BASE, 1.0)
    assert pace.expected_s(BASE) == pytest.approx(1.0)
    assert pace.expected_s(3 * BASE) == pytest.approx(2.0)
    for _ in range(20):
        pace.took(BASE, 2.0)
    assert pace.expected_s(BASE) == pytest.approx(2.0, abs=0.01)


def test_each_thread_has_a_bell_of_its_own() -> None:
    """What is needed now is never stopped by the bell of what is for later."""
    seen: list[Stop | None] = []
    thread = threading.Thread(target=lambda: (BELL.set(Stop()), seen.append(BELL.get())))
    thread.start()
    thread.join()
    assert seen[0] is not None
    assert BELL.get() is None


@pytest.mark.real
def test_the_model_is_stopped_within_its_run(tmp_path: Path) -> None:
    """A long clause is being rendered ahead; whoever wants a pause has the processor within a quarter of a second."""
    settings = Settings(ui_lang="en")
    engine = open_synthesiser(settings).keeping_in(tmp_path / "plain")  # type: ignore[attr-defined]
    voice = CustomerVoice(Renditions(tmp_path, engine), load_personas(settings)["lan"])
    list(voice.stream(Line("喂？"), 1.0))
    voice.ahead([(Line("我上个星期三买的手机今天早上又死机了我要你们马上给我一个说法不然我就去投诉你们公司"), 1.0)])
    deadline = time.monotonic() + 20
    while not engine._turn.locked() and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(0.3)
    began = time.monotonic()
    with voice.pause():
        while engine._turn.locked():
            time.sleep(0.002)
        assert time.monotonic() - began < 0.25
        time.sleep(0.3)
        assert not engine._turn.locked()
    voice.close()
