"""Quantities in Mandarin text: counts, amounts, durations, dates and times of day, in any spoken form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from simulator.scoring import wordings
from simulator.scoring.clocks_zh import clocks, without_little
from simulator.scoring.measures_zh import MEASURE_CHARS, counts, measured, weights
from simulator.scoring.numerals_zh import CHARS, NUMERAL, amount_of, ranges, value_of
from simulator.scoring.quantity import Kind, Quantity

_DAY = r"(?:大前天|前天|昨天|昨儿|昨晚|昨日|今天|今儿|今晚|今日|今早|明天|明儿|明早|明晚|明日|大后天|后天|后儿)"
_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "大后": 3, "后": 2}
_WEEKDAYS = (
    {c: i + 1 for i, c in enumerate("一二三四五六")} | {"日": 7, "天": 7, "末": 6} | {str(i): i for i in range(1, 8)}
)
_MINUTES = {
    "秒": 1 / 60,
    "秒钟": 1 / 60,
    "分钟": 1,
    "刻钟": 15,
    "小时": 60,
    "钟头": 60,
    "钟": 60,
    "天": 1440,
    "日": 1440,
}
_MINUTES |= {"工作日": 1440, "晚": 1440, "宿": 1440, "夜": 1440, "周": 10080, "星期": 10080, "礼拜": 10080}
_MINUTES |= {"月": 43200, "年": 525600}
_MINUTES |= {"季度": 129_600, "周年": 525_600}
_DURATION_UNIT = (
    r"(秒钟|秒|分钟|刻钟|小时|钟头|钟|工作日|星期|礼拜|季度|周年|周(?![一二三四五六日末])"
    r"|天|晚上?|宿|夜|月|年(?![级纪龄])|日)"
)
_MONTH = r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|(?<!十)[一二三四五六七八九])"
_DAY_NO = r"(?:(?<!\d)[0-3]?\d(?!\d)|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = r"(?:(?:\d{4}|[一二][零〇九][零〇一二三四五六七八九]{2}|去|前|今|明)年的?)?"
_MONTH_DAY = re.compile(rf"{_YEAR}({_MONTH})月份?({_DAY_NO})(?:[号日](?![码楼线店柜台员])|(?![\d.个天月年次块元]))")
_MONTH_ONLY = re.compile(rf"{_YEAR}({_MONTH})月(?:份|底|初|中旬|上旬|下旬)?")
_LAST_MONTH = re.compile(rf"上个?月({_DAY_NO})[号日]")
_DAY_OF_MONTH = re.compile(rf"({_DAY_NO})[号日](?![码楼线店柜台员机口])")
_NAMED = {
    "元旦": "01-01", "情人节": "02-14", "三八妇女节": "03-08", "三八节": "03-08", "妇女节": "03-08", "植树节": "03-12",
    "劳动节": "05-01", "五一": "05-01", "五四": "05-04", "六一": "06-01", "儿童节": "06-01", "六一八": "06-18",
    "建军节": "08-01", "教师节": "09-10", "国庆节": "10-01", "国庆": "10-01", "双十一": "11-11", "双11": "11-11",
    "双十二": "12-12", "平安夜": "12-24", "圣诞节": "12-25", "圣诞": "12-25", "愚人节": "04-01",
}  # fmt: skip
_NAMED_DAY = re.compile(
    rf"(?:(?<![{CHARS}\d])|(?![{CHARS}]))({'|'.join(sorted(_NAMED, key=len, reverse=True))})"
    rf"(?:(?:黄金周|假期|长假|节|那天|当天)?({_DAY_NO})[号日])?"
    r"(?![次个块元趟]|[百千万十])"
)
_THAT_DAY = re.compile(r"三八(?=那天|当天|买|装|办|下单)")
_WEEKDAY = re.compile(r"(上上?|这|本|下下?)?个?(?:周|星期|礼拜)([一二三四五六日天末1-7])")
_RELATIVE = re.compile(_DAY)
_LONG = re.compile(
    rf"({NUMERAL})个?(小时|钟头)零?({NUMERAL})(?:分钟?)?(?![个块元天次])|({NUMERAL})年零?({NUMERAL})个月"
)
_HALVES = re.compile(rf"(?:({NUMERAL})个?|([大小]))?半个?(?:多|来)?(?!夜){_DURATION_UNIT}")
_VAGUE = {"天", "宿", "晚", "晚上"}  # 半天 is as long as it feels
_DURATION = re.compile(rf"(第)?({NUMERAL})(多|来|几)?个?(多|来)?(半|整)?{_DURATION_UNIT}(半)?(多)?")
_CURRENCY = "块钱|块|元钱?|英镑|欧元?|美元|美金|港币|港元|日元|刀|人民币"
_PER = rf"个?[{MEASURE_CHARS}月年天日晚宿夜周季斤平米升吨方亩课小钟星礼]"  # what stands after the 一 of a rate
_AMOUNT = re.compile(
    rf"[¥￥]\s*(\d[\d,]*(?:\.\d+)?)|({NUMERAL})(多|来|几)?({_CURRENCY})"
    rf"(?:(?!一{_PER})([{CHARS[:10]}])毛?(?![天次个年月趟回周小]))?(多)?"
)
_SMALL_AMOUNT = re.compile(rf"({NUMERAL})(?:([角分毛])钱|(毛)(?![病巾衣孩利坯笔孔]))")
_RATE = re.compile(
    rf"([{CHARS}]*[百千万亿][二三四五六七八九]?|\d+(?:\.\d+)?[百千万]?)(多|来)?(?=一(?!次性|家人|条龙){_PER})"
)
_PERCENT = re.compile(rf"百分之({NUMERAL})|({NUMERAL})[%％]|([一二两三四五六七八九]|\d)成(?!功|了|为|本|员|都|天)")
_BARE = re.compile(rf"({NUMERAL})(出头|多|来|左右)?")


def find(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a Mandarin text in order; none overlaps another."""
    left = _named_free(text)
    found: list[Quantity] = []
    for finder in (_dates, clocks, _amounts, weights, _durations, _percents, measured, counts, _bares):
        for quantity in finder(left):
            if "\0" not in left[quantity.start : quantity.end]:
                left = left[: quantity.start] + "\0" * (quantity.end - quantity.start) + left[quantity.end :]
                found.append(quantity)
    return tuple(_rated(sorted(found, key=lambda q: q.start), text))


def _rated(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """Mark the 一年 of 三千六百块一年 as what is paid for."""
    for before, q in zip([None, *found], found, strict=False):
        follows = before is not None and before.kind is Kind.AMOUNT and before.end == q.start
        yield replace(q, per=True) if follows and text[q.start] == "一" and q.kind is not Kind.AMOUNT else q


def _named_free(text: str) -> str:
    """Blank the numerals that count nothing; the names of days stay."""
    names = [m.span() for m in _NAMED_DAY.finditer(text)]
    text = without_little(text)
    idioms, at = wordings.pattern("no_number", "zh"), 0
    while (m := idioms.search(text, at)) is not None:
        if any(a < m.end() and m.start() < b for a, b in names) or _goes_on(text, m.start()):
            at = m.start() + 1
        else:
            text = text[: m.start()] + "\0" * (m.end() - m.start()) + text[m.end() :]
            at = max(m.end(), m.start() + 1)
    return text


_WEEKDAY_BEFORE = re.compile(r"(?:周|星期|礼拜)[一二三四五六]$")
_NUMBER_ENDS = re.compile(
    rf"[{CHARS}]+(?!次性|块儿|家人|条龙|时之|时半)个?[{MEASURE_CHARS}年月天日周晚小钟时分秒点块元毛角]"
)


def _goes_on(text: str, at: int) -> bool:
    """Tell whether a numeral goes on at a place: so it does in 二十一个 and 四十六万一年, not in 三百一直没退."""
    last = text[at - 1 : at] if at else ""
    if text[at] not in CHARS or last == "" or not (last in CHARS or last.isdigit()):
        return False
    ends = _WEEKDAY_BEFORE.search(text[:at]) is None and _NUMBER_ENDS.match(text, at) is not None
    return ends or text[at] != "一"


def _date(value: str, m: re.Match[str]) -> Quantity:
    return Quantity(Kind.DATE, value, "", *m.span())


def _dates(text: str) -> Iterator[Quantity]:
    yield from _named_days(text)
    yield from _numbered_days(text)
    for m in _WEEKDAY.finditer(text):
        yield _date(f"wd{_WEEKDAYS[m[2]]}", m)
    for m in _RELATIVE.finditer(text):
        key = m[0][:2] if m[0].startswith("大") else m[0][0]
        yield _date(f"rel{_DAYS[key]:+d}", m)


def _named_days(text: str) -> Iterator[Quantity]:
    for m in _NAMED_DAY.finditer(text):
        day = value_of(m[2]) if m[2] else None
        yield _date(f"{_NAMED[m[1]][:3]}{int(day):02d}" if day else _NAMED[m[1]], m)
    for m in _THAT_DAY.finditer(text):
        yield _date("03-08", m)


def _numbered_days(text: str) -> Iterator[Quantity]:
    for m in _LAST_MONTH.finditer(text):
        yield _date(f"lm-{int(value_of(m[1]) or 0):02d}", m)
    for m in _MONTH_DAY.finditer(text):
        month, day = value_of(m[1]), value_of(m[2])
        if month and day and month <= 12 and day <= 31:
            yield _date(f"{int(month):02d}-{int(day):02d}", m)
    for m in _DAY_OF_MONTH.finditer(text):
        day = value_of(m[1])
        if day and day <= 31:
            yield _date(f"-{int(day):02d}", m)
    for m in _MONTH_ONLY.finditer(text):
        yield _date(f"{int(value_of(m[1]) or 0):02d}-", m)


def _amounts(text: str) -> Iterator[Quantity]:
    for m in _RATE.finditer(text):
        rate = amount_of(m[1])
        if rate is not None and len(m[1]) > 1:
            yield Quantity(Kind.AMOUNT, rate, "", *m.span(), rough=bool(m[2]) or ranges(m[1]))
    for m in _AMOUNT.finditer(text):
        value = _amount(m)
        if value is not None:
            yield Quantity(Kind.AMOUNT, value, "", *m.span(), rough=bool(m[3] or m[6]) or ranges(m[2]))

    for m in _SMALL_AMOUNT.finditer(text):
        small = amount_of(m[1])
        if small is not None:
            yield Quantity(Kind.AMOUNT, small / (100 if m[2] == "分" else 10), "", *m.span())


def _amount(m: re.Match[str]) -> float | None:
    if m[1]:
        return float(m[1].replace(",", ""))
    value = amount_of(m[2])
    if value is None or not m[5]:
        return value
    return value + (value_of(m[5]) or 0) / 10


def _durations(text: str) -> Iterator[Quantity]:
    for m in _LONG.finditer(text):
        first, second = value_of(m[1] or m[4]), value_of(m[3] or m[5])
        if first is not None and second is not None:
            big, small = (60, 1) if m[2] else (525600, 43200)
            yield Quantity(Kind.DURATION, first * big + second * small, "", *m.span())
    for m in _HALVES.finditer(text):
        whole = (value_of(m[1]) or 0.0) if m[1] else 0.0
        vague = bool(m[2]) or (not m[1] and m[3] in _VAGUE)
        yield Quantity(Kind.DURATION, (whole + 0.5) * _MINUTES[m[3].removesuffix("上")], "", *m.span(), rough=vague)
    for m in _DURATION.finditer(text):
        value, unit = amount_of(m[2]), m[6]
        if value is not None and not (unit == "月" and "个" not in m[0]) and not (unit == "年" and value > 100):
            half = 0.5 if "半" in (m[5], m[7]) else 0.0
            minutes = (value + half) * _MINUTES[unit.removesuffix("上")]
            rough = bool(m[1] or m[3] or m[4] or m[8]) or ranges(m[2])
            yield Quantity(Kind.DURATION, minutes, "", *m.span(), rough=rough)


def _percents(text: str) -> Iterator[Quantity]:
    for m in _PERCENT.finditer(text):
        value = value_of(m[1] or m[2] or m[3])
        if value is not None:
            yield Quantity(Kind.COUNT, value * (10 if m[3] else 1), "percent", *m.span())


def _bares(text: str) -> Iterator[Quantity]:
    for m in _BARE.finditer(text):
        value = amount_of(m[1])
        if value is not None and (len(m[1]) > 1 or m[1].isdigit()):
            yield Quantity(Kind.BARE, value, "", *m.span(), rough=bool(m[2]) or ranges(m[1]))
