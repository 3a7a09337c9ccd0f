"""What all tests share: the example sound, folders that nobody else uses, and models that are opened once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that a change is judged by what it changes; new ones are sought on purpose,
# with HYPOTHESIS_PROFILE=search.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

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
