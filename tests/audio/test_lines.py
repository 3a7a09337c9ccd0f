"""Lines without devices: what is played is what flows, sample by sample."""

from __future__ import annotations

import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.audio.playout import Playout
from simulator.audio.scripted import ScriptedLine
from simulator.domain.sound import FRAME, LINE_RATE_HZ, Sound


@given(st.lists(st.integers(0, 3000), max_size=8), st.lists(st.integers(1, 2000), min_size=1, max_size=12))
def test_playout_keeps_every_sample_in_order(pushes: list[int], pulls: list[int]) -> None:
    """What is pulled is what was pushed, in order, then silence."""
    playout, n = Playout(), 0
    for length in pushes:
        playout.push(np.arange(n + 1, n + length + 1, dtype=np.float32))
        n += length
    out = np.concatenate([playout.pull(k) for k in pulls])
    expected = np.zeros(len(out), np.float32)
    m = min(n, len(out))
    expected[:m] = np.arange(1, m + 1)
    assert np.array_equal(out, expected)
    assert playout.pending == n - m


def reply(seconds: float, rate_hz: int = LINE_RATE_HZ) -> Sound:
    return Sound(np.full(round(seconds * rate_hz), 0.5, np.float32), rate_hz)


def test_a_script_answers_when_cued_and_ends() -> None:
    """Each cue lets one reply begin after the delay; the cue after the last says that nobody answers any more."""
    replies = iter([reply(0.1), reply(0.1, 48_000)])
    line = ScriptedLine(lambda: next(replies, None), response_delay_s=0.05)
    line.start()
    heard = []
    for _ in range(2):
        assert line.cue()
        heard.append(np.concatenate([line.read().agent for _ in range(20)]))
    assert not line.cue()
    for samples in heard:
        assert not samples[:700].any()
        assert abs(np.count_nonzero(samples > 0.25) - 1600) < 20
    line.stop()
    assert line.read() is None


def test_realtime_takes_as_long_as_speech() -> None:
    """Paced frames take the time that they last; unpaced ones don't."""
    for realtime, least, most in ((True, 0.30, 1.5), (False, 0.0, 0.2)):
        line = ScriptedLine(lambda: None, realtime=realtime)
        line.start()
        began = time.monotonic()
        for _ in range(10):
            line.read()
        assert least <= time.monotonic() - began <= most
    assert 10 * FRAME / LINE_RATE_HZ > 0.31


def test_the_customer_is_heard_until_the_last_sample() -> None:
    """`playing` is true exactly while samples of the customer wait."""
    line = ScriptedLine(lambda: None)
    line.start()
    line.play(np.ones(FRAME + 1, np.float32))
    line.read()
    assert line.playing
    last = line.read()
    assert last.customer.sum() == 1
    assert not line.playing
    line.play(np.ones(FRAME, np.float32))
    line.hush()
    assert not line.read().customer.any()
