"""A line that flows: its first clause is there at once, none is lost or doubled, and an error is not swallowed."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from simulator.domain.sound import Sound
from simulator.errors import Broken
from simulator.session.flow import Flow


def clause(n: int) -> Sound:
    """Return a sound that can be told from others."""
    return Sound(np.full(n, n / 10, np.float32), 16_000)


def wait_until_over(flow: Flow, got: list[Sound]) -> None:
    """Take clauses until there are no more."""
    for _ in range(500):
        got += flow.ready()
        if flow.over:
            return
        threading.Event().wait(0.01)
    raise AssertionError("never over")


def test_it_begins_before_it_is_finished() -> None:
    """The second clause is still being made; the rest follows in order, each once."""
    go = threading.Event()

    def clauses() -> Iterator[Sound]:
        yield clause(1)
        assert go.wait(5)
        yield clause(2)
        yield clause(3)

    flow = Flow(clauses())
    flow.begin()
    assert [len(c.samples) for c in flow.ready()] == [1]
    assert flow.ready() == []
    assert not flow.over
    go.set()
    got: list[Sound] = []
    wait_until_over(flow, got)
    assert [len(c.samples) for c in got] == [2, 3]


def test_the_whole_line_is_its_clauses() -> None:
    """And after it nothing is left."""
    flow = Flow(iter([clause(1), clause(2)]))
    flow.finish()
    assert not flow.over
    assert [len(c.samples) for c in flow.ready()] == [1, 2]
    assert flow.over
    assert flow.ready() == []


def test_an_error_comes_out_where_clauses_are_taken() -> None:
    """After what was there before it."""

    def clauses() -> Iterator[Sound]:
        yield clause(1)
        raise Broken("voices.worker_stuck", seconds=1)

    got: list[Sound] = []
    with pytest.raises(Broken):
        wait_until_over(Flow(clauses()), got)
    assert [len(c.samples) for c in got] == [1]
    with pytest.raises(Broken):
        Flow(clauses()).finish()


def test_closed_it_fetches_no_more() -> None:
    """Whoever is interrupted doesn't keep the voice busy; the source is closed."""
    go, closed = threading.Event(), threading.Event()

    def clauses() -> Iterator[Sound]:
        try:
            yield clause(1)
            assert go.wait(5)
            yield clause(2)
            raise AssertionError("was asked for a third")
        finally:
            closed.set()

    flow = Flow(clauses())
    flow.begin()
    flow.ready()
    flow.close()
    go.set()
    assert closed.wait(5)
    assert flow.ready() == []
