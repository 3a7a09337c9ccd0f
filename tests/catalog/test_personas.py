"""Personas: those that the product brings are people one can tell apart, and a bad file is refused with its line."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from simulator.catalog.personas import LEVELS, load_persona, load_personas
from simulator.domain.persona import Persona
from simulator.errors import BadInput
from simulator.resources import bundled
from simulator.settings import Settings

OWN = bundled("voices")
GOOD = (OWN / "lan.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def personas() -> dict[str, Persona]:
    """Return the product's personas."""
    return load_personas(Settings(ui_lang="en"))


def test_each_language_has_two_customers_and_a_trainee(personas: dict[str, Persona]) -> None:
    """And the id is the name of the file."""
    for lang in ("zh", "en"):
        roles = [p.role for p in personas.values() if p.lang == lang]
        assert roles.count("customer") >= 2
        assert roles.count("trainee") == 1
    assert all(key == p.id and (OWN / f"{key}.yaml").is_file() for key, p in personas.items())


def test_two_people_never_have_one_voice(personas: dict[str, Persona]) -> None:
    """Different base voices, or clearly different bodies."""
    people = list(personas.values())
    for i, a in enumerate(people):
        for b in people[i + 1 :]:
            different = a.style != b.style or abs(a.body.pitch_st - b.body.pitch_st) >= 2
            assert different or abs(a.body.formants / b.body.formants - 1) >= 0.06


def test_hot_anger_rises_from_level_to_level(personas: dict[str, Persona]) -> None:
    """Higher, wider, faster, harder, louder."""
    for p in personas.values():
        for low, high in pairwise(p.anger):
            assert low.f0_st < high.f0_st
            assert low.f0_range < high.f0_range
            assert low.rate < high.rate
            assert low.tilt_db < high.tilt_db
            assert low.level_dbfs < high.level_dbfs


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
    ("old", "new", "line", "field"),
    [
        ("lang: zh", "lang: fr", 1, "lang"),
        ("style: zh_lan", "style: ../zh_lan", 8, "style"),
        ("  formants: 0.96", "  formants: 9", 13, "body.formants"),
        ("  formants: 0.96", "  formant: 0.96", 13, "body.formant"),
        ("melody: 0.8,", "melody: a lot,", 20, "anger.calm.melody"),
        ("pitch_st: 5.0, ", "", 23, "anger.furious.pitch_st"),
        ("highest_hz: 520", "highest_hz: 130", 16, "body.highest_hz"),
        ("loudness_dbfs: -16.0", "loudness_dbfs: -25.0", 23, "anger.furious.loudness_dbfs"),
    ],
)
def test_a_bad_file_is_refused_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, field: str
) -> None:
    """A voice designer sees where to look."""
    assert GOOD.count(old) == 1
    bad = tmp_path / "bad.yaml"
    bad.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_persona(bad, "en")
    fields = caught.value.fields
    assert (fields["file"], fields["field"]) == (bad, field)
    assert abs(int(str(fields["line"])) - line) <= 1
    assert "bad.yaml" in caught.value.sentence("zh")


def test_a_missing_level_is_named(tmp_path: Path) -> None:
    """All four levels are needed."""
    assert len(LEVELS) == 4
    bad = tmp_path / "bad.yaml"
    bad.write_text("\n".join(row for row in GOOD.splitlines() if "irritated:" not in row), encoding="utf-8")
    with pytest.raises(BadInput, match="irritated"):
        load_persona(bad, "en")
