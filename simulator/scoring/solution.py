"""A solution offered: an undertaking by somebody, with a time or now; or a clear choice; inside the policy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.domain.acts import Act
from simulator.domain.scenario import Policy
from simulator.domain.score import Outcome
from simulator.messages import Lang
from simulator.scoring import accounts, concepts, stuffing
from simulator.scoring.quantity import Kind, Quantity
from simulator.scoring.view import View

LIKELY = 0.4  # the classifier's word from which a clause may hold a solution
_OWNER = {
    "zh": re.compile(
        r"我|咱|师傅|经理|主管|主任|店长|站长|班长|组长|老师|专员|专人|同事|工程师|技术|客服|财务|部门|团队|小组|队|处|科|中心|仓库|快递|医生|校长|教练|老板|柜员|网点|[赵钱孙李周吴郑王陈张刘杨林黄何徐朱胡][工姐哥师]|"
        r"阿[\u4e00-\u9fff]|小[\u4e00-\u9fff](?:今|明|会|来|去|给)|系统|公司|平台"
    ),
    "en": re.compile(
        r"\b(?:i|i'm|i'll|i've|i'd|we|we'll|we've|we're|me|my|our|engineer|technician|manager|supervisor|team|colleague|lead|desk|driver|courier|plumber|electrician|accounts|billing|"
        r"dispatch|office|specialist|warehouse|director|department|crew|[A-Z][a-z]+ (?:in|from|on|at|will|who|is|rings|calls|does)|is coming|is going|is on|goes back|has been|have been|'s been)\b"
    ),
}
_ACTION = {
    "zh": re.compile(
        r"退|换|补|修|派|送|寄|上门|安排|登记|核实|核查|查|调|联系|回电|回您|打给|打电话|给您电话|答复|反馈|开通|取消|恢复|减免|免|赔|转|升级|提交|申请|处理|办|撤|冻结|解冻|解锁|锁|改|发|拆|装|更新|重置|重发|补发|"
        r"加急|催|盯|跟进|接手|负责|报|取|检测|测|清|停|关|开|垫付|到账|结|算|留|约|来|去|拿|录|写|标|封|抬|接|送达|复|冲|挂|做|排|给|划|注销|拉|陪|核|确认|对接"
    ),
    "en": re.compile(
        r"\b(?:refund\w*|replac\w*|send\w*|sent|book\w*|call\w*|ring\w*|phone|credit\w*|cancel\w*|clos\w*|open\w*|fix\w*|repair\w*|collect\w*|deliver\w*|dispatch\w*|arrang\w*|"
        r"check\w*|review\w*|investigat\w*|escalat\w*|pass\w*|transfer\w*|email\w*|e-mail\w*|text\w*|post\w*|writ\w*|wrote|put\w*|push\w*|mov\w*|switch\w*|upgrad\w*|reset\w*|reactivat\w*|unlock\w*|"
        r"remov\w*|waiv\w*|revers\w*|correct\w*|release\w*|lift\w*|rebook\w*|pay\w*|paid|pull\w*|get\w*|bring\w*|come|coming|comes|go|goes|going|install\w*|set\w*|log\w*|rais\w*|flag\w*|file\w*|"
        r"withdraw\w*|take\w*|taking|hand\w*|stop\w*|freez\w*|block\w*|issu\w*|process\w*|update\w*|chang\w*|give\w*|giving|have|add\w*|apply\w*|applied|order\w*|swap\w*|hold\w*|sort\w*|"
        r"be (?:there|with you|on)|there|land\w*|look\w*|do|does|doing|confirm\w*|knock\w*|drop\w*|ship\w*|amend\w*|answer\w*|lend\w*|courier\w*|wip\w*)\b"
    ),
}
_NOW = {
    "zh": re.compile(
        r"现在|马上|立刻|立马|当场|这就|即刻|今天|今晚|今儿|今日|明[天早晚儿]|后天|当天|下班前|天黑前|饭前|饭点|刚(?:刚)?(?:给|把|已)|已经(?:给|帮|为|把|退|安|派)|(?:退|派|改|撤|开|关|办|停|发|换)好?了|一会儿?就|挂[了断完]?电话|正在|边说边|年底前|月底前|下周|中午|傍晚|上午|下午|第一单|头一单|次日|隔天|午前|夜里|早饭|晚饭|午饭|散场前"
    ),
    "en": re.compile(
        r"\b(?:now|right away|immediately|straight ?away|this (?:minute|second|instant|moment|morning|afternoon|evening|week|very)|today|tonight|tomorrow|while (?:we|you|i|you're)|as we speak|"
        r"on (?:mon|tues|wednes|thurs|fri|satur|sun)\w*|by (?:noon|lunch|close|midnight|teatime|end of|the end|mon|tues|wednes|thurs|fri|satur|sun)\w*|first thing|before (?:we hang|you hang|noon|lunch|close|the)|"
        r"next (?:week|mon|tues|wednes|thurs|fri|satur|sun)\w*|already|i've (?:just |now )?\w+(?:ed|t|n)|done|is on its way|on its way|overnight|end of (?:the )?(?:day|week|play|business)|same day|next day|just (?:put|sent|done|raised|cancelled|moved))\b"
    ),
}
_VAGUE = {
    "zh": re.compile(
        r"尽快|尽量|尽早|到时候|回头|过(?:几|两)天|再说|等通知|有消息|有结果|看看(?:能|再|怎么|情况)|想想办法|研究|反映一下|反映上去|争取|努力|或许|可能会|说不定|看情况|抽空|有空"
    ),
    "en": re.compile(
        r"\b(?:as soon as (?:possible|we can|i can)|asap|soon|shortly|at some (?:point|stage)|in due course|when (?:possible|we can|i get)|see what (?:i|we) can|look into (?:it|this|that)|"
        r"do (?:my|our) best|try (?:to|and)|pass (?:it|this|that) (?:on|along)|might be able|could look|something may|may be able|sometime|hopefully|someone will be in touch|be in touch|time permitting)\b"
    ),
}
_CHOICE = {
    "zh": re.compile(
        r"要么.+要么|(?:还是|或者|或是|要不).{2,}|两[个条种](?:办法|选择|方案|路)|(?:一|二|第一|第二)[，、是]|(?:您|你)(?:选|挑|看哪)"
    ),
    "en": re.compile(
        r"\beither\b.+\bor\b|\bor\b .{4,}|\btwo (?:options|ways|roads|choices)|\bwhichever\b|\boption (?:one|a)\b", re.S
    ),
}
_ASSURES = {
    "zh": re.compile(
        r"百分之?百|绝对|肯定(?:能|给|会|是|退|赔|没|不会|解决)|包您|包你|保准|我?保证|打包票|拍胸脯|永远(?:不会|不再)|一定不会再|再也不会|一辈子|终身|要多少|你说多少|您说多少|十倍|双倍|翻倍|全赔|什么都(?:给|赔)|找我赔|我赔|说到做到|万无一失|一分不少"
    ),
    "en": re.compile(
        r"\b(?:guarantee\w*|100 ?%|hundred per ?cent|never (?:ever )?(?:again|happen)|i promise you|i swear|on my (?:life|mother)|whatever (?:you want|it takes|you ask)|no matter what|"
        r"for (?:life|ever)|forever|trust me|cover everything|anything you|absolutely certain|triple|double your|every penny and)\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What was offered.

    Parameters
    ----------
    missing
        Which of owner, action, time is not there.
    over
        True if more was promised than can be kept.
    """

    outcome: Outcome
    missing: tuple[str, ...] = ()
    over: bool = False
    start: int = 0
    end: int = 0


def judge(view: View, policy: Policy, acts: tuple[Act, ...]) -> Offer:
    """Return what the reply offers, by the rubric."""
    text, lang = view.text, view.lang
    if stuffing.is_bag(text, lang):
        return Offer(Outcome.NONE)
    over = _over_promise(view, policy)
    if over:
        return Offer(Outcome.NONE, over=True, start=over[0], end=over[1])
    offers = [o for i in range(len(view.clauses)) if (o := _clause_offer(view, i))]
    solves = bool({Act.OFFER_SOLUTION, Act.ESCALATE} & set(acts)) or max((p for _, _, p in offers), default=0.0) >= 0.6
    if not offers or not solves or _shut(view, acts):
        return Offer(Outcome.NONE)
    return _rated(view, offers)


def _over_promise(view: View, policy: Policy) -> tuple[int, int] | None:
    for wording in policy.beyond:
        found = concepts.find(wording, view.text, view.lang)
        if found and found.how != "loose" and not found.denied:
            return found.start, found.end
    p = view.whole.get(Act.OVER_PROMISE, 0.0)
    m = _ASSURES[view.lang].search(view.text if view.lang == "zh" else view.text.lower().replace("’", "'"))
    if p >= 0.75 or (m and p >= 0.4):
        if m:
            return m.start(), m.end()
        best = max(view.clauses, key=lambda c: view.by_clause[view.clauses.index(c)].get(Act.OVER_PROMISE, 0.0))
        return best.start, best.end
    return None


def _shut(view: View, acts: tuple[Act, ...]) -> bool:
    """Tell whether a door is shut harder than another is opened."""
    offer = max(view.whole.get(Act.OFFER_SOLUTION, 0.0), view.whole.get(Act.ESCALATE, 0.0))
    return max(view.whole.get(Act.STONEWALL, 0.0), view.whole.get(Act.SARCASM, 0.0)) > max(offer, 0.5)


def _clause_offer(view: View, index: int) -> tuple[int, int, float] | None:
    clause, acts = view.clauses[index], view.by_clause[index]
    p = max(acts.get(Act.OFFER_SOLUTION, 0.0), acts.get(Act.ESCALATE, 0.0))
    rival = max(
        acts.get(a, 0.0)
        for a in (
            Act.MIRROR,
            Act.STONEWALL,
            Act.BLAME_CUSTOMER,
            Act.INFORMATION_REQUEST,
            Act.PROBE_EXPECTATION,
            Act.SARCASM,
        )
    )
    undertaken = accounts.undertakes(clause.text, view.lang)
    if p >= LIKELY and (p >= rival or undertaken):
        return clause.start, clause.end, p
    return (clause.start, clause.end, p) if undertaken and p >= LIKELY / 2 and rival < 0.5 else None


def _rated(view: View, offers: list[tuple[int, int, float]]) -> Offer:
    low, high = offers[0][0], offers[-1][1]
    text = _with_neighbours(view, offers)
    there = {
        "owner": _has(_OWNER, text, view.lang),
        "action": _has(_ACTION, text, view.lang),
        "time": _timed(view, offers, text),
    }
    missing = tuple(name for name, found in there.items() if not found)
    choice = _has(_CHOICE, text, view.lang) and there["action"] and len(text) > 12
    concrete = (there["time"] and there["action"]) or (choice and not _has(_VAGUE, text, view.lang))
    return Offer(Outcome.CREDIT if concrete else Outcome.PARTIAL, missing, start=low, end=high)


def _with_neighbours(view: View, offers: list[tuple[int, int, float]]) -> str:
    """Return the words from the first to the last clause that offers, and the clause after it."""
    last = view.clause_at(offers[-1][0])
    end = view.clauses[min(last + 1, len(view.clauses) - 1)].end
    first = max(view.clause_at(offers[0][0]) - 1, 0)
    return view.text[view.clauses[first].start : end]


def _has(patterns: dict[Lang, re.Pattern[str]], text: str, lang: Lang) -> bool:
    return patterns[lang].search(text if patterns is _OWNER else text.lower().replace("’", "'")) is not None or (
        patterns is _OWNER and patterns[lang].search(text.lower().replace("’", "'")) is not None
    )


def _timed(view: View, offers: list[tuple[int, int, float]], text: str) -> bool:
    """Tell whether a time is named: a clock time, a day, a number of hours, or now."""
    if _has(_NOW, text, view.lang):
        return True
    start = view.text.find(text)
    return any(_is_time(q) for q in view.quantities if start <= q.start < start + len(text))


def _is_time(q: Quantity) -> bool:
    return q.kind in {Kind.CLOCK, Kind.DURATION, Kind.DATE}
