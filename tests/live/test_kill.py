"""`kill -9` in the middle of a call: `recover` gives a session with at most one second of sound lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile
from run import simulator

pytestmark = pytest.mark.real
KILLS = int(os.environ.get("KILLS", "2"))
REPLIES = ["您好，这件事我来负责，您慢慢说，从头到尾我都记下来。", "您的手机修了三次还是死机，我听明白了，对吗？"]


@pytest.fixture(scope="module")
def replies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("replies")
    paths = [folder / f"{i}.wav" for i in range(len(REPLIES))]
    for text, path in zip(REPLIES, paths, strict=True):
        done = simulator("say", text, "--voice", "trainee_zh", "--anger", 0, "--out", path)
        assert done.returncode == 0, done.stderr
    return paths


@pytest.mark.parametrize("run", range(KILLS))
def test_a_killed_call_is_recovered(own_folders: Path, tmp_path: Path, replies: list[Path], run: int) -> None:
    """A call in real time is killed at a random moment; what it had lasted until then is there afterwards."""
    out = tmp_path / "call"
    call = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "simulator.cli",
            "practice",
            "zh-phone-crashing",
            "--realtime",
            "--out",
            str(out),
            "--seed",
            str(run),
            "--agent",
            *map(str, replies),
        ],
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    pcm = out / "audio.pcm"
    deadline = time.monotonic() + 120
    while not (pcm.exists() and pcm.stat().st_size):
        assert call.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    began = time.monotonic()
    time.sleep(random.Random(f"{run}/{time.time_ns()}").uniform(0.5, 14.0))
    lasted = time.monotonic() - began
    call.send_signal(signal.SIGKILL)
    call.wait()
    done = simulator("recover", out)
    assert done.returncode == 0, done.stderr
    session = json.loads((out / "session.json").read_text(encoding="utf-8"))
    assert session["status"] == "interrupted"
    recovered = soundfile.info(out / "audio.flac").duration
    assert lasted - recovered <= 1.0
    assert abs(recovered - session["duration_s"]) < 0.1
    assert simulator("recover", out).returncode == 0
