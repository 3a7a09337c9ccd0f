"""The customer's table as a file: readable, complete, and refused with file and line where it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.catalog.check import check
from simulator.catalog.table import load_table, read_table, table_file
from simulator.dialogue.rules import dead_ends
from simulator.domain.table import OPEN_MODES, SUBJECTS, Condition, Table
from simulator.errors import BadInput
from simulator.settings import Settings

FILE = table_file(Settings())
TEXT = FILE.read_text(encoding="utf-8")


def edited(folder: Path, old: str, new: str, text: str = TEXT) -> tuple[Path, int]:
    """Return a copy with one passage replaced, and the line where that passage begins."""
    assert old in text
    path = folder / "customer.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path, text[: text.index(old)].count("\n") + 1


def test_the_product_s_own_table_is_sound() -> None:
    """No finding, no dead end, both languages, a method step in each row."""
    table = load_table(Settings())
    assert check(FILE, Settings()) == []
    assert dead_ends(table) == ()
    assert all(re.search(r"[一-鿿]", row.why_zh) and re.search(r"[A-Za-z]", row.why_en) for row in table.rows)
    assert {f"M{i}" for i in range(1, 9)} <= {row.method for row in table.rows}


def test_every_mode_can_be_left() -> None:
    """Each open mode has a row that leads on."""
    table = load_table(Settings())
    for mode in OPEN_MODES:
        assert any(mode in r.modes and (r.then.ending or r.then.mode not in (None, mode)) for r in table.rows)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{understood: false}", "{understod: false}"),
        ("{any: [sarcasm]}", "{any: [sarkasm]}"),
        ("method: M20", "method: twenty"),
        ("{mirror: [credit], acts", "{mirror: [very_good], acts"),
        ("anger: 0.7", "anger: a lot"),
        ("- id: P2", "- id: P1"),
        ("say: attack.sarcasm", "say: sarcasm"),
        ("modes: [attack]", "modes: []"),
        ("yeses: reset+1", "yeses: two"),
        ("ending: unresolved", "ending: happy"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, old: str, new: str) -> None:
    """The sentence names the file, and the line on which the fault stands."""
    path, line = edited(tmp_path, old, new)
    with pytest.raises(BadInput) as caught:
        read_table(path)
    assert caught.value.fields["file"] == path
    assert caught.value.fields["line"] == line
    assert str(path) in caught.value.sentence("zh")


def test_a_table_that_could_fall_silent_is_refused(tmp_path: Path) -> None:
    """Without its last row, a mode has no sure answer."""
    path, _ = edited(
        tmp_path, "- id: R99\n  modes: [reason]\n", "- id: R99\n  modes: [reason]\n  when: {yeses: {min: 9}}\n"
    )
    with pytest.raises(BadInput, match="fall silent"):
        read_table(path)


def test_a_short_cut_past_the_gate_is_refused(tmp_path: Path) -> None:
    """A row that opens stage 2 with one yes only."""
    path, _ = edited(tmp_path, "{yeses: {min: 2}, acts: {any: [urgency]}}", "{yeses: {min: 1}, acts: {any: [urgency]}}")
    with pytest.raises(BadInput, match="stage 2"):
        read_table(path)


def test_an_unreachable_row_and_an_unknown_mark_are_found(tmp_path: Path) -> None:
    """Findings of the linter, on the right line."""
    extra = "\n- id: Z1\n  modes: [attack]\n  then: {say: attack.empty}\n  method: M1\n  why: {zh: 甲, en: a}\n"
    path = tmp_path / "customer.yaml"
    path.write_text(TEXT + extra, encoding="utf-8")
    assert [(p.code, p.line) for p in check(path, Settings())] == [("catalog.check_unreachable", TEXT.count("\n") + 2)]
    path, line = edited(tmp_path, "marks: {all: [mirrored]}", "marks: {all: [mirorred]}")
    found = check(path, Settings())
    assert [p.code for p in found] == ["catalog.check_mark"]
    assert line - 3 <= found[0].line <= line


def test_merging_replaces_by_id_and_puts_new_rows_first() -> None:
    """A scenario's own rows win."""
    table = load_table(Settings())
    row = table.rows[5]
    changed = type(row)(row.id, row.modes, row.then, "M22", "甲", "a")
    new = type(row)("N1", row.modes, row.then, "M22", "甲", "a")
    merged = table.merged(Table((new, changed)))
    assert merged.rows[0] == new
    assert merged.rows[6] == changed
    assert len(merged.rows) == len(table.rows) + 1
    assert table.merged(None) is table


def test_equal_tables_have_equal_hashes() -> None:
    """Two readings of one file are the same value."""
    first, second = read_table(FILE)[0], read_table(FILE)[0]
    assert first == second
    assert hash(first) == hash(second)


@pytest.mark.parametrize("subject", sorted(SUBJECTS))
def test_a_condition_refuses_a_test_that_makes_no_sense(subject: str) -> None:
    """A number can't be asked for 'any', a set not for 'min'."""
    wrong = "any" if SUBJECTS[subject] != "set" else "min"
    with pytest.raises(ValueError, match=subject):
        Condition(subject, wrong, (1,))  # type: ignore[arg-type]
