"""What Mandarin numbers count: measure words for things, and units of length, area, weight, volume and data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.scoring.numerals_zh import CHARS, NUMERAL, amount_of, ranges, value_of
from simulator.scoring.quantity import ITEM, Kind, Quantity

_COUNTERS = {
    "times": "次趟回遍番轮通",
    "degree": "度",
    "size": "码",
    "age": "岁",
    "floor": "楼层",
    "inch": "寸",
    "stop": "站",
    "grade": "级",
    "fold": "倍",
    "instalment": "期",
    "meal": "顿餐",
    ITEM: "个台件份张双条只本套部辆位人笔单户间盒箱瓶页杯袋节门把封桶床块碗盘颗粒株扇枚",
}
_KINDS = "家桌席名口支根款项篇册群对副片滴罐缸壶卷架艘列棵朵碟组批排堆串束团场首幅道处所座栋幢包针剂筐篮捆沓格句"
_COUNTER = {c: unit for unit, chars in _COUNTERS.items() for c in chars} | {c: f"{ITEM}/{c}" for c in _KINDS}
_NOT_BEFORE = {  # what makes another word of a measure word
    "包": "政策期规定凭证法服务范围内括", "处": "理分罚", "道": "理歉", "站": "点长台在着内起", "级": "别",
    "通": "过知话常用红八",
    "期": "间待限望货", "所": "以有", "对": "不吗吧", "排": "除查队", "款": "项", "团": "队购",
    "批": "准评", "支": "付持",
    "项": "目", "口": "气子", "首": "先", "场": "面", "根": "本",
}  # fmt: skip
_OTHER = "|".join(f"{word}[{after}]" for word, after in _NOT_BEFORE.items())
_COUNT = re.compile(
    rf"第?({NUMERAL})(多|来|几)?(?:[大小整满](?!时))?(?!{_OTHER}|三包)([{''.join(_COUNTER)}])(?!月)(多)?"
)
MEASURE_CHARS = "".join(_COUNTER)

_MEASURES: dict[str, tuple[str, str, float]] = {  # its name, the unit that it can be told in as well, and how many
    "公里": ("kilometre", "metre", 1000), "千米": ("kilometre", "metre", 1000), "km": ("kilometre", "metre", 1000),
    "英里": ("mile", "metre", 1609.344), "海里": ("nautical mile", "metre", 1852), "里地": ("li", "metre", 500),
    "里路": ("li", "metre", 500), "里": ("li", "metre", 500), "公分": ("centimetre", "metre", 0.01),
    "厘米": ("centimetre", "metre", 0.01), "cm": ("centimetre", "metre", 0.01), "毫米": ("millimetre", "metre", 0.001),
    "mm": ("millimetre", "metre", 0.001), "英尺": ("foot", "metre", 0.3048), "尺": ("chi", "metre", 1 / 3),
    "米": ("metre", "metre", 1), "平方公里": ("square kilometre", "square metre", 1e6),
    "平方米": ("square metre", "square metre", 1), "平米": ("square metre", "square metre", 1),
    "平方": ("square metre", "square metre", 1), "平": ("square metre", "square metre", 1),
    "㎡": ("square metre", "square metre", 1), "亩": ("mu", "square metre", 2000 / 3),
    "公斤": ("kilogram", "kilogram", 1), "千克": ("kilogram", "kilogram", 1), "kg": ("kilogram", "kilogram", 1),
    "斤": ("jin", "kilogram", 0.5), "克": ("gram", "kilogram", 0.001), "毫克": ("milligram", "kilogram", 1e-6),
    "吨": ("tonne", "kilogram", 1000), "升": ("litre", "litre", 1), "毫升": ("millilitre", "litre", 0.001),
    "ml": ("millilitre", "litre", 0.001), "立方米": ("cubic metre", "litre", 1000),
    "立方": ("cubic metre", "litre", 1000),
    "方": ("cubic metre", "litre", 1000), "兆": ("megabyte", "megabyte", 1), "mb": ("megabyte", "megabyte", 1),
    "m": ("megabyte", "megabyte", 1), "gb": ("gigabyte", "megabyte", 1024), "g": ("gigabyte", "megabyte", 1024),
    "tb": ("terabyte", "megabyte", 1024**2), "千瓦时": ("degree", "degree", 1), "千瓦": ("kilowatt", "watt", 1000),
    "瓦": ("watt", "watt", 1), "伏": ("volt", "volt", 1), "匹": ("horsepower", "horsepower", 1),
    "课时": ("item", "item", 1), "折": ("tenths", "tenths", 1),
}  # fmt: skip
_OTHERWISE = {  # what makes another word of a unit
    "里": r"[面头边程外屋]", "米": "[饭粉面线酒汤色]", "平": "[时均安台常等板价静原日衡]", "克": "[服隆扣制星拉]",
    "升": "[级高职温学值起旗]", "m": "[a-z]", "斤": "斤", "千瓦": "时", "兆": "头", "立方": "米", "平方": "[米公]",
    "方": "[便案面向法式才]", "折": "[腾叠扣磨旧返断]", "尺": "[寸码]", "伏": "[笔击]", "匹": "[配布马]",
    "瓦": "[斯片解]",
    "g": r"[a-z网]|手机|信号|基站|卡|用户",
}  # fmt: skip
_UNIT = "|".join(
    re.escape(u) + (f"(?!{_OTHERWISE[u]})" if u in _OTHERWISE else "") for u in sorted(_MEASURES, key=len, reverse=True)
)
_TAIL = rf"(半|[一二三四五六七八九]{{1,2}}(?![{CHARS}\d{MEASURE_CHARS}天年月日周点块元分两里米斤]))?"
_MEASURE = re.compile(rf"(?<!\d[gG])(半|{NUMERAL})(多|来|几)?(?:个(?=[gGmMtT兆]))?({_UNIT}){_TAIL}(多)?", re.IGNORECASE)
_LIANG = re.compile(
    rf"(?:({NUMERAL})斤)?(十[一二三四五六七八九]?|[一二三四五六七八九半]|\d+(?:\.\d+)?)两"
    rf"(?![{CHARS}\d{MEASURE_CHARS}天年月日周点块元下样种边头])"
)
_GENERATION = re.compile(r"[2-6]|[二三四五六]")  # 5G is a network, 五个G a volume


def weights(text: str) -> Iterator[Quantity]:
    """Yield what is weighed in 两, a numeral elsewhere: 三两, 二斤四两."""
    for m in _LIANG.finditer(text):
        jin = value_of(m[1]) if m[1] else 0.0
        liang = 0.5 if m[2] == "半" else value_of(m[2])
        if jin is not None and liang is not None:
            value, unit = (jin + liang / 10, "jin") if m[1] else (liang, "liang")
            weighs = jin * 0.5 + liang * 0.05
            also = (Quantity(Kind.COUNT, weighs, "kilogram", *m.span()),)
            yield Quantity(Kind.COUNT, value, unit, *m.span(), also=also)


def measured(text: str) -> Iterator[Quantity]:
    """Yield lengths, areas, weights, volumes, data: 一米八 is 1.8 m, 三里地 are 3 li and 1,500 m."""
    for m in _MEASURE.finditer(text):
        word = m[3].lower()
        value = 0.5 if m[1] == "半" else amount_of(m[1])
        if value is None or (word == "g" and "个" not in m[0] and _GENERATION.fullmatch(m[1])):
            continue
        if m[4] and m[4] != "半" and word != "米":
            continue
        unit, base, size = _MEASURES[word]
        value = (value / 10 if word == "折" and value >= 10 else value) + _more(m[4])
        sizes = () if unit == base else (size, 1000.0) if word in {"g", "gb"} else (size,)
        also = tuple(Quantity(Kind.COUNT, value * s, base, *m.span()) for s in sizes)
        yield Quantity(Kind.COUNT, value, unit, *m.span(), bool(m[2] or m[5]) or ranges(m[1]), also)


def _more(tail: str | None) -> float:
    """Return what stands behind the unit: 两斤半, 一米八, 一米七五."""
    if not tail:
        return 0.0
    return 0.5 if tail == "半" else (value_of(tail) or 0.0) / 10 ** len(tail)


def counts(text: str) -> Iterator[Quantity]:
    """Yield what is counted with a measure word."""
    for m in _COUNT.finditer(text):
        value = amount_of(m[1])
        if value is not None:
            yield Quantity(Kind.COUNT, value, _COUNTER[m[3]], *m.span(), rough=bool(m[2] or m[4]) or ranges(m[1]))
