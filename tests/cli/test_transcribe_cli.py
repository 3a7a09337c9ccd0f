"""``simulator transcribe``: words of good files as text or JSON, one sentence for a bad one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from run import simulator

DATA = Path(__file__).parents[1] / "data"
ENGLISH = DATA / "librivox-sense-and-sensibility.flac"
MANDARIN = DATA / "aishell-BAC009S0724W0121.flac"
ENV = {"SIMULATOR_UI_LANG": "en"}


@pytest.mark.real
def test_json_holds_what_the_contract_says(tmp_path: Path) -> None:
    """Each file in its own language; silence has no words and says why; nothing else on standard output."""
    quiet = tmp_path / "quiet.wav"
    soundfile.write(quiet, np.zeros(32_000, np.float32), 16_000)
    done = simulator("transcribe", ENGLISH, MANDARIN, quiet, "--json", env=ENV)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["engine"] == "whisper-ct2"
    assert all(len(digest) == 64 for digest in result["model"].values())
    english, mandarin, silent = result["files"]
    assert [f["lang"] for f in (english, mandarin)] == ["en", "zh"]
    assert "cold-hearted" in english["text"]
    assert "协会" in mandarin["text"]
    assert [Path(f["path"]) for f in result["files"]] == [ENGLISH, MANDARIN, quiet]
    assert english["seconds"] == pytest.approx(soundfile.info(ENGLISH).duration, abs=0.01)
    assert set(english["words"][0]) == {"text", "start_s", "end_s", "confidence"}
    assert (silent["text"], silent["words"], silent["rejected"]) == ("", [], "no_speech")


@pytest.mark.real
def test_text_is_a_line_a_file() -> None:
    """Path, language, words; the language can be forced."""
    done = simulator("transcribe", ENGLISH, "--lang", "en", env=ENV)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{ENGLISH} [en] ")
    assert "cold-hearted" in line


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("no sound")


def without_samples(path: Path) -> None:
    soundfile.write(path, np.zeros(0, np.float32), 16_000)


def lying(path: Path) -> None:
    soundfile.write(path, np.zeros(16_000, np.float32), 16_000)
    path.write_bytes(path.read_bytes()[:2_000])


@pytest.mark.parametrize("make", [None, empty, text, without_samples, lying])
def test_a_bad_file_is_named_before_anything_is_done(tmp_path: Path, make: object) -> None:
    """Missing, empty, no sound, no samples, cut off: status 2 and the name, though the first file is good."""
    path = tmp_path / "bad.wav"
    if callable(make):
        make(path)
    done = simulator("transcribe", ENGLISH, path, "--json", env=ENV)
    assert (done.returncode, done.stdout) == (2, "")
    assert "bad.wav" in done.stderr.replace("\n", "")
    assert "Traceback" not in done.stderr


def test_another_language_is_refused() -> None:
    """There are two."""
    done = simulator("transcribe", ENGLISH, "--lang", "de", env=ENV)
    assert done.returncode == 2
    assert "'de'" in done.stderr
