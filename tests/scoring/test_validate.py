"""``simulator validate`` on small labelled files, good and bad."""

from __future__ import annotations

import json

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from simulator.cli.validate import app
from simulator.errors import BadInput

GOLD = {
    "mirroring": 2,
    "labelling": 0,
    "solution": 0,
    "mirror_facts_hit": ["f1", "f2"],
    "mirror_facts_contradicted": [],
}
ITEM = {
    "id": "1",
    "lang": "zh",
    "mode": "attack",
    "customer": "三次了！",
    "facts": [
        {"id": "f1", "statement": "修了三次", "key": "三次", "aliases": ["修了三回"], "type": "number"},
        {"id": "f2", "statement": "手机是三月五号买的", "key": "3月5日", "aliases": ["三月五号"], "type": "date"},
    ],
    "feelings": ["失望"],
    "policy": "可以换新",
    "reply": "我核对一下，您是三月五号买的手机，修了三次，对吗？",
    "gold": {**GOLD, "check_question": True, "acts": ["mirror", "check_question"]},
    "kind": "exemplary",
}


def run(tmp_path, command, text, *more):
    path = tmp_path / "labels"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, [command, str(path), *more], catch_exceptions=True)


@pytest.mark.real
def test_exchanges(tmp_path):
    """The figures of the contract come out, and predictions are written."""
    out = tmp_path / "predictions.jsonl"
    bag = ITEM | {
        "kind": "adversarial_bag",
        "reply": "三月五号 三次 手机 换新 失望 退款",
        "gold": {**GOLD, "mirroring": 0},
    }
    lines = "\n".join(json.dumps(i, ensure_ascii=False) for i in (ITEM, bag))
    result = run(tmp_path, "exchanges", lines, "--json", "--predictions", str(out))
    found = json.loads(result.stdout)
    assert set(found) == {"n", "mirroring", "labelling", "solution", "facts", "check_question", "acts", "adversarial"}
    assert found["mirroring"]["kappa"] == 1.0
    assert found["facts"]["hit"] == {"precision": 1.0, "recall": 0.5}
    assert found["adversarial"] == {"n": 1, "leak": 0.0}
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["mirroring"]["points"] == 2


@pytest.mark.real
def test_acts(tmp_path):
    """Acts are compared one by one."""
    line = json.dumps({"lang": "en", "text": "Calm down, please.", "acts": ["deny_emotion"]})
    found = json.loads(run(tmp_path, "acts", line, "--json").stdout)
    assert found["n"] == 1
    assert found["acts"]["deny_emotion"]["f1"] == 1.0


def voice(f0_hz, seconds=2.0, rate_hz=16_000):
    """Return a buzzing voice that comes and goes."""
    t = np.arange(int(seconds * rate_hz)) / rate_hz
    phase = 2 * np.pi * np.cumsum(f0_hz * 2 ** (np.sin(2 * np.pi * 3 * t) / 12)) / rate_hz
    buzz = sum(np.sin(k * phase) / k for k in range(1, 20))
    return (0.1 * buzz * (np.sin(2 * np.pi * 1.5 * t) > -0.5)).astype(np.float32)


@pytest.mark.real
def test_tone(tmp_path):
    """A voice an octave above its own baseline is flagged, the baseline's voice is not."""
    rows = ["path,speaker,emotion,note"]
    for i, (f0, emotion) in enumerate([(120, "neutral")] * 4 + [(240, "angry")]):
        soundfile.write(tmp_path / f"{i}.wav", voice(f0), 16_000)
        rows.append(f"{i}.wav,s1,{emotion},x")
    page = tmp_path / "page.html"
    found = json.loads(run(tmp_path, "tone", "\n".join(rows), "--json", "--page", str(page)).stdout)
    assert found["n"] == 2
    assert found["auc"] == 1.0
    assert found["flagged"] == {"angry": 1.0, "neutral": 0.0}
    drawn = page.read_text(encoding="utf-8")
    assert drawn.count("<svg") == 4
    assert "http" not in drawn.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("command", "text", "words"),
    [
        ("exchanges", "{not json", "line 1"),
        ("exchanges", "[]", "line 1"),
        ("exchanges", json.dumps(ITEM | {"lang": "fr"}), "lang"),
        ("exchanges", json.dumps({k: v for k, v in ITEM.items() if k != "reply"}), "reply"),
        ("exchanges", json.dumps(ITEM | {"gold": {"mirroring": 7}}), "mirroring"),
        ("acts", "\n\n", "nothing"),
        ("acts", json.dumps({"lang": "en", "text": "x"}), "acts"),
        ("tone", "path,speaker\nx.wav,1", "emotion"),
        ("tone", "path,speaker,emotion\nmissing.wav,1,angry", "missing.wav"),
        ("tone", "path,speaker,emotion", "nothing"),
    ],
)
def test_bad_files(tmp_path, monkeypatch, command, text, words):
    """A bad file is refused with its line and what is wrong, before any model is loaded."""
    monkeypatch.setenv("SIMULATOR_UI_LANG", "en")
    error = run(tmp_path, command, text).exception
    assert isinstance(error, BadInput)
    assert words in error.sentence("en")
    assert error.exit_status == 2


def test_no_file(tmp_path):
    """A missing file is named."""
    error = CliRunner().invoke(app, ["acts", str(tmp_path / "none.jsonl")]).exception
    assert isinstance(error, BadInput)
    assert "none.jsonl" in str(error)
