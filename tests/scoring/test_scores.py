"""The rubric: what a reply earns for mirroring, labelling and a solution."""

from __future__ import annotations

from dataclasses import replace

import pytest
from complaints import FACTS, MASTER, heard, reply
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.domain.acts import Act
from simulator.domain.scenario import Feelings, Policy
from simulator.domain.score import DIMENSIONS, Outcome
from simulator.domain.transcript import silent

LANGS = ["zh", "en"]


@pytest.mark.parametrize("lang", LANGS)
def test_master_mirror(judge, lang):
    """Facts alone, more than half of them, all right: full marks, each fact with its words and times."""
    judged = judge(heard(MASTER[lang], lang), lang)
    score = judged.scorecard.mirroring
    assert score.outcome is Outcome.CREDIT
    assert set(judged.facts_hit) >= {"date", "repairs", "crash"}
    for item in score.evidence:
        assert item.text in MASTER[lang]
        assert item.start_s is not None
        assert item.end_s is not None
        assert item.start_s < item.end_s


@pytest.mark.parametrize(
    ("lang", "text", "outcome"),
    [
        ("zh", "您说手机修了三次，是吗？", Outcome.PARTIAL),
        ("zh", "您说三月五号买的，修了两次还死机，对吗？", Outcome.NONE),
        ("zh", "我知道您的手机有问题。", Outcome.NONE),
        ("zh", "您说三月五号买的破烂玩意儿修了三次还死机，对吗？", Outcome.PARTIAL),
        ("zh", "三月五号 手机 死机 三次 退款 满意", Outcome.NONE),
        ("en", "So you had it repaired three times, is that right?", Outcome.PARTIAL),
        ("en", "So you had it repaired twice and it keeps crashing, is that right?", Outcome.NONE),
        (
            "en",
            "So those useless idiots repaired it three times and it keeps crashing, is that right?",
            Outcome.PARTIAL,
        ),
        ("en", "phone repair three times crash March fifth refund apology", Outcome.NONE),
    ],
)
def test_mirroring(judge, lang, text, outcome):
    """Incomplete is half; wrong, topic only and keyword bags are nothing; loaded words cost the full mark."""
    assert judge(text, lang).scorecard.mirroring.outcome is outcome


def test_echo(judge):
    """A word-for-word echo with facts in it is half."""
    said = "手机三月五号买的修了三次还是死机"
    assert judge("您说" + said + "，是吗？", customer="我" + said).scorecard.mirroring.outcome is Outcome.PARTIAL


def test_nothing_told(judge):
    """While nothing was told there is nothing to mirror."""
    assert judge("您慢慢说", told=()).scorecard.mirroring.outcome is Outcome.NOT_APPLICABLE


def test_only_fact(judge):
    """The only fact that was told makes a full mirror."""
    only = (FACTS["zh"][1],)
    assert judge("您说手机修了三次，对吗？", told=only).scorecard.mirroring.outcome is Outcome.CREDIT


@pytest.mark.parametrize(
    ("lang", "text", "kind", "outcome"),
    [
        ("zh", "修了三次还这样，您一定很窝火。", "apt", Outcome.CREDIT),
        ("zh", "修了三次还这样，您心里肯定特别窝火吧。", "apt", Outcome.CREDIT),
        ("zh", "我理解您的心情。", "generic", Outcome.PARTIAL),
        ("zh", "您都气疯了吧，失望透顶。", "extreme", Outcome.NONE),
        ("zh", "您先冷静一下，别生气。", "denied", Outcome.NONE),
        ("zh", "您肯定着急，不过没什么好生气的。", "denied", Outcome.NONE),
        ("zh", "请问您的订单号是多少？", "none", Outcome.NONE),
        ("en", "You must feel let down.", "apt", Outcome.CREDIT),
        ("en", "I understand how you feel.", "generic", Outcome.PARTIAL),
        ("en", "You're livid and frustrated, aren't you?", "extreme", Outcome.NONE),
        ("en", "Calm down, please.", "denied", Outcome.NONE),
        ("en", "What is your order number?", "none", Outcome.NONE),
    ],
)
def test_labelling(judge, lang, text, kind, outcome):
    """One apt word earns all, a formula half; extreme words and denials earn nothing, even beside a good word."""
    judged = judge(text, lang)
    assert (judged.appraisal.label_kind, judged.scorecard.labelling.outcome) == (kind, outcome)


def test_agents_own_feeling(judge):
    """The agent's own feeling is no label."""
    assert judge("I'm frustrated, too.", "en").scorecard.labelling.outcome is Outcome.NONE
    assert judge("我也很着急。").scorecard.labelling.outcome is Outcome.NONE


def test_scenario_decides_what_is_wrong(judge):
    """A word that the scenario lists as wrong for this customer earns nothing."""
    feelings = Feelings(("失望",), wrong=("着急",))
    assert judge("您很着急吧。", feelings=feelings).appraisal.label_kind == "wrong"


@pytest.mark.parametrize(
    ("lang", "text", "outcome"),
    [
        ("zh", "我今天下午五点前给您安排一台新机。", Outcome.CREDIT),
        ("zh", "我会尽快帮您安排的。", Outcome.PARTIAL),
        ("zh", "我百分之百保证今天给您退款十倍。", Outcome.NONE),
        ("zh", "您的心情我理解。", Outcome.NONE),
        ("en", "I'll send you a new phone by noon tomorrow.", Outcome.CREDIT),
        ("en", "I'll pass it on to somebody.", Outcome.PARTIAL),
        ("en", "I guarantee I'll refund you ten times over today.", Outcome.NONE),
    ],
)
def test_solution(judge, lang, text, outcome):
    """An action with a time is all, a vague one half, an over-promise nothing, however concrete."""
    assert judge(text, lang).scorecard.solution.outcome is outcome


def test_beyond_the_policy(judge):
    """What the policy calls too much is an over-promise."""
    policy = Policy("可以换新", (), beyond=("送您一台新的",))
    assert judge("我今天给您退款，再送您一台新的。", policy=policy).scorecard.solution.outcome is Outcome.NONE


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("transcript", ["rejected", "doubtful", "empty"])
def test_not_understood(judge, lang, transcript):
    """What was not understood is held against nobody: all verbal scores are undetermined."""
    given_ = {
        "rejected": silent(lang, "no_speech"),
        "doubtful": heard(MASTER[lang], lang, 0.1),
        "empty": heard("…", lang),
    }
    judged = judge(given_[transcript], lang)
    assert not judged.appraisal.understood
    assert {judged.scorecard[d].outcome for d in DIMENSIONS} == {Outcome.UNDETERMINED}
    assert judged.acts == ()


def test_appraisal_cites_the_words(judge):
    """For each act, fact and finding the customer can cite the agent's words."""
    text = "您说三月五号买的，修了三次，您一定很失望。我今天五点前给您安排换新。"
    judged = judge(text)
    refs = {e.ref: e.text for e in judged.appraisal.words}
    assert {"date", "repairs", "label", "solution", Act.MIRROR.value, Act.OFFER_SOLUTION.value} <= set(refs)
    assert refs["label"] == "失望"
    assert all(t in text for t in refs.values())


def test_two_facts_are_a_mirror(judge):
    """Two facts given back prove the act, whatever the classifier thinks."""
    assert Act.MIRROR in judge("三月五号买的，修了三次还死机").acts


@pytest.mark.parametrize("lang", LANGS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_any_text(judge, lang, text):
    """Whatever is said, there are four scores with evidence, and every quoted word is verbatim."""
    judged = judge(text, lang)
    for dimension in DIMENSIONS:
        score = judged.scorecard[dimension]
        assert score.evidence
        assert score.advice
        assert all(e.text in text for e in score.evidence)


@pytest.mark.parametrize(
    "text", ["好" * 5000, "🙂🙃\x00\x07", "こんにちは世界", "<script>alert(1)</script>", "a" * 5000]
)
def test_bad_input(judge, text):
    """Very long, foreign and unprintable text gets an answer."""
    assert judge(text).scorecard.mirroring.outcome in set(Outcome)


POINTS = {Outcome.CREDIT: 2, Outcome.PARTIAL: 1, Outcome.NONE: 0, Outcome.UNDETERMINED: 1, Outcome.NOT_APPLICABLE: 0}
PARTS = ["手机是三月五号买的", "送修了三次", "还是死机", "花了两千六"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from(PARTS), min_size=0, max_size=3, unique=True), more=st.sampled_from(PARTS))
def test_a_correct_fact_never_lowers(judge, chosen, more):
    """Adding a correct fact never lowers mirroring."""
    before = "我跟您核对一下，" + "，".join(chosen) if chosen else "我跟您核对一下"
    low, high = (judge(t + "。").scorecard.mirroring.outcome for t in (before, before + "，" + more))
    assert POINTS[low] <= POINTS[high]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(st.sampled_from(PARTS), min_size=1, max_size=4, unique=True),
    worse=st.sampled_from(["，手机已经修好了", "，是我们无能，垃圾手机"]),
)
def test_a_contradiction_or_an_insult_never_raises(judge, chosen, worse):
    """Adding a contradiction or an insult never raises any score."""
    text = "我跟您核对一下，" + "，".join(chosen)
    before, after = judge(text).scorecard, judge(text + worse).scorecard
    for dimension in DIMENSIONS:
        assert POINTS[after[dimension].outcome] <= POINTS[before[dimension].outcome]


def test_ui_language(judge):
    """Reasons and advice come in the language of the user, whatever is spoken."""
    text = judge(MASTER["en"], "en", ui_lang="zh").scorecard.mirroring.advice
    assert any("\u4e00" <= c <= "\u9fff" for c in text)


def test_reply_is_a_value():
    """A reply can be changed only into another reply."""
    one = reply("您好")
    assert replace(one, customer="喂") != one


@pytest.mark.real
@pytest.mark.parametrize("lang", LANGS)
def test_trained_models(real_judge, lang):
    """With the trained models a master's reply earns a mirror and a blaming one provokes."""
    good = real_judge(MASTER[lang], lang)
    assert good.scorecard.mirroring.outcome is Outcome.CREDIT
    assert {Act.MIRROR, Act.CHECK_QUESTION} <= set(good.acts)
    assert not {Act.SARCASM, Act.BLAME_CUSTOMER, Act.STONEWALL} & set(good.acts)
    bad = {"zh": "规定就是这样，我也没办法，您先冷静一下。", "en": "Calm down, that's the policy, nothing I can do."}[
        lang
    ]
    judged = real_judge(bad, lang)
    assert {Act.DENY_EMOTION, Act.STONEWALL} & set(judged.acts)
    assert judged.scorecard.solution.outcome is Outcome.NONE
