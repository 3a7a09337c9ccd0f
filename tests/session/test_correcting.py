"""A transcript put right by the trainee is judged again, marked, and keeps what was heard."""

from __future__ import annotations

from simulator.domain.transcript import Word
from simulator.session.correcting import again, kept_words


def test_kept_words():
    """Words that the correction leaves alone keep their times; new ones have none."""
    words = (Word("修", 0.0, 0.2, 0.4), Word("了", 0.2, 0.4, 0.9), Word("四次", 0.4, 0.8, 0.3))
    kept = kept_words(words, "修了四次", "修了三次")
    assert [w.text for w in kept] == ["修", "了"]
    assert all(w.confidence == 1.0 for w in kept)


def test_again(tmp_path):
    """The corrected reply gives the fact back that the misheard one contradicted; the customer's turns stay."""
    from simulator.catalog.scenarios import load_scenario
    from simulator.domain.customer import Mode
    from simulator.domain.record import AgentTurn, CustomerTurn, Why
    from simulator.domain.score import Outcome, Score, Scorecard
    from simulator.engines.fake_understanding import CueActs
    from simulator.scoring.scorer import Scorer
    from simulator.settings import settings

    scenario = load_scenario("zh-phone-crashing", settings())
    told = tuple(f.id for f in scenario.facts)
    card = Scorecard(*(Score(Outcome.NONE, 0.0, 0.5, (), "") for _ in range(4)))
    customer = CustomerTurn(0, 0.0, 1.0, "修了三次了！", Mode.ATTACK, 2.0, Why("r", "M1", ""), told)
    agent = AgentTurn(1, 1.0, 2.0, "修了四次", "修了四次", Mode.ATTACK, 2.0, (), 0.9, (), 0.5, card)
    text = "我核对一下，手机修了三次，反复死机，换过主板，两千八买的，对吗？"
    mended = again((customer, agent), 1, text, scenario, None, Scorer(CueActs()), "zh")
    assert mended.corrected
    assert mended.text == text
    assert mended.text_as_heard == "修了四次"
    assert {"repairs", "crash", "board"} <= set(mended.facts_hit)
    assert mended.scores.mirroring.outcome in (Outcome.CREDIT, Outcome.PARTIAL)
