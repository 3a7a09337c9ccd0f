"""The README is true: its commands and settings exist, and what exists is in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from simulator.cli.__main__ import app
from simulator.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


HELP = """
import sys
sys.argv = ["simulator", *"COMMAND".split()]
from simulator.cli.__main__ import main
try:
    main()
except SystemExit:
    pass
heavy = {"torch", "whisper", "onnxruntime", "sklearn", "jieba", "sounddevice"} & set(sys.modules)
assert not heavy, heavy
"""


def test_it_promises_two_commands_of_one_line_each() -> None:
    """Two sh blocks, one line each: install and play, install and test."""
    blocks = [b.strip() for b in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)]
    assert len(blocks) == 2
    assert all("\n" not in block and block.startswith("pip install ") for block in blocks)


def test_every_command_is_in_it() -> None:
    """Commands and groups of the program, in the table."""
    names = typer.main.get_command(app).commands.keys()  # type: ignore[attr-defined]
    missing = [name for name in names if f"simulator {name}" not in README]
    assert missing == []


def test_every_setting_is_in_it() -> None:
    """Environment variables."""
    missing = [n for n in Settings.model_fields if f"SIMULATOR_{n.upper()}" not in README]
    assert missing == []


@pytest.mark.parametrize("command", ["--help", "practice --help", "models --help"])
def test_help_is_quick_to_come_by(command: str) -> None:
    """Help loads none of the heavy libraries."""
    code = HELP.replace("COMMAND", command)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "simulator" in done.stdout.lower()
