"""Digits in Mandarin text as people say them: dates, times, amounts, telephone numbers, 两 for a counted two."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable

_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_CALLED = {**_DIGITS, "1": "幺"}
_COUNTED = "个次天年台部块元位件条遍回小分秒周星礼页张份单趟家种名只支把套双辆万千百口倍"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNITS = {  # as they are written: 5G is no weight
    **{
        "kg": "公斤",
        "KG": "公斤",
        "g": "克",
        "km": "公里",
        "m": "米",
        "cm": "厘米",
        "mm": "毫米",
        "ml": "毫升",
        "L": "升",
    },
    **{"W": "瓦", "kW": "千瓦", "kWh": "度", "V": "伏", "mAh": "毫安时", "h": "小时", "min": "分钟", "s": "秒"},
}
_CURRENCY = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_LABELS = "号码|单号|工号|订单号?|尾号|密码|验证码|电话|热线|手机号?|编号|卡号|QQ号?|微信号|账号|户号|拨打?|房间"

Match = re.Match[str]


def spoken_numbers(text: str) -> str:
    """Return the text with every digit read out; everything else stays."""
    if not re.search(r"\d|[%&+@#]", text):
        return text
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return text


def cardinal(digits: str) -> str:
    """Return an integer or decimal in characters (``"1250"`` → 一千二百五十)."""
    whole, _, part = digits.replace(",", "").partition(".")
    if len(whole) > 16 or (len(whole) > 1 and whole[0] == "0"):
        said = one_by_one(whole)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cn2an: deprecations of its own dependencies
            import cn2an
        said = str(cn2an.an2cn(whole, "low"))
    return said + ("点" + one_by_one(part) if part else "")


def one_by_one(digits: str, names: dict[str, str] = _DIGITS) -> str:
    """Return digits read one after the other."""
    return "".join(names[d] for d in digits if d in names)


def _called(m: Match) -> str:
    return one_by_one(m[0], _CALLED)


def _labelled(m: Match) -> str:
    return m[1] + one_by_one(m[2], _CALLED)


def _date(m: Match) -> str:
    return f"{one_by_one(m[1])}年{cardinal(str(int(m[2])))}月{cardinal(str(int(m[3])))}日"


def _time(m: Match) -> str:
    hour, minute = int(m[1]), int(m[2])
    if minute == 0:
        return f"{_hour(hour)}点整"
    if minute == 30:
        return f"{_hour(hour)}点半"
    return f"{_hour(hour)}点{'零' if minute < 10 else ''}{cardinal(str(minute))}分"


def _hour(hour: int) -> str:
    return "两" if hour == 2 else cardinal(str(hour))


def _unit(m: Match) -> str:
    figure = "两" if m[1] == "2" else cardinal(m[1])
    return figure + _UNITS[m[2]]


def _degrees(m: Match) -> str:
    return ("零下" if m[1] else "") + cardinal(m[2]) + "摄氏度"


def _model(m: Match) -> str:
    """Read three figures or more of a model's name one by one, fewer as a number."""
    return m[1] + (one_by_one(m[2], _CALLED) if len(m[2]) > 2 else cardinal(m[2])) + " "


def _percent(m: Match) -> str:
    return "百分之" + cardinal(m[1])


def _amount(m: Match) -> str:
    return cardinal(m[2]) + _CURRENCY[m[1]]


def _fraction(m: Match) -> str:
    return f"{cardinal(m[2])}分之{cardinal(m[1])}"


def _rule(pattern: str, say: Callable[[Match], str] | str) -> tuple[re.Pattern[str], Callable[[Match], str]]:
    return re.compile(pattern), say if callable(say) else (lambda m: m.expand(say))


_RULES = (
    _rule(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _date),
    _rule(r"(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?!\d)", _time),
    _rule(r"(?<![\d.])(\d{4})(?=年)", lambda m: one_by_one(m[1])),
    _rule(rf"((?:{_LABELS})(?:是|为|：|:)?\s*)(\d[\d-]{{2,}})", _labelled),
    _rule(
        r"(?<![\d.])(?:1\d{10}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3,4}-?\d{3,4}|1[012]\d{3}|9[56]\d{3}|1[12][0249])(?![\d.元块个次天])",
        _called,
    ),
    _rule(r"(?<!\d)\d{9,}(?!\d)", _called),
    _rule(r"(?<=[点半整分])\s*[-~～—]\s*(?=[零一二三四五六七八九十两])", "到"),
    _rule(rf"(?<![\d.])(-?)({_NUMBER})\s*(?:℃|°C)", _degrees),
    _rule(rf"(?<![\d.A-Za-z])({_NUMBER})\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![A-Za-z])", _unit),
    _rule(r"([A-Za-z][A-Za-z-]*?)[\s-]?(\d+)(?![\d.年月日号点次个块元天%])", _model),
    _rule(r"(?<![A-Za-z])[Nn][Oo]\.\s*(?=\d)", "第"),
    _rule(rf"({_NUMBER})\s*%", _percent),
    _rule(rf"([¥$€£])\s*({_NUMBER})", _amount),
    _rule(rf"(?<=\d)\s*[-~～—]\s*(?={_NUMBER}\s*[^\d\s-])", "到"),
    _rule(r"(?<!\d)(\d{1,3})/(\d{1,3})(?!\d)", _fraction),
    _rule(rf"(?<![\d.第,])2(?=\s*[{_COUNTED}])(?!\s*[月号日])", "两"),
    _rule(r"(?<![\d.第,])2(?=点(?!\d))", "两"),
    _rule(_NUMBER, lambda m: cardinal(m[0])),
    _rule(r"%", "百分号"),
    _rule(r"&", "和"),
    _rule(r"\+", "加"),
    _rule(r"@", "艾特"),
    _rule(r"#", "井号"),
)
