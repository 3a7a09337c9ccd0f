"""Scenarios as files: found, read, checked; every planted fault is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from simulator.catalog.check import check
from simulator.catalog.numerals import dates_in, numbers_in
from simulator.catalog.paths import load_path
from simulator.catalog.scenarios import find, load_scenario, load_scenarios, scenario_files
from simulator.catalog.table import callers_files, manners_files
from simulator.catalog.templates import write_template
from simulator.catalog.yaml_lines import load
from simulator.domain.scenario import FactType
from simulator.errors import BadInput
from simulator.messages import Lang
from simulator.resources import bundled
from simulator.settings import Settings

SETTINGS = Settings()
IDS = ("zh-phone-crashing", "en-phone-crashing")
TEXTS = {name: find(name, SETTINGS).read_text(encoding="utf-8") for name in IDS}


def edited(folder: Path, name: str, old: str, new: str) -> tuple[Path, int]:
    """Return a copy with one passage replaced, and the line where that passage begins."""
    text = TEXTS[name]
    assert old in text
    path = folder / f"{name}.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path, text[: text.index(old)].count("\n") + 1


def test_the_library_has_both_languages_and_not_the_table() -> None:
    """Ids are file names; the customer's table is no scenario."""
    library = load_scenarios(SETTINGS)
    assert set(IDS) <= set(library)
    assert "customer" not in library
    assert {s.lang for s in library.values()} == {"zh", "en"}
    assert all(name == s.id for name, s in library.items())


EVERYTHING = [
    *scenario_files(SETTINGS).values(),
    *callers_files(SETTINGS).values(),
    *manners_files(SETTINGS).values(),
    *sorted((bundled("scenarios") / "templates").glob("*.yaml")),
]


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_linter_finds_nothing_in_the_library(path: Path) -> None:
    """What the product brings is sound: scenarios, kinds of callers, manners, templates."""
    assert [p.sentence("en") for p in check(path, SETTINGS)] == []


def test_the_first_week_leads_through_the_library() -> None:
    """Both languages in each step, rising difficulty from day to day."""
    week = load_path("first-week", SETTINGS)
    library = load_scenarios(SETTINGS)
    assert [step.day for step in week.steps] == [1, 2, 3, 4, 5]
    for lang in ("zh", "en"):
        hardest = [max(library[s].difficulty for s in step.scenarios(lang)) for step in week.steps]
        assert hardest == sorted(hardest)
        assert all(library[s].lang == lang for step in week.steps for s in step.scenarios(lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_is_a_scenario_at_once(tmp_path: Path, lang: Lang) -> None:
    """Written once, sound, and never over an author's file."""
    path = write_template("my-call", lang, tmp_path, SETTINGS)
    assert load_scenario(path, SETTINGS).lang == lang
    assert check(path, SETTINGS) == []
    with pytest.raises(BadInput, match="my-call"):
        write_template("my-call", lang, tmp_path, SETTINGS)
    with pytest.raises(BadInput):
        write_template("../my call", lang, tmp_path, SETTINGS)


@pytest.mark.parametrize("name", IDS)
def test_facts_have_their_values(name: str) -> None:
    """Numbers are numbers with units, dates MM-DD; six to eight facts of at least four types."""
    facts = load_scenario(name, SETTINGS).facts
    assert 6 <= len(facts) <= 8
    assert len({f.type for f in facts}) >= 4
    for fact in facts:
        if fact.type in (FactType.NUMBER, FactType.AMOUNT):
            assert isinstance(fact.value, float | int)
            assert fact.unit
        if fact.type is FactType.DATE:
            assert isinstance(fact.value, str)
            assert len(fact.value) == 5


FAULTS = [  # scenario, what stood there, what stands there now, the finding
    ("zh-phone-crashing", "lang: zh", "lang: fr", "bad_field"),
    ("zh-phone-crashing", "difficulty: 2", "difficulty: 9", "bad_field"),
    ("zh-phone-crashing", "caller: M31b", "caller: angry", "bad_field"),
    ("zh-phone-crashing", "    type: number", "    type: numbr", "bad_field"),
    ("zh-phone-crashing", "    statement: 手机花", "    statment: 手机花", "bad_field"),
    ("zh-phone-crashing", 'value: "03-08"', 'value: "13-08"', "bad_field"),
    ("zh-phone-crashing", "    value: 3\n", "    value: drei\n", "bad_field"),
    ("zh-phone-crashing", "tells: [crash, use]", "tells: [crush, use]", "bad_field"),
    ("en-phone-crashing", "  - id: visits", "  - id: crash", "bad_field"),
    ("zh-phone-crashing", "persona: jianguo", "persona: nobody", "check_persona"),
    ("zh-phone-crashing", "    value: 3\n", "    value: 4\n", "check_number"),
    (
        "zh-phone-crashing",
        "    statement: 为这个毛病已经送修过三次",
        "    statement: 为这个毛病已经送修过两回",
        "check_number",
    ),
    ("zh-phone-crashing", "不对！是三次！我跑了三趟售后！", "不对！是四次！我跑了四趟售后！", "check_number"),
    ("zh-phone-crashing", "修了三次，三次！你们", "修了五次，五次！你们", "check_number"),
    ("zh-phone-crashing", "      - 说话呀！哑巴了？\n", "", "check_wordings"),
    ("zh-phone-crashing", "说话呀！哑巴了？", "你在不在？在就吭一声！", "check_twice"),
    ("zh-phone-crashing", "说话呀！哑巴了？", "说话呀" * 21, "check_long"),
    ("zh-phone-crashing", "说话呀！哑巴了？", "说话呀，都等了20分钟！", "check_unspeakable"),
    ("zh-phone-crashing", "    silence:\n", "    silense: [喂]\n    silence:\n", "check_unused"),
    ("zh-phone-crashing", "aliases: [老是死机, 一天死好几回, 动不动就黑屏, ", "aliases: [", "check_too_few"),
    ("zh-phone-crashing", "      - 你数数，三次！整整三次！\n      - 三次！一次都没少跑！\n", "", "check_too_few"),
    ("zh-phone-crashing", "    anchors: [修, 送修, 维修, 售后, 跑, 门店]\n", "", "check_no_anchors"),
    ("zh-phone-crashing", "mistake: 您先别激动，订单号报一下。", 'mistake: ""', "check_no_mistake"),
    ("zh-phone-crashing", "  - step: M1\n", "  - step: M2\n", "check_no_answer"),
    ("zh-phone-crashing", "apt: [窝火", "apt: [绝望, 窝火", "check_feeling_twice"),
    ("zh-phone-crashing", "opposites: [充不进电", "opposites: [老是死机, 充不进电", "check_both_ways"),
    ("zh-phone-crashing", "aliases: [主板都换了", "aliases: [老是死机, 主板都换了", "check_shared_alias"),
    ("zh-phone-crashing", "我跑网约车的，接单全靠它！", "我跑网约车的，也是打游戏用的！", "check_contradicts"),
    ("zh-phone-crashing", "restated: 前后送修了三次", "restated: 前后送修了四次", "check_number"),
    ("zh-phone-crashing", "    restated: 手机反复死机\n", "", "check_no_restated"),
    ("zh-phone-crashing", "换谁都会觉得窝火。", "我们记下来了。", "check_no_feeling"),
    ("zh-phone-crashing", "按您三次送修的记录，", "保证再也不会坏，", "check_master_beyond"),
    ("zh-phone-crashing", "aliases: [靠手机接单", "aliases: [老式死机, 靠手机接单", "check_sounds_alike"),
    ("zh-phone-crashing", "apt: [窝火", "apt: [气疯, 窝火", "check_extreme"),
    ("zh-phone-crashing", "  - step: M31b\n", "  - step: M31c\n", "check_no_answer"),
    ("zh-phone-crashing", "  beyond: [赔您误工费", "  beyond: []\n  # [赔您误工费", "check_empty"),
]


@pytest.mark.parametrize(("name", "old", "new", "finding"), FAULTS)
def test_a_planted_fault_is_found_on_its_line(tmp_path: Path, name: str, old: str, new: str, finding: str) -> None:
    """The linter names the kind of fault, the file, and a line within the entry that it stands in."""
    path, line = edited(tmp_path, name, old, new)
    problems = check(path, SETTINGS)
    codes = {"check_broken" if finding == "bad_field" else finding}
    assert codes <= {p.code.removeprefix("catalog.") for p in problems}
    found = [p for p in problems if p.code.removeprefix("catalog.") in codes]
    within = 1 if finding == "bad_field" else 9  # from a list to the head of its entry
    assert any(abs(p.line - line) <= within for p in found) or finding == "check_no_answer"
    assert all(p.sentence(lang).startswith(f"{path}:{p.line}: ") for p in found for lang in ("zh", "en"))


def test_a_missing_wording_is_refused(tmp_path: Path) -> None:
    """A trigger that the table needs and the scenario lacks can't be played."""
    path, _ = edited(tmp_path, IDS[0], "    vent:\n", "    vents:\n")
    with pytest.raises(BadInput, match=r"attack\.vent"):
        load_scenario(path, SETTINGS)


def test_a_scenario_may_override_and_add_rows(tmp_path: Path) -> None:
    """`rows:` is merged by id; a row that names an unknown wording is refused."""
    row = """
rows:
  - id: P14
    modes: [attack, emotion, reason]
    when: {acts: {any: [escalate]}}
    then: {say: closed.satisfied, ending: satisfied}
    method: M22
    why: {zh: 这里转给上级是对的, en: here it is right to hand over}
"""
    path = tmp_path / "mine.yaml"
    path.write_text(TEXTS[IDS[0]] + row, encoding="utf-8")
    scenario = load_scenario(path, SETTINGS)
    assert scenario.overrides is not None
    assert sorted(r.method for r in scenario.overrides.rows) == ["M22", "M31b", "M31b"]
    path.write_text(TEXTS[IDS[0]] + row.replace("closed.satisfied", "closed.delighted"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"closed\.delighted"):
        load_scenario(path, SETTINGS)


def test_an_unknown_scenario_names_the_known_ones() -> None:
    """The sentence says what there is."""
    with pytest.raises(BadInput) as caught:
        load_scenario("nowhere", SETTINGS)
    assert all(name in caught.value.sentence("zh") for name in IDS)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    """A path that leads nowhere."""
    with pytest.raises(BadInput, match=r"gone\.yaml"):
        load_scenario(tmp_path / "gone.yaml", SETTINGS)


class Small(BaseModel, extra="forbid"):
    """A model to read into."""

    name: str
    sizes: tuple[int, ...] = ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: a\nsizes: [1,\n  x]\n", 3),
        ("name: a\nname: b\n", 2),
        ("name: [\n", 2),
        ("", 1),
        ("name: a\nother: 1\n", 2),
        ("name: a\nsizes:\n- 1\n- 05\n- x\n", 5),
        ("name: &a [*a]\n", 1),
        ("name: a\nsizes: *b\n", 2),
        ("name: a\x01\n", 1),
        ("[" * 5000, 1),
        ("name: !!python/object/apply:os.getcwd []\n", 1),
    ],
)
def test_bad_yaml_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    """Whatever is wrong with the file, it is an error with a line."""
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load(path, Small)
    assert caught.value.fields["line"] == line


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A text in GBK, say."""
    path = tmp_path / "small.yaml"
    path.write_bytes("name: x\nsizes: 手机".encode("gbk"))
    with pytest.raises(BadInput) as caught:
        load(path, Small)
    assert caught.value.fields["line"] == 2


@pytest.mark.parametrize("word", ["no", "on", "2024-01-02", "12:30", "05-06"])
def test_plain_words_stay_words(tmp_path: Path, word: str) -> None:
    """An author's "no" is no truth value, a date no date."""
    path = tmp_path / "small.yaml"
    path.write_text(f"name: {word}\n", encoding="utf-8")
    assert load(path, Small).name == word


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Never another exception."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(raw)
    sentence = ""
    try:
        assert isinstance(load(path, Small), Small)
    except BadInput as error:
        sentence = error.sentence("en")
    assert not sentence or str(path) in sentence


@pytest.mark.parametrize(
    ("text", "lang", "number"),
    [
        ("花了两千八", "zh", 2800),
        ("跑了三趟", "zh", 3),
        ("二百六十块", "zh", 260),
        ("2800元", "zh", 2800),
        ("six hundred and forty dollars", "en", 640),
        ("twice", "en", 2),
        ("twenty-one", "en", 21),
        ("$1,250", "en", 1250),
        ("three thousand two hundred", "en", 3200),
        ("forty-nine ninety-nine", "en", 49.99),
        ("四十六万一年", "zh", 460_000),
        ("2万3", "zh", 23_000),
    ],
)
def test_numbers_are_read_as_they_are_said(text: str, lang: str, number: float) -> None:
    """The linter holds them against the fact's value."""
    assert number in numbers_in(text, "zh" if lang == "zh" else "en")


def test_numbers_apart_are_not_added_up() -> None:
    """A stop between two numbers keeps them two."""
    assert numbers_in("twenty, five of them", "en") == {20, 5}
    assert 300_200 not in numbers_in("three thousand two hundred", "en")


def test_dates_are_read_as_they_are_said() -> None:
    """Both orders in English, 号 and 日 in Mandarin."""
    assert dates_in("三月八号买的", "zh") == dates_in("3月8日", "zh") == {"03-08"}
    assert dates_in("on February fourteenth", "en") == dates_in("the 14th of February", "en") == {"02-14"}
