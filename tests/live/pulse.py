"""A PulseAudio of our own: a null sink as loudspeaker, and a second one whose remapped monitor is the microphone."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCRIPT = """
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=speaker rate=48000
load-module module-null-sink sink_name=mouth rate=48000
load-module module-remap-source source_name=microphone master=mouth.monitor
set-default-sink speaker
set-default-source microphone
"""
ASOUND = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"


def installed() -> bool:
    """Return whether this machine has PulseAudio and its ALSA plug-in."""
    return bool(
        shutil.which("pulseaudio")
        and shutil.which("paplay")
        and list(Path("/usr/lib").rglob("libasound_module_pcm_pulse.so"))
    )


@contextmanager
def pulse(folder: Path) -> Iterator[dict[str, str]]:
    """Run the server and yield the environment that leads programs to it."""
    socket = folder / "pulse.sock"
    (folder / "default.pa").write_text(SCRIPT.format(socket=socket))
    (folder / "asound.conf").write_text(ASOUND)
    env = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
        "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{folder / 'asound.conf'}",
    }
    server = subprocess.Popen(
        [
            "pulseaudio",
            "-n",
            "-F",
            str(folder / "default.pa"),
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
        ],
        env=env,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 20
        while subprocess.run(["pactl", "info"], env=env, capture_output=True, check=False).returncode:
            if time.monotonic() > deadline or server.poll() is not None:
                raise RuntimeError("pulseaudio did not start")
            time.sleep(0.2)
        yield env
    finally:
        server.terminate()
        server.wait(10)
