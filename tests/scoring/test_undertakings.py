"""What is undertaken, promised, refused and reproached, by its wording, and what only sounds so."""

from __future__ import annotations

import pytest
from complaints import reply, view_of

from simulator.domain.acts import Act
from simulator.domain.scenario import Fact, FactType, Policy
from simulator.domain.score import Outcome
from simulator.scoring import accounts, acts, promises, wordings
from simulator.scoring.vetoes import vetoed
from simulator.scoring.view import View

DOING = [
    "I'm holding the card now", "I'm reversing the charge now", "I'm refunding it right now",
    "we are cancelling it today",
    "I am just putting a hold on the bill", "I'm getting you a new one", "we're shipping it tonight",
]  # fmt: skip
NOT_DOING = [
    "I'm hearing that you waited", "I'm going through what you said", "I'm getting that you were charged twice",
    "I'm taking this very seriously", "I'm calling about your bill", "I'm listening",
]  # fmt: skip


@pytest.mark.parametrize("text", DOING)
def test_what_the_agent_is_doing_is_undertaken(text):
    """Whatever the agent is doing this minute is an undertaking."""
    assert accounts.undertakes(text, "en")


@pytest.mark.parametrize("text", NOT_DOING)
def test_what_is_no_undertaking(text):
    """To listen, to take note, to go through it again undertakes nothing."""
    assert not accounts.undertakes(text, "en")


@pytest.mark.parametrize("text", ["我马上冻结这张卡", "我现在就把这笔费用撤销", "我这就恢复您的账号"])
def test_undertakings_in_mandarin(text):
    """A verb of the trade with 我 and no object between is one too."""
    assert accounts.undertakes(text, "zh")


def test_an_action_this_minute_is_a_solution(judge):
    """Owner, action and now: full marks."""
    for text in ("I'm reversing the charge right now.", "I'm holding the card now."):
        assert judge(text, "en").scorecard.solution.outcome is Outcome.CREDIT


POLICY = {
    "zh": Policy("按规定赔付", (), beyond=("赔一万", "送您一台新的")),
    "en": Policy("as agreed", (), beyond=("we'll pay the whole bill", "it will never happen again")),
}
OFFERED = [
    ("zh", "我们赔一万给您"), ("zh", "今天给您修好，再送您一台新的"), ("zh", "赔一万，没问题，您看行不行"),
    ("en", "We'll pay the whole bill for you."), ("en", "It will never happen again."),
]  # fmt: skip
NOT_OFFERED = [
    ("zh", "赔一万这个我做不到"), ("zh", "赔一万，这个我答应不了"), ("zh", "我不能赔一万"),
    ("zh", "您想要我们赔一万，是吗"),
    ("zh", "如果能赔一万我早赔了"), ("en", "I can't say we'll pay the whole bill."),
    ("en", "You'd like to hear that it will never happen again."),
    ("en", "We'll pay the whole bill is not something I can say."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), OFFERED)
def test_what_the_policy_names_as_too_much_is_an_over_promise(judge, lang, text):
    """It earns nothing, and the customer hears a promise: the rows about promises speak."""
    judged = judge(text, lang, policy=POLICY[lang])
    assert judged.scorecard.solution.outcome is Outcome.NONE
    assert Act.OVER_PROMISE in judged.acts
    assert Act.OVER_PROMISE in judged.appraisal.acts


@pytest.mark.parametrize(("lang", "text"), NOT_OFFERED)
def test_what_is_refused_or_told_is_no_promise(judge, lang, text):
    """To refuse it, to suppose it, or to tell what the customer wants promises nothing."""
    assert promises.named(view_of(text, lang), POLICY[lang]) is None
    assert Act.OVER_PROMISE not in judge(text, lang, policy=POLICY[lang]).acts


@pytest.mark.parametrize("text", ["您自己付了两百块打车", "您自己跑了三趟", "您自己不知道被开通了", "您自己掏钱修的"])
def test_what_the_customer_did_alone_is_no_reproach(text):
    """The customer's own trouble is part of the account."""
    assert wordings.search("reproaches", text, "zh") is None


@pytest.mark.parametrize("text", ["您自己没看清", "您自己不看说明书", "是您自己选的", "您自己忘了关", "您自己的问题"])
def test_reproaches(text):
    """The customer's own fault is a reproach."""
    assert wordings.search("reproaches", text, "zh") is not None


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        ("等了三天您才收到", False), ("您又跑了一趟", False), ("您自己没收到", False), ("您才不对呢", True),
        ("您又没看", True),
        ("您偏要今天来", True),
    ],
)  # fmt: skip
def test_small_words_are_loaded_only_in_blame(text, loaded):
    """才 and 又 tell how late or how often; they load a sentence only where it blames."""
    assert (wordings.search("loaded", text, "zh") is not None) is loaded


TROUBLE = [
    ("zh", "手机开不了机"), ("zh", "您说电视打不开，连不上网"), ("zh", "水龙头关不上，一直滴水"),
    ("zh", "机器启动不了，屏幕不亮"),
    ("en", "the phone won't turn on"), ("en", "you couldn't get through, three times"),
    ("en", "the parcel never arrived"),
]  # fmt: skip
REFUSALS = [
    ("zh", "这个我们退不了，规定就是这样"), ("zh", "没收到也不归我们管"), ("zh", "不行"),
    ("zh", "现在合不了闸，线上还有人"),
    ("en", "I can't open that for you"), ("en", "it never arrived, and that's it"), ("en", "No."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), TROUBLE)
@pytest.mark.parametrize("act", [Act.STONEWALL, Act.REFUSE_WITH_REASON])
def test_what_fails_for_the_customer_is_no_refusal(act, lang, text):
    """What a thing won't do, nobody refuses."""
    assert vetoed(act, text, lang)


@pytest.mark.parametrize(("lang", "text"), REFUSALS)
@pytest.mark.parametrize("act", [Act.STONEWALL, Act.REFUSE_WITH_REASON])
def test_refusals_stand(act, lang, text):
    """What the agent's side won't do is left to the classifier."""
    assert not vetoed(act, text, lang)


@pytest.mark.parametrize(
    ("lang", "text"), [("zh", "药送晚了两次"), ("zh", "会员退不掉，页面点不开"), ("en", "the parcel came late")]
)
def test_nothing_is_offered_by_nobody(lang, text):
    """Without an owner, a time, a step or a choice there is no offer."""
    assert vetoed(Act.OFFER_SOLUTION, text, lang)


def test_nobody_shuts_a_door_on_a_guess():
    """A reply of which nothing is sure is never guessed to be a wall."""
    view = view_of("您是上周三下的单", "zh")
    guess = dict.fromkeys(Act, 0.05) | {Act.STONEWALL: 0.4}
    doubtful = View(view.transcript, "zh", view.clauses, tuple(guess for _ in view.clauses), guess)
    assert acts.present(doubtful) == (Act.OTHER,)


@pytest.mark.real
def test_what_fails_is_part_of_the_account(real_judge):
    """A fact about what does not work is given back, though its clause sounds like a refusal."""
    fact = Fact("start", FactType.EVENT, "手机开不了机", "开不了机", ("打不开手机",), ("能开机",))
    assert real_judge("手机开不了机。", told=(fact,)).facts_hit == ("start",)


@pytest.mark.real
@pytest.mark.parametrize(("lang", "text"), TROUBLE)
def test_the_product_s_judge_hears_no_wall(real_judge, lang, text):
    """With the trained classifier, too, telling what fails is neither a refusal nor an offer."""
    judged = real_judge(reply(text, lang).transcript, lang)
    assert not {Act.STONEWALL, Act.REFUSE_WITH_REASON, Act.OFFER_SOLUTION} & set(judged.acts)
