"""Judges: one that goes by cue words, and the product's own with its trained models."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from complaints import reply

from simulator.engines.fake_understanding import CueActs
from simulator.scoring.reply import Judgement
from simulator.scoring.scorer import Scorer


@pytest.fixture(scope="session")
def judge() -> Callable[..., Judgement]:
    """Return a judge that goes by cue words."""
    scorer = Scorer(CueActs())
    return lambda text, lang="zh", **changes: scorer.judge(reply(text, lang, **changes))


@pytest.fixture(scope="session")
def real_judge() -> Callable[..., Judgement]:
    """Return the product's judge."""
    from simulator.engines.understanding import open_scorer
    from simulator.settings import Settings

    scorer = open_scorer(Settings())
    return lambda text, lang="zh", **changes: scorer.judge(reply(text, lang, **changes))
