"""Words that look like something else: no negation, no notice, no opposite by sound, no order by chance."""

from __future__ import annotations

import pytest
from complaints import view_of

from simulator.domain.scenario import Fact, FactType
from simulator.scoring import concepts, feeling_words, meant
from simulator.scoring.facts import State, find_all
from simulator.scoring.negation import negations
from simulator.scoring.order import keeps_order
from simulator.scoring.sounds import sounds_like


def state_of(fact: Fact, text: str, lang: str = "zh") -> State:
    (found,) = find_all((fact,), view_of(text, lang))
    return found.state


@pytest.mark.parametrize(
    "text",
    ["别家店", "别的地方", "别人家", "别处", "特别慢", "个别师傅", "区别", "分别打了", "别提有多慢", "不过", "不少"],
)
def test_what_denies_nothing(text):
    """别 is a negation only where it forbids."""
    assert negations(text, "zh") == 0


@pytest.mark.parametrize("text", ["别再扣了", "您别去", "千万别退", "没修", "不制冷"])
def test_what_denies(text):
    """What forbids or denies is still one negation."""
    assert negations(text, "zh") == 1


def test_a_word_with_bie_in_it_flips_no_fact():
    """A fact told beside 特别 or 别家 is given back, not contradicted."""
    fact = Fact("slow", FactType.EVENT, "网速慢得打不开网页", "网速慢", ("网特别慢",), ("网速快",))
    assert state_of(fact, "您家网速特别慢") is State.HIT
    assert state_of(fact, "别家都好，就您家网速慢") is State.HIT
    assert feeling_words.denial("您肯定特别失望", "zh") is None
    assert feeling_words.denial("您别失望", "zh") is not None


@pytest.mark.parametrize(
    ("lang", "wording", "text"),
    [
        ("zh", "涨价没通知", "您说涨价了"),
        ("en", "nobody informed you of the price", "you said something about the price"),
    ],
)
def test_saying_is_no_notice(lang, wording, text):
    """To say something is not to give notice of it."""
    assert meant.find(wording, text, lang, share=1.0) is None


def test_notice_in_other_words():
    """打招呼, 告知, 说一声 are notice."""
    assert all(meant.find("涨价没通知", t, "zh") for t in ("涨价没告知", "涨价也没跟您打招呼", "涨价前都没说一声"))


def test_a_wording_of_one_character_needs_a_word_of_its_own():
    """坏了 is 坏了, 坏掉了, 坏了三次; not 坏人, 破坏, and 修过 is not 维修部."""
    assert all(concepts.find("坏了", t, "zh") for t in ("空调坏了", "空调又坏掉了", "坏三回了", "机器坏"))
    assert not any(concepts.find("坏了", t, "zh") for t in ("坏人太多", "破坏性的", "坏账处理"))
    assert concepts.find("修过", "打给维修部", "zh") is None
    assert concepts.find("还在", "您在家", "zh") is None
    assert concepts.find("还在", "钱还在他那儿", "zh") is not None


@pytest.mark.parametrize(
    ("a", "b"), [("没退钱", "每退钱"), ("不修理", "部修理"), ("已收到", "未收到"), ("退不了", "退补了")]
)
def test_sound_never_bridges_a_negation(a, b):
    """However alike they sound, a text with a negation is not one without."""
    assert not sounds_like(a, b)
    assert not sounds_like(b, a)


def test_a_denied_homophone_is_held_against_nobody():
    """A fact that is only heard alike, beside a negation, is neither given back nor contradicted."""
    fact = Fact("stuck", FactType.EVENT, "手机用着用着死机", "死机重启", ("死机重启",))
    assert state_of(fact, "手机没丝机重启") is State.ABSENT


PAIR = Fact("order", FactType.PAIR, "先点了领鸡蛋，然后扣钱", "点了领鸡蛋然后就扣钱", ("先点领鸡蛋后来就扣钱",))
HELD = Fact("cut", FactType.PAIR, "held on the line, then cut off", "held on the line then cut off")


@pytest.mark.parametrize(
    ("fact", "lang", "text"),
    [
        (PAIR, "zh", "您点了领鸡蛋，然后就扣钱了"), (PAIR, "zh", "您点了领鸡蛋之后就扣钱"),
        (HELD, "en", "you were held on the line and then cut off"),
    ],
)  # fmt: skip
def test_pairs_in_order(fact, lang, text):
    """First one, then the other, in whatever words say so."""
    assert state_of(fact, text, lang) is State.HIT


@pytest.mark.parametrize(
    ("fact", "lang", "text"),
    [
        (PAIR, "zh", "先是扣钱，后来您点了领鸡蛋"), (PAIR, "zh", "扣钱之后您才点了领鸡蛋"),
        (PAIR, "zh", "您点了领鸡蛋之前就扣钱了"), (HELD, "en", "you were cut off before you were held on the line"),
        (HELD, "en", "you were held on the line after you were cut off"),
    ],
)  # fmt: skip
def test_pairs_turned_round(fact, lang, text):
    """The same two things the other way round are wrong, with no 然后 between them too."""
    assert state_of(fact, text, lang) is State.CONTRADICTED


def test_order_that_is_only_told_backwards():
    """What came later may be told first, if it is said that it came later."""
    assert state_of(PAIR, "扣钱是在您点了领鸡蛋之后") is not State.CONTRADICTED
    assert state_of(HELD, "you were cut off after being held on the line", "en") is not State.CONTRADICTED


def test_loose_words_of_a_pair_keep_their_order():
    """Most of the words in another order are no hit."""
    assert keeps_order("旧线先停新线后开", "先停了旧线再开新线", "zh")
    assert not keeps_order("旧线先停新线后开", "新线后开，旧线先停", "zh")


def test_an_opposite_word_for_word_beats_a_loose_hit():
    """Most of the words of a fact do not outweigh its opposite, said outright."""
    fact = Fact("order", FactType.EVENT, "电费单发错了户主", "电费单发错户主了", (), ("电费单发对了户主",))
    assert state_of(fact, "电费单发对了户主") is State.CONTRADICTED
    assert state_of(fact, "电费单发错了户主") is State.HIT


@pytest.mark.parametrize(
    ("told", "other_words"),
    [
        ("教练辞职了", "教练不干了"),
        ("师傅拒绝维修", "师傅不肯修"),
        ("半夜断网了", "半夜没网"),
        ("转给陌生人了", "转给不认识的人了"),
    ],
)
def test_a_synonym_with_a_negation_in_it_is_no_denial(told, other_words):
    """没网 is 断网: the 没 denies nothing; 没断网 does."""
    fact = Fact("event", FactType.EVENT, told, told)
    assert state_of(fact, other_words) is not State.CONTRADICTED
    assert state_of(Fact("event", FactType.EVENT, "半夜断网了", "半夜断网了"), "半夜没断网") is State.CONTRADICTED
