"""Words for feelings in both languages, by family: moderate ones, formulas that name none, extreme and misplaced ones."""

from __future__ import annotations

import re

from simulator.messages import Lang

_MODERATE: dict[Lang, dict[str, str]] = {
    "zh": {
        "anger": "生气 气愤 恼火 窝火 火大 上火 恼怒 气恼 愤怒 不忿 来气 有气 憋火 憋气 光火 冒火 动气 憋着火 一肚子火 一肚子气 咽不下这口气 "
        "气不过 气不打一处来 不满 不痛快 烦躁 烦闷 心烦 烦心 烦 恼人 闹心 糟心 膈应 添堵 堵得慌 堵心 憋得慌 憋屈 无语 较真 不甘 不甘心 焦躁 火气",
        "disappointment": "失望 寒心 心寒 心凉 凉了半截 泄气 扫兴 灰心 落空 白高兴 心冷 白期待 伤心 没盼头",
        "worry": "担心 着急 心急 焦虑 担忧 忧心 放心不下 不放心 不踏实 没底 没着没落 悬着 揪心 心慌 发慌 慌 焦急 急坏 揪着 提心吊胆 心神不宁 "
        "坐不住 睡不着 睡不踏实 急得 七上八下 急人 紧张 忐忑 发愁 愁 犯愁 火烧眉毛 心里急 煎熬",
        "fear": "害怕 后怕 吓着 吓一跳 惊着 受惊 受了惊 惊慌 惶恐 怕 不安",
        "grievance": "委屈 冤 冤枉 憋屈 不公平 不公道 受气 吃亏 不值 不值当 亏得慌 亏得很 白受 窝囊 受了委屈",
        "betrayal": "被骗 被蒙 被坑 上当 受骗 被忽悠 被糊弄 被敷衍 被耍 被当成 不被当回事 不受重视 被怠慢 被晾 被冷落 被欺负 被推来推去 踢皮球 "
        "没人管 不信任 信不过 被辜负 辜负 被糊弄 寒了心",
        "tired": "折腾 疲惫 心累 累 身心俱疲 受罪 遭罪 熬 耗 磨人 疲于奔命 精疲力尽 受够 够了 心力交瘁 跑断腿",
        "helpless": "无助 无奈 没办法 走投无路 束手无策 没辙 抓瞎 两难 为难",
        "sorrow": "心疼 难过 难受 不好受 不是滋味 可惜 舍不得 揪心 伤感 肉疼 肉痛 心痛",
        "shame": "尴尬 难堪 没面子 丢面子 下不来台 抬不起头 难为情",
        "doubt": "疑惑 纳闷 困惑 怀疑 疑心 一头雾水 想不通 莫名其妙 糊涂 犯嘀咕 摸不着头脑",
        "regret": "后悔 懊恼 懊悔",
    },
    "en": {
        "anger": "angry|anger|annoy\\w*|irritat\\w*|frustrat\\w*|cross|galling|infuriat\\w*|exasperat\\w*|maddening|aggravat\\w*|mad at us|resent\\w*|"
        "vexed|vexing|wound up|ticked off|riled|narked|hacked off|cheesed off|peeved|put out|bitter|sore about|boiling|up to here|indignan\\w*|"
        "sticks in your throat|hopping|steamed|miffed|makes your blood",
        "disappointment": "disappoint\\w*|let down|letdown|let-down|gutted|deflat\\w*|dishearten\\w*|discourag\\w*|dismay\\w*|disillusion\\w*|a blow|crushing|gut-punch",
        "worry": "worr\\w*|anxious|anxiety|concern(?:ed|ing)|stress\\w*|on edge|nervous|uneasy|unsettl\\w*|tense|rushed|under pressure|nerve-?wracking|nerve-?racking|"
        "panick\\w*|panic|unnerv\\w*|alarm(?:ed|ing)|sick with worry|losing sleep|fretting|jittery|rattled|agitated|in a spin|nagging",
        "fear": "scar(?:ed|y|ing)|frighten\\w*|afraid|shak(?:en|y)|shaking|unsafe|spook\\w*|startl\\w*",
        "grievance": "unfair\\w*|hard done by|wronged|unjust|injustice|aggrieved|short-?changed|hurt|hurtful|insult(?:ed|ing)|slighted|put upon|stings?|stung",
        "betrayal": "cheated|misled|ripped off|betray\\w*|deceiv\\w*|fobbed off|brushed off|ignored|dismissed|not (?:being )?heard|unheard|overlooked|forgotten|"
        "fooled|taken for (?:a ride|granted|a fool|a mug)|messed (?:about|around)|passed (?:about|around|from pillar)|pushed around|distrust\\w*|mistrust\\w*|"
        "lost (?:your )?(?:trust|faith)|led on|strung along|run ?around|abandoned|let (?:you|yous) down|stranded|left in the lurch|disrespect\\w*|like a number|invisible",
        "tired": "fed up|tired|tiring|exhaust\\w*|worn out|worn down|weary|wearying|wearing|drain(?:ed|ing)|sick of|had enough|wits'? end|end of your (?:rope|tether)|"
        "at the end of|worn thin|patience|bone-tired|knackered|run ragged|draining|through the mill|through the wringer|overwhelm\\w*|frazzled",
        "helpless": "helpless|powerless|stuck|trapped|cornered|in limbo|lost|out of your hands|alone with|hands tied|torn",
        "sorrow": "sad|sadden\\w*|upset|upsetting|heart-?break\\w*|miserable|distress\\w*|painful|grief|grieving|heavy|hard to bear|low|sick about|heartsick|sickening",
        "shame": "embarrass\\w*|humiliat\\w*|mortif\\w*|awkward|ashamed|shown up|lose face|belittl\\w*",
        "doubt": "confus\\w*|puzzl\\w*|baffl\\w*|bewilder\\w*|suspicious|doubtful|in the dark|unsure|uncertain|sceptical|skeptical|perplex\\w*",
        "regret": "regret\\w*|rue",
    },
}
_GENERIC = {
    "zh": re.compile(
        r"心情|感受|感同身受|情绪|不高兴|不开心|不愉快|不舒服|不舒心|不爽|不好的体验|体验不好|不便|理解您|能理解|很理解|可以理解|非常理解|理解的|不容易"
    ),
    "en": re.compile(
        r"how (?:\w+ )?(?:you|yous|y'all)(?:'re| are| must)? (?:be )?feel\w*|your (?:feelings|emotions?|position|concerns?)|"
        r"unhappy|not (?:very |too |best )?(?:happy|pleased)|understand (?:your|where|you|that|completely)|understandable|unpleasant|"
        r"(?:tough|hard|difficult|rough|bad|trying|not easy|nasty|awful|rotten|horrible|terrible)(?: \w+)? (?:one |time |day |week |spot |situation )?(?:for|on) (?:you|anyone)|"
        r"that(?:'s| must be| is| sounds) (?:\w+ )?(?:tough|hard|difficult|rough|awful|horrible|rotten|not great|not easy|not nice)|"
        r"what you(?:'re| are) going through|i hear you|i feel you|empathi[sz]e|a (?:bit of a )?pain|i feel for you|not ideal|dissatisf\w*|discomfort"
    ),
}
_EXTREME = {
    "zh": re.compile(
        r"暴怒|狂怒|盛怒|暴跳如雷|气[疯炸死爆]|抓狂|崩溃|绝望|万念俱灰|痛不欲生|恨之入骨|恨得|恨透|恨死|歇斯底里|发疯|发狂|疯了|要疯|怒不可遏|怒火[中冲万]|深恶痛绝|"
        r"怒发冲冠|七窍生烟|天都?塌|五雷轰顶|生不如死|肝肠寸断|杀人|拿刀|想死|不想活|仇恨|咬牙切齿|气到?吐血|肺都?气炸|屈辱|撕心裂肺|魂飞魄散|火冒三丈|吓破|心如死灰|悲痛欲绝|痛恨"
    ),
    "en": re.compile(
        r"\b(?:furious|livid|enraged?|outraged?|rage|raging|hysterical|devastat\w*|traumati[sz]ed|despair\w*|desperate|beside yourself|incandescent|apoplectic|"
        r"(?:want|wanna|ready) to (?:kill|murder|scream|strangle)|hate us|destroyed|terrified|suicidal|hopeless|murderous|seething|going (?:mad|insane|crazy|mental)|"
        r"out of your mind|lost your mind|losing it|world(?:'s| has)? end\w*|hell on earth|a nightmare beyond|fuming|ballistic|hit the roof|berserk|heartbroken|tortured|"
        r"wrath|fury|blind with|shattered|agony|bloodthirsty|apocalyptic|spitting (?:feathers|blood|nails)|unhinged|frantic|horrified|petrified|manic|loathe|despise)\b"
    ),
}
_WRONG = {
    "zh": re.compile(
        r"得意|高兴坏|挺高兴|很高兴|很开心|挺开心|嫉妒|眼红|无聊|想家|害羞|心虚|小心眼|撒气|耍脾气|闹脾气|闹情绪|贪心|舍不得钱|幸灾乐祸|兴奋|激动|孤单|寂寞|矫情|玻璃心|好玩"
    ),
    "en": re.compile(
        r"\b(?:jealous|envious|bored|homesick|amused|delighted|thrilled|guilty|proud|spiteful|greedy|excited|ashamed of yourself|over-?react\w*|lonely|smug|"
        r"dramatic|over-?sensitive|paranoid|neurotic|hormonal|attention|relieved|chuffed|tickled|nostalgic|shy|lovesick|curious|grumpy|moody|hangry|peckish|touchy)\b"
    ),
}
DENIALS = {
    "zh": re.compile(
        r"(?:别|不要|不用|不必|甭|莫|勿|不许|少)(?:这么|那么|太|再|先|跟我|老)?(?:生气|动气|发火|上火|激动|动怒|恼|发脾气|气了|着急上火|焦虑|紧张|害怕|慌|怕|难过|失望|担心什么|委屈|闹心|带着?情绪|往心里去|吵|嚷|喊|急眼|发飙)"
        r"|消消气|消气|冷静|淡定|平复|心平气和|息怒|熄熄火|(?:没|没有|有)(?:什么|啥|必要)?(?:好|可)(?:生气|气|急|担心|委屈|难过|失望|怕|慌)|至于(?:吗|嘛|这么)|犯不着|不至于|想开(?:一)?点|看开|多大(?:点|个)?事|何必|小题大做|反应过度|大惊小怪"
    ),
    "en": re.compile(
        r"\b(?:calm (?:yourself|down)|stay calm|keep calm|be calm|relax|chill(?: out)?|cool (?:down|off|it)|settle (?:down|yourself)|simmer down|easy now|"
        r"(?:don't|do not|no need to|needn't|no point|stop|there's no (?:need|point)|why) (?:be(?:ing)?|get(?:ting)?|feel(?:ing)?)? ?(?:so )?(?:angry|upset|mad|annoyed|worried|cross|worked up|in a (?:state|tizzy)|"
        r"emotional|dramatic|hysterical|disappointed|frustrated|panic\w*|fret\w*|stress\w*|vex)|(?:nothing|hardly anything|not something) to (?:be|get|feel|worry|cry|fret)\b[\w ]*|"
        r"not the end of the world|no big deal|over-?react\w*|cheer up|get over it|it's only a|don't be (?:silly|daft|ridiculous|like that)|no vex|take a (?:deep )?breath|mountain out of|hardly worth)\b"
    ),
}
_NO_DENIAL = re.compile(
    r"(?:别急|别着急|不着急|不急|不用急|take your time|no rush)[，,\s]*(?:慢慢|一[件桩条样个]|您?慢|先喝)"
)
_SPLIT_ZH = {
    family: tuple(sorted(set(words.split()), key=len, reverse=True)) for family, words in _MODERATE["zh"].items()
}
_SPLIT_EN = {family: re.compile(rf"\b(?:{words})\b") for family, words in _MODERATE["en"].items()}
Span = tuple[int, int, str]


def moderate(text: str, lang: Lang) -> list[Span]:
    """Return the moderate words of a text with their families, none inside another."""
    lowered = text.lower().replace("’", "'")
    if lang == "en":
        found = [(m.start(), m.end(), f) for f, pattern in _SPLIT_EN.items() for m in pattern.finditer(lowered)]
    else:
        found = [(i, i + len(w), f) for f, words in _SPLIT_ZH.items() for w in words for i in _places(w, text)]
    return _longest(found)


def _places(word: str, text: str) -> list[int]:
    return [m.start() for m in re.finditer(re.escape(word), text)]


def _longest(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
        if not any(span[0] < k[1] and k[0] < span[1] for k in kept):
            kept.append(span)
    return sorted(kept)


def generic(text: str, lang: Lang) -> Span | None:
    """Return a formula that names no feeling ("I understand how you feel", 心情理解), or None."""
    return _first(_GENERIC[lang], text, "generic")


def extreme(text: str, lang: Lang) -> Span | None:
    """Return an extreme word, or None."""
    return _first(_EXTREME[lang], text, "extreme")


def misplaced(text: str, lang: Lang) -> Span | None:
    """Return a word for a feeling that no complaint is made of, or None."""
    return _first(_WRONG[lang], text, "wrong")


def denial(text: str, lang: Lang) -> Span | None:
    """Return words that tell the customer not to feel it, or None; "take your time" is none."""
    return _first(DENIALS[lang], _NO_DENIAL.sub(lambda m: " " * len(m[0]), text), "denied")


def _first(pattern: re.Pattern[str], text: str, name: str) -> Span | None:
    m = pattern.search(text.lower().replace("’", "'"))
    return (m.start(), m.end(), name) if m else None
