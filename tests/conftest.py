"""What all tests share: the example sound, folders that nobody else uses, and models that are opened once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

HERE = Path(__file__).parent
for folder in ("cli", "session", "live"):
    sys.path.append(str(HERE / folder))

sys.dont_write_bytecode = True


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program a data folder of its own; models and rendered lines stay shared."""
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("SIMULATOR_UI_LANG", "en")
    return tmp_path / "own"
