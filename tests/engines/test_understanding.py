"""The trained models of understanding: verified, quick, and better than chance on language they never saw."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

from simulator.domain.acts import Act
from simulator.engines import trained
from simulator.engines.delivery_model import open_tone
from simulator.engines.fake_understanding import CueActs, LetterEncoder
from simulator.engines.trained import load_model
from simulator.engines.understanding import open_understanding
from simulator.errors import Broken
from simulator.resources import bundled, sha256
from simulator.settings import Settings


@pytest.fixture(scope="module")
def opened():
    return open_understanding(Settings())


@pytest.mark.real
def test_unit_vectors(opened):
    """Sentences of both languages become unit vectors, and a translation is nearer than another matter."""
    encoder, _ = opened
    zh, en, other = encoder.encode(["我的手机坏了", "my phone is broken", "the weather is lovely"])
    assert np.linalg.norm([zh, en, other], axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
    assert zh @ en > zh @ other
    assert encoder.encode([]).shape == (0, 512)


@pytest.mark.real
@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("您慢慢说，从头讲给我听。", Act.INVITE_VENTING),
        ("非常抱歉给您添麻烦了。", Act.APOLOGISE),
        ("您先冷静，别激动。", Act.DENY_EMOTION),
        ("我明天上午十点派师傅上门给您换。", Act.OFFER_SOLUTION),
        ("Tell me what happened, I'm listening.", Act.INVITE_VENTING),
        ("I'm so sorry about that.", Act.APOLOGISE),
        ("Calm down and stop shouting.", Act.DENY_EMOTION),
        ("I'll send a technician tomorrow at ten.", Act.OFFER_SOLUTION),
    ],
)
def test_plain_acts(opened, text, act):
    """Plain wordings of an act are found, in both languages."""
    (found,) = opened[1].probabilities([text])
    assert found[act] >= 0.5
    assert set(found) == set(Act)


@pytest.mark.real
def test_quick(opened):
    """A reply of five clauses takes less than 60 ms of one core."""
    clauses = [f"您说第{i}次送修是三月{i}号，师傅没有来" for i in range(1, 6)]
    opened[1].probabilities(["warm up"])
    began = time.process_time()
    opened[1].probabilities(["，".join(clauses), *clauses])
    assert time.process_time() - began < 0.06


@pytest.mark.real
def test_models_are_named(opened):
    """The models carry the SHA-256 of the files that were read."""
    folder = bundled("data") / "models"
    for name, digest in (opened[1].models | open_tone(Settings()).models).items():
        assert sha256(folder / name) == digest
        assert (folder / name).with_suffix(".md").is_file()


def test_another_file_is_refused(tmp_path, monkeypatch):
    """A model that is not the one that was trained is not even parsed."""
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "acts.skops").write_bytes(b"PK something else")
    (folder / "digests.json").write_text(json.dumps({"acts.skops": "0" * 64}))
    monkeypatch.setattr(trained, "bundled", lambda _: tmp_path)
    with pytest.raises(Broken, match=r"acts\.skops"):
        load_model("acts.skops")


def test_fakes():
    """The fakes keep the promises of their ports."""
    assert CueActs().probabilities(["冷静"])[0][Act.DENY_EMOTION] > 0.5
    assert LetterEncoder().encode(["a", "b"]).shape == (2, 256)
    assert LetterEncoder().encode(["", "b"])[0] @ np.zeros(256) == 0.0
