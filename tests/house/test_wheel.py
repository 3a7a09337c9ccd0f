"""The wheel holds everything: installed outside the checkout, it plays a call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.real
def test_the_wheel_plays_a_call_outside_the_checkout(tmp_path: Path) -> None:
    """A typed call runs from the built wheel alone, with its own scenarios, voices and data."""
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(wheels), str(ROOT)], check=True, capture_output=True)
    wheel = next(wheels.glob("*.whl"))
    subprocess.run([*pip, "install", "--no-deps", "--target", str(tmp_path / "site"), str(wheel)], check=True)
    replies = tmp_path / "replies.txt"
    replies.write_text("您慢慢说，从头到尾都讲给我听，我一边听一边记。\n您先冷静一点。\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "SIMULATOR_DATA_DIR": str(tmp_path / "own")}
    code = (
        "import simulator, sys; assert 'site' in simulator.__file__; from simulator.cli.__main__ import main;"
        " sys.argv = ['simulator', *sys.argv[1:]]; main()"
    )
    command = ["practice", "zh-phone-crashing", "--agent-text", str(replies), "--out", str(tmp_path / "call"), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *command], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "complete"
    assert (tmp_path / "call" / "report.html").stat().st_size > 10_000
