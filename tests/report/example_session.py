"""TEST MATERIAL, made up: a call of eight replies with tones instead of voices, for looking at the report.

No person said any of this, no model scored it; every number is typed in so that the page has something to show.
"""

# ruff: noqa: E501 (a script reads best with one turn a line)
from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from simulator.domain.acts import Act
from simulator.domain.customer import Ending, Mode
from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.record import AgentTurn, CallSummary, CustomerTurn, SessionRecord, Turn, Why
from simulator.domain.score import Evidence, Outcome, Score, Scorecard
from simulator.domain.sound import LINE_RATE_HZ, FloatArray, Sound
from simulator.domain.transcript import Word

C, P, N, U, X = Outcome.CREDIT, Outcome.PARTIAL, Outcome.NONE, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE
VALUES = {C: 92.0, P: 55.0, N: 12.0, U: None, X: None}
USUAL = Delivery(6.0, 5.2, 3.4, 196.0, 226.0, 2.4, 8.0, -24.0, -12.0, 24.0, 4.3, 32.0, 0.0)
BASELINE = Baseline(USUAL, 3, "calibration")


@dataclass(frozen=True)
class Heard:
    """What the contour of a tone looks like; shaped like the product's own contour."""

    times_s: FloatArray
    f0_hz: FloatArray
    level_db: FloatArray


def contour(sound: Sound) -> Heard:
    """Measure a tone: pitch from rising zero crossings, level from the mean square, every 10 ms (a fake for tests)."""
    hop, size = 160, 640
    starts = range(0, max(0, len(sound.samples) - size), hop)
    frames = [sound.samples[s : s + size] for s in starts]
    rises = [np.count_nonzero((f[:-1] < 0) & (f[1:] >= 0)) for f in frames]
    level = np.array([10 * np.log10(np.mean(f**2) + 1e-9) for f in frames])
    f0 = np.array(rises, np.float64) * sound.rate_hz / size
    times = (np.array(starts, np.float64) + size / 2) / sound.rate_hz
    return Heard(times, np.where(level > -50, f0, np.nan), level)


def ev(text: str, why: str, at_s: float | None = None) -> Evidence:
    return Evidence(text, at_s, at_s, why)


def score(outcome: Outcome, advice: str, *evidence: Evidence) -> Score:
    sure = 0.45 if outcome is U else 0.9
    return Score(outcome, VALUES[outcome], sure, evidence or (ev("", advice),), advice)


@dataclass(frozen=True)
class Said:
    """One turn before it has times."""

    text: str
    mode: Mode
    anger: float
    row: str = ""
    because: str = ""
    words: tuple[Evidence, ...] = ()
    card: Scorecard | None = None
    acts: tuple[Act, ...] = ()
    heard: str = ""
    f0_hz: float = 196.0
    rate: float = 4.3
    level: float = -24.0
    delay_s: float = 1.2
    rejected: str | None = None


A, E, R, Z = Mode.ATTACK, Mode.EMOTION, Mode.REASON, Mode.CLOSED


def cust(text: str, mode: Mode, anger: float, row: str, because: str, *words: str) -> Said:
    return Said(text, mode, anger, row, because, tuple(ev(w, because) for w in words))


ZH = (
    cust("你们到底有没有人管?手机又死机了,这都第三次了!", A, 3.0, "A1 M1", "通话开始,客户怒气最高。"),
    Said("您先别激动,请把订单号报一下,没有订单号我这边查不了。", A, 3.0, card=Scorecard(
        score(N, "先放慢,降到平时的音高再开口。", ev("", "音高比平时高 4.1 半音,语速快 26%。")),
        score(N, "先说出您听到的两件事,再问资料。", ev("", "没有提到客户说过的任何事实。")),
        score(N, "不要让客户“别激动”,改为说出感受,例如“三次都没修好,确实让人失望”。", ev("您先别激动", "这是在否定客户的感受。")),
        score(N, "现在还不是谈方案的时候。", ev("", "没有提出任何办法。")),
    ), acts=(Act.DENY_EMOTION, Act.INFORMATION_REQUEST), f0_hz=248, rate=5.4, level=-19.5, delay_s=0.4,
        heard="您先别激动请把订单号报一下没有订单号我这边差不了"),
    cust("我激动?换你试试!订单订单,你们就知道订单!", A, 3.0, "A4 M8", "还在攻击状态就索要资料、否定感受,怒气反弹。", "您先别激动", "请把订单号报一下"),
    Said("对不起,是我问得太急了。您请说,从头到尾发生了什么,我认真听着,一定帮您把这件事处理好。", A, 3.0, card=Scorecard(
        score(P, "再慢一点,句末放低。", ev("", "音高比平时高 1.9 半音,语速正常。")),
        score(X, "", ev("", "请客户倾诉时不需要复述。")), score(X, "", ev("", "这里不需要。")), score(X, "", ev("", "这里不需要。")),
    ), acts=(Act.APOLOGISE, Act.INVITE_VENTING), f0_hz=218, rate=4.4, level=-22.5, delay_s=6.2),
    cust("三月五号买的,用了一周就死机。送修三次,每次都说修好了,拿回来还是死机。客服还让我等了十三天!", A, 2.6, "A2 M1", "得到了说话的机会,把事情倒了出来。", "您请说,从头到尾发生了什么"),
    Said("我跟您核对一下:您三月五号买的手机,送修了两次,每次拿回来还是死机,对吗?", A, 2.5, card=Scorecard(
        score(C, "保持这个语速。", ev("", "音高、语速都和平时一样。")),
        score(N, "数字要记准:是三次,不是两次。先承认说错,再按客户的原话说一遍。", ev("三月五号买的手机", "日期正确。"), ev("送修了两次", "客户说的是三次。"), ev("对吗", "请客户确认,很好。")),
        score(X, "", ev("", "这里不需要。")), score(X, "", ev("", "这里不需要。")),
    ), acts=(Act.MIRROR, Act.CHECK_QUESTION), delay_s=1.6),
    cust("什么两次!三次!我说了三次!", A, 2.7, "A6 M3", "复述里有一处与事实不符,客户纠正。", "送修了两次"),
    Said("您说得对,是三次。三月五号买的,一周后开始死机,送修三次,每次拿回来还是死机,中间又等了十三天。是这样吗?", A, 2.6, card=Scorecard(
        score(C, "保持。", ev("", "音高比平时低 0.4 半音,很稳。")),
        score(C, "事实齐全,一个不多,一个不少。", ev("三月五号买的", "日期正确。"), ev("送修三次", "次数正确,已改正。"), ev("等了十三天", "天数正确。"), ev("是这样吗", "请客户确认。")),
        score(X, "", ev("", "这里不需要。")), score(X, "", ev("", "这里不需要。")),
    ), acts=(Act.MIRROR, Act.CHECK_QUESTION), f0_hz=191.5, rate=4.1, level=-24.5, delay_s=2.1,
        heard="您说的对是三次三月五号买的一周后开始死机送修三次每次拿回来还是死机中间又等了十三天是这样吗"),
    cust("对,就是这样。", E, 2.1, "A7 M3", "准确的复述,得到第一个“对”。", "送修三次", "等了十三天"),
    Said("一次次满怀希望地送来,又一次次失望,换谁都会觉得心灰意冷。", E, 2.0, card=Scorecard(
        score(C, "保持。", ev("", "语气平稳,略带暖意。")),
        score(X, "", ev("", "上一句已经复述过。")),
        score(C, "用词贴切、分寸得当。", ev("失望", "一个贴切、不过火的词。"), ev("心灰意冷", "与“失望”相近,仍算同一种感受。")),
        score(X, "", ev("", "这里不需要。")),
    ), acts=(Act.LABEL_EMOTION,), f0_hz=188, rate=3.9, level=-25, delay_s=1.8),
    cust("……是啊。我就是靠这个手机接单的,它一死机,我一天的活就没了。", E, 1.6, "E3 M4", "说出了恰当的感受,得到第二个“对”。", "失望"),
    Said("", E, 1.6, card=Scorecard(*[score(U, "请重说一遍。", ev("", "这句话没有听清。")) for _ in range(4)]), delay_s=0.8,
        heard="嗯那个", rejected="unsure"),
    cust("喂?没听清,您再说一遍?", E, 1.6, "E0 M1", "没有听清,请坐席重说,不计得失。"),
    Said("手机一停,您一天的收入就没了,所以这件事今天就得解决。我现在给您登记换一台新机,王师傅明天上午十点前送到您手上。", E, 1.5, card=Scorecard(
        score(C, "保持。", ev("", "与平时一致。")),
        score(P, "再加上一件客户说过的事。", ev("一天的收入就没了", "说对了客户看重的事,但只有一件。")),
        score(U, "可以更明确,例如“很着急”。", ev("所以这件事今天就得解决", "可能在说着急,但没有把握。")),
        score(C, "谁、做什么、什么时候,都说清楚了。", ev("我现在给您登记换一台新机", "做什么、由谁做。"), ev("王师傅明天上午十点前", "负责人和时间。")),
    ), acts=(Act.MIRROR, Act.URGENCY, Act.OFFER_SOLUTION), f0_hz=199, rate=4.5, delay_s=1.4,
        heard="手机一停您一天的收入就没了所以这件事今天就得解决我现在给您登记换一台新机王师父明天上午十点前送到您手上"),
    cust("换新机?那行。可明天上午我这边的单子怎么办?", R, 0.9, "R2 M6", "方案具体,客户开始商量。", "王师傅明天上午十点前"),
    Said("我给您记下:今晚请先把接单软件的账号登在备用机上,这样明早不会漏单;我十点半再打给您,确认新机能用。", R, 0.7, card=Scorecard(
        score(C, "保持。", ev("", "与平时一致。")),
        score(X, "", ev("", "这里不需要。")), score(X, "", ev("", "这里不需要。")),
        score(C, "双方各做什么都说清楚了。", ev("今晚请先把接单软件的账号登在备用机上", "客户可以先做的事。"), ev("我十点半再打给您", "坐席做什么、何时做。")),
    ), acts=(Act.OFFER_SOLUTION, Act.PREVENT_LOSS), delay_s=1.1),
    cust("好,那就这样,麻烦你了。", Z, 0.3, "R5 M7", "双方都知道下一步做什么,客户接受。", "我十点半再打给您"),
)  # fmt: skip

EN = (
    cust("Is anybody there at all? It crashed again. The third time!", A, 3.0, "A1 M1", "The call begins, at full anger."),
    Said("Please calm down. I need your order number first, or I can't look anything up.", A, 3.0, card=Scorecard(
        score(N, "Come down to your usual pitch before you start.", ev("", "4.1 semitones above your usual voice, 26 % faster.")),
        score(N, "Say two things you heard before you ask for data.", ev("", "None of the customer's facts was given back.")),
        score(N, "Name the feeling instead of forbidding it.", ev("calm down", "This tells the customer not to feel it.")),
        score(N, "Too early for a solution.", ev("", "No way out was offered.")),
    ), acts=(Act.DENY_EMOTION, Act.INFORMATION_REQUEST), f0_hz=248, rate=5.4, level=-19.5, delay_s=0.4),
    cust("Calm down? You calm down!", A, 3.0, "A4 M8", "Told to calm down while attacking: it rebounds.", "calm down"),
    Said("I'm sorry. Tell me all of it, I'm listening, and I'll deal with it.", A, 2.9, card=Scorecard(
        score(C, "Keep this.", ev("", "At your usual pitch.")),
        score(X, "", ev("", "Not called for.")), score(X, "", ev("", "Not called for.")), score(X, "", ev("", "Not called for.")),
    ), acts=(Act.APOLOGISE, Act.INVITE_VENTING), delay_s=6.2),
    cust("Three repairs since March and it still crashes.", E, 2.2, "A2 M1", "Was given room to talk.", "Tell me all of it"),
)  # fmt: skip


def _card() -> Scorecard:
    nothing = score(X, "")
    return Scorecard(nothing, nothing, nothing, nothing)


def _words(text: str, start_s: float, length_s: float) -> tuple[Word, ...]:
    letters = [c for c in text if c.isalnum()]
    edges = np.linspace(start_s, start_s + length_s, len(letters) + 1)
    return tuple(Word(c, a, b, 0.9) for c, (a, b) in zip(letters, pairwise(map(float, edges)), strict=True))


def _turn(said: Said, index: int, start_s: float, length_s: float) -> Turn:
    if said.row:
        row, method = said.row.split()
        why = Why(row, method, said.because, said.words)
        return CustomerTurn(index, start_s, start_s + length_s, said.text, said.mode, said.anger, why)
    return AgentTurn(
        index=index,
        start_s=start_s,
        end_s=start_s + length_s,
        text=said.text,
        text_as_heard=said.heard or said.text,
        mode=said.mode,
        anger=said.anger,
        words=_words(said.text, start_s, length_s),
        confidence=0.9,
        acts=said.acts,
        response_delay_s=said.delay_s,
        scores=said.card or _card(),
        delivery=replace(USUAL, f0_median_hz=said.f0_hz, rate_syll_s=said.rate, level_dbfs=said.level),
        rejected=said.rejected,
    )


def example(lang: str = "zh") -> tuple[SessionRecord, tuple[Sound, Sound]]:
    """Return the made-up call and its two channels of tones."""
    script = ZH if lang == "zh" else EN
    per_s = 4.4 if lang == "zh" else 15.0
    turns: list[Turn] = []
    at_s = 0.6
    for index, said in enumerate(script):
        at_s += said.delay_s
        length_s = max(1.2, len(said.text) / per_s)
        turns.append(_turn(said, index, round(at_s, 3), round(length_s, 3)))
        at_s += length_s
    channels = _tones(turns, script, at_s + 0.8)
    return _record(lang, tuple(turns), channels[0].duration_s), channels


def _tones(turns: list[Turn], script: tuple[Said, ...], duration_s: float) -> tuple[Sound, Sound]:
    rng = np.random.default_rng(3)
    both = rng.normal(0, 2e-4, (2, round(duration_s * LINE_RATE_HZ))).astype(np.float32)
    for turn, said in zip(turns, script, strict=True):
        a, b = (round(t * LINE_RATE_HZ) for t in (turn.start_s, turn.end_s))
        hz, db = (
            (said.f0_hz, said.level) if isinstance(turn, AgentTurn) else (190 + 30 * said.anger, -26 + 3 * said.anger)
        )
        both[int(isinstance(turn, AgentTurn)), a:b] += _voice(b - a, hz, db, rng)
    return Sound(both[0], LINE_RATE_HZ), Sound(both[1], LINE_RATE_HZ)


def _voice(count: int, hz: float, level_db: float, rng: np.random.Generator) -> FloatArray:
    """Return a humming tone with syllables and a falling, wandering pitch."""
    t = np.arange(count) / LINE_RATE_HZ
    knots = np.arange(0.0, count / LINE_RATE_HZ + 0.25, 0.25)
    wander = np.interp(t, knots, rng.normal(0, 1.3, len(knots)))
    phase = 2 * np.pi * np.cumsum(hz * 2 ** (wander / 12)) / LINE_RATE_HZ
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4.3 * t)
    pause = (t % 3.1) < 2.7
    tone = (np.sin(phase) + 0.25 * np.sin(2 * phase)) * syllables * pause
    return (tone * 10 ** (level_db / 20) / np.sqrt(np.mean(tone**2) + 1e-12)).astype(np.float32)


def _record(lang: str, turns: tuple[Turn, ...], duration_s: float) -> SessionRecord:
    zh = lang == "zh"
    summary = CallSummary(
        scores=Scorecard(
            score(P, "前两句偏高偏快,之后一直很稳。" if zh else "The first reply was high and fast, the next one level."),
            score(C if zh else N, "第二次复述准确完整。" if zh else "No restatement yet."),
            score(C if zh else N, "感受说得贴切。" if zh else "The feeling was denied."),
            score(C if zh else U, "方案具体,有人有时间。" if zh else "The call did not get that far."),
        ),
        steps={"M1": 3, "M2": 7, "M3": 7, "M4": 9, "M5": 13, "M6": 13, "M7": 15} if zh else {"M1": 3},
        ending=Ending.SATISFIED if zh else Ending.UNRESOLVED,
        strength="被纠正后,您没有争辩,而是按客户的原话重新复述了一遍,马上得到了“对”。" if zh else "You apologised and made room for the whole story.",
        change="开头先别要订单号,也别说“别激动”。先请客户把话说完。" if zh else "Don't say “calm down”; ask what happened.",
        strength_turn=7 if zh else 3,
        change_turn=1,
    )  # fmt: skip
    return SessionRecord(
        id=f"example-{lang}",
        scenario=f"phone_crash_{lang}",
        persona="test_voice",
        lang="zh" if zh else "en",
        seed=7,
        status="complete",
        started_at="2025-03-20T10:15:00+08:00",
        duration_s=duration_s,
        channel_rate_hz=LINE_RATE_HZ,
        models={"whisper-base": "d01c3014881c9c6f", "kokoro": "0f1e2d3c4b5a6978"},
        turns=turns,
        summary=summary,
        baseline=BASELINE,
        synthetic_agent=False,
        scenario_title="手机反复死机,送修三次" if zh else "The phone that keeps crashing",
        persona_name="王女士(测试)" if zh else "Ms Hill (test)",
        notes=("测试材料:纯音代替人声。" if zh else "Test material: tones instead of voices.",),
    )
