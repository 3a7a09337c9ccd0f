"""How long a trainee waits for the first sound of a first call: from the command to the loudspeaker, no line cached.

Run as ``python tests/live/first_sound.py zh-phone-crashing en-phone-crashing``: prints the seconds for each scenario,
on a sound server of its own. The models must have been installed.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from pulse import pulse

from simulator.settings import settings

BLOCK = 320  # samples: 20 ms
AUDIBLE = 0.003  # -50 dBFS
PATIENCE_S = 60.0


def first_sound_s(scenario: str) -> float:
    """Return the seconds from the start of the program to the first audible sample at the loudspeaker."""
    with tempfile.TemporaryDirectory() as name, pulse(Path(name)) as server:
        folder = Path(name)
        (folder / "cache").mkdir()
        (folder / "cache" / "models").symlink_to(settings().cache_dir / "models")
        env = {**server, "SIMULATOR_CACHE_DIR": str(folder / "cache"), "SIMULATOR_DATA_DIR": str(folder / "own")}
        format_ = ["--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=20", "--raw"]
        tape = subprocess.Popen(["parecord", "-d", "speaker.monitor", *format_], env=env, stdout=subprocess.PIPE)
        time.sleep(0.5)
        began = time.monotonic()
        command = [sys.executable, "-m", "simulator.cli", "practice", scenario, "--yes", "--out", str(folder / "call")]
        call = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
        try:
            return _heard(tape, began)
        finally:
            call.send_signal(signal.SIGINT)
            tape.terminate()
            call.wait(30)
            tape.wait(10)


def _heard(tape: subprocess.Popen[bytes], began: float) -> float:
    assert tape.stdout is not None
    while time.monotonic() - began < PATIENCE_S:
        block = np.frombuffer(tape.stdout.read(2 * BLOCK), np.int16)
        if block.size and np.abs(block.astype(np.float64)).max() / 32_768 > AUDIBLE:
            return time.monotonic() - began
    raise SystemExit("no sound within a minute")


if __name__ == "__main__":
    for scenario in sys.argv[1:]:
        sys.stdout.write(f"{scenario} {first_sound_s(scenario):.2f} s\n")
