"""Measure words, units, rates and times of day: what a number counts is read, and an idiom counts nothing."""

from __future__ import annotations

import pytest

from simulator.scoring.quantities import declared, find
from simulator.scoring.quantity import Kind

ZH_CLOCKS = [
    ("十一点", 11 * 60), ("二十一点", 21 * 60), ("十一点半", 11 * 60 + 30), ("晚上十一点", 23 * 60),
    ("下午一点", 13 * 60), ("凌晨一点", 60), ("一点半", 90), ("一点二十", 80), ("半夜两点", 120),
    ("夜里十一点", 23 * 60), ("晚上十二点", 0),
    ("十一时三十分", 11 * 60 + 30), ("三点差五分", 2 * 60 + 55), ("差一刻八点", 7 * 60 + 45),
]  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), ZH_CLOCKS)
def test_every_hour_is_a_time_of_day(text, minutes):
    """Eleven and twenty-one hours are read like any other, one o'clock where it can't be a little."""
    (found,) = find(text, "zh")
    assert (found.kind, found.value) == (Kind.CLOCK, minutes)


@pytest.mark.parametrize("text", ["快一点", "晚一点给您回电", "便宜一点", "差一点误了", "一点多余的话都没有"])
def test_a_little_is_no_hour(text):
    """一点 alone, or after an adjective, is a little."""
    assert Kind.CLOCK not in {q.kind for q in find(text, "zh")}


THINGS = "家户个件位名箱盒袋瓶罐页桌席间栋套支根条张份项款场节篇本册辆台部口"


@pytest.mark.parametrize("classifier", THINGS)
def test_measure_words_count_things(classifier):
    """Every everyday measure word makes a count, with an adjective before it too; another number disputes it."""
    for text, value in ((f"三{classifier}", 3), (f"十二{classifier}", 12), (f"两大{classifier}", 2)):
        (found,) = find(text, "zh")
        assert (found.kind, found.value) == (Kind.COUNT, value)
        assert found.thing
    three, four = declared(3, classifier, "zh"), declared(4, classifier, "zh")
    assert three is not None
    assert four is not None
    assert three.disputes(four)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("六公里", 6, "kilometre"), ("三里地", 3, "li"), ("八十平", 80, "square metre"),
        ("20平米", 20, "square metre"),
        ("五斤", 5, "jin"), ("三两茶叶", 3, "liang"), ("三斤二两", 3.2, "jin"), ("两斤半", 2.5, "jin"),
        ("两升", 2, "litre"),
        ("三吨", 3, "tonne"), ("一米八", 1.8, "metre"), ("二十兆", 20, "megabyte"), ("三十G", 30, "gigabyte"),
        ("一百二十度", 120, "degree"), ("三层", 3, "floor"), ("六楼", 6, "floor"), ("三站", 3, "stop"),
        ("三顿", 3, "meal"),
        ("三遍", 3, "times"), ("五通电话", 5, "times"), ("十二期", 12, "instalment"), ("1.5匹", 1.5, "horsepower"),
    ],
)  # fmt: skip
def test_units(text, value, unit):
    """Length, area, weight, volume, data and the rest are counts with a unit of their own."""
    (found,) = find(text, "zh")
    assert (found.kind, found.unit) == (Kind.COUNT, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("lang", "one", "same", "other"),
    [
        ("zh", "一公斤", "两斤", "三斤"), ("zh", "一公里", "两里地", "三里地"), ("zh", "1G", "1024兆", "500兆"),
        ("en", "2 km", "2000 metres", "3000 metres"), ("en", "a thousand grams", "one kilo", "two kilos"),
    ],
)  # fmt: skip
def test_one_measure_in_two_units(lang, one, same, other):
    """What is the same in another unit agrees; what is not, disputes."""
    (a,), (b,), (c,) = find(one, lang), find(same, lang), find(other, lang)
    assert a.agrees(b)
    assert a.disputes(c)


@pytest.mark.parametrize("text", ["四通八达", "5G手机", "三包政策", "两口子", "三年级的孩子"])
def test_words_that_only_look_like_counts(text):
    """A numeral inside another word counts nothing with a unit."""
    assert not [q for q in find(text, "zh") if q.kind in {Kind.COUNT, Kind.DURATION} and q.unit != "item"]


@pytest.mark.parametrize(
    ("lang", "text", "amount"),
    [
        ("zh", "三千六百块一年", 3600), ("zh", "四十六万一年", 460_000), ("zh", "两千块一个月", 2000),
        ("zh", "三百一天", 300),
        ("zh", "八百一晚", 800), ("zh", "六百块一位", 600), ("zh", "三千六一年", 3600), ("zh", "五百一平", 500),
        ("en", "forty pounds a month", 40), ("en", "$30 a week", 30),
    ],
)  # fmt: skip
def test_a_rate_is_an_amount_and_what_it_is_for(lang, text, amount):
    """The amount is no larger for the 一 of what it is paid for, and that is no time that passed."""
    first, per = find(text, lang)
    assert (first.kind, first.value) == (Kind.AMOUNT, amount)
    assert per.per
    long = declared(3, "年" if lang == "zh" else "years", lang)
    assert long is not None
    assert not per.disputes(long)


@pytest.mark.parametrize(("text", "weeks"), [("等了三周到今天", 3), ("两周全在等", 2)])
def test_weeks_whatever_follows(text, weeks):
    """A word that begins with what follows a week or a year takes nothing from it."""
    (found,) = (q for q in find(text, "zh") if q.kind is Kind.DURATION)
    assert found.value == weeks * 7 * 1440


def test_what_is_no_rate():
    """三块一 is 3.1; 三百一十天 are days; a sum that was paid a month ago is no sum a month."""
    assert [q.value for q in find("三块一", "zh")] == [3.1]
    assert [(q.kind, q.value) for q in find("三百一十天", "zh")] == [(Kind.DURATION, 310 * 1440)]
    assert not [q for q in find("paid forty pounds a month ago", "en") if q.per]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("扣了三百一直没退", 300),
        ("扣了三百一次性扣的", 300),
        ("三千块一定退", 3000),
        ("五百万一定有", 5_000_000),
        ("一百二一起扣", 120),
    ],
)
def test_a_small_word_after_a_number_is_no_part_of_it(text, value):
    """一直, 一定, 一次性 begin a word of their own, right behind a number too."""
    (found,) = find(text, "zh")
    assert found.value == value


@pytest.mark.parametrize("text", ["半夜", "大半夜打不通", "后半夜"])
def test_midnight_is_no_half_day(text):
    """半夜 is a part of the night, not twelve hours."""
    assert find(text, "zh") == ()


@pytest.mark.parametrize("text", ["半天", "大半天", "等了半天"])
def test_half_a_day_is_vague(text):
    """What is said for a long wait is never held against a number of days; half an hour and half a year stay exact."""
    (found,) = find(text, "zh")
    assert found.rough
    assert not any(q.rough for t in ("半小时", "半个月", "半年", "一天半") for q in find(t, "zh"))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("six miles", 6, "mile"), ("three kilos", 3, "kilogram"), ("five feet", 5, "foot"),
        ("20 per cent", 20, "percent"),
        ("half a mile", 0.5, "mile"), ("three square metres", 3, "square metre"), ("two litres", 2, "litre"),
        ("third floor", 3, "floor"),
    ],
)  # fmt: skip
def test_english_units(text, value, unit):
    """A unit of measure makes a count, also with a square, a half or two words."""
    (found,) = find(text, "en")
    assert (found.kind, found.value, found.unit) == (Kind.COUNT, value, unit)


@pytest.mark.parametrize(
    ("text", "unit"), [("two large boxes", "box"), ("three batches", "batch"), ("four people", "person")]
)
def test_english_things(text, unit):
    """What is counted is known in the singular, past an adjective."""
    (found,) = find(text, "en")
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("three thousand two hundred", [3200]), ("three thousand, two hundred", [3200]), ("twenty, five", [20, 5]),
        ("a hundred. Fifty people", [100, 50]), ("you were told seven, thirty of you", [7, 30]),
    ],
)  # fmt: skip
def test_numbers_end_at_a_stop(text, values):
    """Numbers on both sides of a stop are two; only the thousands may be set off."""
    assert [q.value for q in find(text, "en")] == values
