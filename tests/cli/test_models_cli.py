"""``simulator models``: list, install from a folder, verify; JSON alone on standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from run import simulator

from simulator.engines.weights.catalogue import catalogue


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return an environment with an empty cache, in English and without a network."""
    cache = str(tmp_path / "cache")
    return {"SIMULATOR_CACHE_DIR": cache, "SIMULATOR_OFFLINE": "1", "SIMULATOR_UI_LANG": "en"}


def test_list_is_the_default_and_names_everything(env: dict[str, str]) -> None:
    """Title, licence and state of each set of weights, for people and for programs."""
    for arguments in (["models"], ["models", "list"]):
        done = simulator(*arguments, env=env)
        assert done.returncode == 0, done.stderr
        assert all(name in done.stdout and w.licence in done.stdout for name, w in catalogue().items())
    for arguments in (["models", "--json"], ["models", "list", "--json"]):
        entries = json.loads(simulator(*arguments, env=env).stdout)["models"]
        assert set(entries) == set(catalogue())
        assert all(entry["state"] in {"available", "missing", "optional"} for entry in entries.values())


@pytest.mark.real
def test_install_verify_and_notice_damage(env: dict[str, str], tmp_path: Path) -> None:
    """Kokoro from the packages, then verified, then damaged: the file is named, and installing again mends it."""
    installed = simulator("models", "install", "kokoro", "--json", env=env)
    assert installed.returncode == 0, installed.stderr
    entry = json.loads(installed.stdout)["models"]["kokoro"]
    path = Path(entry["path"])
    assert path.is_relative_to(tmp_path)
    assert entry["sha256"] == catalogue()["kokoro"].files[0].sha256
    assert str(path) in simulator("models", "verify", "kokoro", env=env).stdout

    with path.open("r+b") as f:
        f.write(b"damage")
    damaged = simulator("models", "verify", "kokoro", env=env)
    assert damaged.returncode == 1
    assert path.name in damaged.stderr.replace("\n", "")
    assert "Traceback" not in damaged.stderr
    assert simulator("models", "install", "kokoro", env=env).returncode == 0
    assert simulator("models", "verify", "kokoro", env=env).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["verify"], "simulator models install"),
        (["install", "gpt"], "gpt"),
        (["install", "--from", "no-such-folder"], "no-such-folder"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(env: dict[str, str], arguments: list[str], named: str) -> None:
    """Status 2, the name and the remedy, nothing on standard output."""
    done = simulator("models", *arguments, "--json", env=env)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
