"""What the recogniser could not decide: neither credited nor held against the agent."""

from __future__ import annotations

from dataclasses import replace

from complaints import FACTS, view_of

from simulator.scoring.facts import State, find_all

TEXT = "三月五号买的，修了两次，主板也换了"


def test_doubt_makes_an_absent_fact_unsure_and_touches_no_other() -> None:
    """A hit stays a hit, a contradiction a contradiction."""
    view = view_of(TEXT, "zh")
    plain = {f.fact.id: f.state for f in find_all(FACTS["zh"], view)}
    assert plain["date"] is State.HIT
    assert plain["repairs"] is State.CONTRADICTED
    assert plain["crash"] is plain["price"] is State.ABSENT
    every = replace(view, transcript=replace(view.transcript, doubtful=("date", "repairs", "crash")))
    doubted = {f.fact.id: f.state for f in find_all(FACTS["zh"], every)}
    assert doubted == {**plain, "crash": State.UNSURE}
