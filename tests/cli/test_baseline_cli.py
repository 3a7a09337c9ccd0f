"""``simulator baseline``: the usual voice recorded again, from files here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile
from run import simulator

from simulator.audio.files import read_sound

pytestmark = pytest.mark.real


def test_from_files(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Three good sentences are kept for the device; a clipped one is refused with its name and the reason."""
    speech = read_sound(request.config.rootpath / "tests" / "data" / "librivox-sense-and-sensibility.flac")
    paths = [tmp_path / f"{n}.wav" for n in range(3)]
    for n, path in enumerate(paths):
        part = speech.cut(1.75 * n, 1.75 * n + 1.75)
        soundfile.write(path, part.samples, part.rate_hz)
    env = {"SIMULATOR_DATA_DIR": str(tmp_path / "data"), "SIMULATOR_UI_LANG": "en"}
    done = simulator("baseline", *paths, "--device", "Headset", "--lang", "en", "--json", env=env)
    assert done.returncode == 0, done.stderr
    kept = json.loads(done.stdout)
    assert kept["sentences"] == 3
    assert 70 < kept["f0_mean_hz"] < 110
    assert "at least 15" in done.stderr
    loud = tmp_path / "loud.wav"
    soundfile.write(loud, (speech.samples * 50).clip(-1, 1), speech.rate_hz)
    refused = simulator("baseline", loud, "--device", "Headset", "--lang", "en", env=env)
    assert refused.returncode == 2
    assert "loud.wav" in refused.stderr.replace("\n", "")
    assert "clipped" in refused.stderr
    gone = simulator("baseline", "--device", "Headset", "--forget", env=env)
    assert gone.returncode == 0
    assert "deleted" in gone.stderr
