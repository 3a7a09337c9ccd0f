"""``simulator scenarios``: what it prints, and with which exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.cli.scenarios import app
from simulator.errors import BadInput
from simulator.settings import settings

run = CliRunner().invoke
ZH = "zh-phone-crashing"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the messages English, whatever the system speaks."""
    monkeypatch.setenv("SIMULATOR_UI_LANG", "en")
    settings.cache_clear()


def test_list_names_every_scenario() -> None:
    """One line each; the same in JSON, and nothing else on standard output."""
    plain, as_json = run(app, ["list"]), run(app, ["list", "--json"])
    ids = [s["id"] for s in json.loads(as_json.stdout)["scenarios"]]
    assert {"zh-phone-crashing", "en-phone-crashing"} <= set(ids)
    assert [line.split()[0] for line in plain.stdout.splitlines()] == ids


def test_show_has_the_role_card_and_the_facts() -> None:
    """What the trainee and the trainer need to read."""
    text = run(app, ["show", ZH]).stdout
    assert "You may not:" in text
    assert "为这个毛病已经送修过三次" in text
    whole = json.loads(run(app, ["show", ZH, "--json"]).stdout)
    assert {f["id"] for f in whole["facts"]} >= {"crash", "repairs"}
    assert whole["lines"]["attack.opening"][0]["tells"]


def test_show_refuses_what_is_not_there() -> None:
    """An error of the tree, not a traceback."""
    result = run(app, ["show", "nowhere"])
    assert isinstance(result.exception, BadInput)


def test_check_passes_on_the_library() -> None:
    """Nothing to mend, exit status 0; a folder and the table's name work too."""
    assert run(app, ["check"]).exit_code == 0
    assert json.loads(run(app, ["check", "customer", ZH, "--json"]).stdout) == {"checked": 2, "problems": []}


def test_check_names_file_and_line_and_fails(tmp_path: Path) -> None:
    """Exit status 2, ``file:line: sentence``, for a fault and for a file that is missing."""
    path = tmp_path / "mine.yaml"
    path.write_text("lang: zh\ntitle: 1\n", encoding="utf-8")
    for target in (path, tmp_path):
        result = run(app, ["check", str(target)])
        assert result.exit_code == 2
        assert result.stdout.startswith(f"{path}:")
    gone = run(app, ["check", str(tmp_path / "gone.yaml"), "--json"])
    assert gone.exit_code == 2
    assert json.loads(gone.stdout)["problems"][0]["code"] == "catalog.no_file"


def test_schema_is_a_json_schema() -> None:
    """For scenarios and for the table."""
    scenario, table = (json.loads(run(app, args).stdout) for args in (["schema"], ["schema", "--table"]))
    assert {"facts", "lines", "rows"} <= set(scenario["properties"])
    assert "rows" in table["required"]
