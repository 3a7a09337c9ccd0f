"""`simulator recover` and `simulator report` as a user calls them."""

from __future__ import annotations

import json
import webbrowser

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from simulator.cli import recover as recover_module
from simulator.cli import report as report_module
from simulator.cli.recover import recover
from simulator.cli.report import report
from simulator.domain.record import SessionRecord
from simulator.errors import BadInput
from simulator.record.recorder import Recorder
from simulator.settings import Settings

RECORD = SessionRecord("one", "s", "p", "en", 1, "complete", "x", 0.0, 16_000, {}, ())
SECOND = np.zeros(16_000, np.float32)


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run a command with the user's data in a temporary folder."""
    own = Settings(data_dir=tmp_path / "own", ui_lang="en")
    for module in (recover_module, report_module):
        monkeypatch.setattr(module, "settings", lambda: own)
    app = typer.Typer()
    app.command("recover")(recover)
    app.command("report")(report)
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments])


def record(folder, *, whole: bool) -> None:
    with Recorder(folder) as recorder:
        recorder.event("start", RECORD)
        recorder.write(SECOND, SECOND)
        if whole:
            recorder.close(RECORD)


def test_recover_tells_what_it_did_and_then_that_there_is_nothing(run, tmp_path):
    """Both in one line each; without an argument it looks at the user's own sessions."""
    record(tmp_path / "own" / "sessions" / "a", whole=False)
    first, second = run("recover"), run("recover")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "mended" in first.stdout
    assert "1.0 s" in first.stdout
    assert "Nothing to mend" in second.stdout


def test_recover_without_any_session_yet_is_no_error(run):
    """A new user has no folder of sessions."""
    assert run("recover").exit_code == 0


def test_recover_json_is_one_object_and_nothing_else(run, tmp_path):
    """Standard output parses."""
    record(tmp_path / "calls" / "a", whole=False)
    (tmp_path / "calls" / "b" / "audio.pcm").mkdir(parents=True)
    result = run("recover", tmp_path / "calls", "--json")
    told = json.loads(result.stdout)
    assert [s["action"] for s in told["sessions"]] == ["mended", "failed"]
    assert told["sessions"][0]["duration_s"] == 1.0
    assert told["sessions"][1]["error"]
    assert result.exit_code == 1


def test_recover_of_a_missing_folder_is_bad_input(run, tmp_path):
    """One sentence, exit status 2 through the program's own handler."""
    result = run("recover", tmp_path / "none")
    assert isinstance(result.exception, BadInput)
    assert result.exception.exit_status == 2


@pytest.mark.parametrize("by_name", [True, False])
def test_report_writes_the_page_by_path_or_by_name(run, tmp_path, by_name):
    """It prints the path of the page."""
    folder = tmp_path / "own" / "sessions" / "a"
    record(folder, whole=True)
    result = run("report", "a" if by_name else folder)
    assert result.exit_code == 0, result.exception
    assert result.stdout.strip() == str(folder / "report.html")
    assert (folder / "report.html").stat().st_size > 10_000


def test_report_open_shows_it_or_says_that_it_cannot(run, tmp_path, monkeypatch):
    """A machine without a browser still gets its page."""
    folder = tmp_path / "call"
    record(folder, whole=True)
    shown = []
    monkeypatch.setattr(webbrowser, "open", lambda url: bool(shown.append(url)))
    result = run("report", folder, "--open", "--json")
    assert shown == [(folder / "report.html").as_uri()]
    assert json.loads(result.stdout) == {"report": str(folder / "report.html")}
    assert result.exit_code == 0


def test_report_of_nothing_is_bad_input(run, tmp_path):
    """The sentence names the place."""
    result = run("report", tmp_path)
    assert isinstance(result.exception, BadInput)
    assert str(tmp_path) in str(result.exception)
