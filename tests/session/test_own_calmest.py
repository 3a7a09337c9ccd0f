"""A call without a microphone check: its own calmest replies stand in, with less certainty and a note."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playing import MASTER, played

from simulator.domain.delivery import Delivery
from simulator.domain.record import AgentTurn
from simulator.domain.score import Outcome
from simulator.session.hindsight import own_calmest, weighed_again
from simulator.speech.baseline import calmest

LEVEL = Delivery(
    4.0, 3.2, 2.0, 180.0, 200.0, 2.5, 8.0, -26.0, -12.0, 22.0, 4.5, 30.0, 0.0,
    f0_mean_hz=182.0, centre_hz=420.0, mid_db=-4.0, hnr_db=9.0, bandwidth_hz=8000.0,
)  # fmt: skip
RAISED = replace(LEVEL, f0_median_hz=260.0, f0_mean_hz=265.0, centre_hz=900.0, mid_db=4.0, hnr_db=5.0)


def test_the_lowest_and_softest_third():
    """Of nine replies, three raised, the baseline holds three and none of those raised."""
    found = calmest([RAISED, LEVEL, LEVEL, RAISED, LEVEL, LEVEL, LEVEL, RAISED, LEVEL])
    assert (found.sentences, found.source) == (3, "call")
    assert found.mean.f0_mean_hz == pytest.approx(182.0)


def test_too_few_replies():
    """Two replies are no usual voice."""
    assert calmest([LEVEL, LEVEL]) is None
    assert calmest([LEVEL, LEVEL, replace(LEVEL, voices=2), replace(LEVEL, f0_mean_hz=None)]) is None


@pytest.mark.real
def test_turns_are_weighed_again(tmp_path: Path) -> None:
    """Raised replies are told from the others of the call, less surely than with a check, and the reason is noted."""
    from simulator.engines.delivery_model import open_tone
    from simulator.settings import Settings

    record = played(tmp_path, MASTER)
    agents = [t for t in record.turns if isinstance(t, AgentTurn)]
    deliveries = [LEVEL, RAISED, LEVEL, LEVEL, RAISED, LEVEL]
    turns = [replace(t, delivery=d) for t, d in zip(agents, deliveries, strict=False)]
    usual = own_calmest(turns)
    assert usual is not None
    again = [t for t in weighed_again(turns, usual, open_tone(Settings()), "en") if isinstance(t, AgentTurn)]
    for turn, delivery in zip(again, deliveries, strict=False):
        score = turn.scores.calm_tone
        assert (score.outcome is Outcome.CREDIT) == (delivery is LEVEL)
        assert score.confidence < 0.6
        assert any("this call" in e.why for e in score.evidence)
        assert turn.scores.mirroring == next(t for t in turns if t.index == turn.index).scores.mirroring
