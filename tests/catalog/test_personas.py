"""Personas: those that the product brings are people one can tell apart, and a bad file is refused with its line."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path
from typing import get_args

import pytest

from simulator.catalog.personas import LEVELS, load_persona, load_personas
from simulator.domain.persona import Persona, Temper
from simulator.errors import BadInput
from simulator.resources import bundled
from simulator.settings import Settings

OWN = bundled("voices")
GOOD = (OWN / "lan.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def personas() -> dict[str, Persona]:
    """Return the product's personas."""
    return load_personas(Settings(ui_lang="en"))


def test_there_are_people_enough(personas: dict[str, Persona]) -> None:
    """Eight customers and more in Mandarin, six and more in English, a trainee each; the id is the name of the file."""
    for lang, least in (("zh", 8), ("en", 6)):
        roles = [p.role for p in personas.values() if p.lang == lang]
        assert roles.count("customer") >= least
        assert roles.count("trainee") == 1
    assert all(key == p.id and (OWN / f"{key}.yaml").is_file() for key, p in personas.items())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_temper_is_there(lang: str, personas: dict[str, Persona]) -> None:
    """From the shouting kind to the silent presser, hot and cold."""
    customers = [p for p in personas.values() if p.lang == lang and p.role == "customer"]
    assert {p.temper for p in customers} == set(get_args(Temper))
    assert all((p.profile == "cold") == (p.temper in ("icy", "sarcastic", "silent")) for p in customers)
    assert any(p.body.tremor_st > 0 for p in customers)
    assert len({p.temperament for p in customers}) >= 4
    assert all(p.notice for p in customers)


def test_two_people_never_have_one_voice(personas: dict[str, Persona]) -> None:
    """Different base packs, or two semitones, or 6 % of the vocal tract; a pack counts where it is a third or more."""
    blends = tomllib.loads((OWN / "styles" / "blends.toml").read_text(encoding="utf-8"))["blends"]
    packs = {style: {p for p, w in mix.items() if w >= 0.34} for style, mix in blends.items()}
    for a, b in combinations(personas.values(), 2):
        if a.lang != b.lang:
            continue
        apart = abs(a.body.pitch_st - b.body.pitch_st) >= 2 or abs(a.body.formants / b.body.formants - 1) >= 0.06
        assert a.style != b.style
        assert packs[a.style] != packs[b.style]
        assert apart or len(packs[a.style] & packs[b.style]) < 2, (a.id, b.id)


def test_hot_anger_rises_from_level_to_level(personas: dict[str, Persona]) -> None:
    """Higher, wider, faster, harder, louder."""
    for p in personas.values():
        for low, high in pairwise(p.anger):
            if p.profile == "hot":
                assert low.f0_st < high.f0_st
                assert low.f0_range < high.f0_range
                assert low.rate < high.rate
                assert low.level_dbfs < high.level_dbfs
            assert low.tilt_db < high.tilt_db


def test_cold_anger_is_lower_slower_and_harder_and_presses(personas: dict[str, Persona]) -> None:
    """It doesn't shout: the level hardly moves, and the pauses grow."""
    for p in (p for p in personas.values() if p.profile == "cold"):
        for low, high in pairwise(p.anger):
            assert low.f0_st > high.f0_st
            assert low.rate > high.rate
            assert low.breath >= high.breath
            assert low.pauses <= high.pauses
        assert abs(p.anger[3].level_dbfs - p.anger[0].level_dbfs) <= 2.0
        assert p.anger[3].pauses >= 1.5


def test_nobody_is_louder_than_the_settings_allow() -> None:
    """A limit for headphones takes level and nothing else."""
    loud, limited = (load_personas(Settings(ui_lang="en", loudest_dbfs=limit)) for limit in (-16.0, -22.0))
    for who, p in limited.items():
        assert max(v.level_dbfs for v in p.anger) <= -22.0
        assert [v.tilt_db for v in p.anger] == [v.tilt_db for v in loud[who].anger]
        assert max(v.level_dbfs for v in loud[who].anger) <= -16.0


def test_name_and_description_are_in_the_users_language() -> None:
    """One file, two languages."""
    zh, en = (load_persona(OWN / "lan.yaml", lang) for lang in ("zh", "en"))
    assert (zh.name, en.name) == ("兰姐", "Lan")
    assert zh.about != en.about
    assert zh.anger == en.anger


def test_a_file_of_the_user_hides_the_products(tmp_path: Path) -> None:
    """By its name; the others stay."""
    (tmp_path / "lan.yaml").write_text(GOOD.replace("en: Lan", "en: Mine"), encoding="utf-8")
    both = load_personas(Settings(ui_lang="en", voices_dir=tmp_path))
    assert both["lan"].name == "Mine"
    assert "frank" in both


@pytest.mark.parametrize(
    ("old", "new", "where", "field"),
    [
        ("lang: zh", "lang: fr", "lang:", "lang"),
        ("style: zh_lan", "style: ../zh_lan", "style:", "style"),
        ("temper: shouting", "temper: nice", "temper:", "temper"),
        ("  formants: 0.96", "  formants: 9", "formants:", "body.formants"),
        ("  formants: 0.96", "  formant: 0.96", "formant:", "body.formant"),
        ("reactivity: 1.1", "reactivity: 9", "temperament:", "temperament.reactivity"),
        ("breaths: 0.5", "breaths: 5", "breaths:", "habits.breaths"),
        ("melody: 0.8,", "melody: a lot,", "calm:", "anger.calm.melody"),
        ("pitch_st: 5.0, ", "", "furious:", "anger.furious.pitch_st"),
        ("highest_hz: 520", "highest_hz: 130", "highest_hz:", "body.highest_hz"),
        ("loudness_dbfs: -16.0", "loudness_dbfs: -25.0", "furious:", "anger.furious.loudness_dbfs"),
        ("profile: hot", "profile: cold", "irritated:", "anger.irritated.pitch_st"),
    ],
)
def test_a_bad_file_is_refused_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, where: str, field: str
) -> None:
    """A voice designer sees where to look."""
    assert GOOD.count(old) == 1
    bad = tmp_path / "bad.yaml"
    bad.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_persona(bad, "en")
    fields = caught.value.fields
    assert (fields["file"], fields["field"]) == (bad, field)
    line = bad.read_text(encoding="utf-8").splitlines()[int(str(fields["line"])) - 1]
    assert where in line
    assert "bad.yaml" in caught.value.sentence("zh")


def test_a_missing_level_is_named(tmp_path: Path) -> None:
    """All four levels are needed."""
    assert len(LEVELS) == 4
    bad = tmp_path / "bad.yaml"
    bad.write_text("\n".join(row for row in GOOD.splitlines() if "irritated:" not in row), encoding="utf-8")
    with pytest.raises(BadInput, match="irritated"):
        load_persona(bad, "en")
