"""A told complaint in each language, and replies to it."""

from __future__ import annotations

from simulator.domain.customer import Mode
from simulator.domain.scenario import Fact, FactType, Feelings, Policy
from simulator.domain.transcript import Transcript, Word, written
from simulator.messages import Lang
from simulator.scoring.clauses import split
from simulator.scoring.reply import Reply
from simulator.scoring.view import View

FACTS: dict[Lang, tuple[Fact, ...]] = {
    "zh": (
        Fact("date", FactType.DATE, "手机是三月五号买的", "三月五号", value="03-05", anchors=("买", "下单")),
        Fact("repairs", FactType.NUMBER, "手机送修了三次", "修了三次", value=3, unit="次", anchors=("修", "送", "跑")),
        Fact("crash", FactType.EVENT, "手机还是死机", "死机", ("黑屏", "自己重启", "没修好"), ("修好了", "不死机")),
        Fact("price", FactType.AMOUNT, "手机花了两千六", "两千六", value=2600, unit="元", anchors=("花", "钱", "价")),
    ),
    "en": (
        Fact("date", FactType.DATE, "bought on 5 March", "March fifth", value="03-05", anchors=("bought", "got")),
        Fact(
            "repairs",
            FactType.NUMBER,
            "repaired three times",
            "three repairs",
            value=3,
            unit="times",
            anchors=("repair", "shop"),
        ),
        Fact(
            "crash", FactType.EVENT, "still crashes", "still crashing", ("keeps crashing", "not fixed"), ("it's fixed",)
        ),
        Fact(
            "price",
            FactType.AMOUNT,
            "cost 260 pounds",
            "260 pounds",
            value=260,
            unit="pounds",
            anchors=("cost", "paid"),
        ),
    ),
}
FEELINGS = {"zh": Feelings(("窝火", "失望")), "en": Feelings(("frustrated", "let down"))}
MASTER = {
    "zh": "我跟您核对一下，手机是三月五号买的，修了三次还是死机，是这样吗？",
    "en": "Let me check: you bought it on March fifth, had it repaired three times and it keeps crashing, correct?",
}


def heard(text: str, lang: Lang, confidence: float = 0.9) -> Transcript:
    """Return a transcript whose words are timed, half a second each."""
    parts = [c for c in text if c.isalnum()] if lang == "zh" else [w.strip(".,?!:") for w in text.split()]
    words = tuple(Word(p, i * 0.5, i * 0.5 + 0.5, confidence) for i, p in enumerate(parts) if p)
    return Transcript(lang, text, text, words, confidence)


def reply(text: str | Transcript, lang: Lang = "zh", **changes: object) -> Reply:
    """Return a reply to the told complaint."""
    given: dict[str, object] = {
        "transcript": written(lang, text) if isinstance(text, str) else text,
        "delivery": None,
        "baseline": None,
        "told": FACTS[lang],
        "feelings": FEELINGS[lang],
        "policy": Policy("", ()),
        "lang": lang,
        "ui_lang": "en",
        "mode": Mode.ATTACK,
    }
    return Reply(**{**given, **changes})  # type: ignore[arg-type]


def view_of(text: str, lang: Lang) -> View:
    """Return a reply in clauses, without any word of a classifier."""
    clauses = split(text, lang)
    return View(written(lang, text), lang, clauses, tuple({} for _ in clauses), {})
