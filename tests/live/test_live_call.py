"""A live call on a real sound server: the customer is heard in the loudspeaker, the agent in the microphone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pulse import installed, pulse

pytestmark = [pytest.mark.real, pytest.mark.skipif(not installed(), reason="needs PulseAudio and its ALSA plug-in")]

REPLY = "您的手机修了三次还是死机，这件事我听明白了，您慢慢说，我都记下来。"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    with pulse(tmp_path) as env:
        yield env


def spoken(path: Path, env: dict[str, str]) -> Path:
    """Return the reply in a trainee's voice."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "simulator.cli",
            "say",
            REPLY,
            "--voice",
            "trainee_zh",
            "--anger",
            "0",
            "--out",
            str(path),
        ],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return path


def test_customer_is_heard_and_agent_is_recognised(server: dict[str, str], tmp_path: Path) -> None:
    """The customer is above -40 dBFS at the loudspeaker; a file played into the microphone becomes words."""
    env = {
        **server,
        "SIMULATOR_DATA_DIR": str(tmp_path / "own"),
        "SIMULATOR_CACHE_DIR": os.environ.get(
            "SIMULATOR_CACHE_DIR", str(Path.home() / ".cache/angry-customer-simulator")
        ),
        "SIMULATOR_UI_LANG": "en",
    }
    reply = spoken(tmp_path / "reply.wav", env)
    monitor = tmp_path / "speaker.wav"
    tape = subprocess.Popen(
        ["parecord", "-d", "speaker.monitor", "--rate=16000", "--channels=1", "--file-format=wav", str(monitor)],
        env=env,
    )
    out = tmp_path / "call"
    call = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "simulator.cli",
            "practice",
            "zh-phone-crashing",
            "--yes",
            "--seed",
            "1",
            "--out",
            str(out),
        ],
        env=env,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for_turns(out, 1, call)
        time.sleep(1.0)
        subprocess.run(["paplay", "-d", "mouth", str(reply)], env=env, check=True)
        wait_for_turns(out, 3, call)
        call.send_signal(2)
        _, err = call.communicate(timeout=60)
    finally:
        call.kill()
        tape.terminate()
        tape.wait()
    session = json.loads((out / "session.json").read_text(encoding="utf-8"))
    agent = [t for t in session["turns"] if t["speaker"] == "agent"]
    assert agent, err
    assert sum(c in REPLY for c in agent[0]["text"]) > 0.6 * len(agent[0]["text"]) > 8
    assert level_dbfs(soundfile.read(monitor, dtype="float32")[0]) > -40
    both = soundfile.read(out / "audio.flac", dtype="float32")[0]
    assert level_dbfs(both[:, 0]) > -40
    assert level_dbfs(both[:, 1]) > -40


def wait_for_turns(out: Path, count: int, call: subprocess.Popen[str], timeout_s: float = 120) -> None:
    """Wait until the journal holds so many turns."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline and call.poll() is None:
        journal = out / "journal.jsonl"
        if journal.exists() and journal.read_text(encoding="utf-8").count('"kind":"turn"') >= count:
            return
        time.sleep(0.2)
    pytest.fail(
        f"no turn {count}: {call.stderr.read() if call.poll() is not None and call.stderr else 'still running'}"
    )


def level_dbfs(samples: np.ndarray) -> float:
    """Return the level of the loudest fifth of a sound in blocks of 50 ms."""
    blocks = samples[: len(samples) // 800 * 800].reshape(-1, 800)
    rms = np.sort(np.sqrt((blocks**2).mean(1)))[-max(1, len(blocks) // 5) :]
    return float(20 * np.log10(rms.mean() + 1e-9))


REPLUG = """
import sys, time
from simulator.audio.devices import choose
from simulator.audio.live import LiveLine
line = LiveLine(choose("input", None), choose("output", None))
line.start()
for _ in range(30):
    line.read()
print("running", flush=True)
began, lost = time.monotonic(), 0
while time.monotonic() - began < 25 and not lost:
    lost = line.read().lost
print(lost, flush=True)
for _ in range(30):
    line.read()
line.stop()
"""


def test_a_device_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    """The sound server dies and is started again three seconds later: the line goes on and says how much was lost."""
    with pulse(tmp_path) as env:
        call = subprocess.Popen([sys.executable, "-c", REPLUG], env=env, stdout=subprocess.PIPE, text=True)
        assert call.stdout is not None
        assert call.stdout.readline().strip() == "running"
    time.sleep(3.0)
    with pulse(tmp_path):
        out, _ = call.communicate(timeout=60)
    assert call.returncode == 0
    assert 2.0 * 16_000 < int(out) < 15.0 * 16_000
