"""More right facts never cost, a wrong one never pays, an insult never pays; and any text gets an answer."""

from __future__ import annotations

import pytest
from complaints import FACTS, reply
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.domain.score import Outcome
from simulator.engines.fake_understanding import CueActs
from simulator.scoring.scorer import Scorer

SCORER = Scorer(CueActs())
RIGHT = {
    "zh": ("三月五号买的", "修了三次", "还是死机", "花了两千六"),
    "en": ("you bought it on March fifth", "it was repaired three times", "it keeps crashing", "you paid 260 pounds"),
}
WRONG = {
    "zh": ("三月六号买的", "修了两次", "手机已经修好了", "花了三千八百块"),
    "en": ("you bought it on March sixth", "it was repaired twice", "it's fixed", "you paid 280 pounds"),
}
INSULTS = {"zh": ("您这种笨蛋真可笑", "您自己活该"), "en": ("only an idiot would do that", "you stupid clown")}
HEAD = {"zh": "我核对一下", "en": "let me check"}
JOIN = {"zh": "，", "en": ", "}
FAST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def score(parts, lang):
    judgement = SCORER.judge(reply(JOIN[lang].join([HEAD[lang], *parts]), lang))
    return judgement.scorecard.mirroring.outcome.points or 0, judgement


@pytest.mark.parametrize("lang", ["zh", "en"])
@FAST
@given(data=st.data())
def test_a_right_fact_never_costs(lang, data):
    """Adding a fact that is right never lowers mirroring."""
    order = data.draw(st.permutations(range(4)))
    n = data.draw(st.integers(0, 3))
    before, _ = score([RIGHT[lang][i] for i in order[:n]], lang)
    after, _ = score([RIGHT[lang][i] for i in order[: n + 1]], lang)
    assert after >= before


@pytest.mark.parametrize("lang", ["zh", "en"])
@FAST
@given(data=st.data())
def test_a_wrong_fact_never_pays(lang, data):
    """Adding a contradiction never raises mirroring."""
    order = data.draw(st.permutations(range(4)))
    n, wrong = data.draw(st.integers(0, 3)), order[-1]
    parts = [RIGHT[lang][i] for i in order[:n]]
    at = data.draw(st.integers(0, n))
    before, _ = score(parts, lang)
    after, _ = score([*parts[:at], WRONG[lang][wrong], *parts[at:]], lang)
    assert after <= before


@pytest.mark.parametrize("lang", ["zh", "en"])
@FAST
@given(data=st.data())
def test_an_insult_never_pays(lang, data):
    """Adding an insult never raises mirroring, labelling or solution."""
    parts = data.draw(st.lists(st.sampled_from(RIGHT[lang]), unique=True, max_size=4))
    insult = data.draw(st.sampled_from(INSULTS[lang]))
    _, before = score(parts, lang)
    _, after = score([*parts, insult], lang)
    for dimension in ("mirroring", "labelling", "solution"):
        b, a = before.scorecard[dimension].outcome.points, after.scorecard[dimension].outcome.points
        assert b is None or a is None or a <= b


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀" * 50,
        "\x00\x07\x1b[31m",
        "Bonjour madame, c'est à quel sujet ?",
        "您好hello三times修了3回ok？",
        "すみません、もう一度",
        "修" * 5000,
        "a " * 2500,
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_odd_input(lang, text):
    """Empty, endless, mixed, foreign text and control characters get an answer, never a crash."""
    card = SCORER.judge(reply(text, lang)).scorecard
    assert card.mirroring.outcome in Outcome
    assert card.mirroring.outcome is not Outcome.CREDIT
    assert len(FACTS[lang]) == 4
