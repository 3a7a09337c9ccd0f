"""The trained models of understanding: verified, quick, and better than chance on language they never saw."""

from __future__ import annotations

import pytest

from simulator.domain.acts import Act
from simulator.domain.scenario import Fact, FactType
from simulator.engines import trained
from simulator.engines.fake_understanding import CueActs
from simulator.engines.tuned import load_arrays
from simulator.engines.understanding import open_acts, open_facts, open_scorer
from simulator.errors import Broken
from simulator.resources import bundled, sha256
from simulator.settings import Settings


@pytest.fixture(scope="module")
def acts():
    return open_acts()


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
def test_plain_acts(acts, text, act):
    """Plain wordings of an act are found, in both languages."""
    (found,) = acts.probabilities([text])
    assert found[act] >= 0.5
    assert set(found) == set(Act)


@pytest.mark.real
@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("手机动不动就自个儿黑屏关掉", "right"),
        ("您说手机一直好好的，从来没有关过机", "wrong"),
        ("我明天下午三点给您打电话，把钱退到您卡上", "absent"),
    ],
)
def test_plain_readings(text, outcome):
    """A fact in other words, turned round, or not spoken of."""
    fact = Fact(id="f", type=FactType.EVENT, statement="客户的手机经常自动关机", key="自动关机")
    (found,) = open_facts().read(text, [fact])
    assert max(("absent", "right", "wrong"), key=lambda name: getattr(found, name)) == outcome
    assert found.absent + found.right + found.wrong == pytest.approx(1.0, abs=1e-5)


@pytest.mark.real
def test_many_facts_are_read():
    """More facts than fit into one sequence are read in several."""
    facts = [
        Fact(id=str(i), type=FactType.EVENT, statement=f"客户第{i}次来电话催问退款的事情" * 2, key=f"{i}")
        for i in range(30)
    ]
    assert len(open_facts().read("您说的我都记下来了" * 20, facts)) == 30
    assert open_facts().read("您说的我都记下来了", []) == []


@pytest.mark.real
def test_models_are_named():
    """The models carry the SHA-256 of the files that were read, and each has its card."""
    folder = bundled("data") / "models"
    models = open_scorer(Settings()).models
    assert set(models) >= {"acts.npz", "facts.npz", "words.npz", "calm.skops"}
    for name, digest in models.items():
        assert sha256(folder / name) == digest
        assert (folder / name).with_suffix(".md").is_file()


def test_another_file_is_refused(tmp_path, monkeypatch):
    """A model that is not the one that was trained is not even parsed."""
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "acts.npz").write_bytes(b"PK something else")
    monkeypatch.setattr(trained, "digests", lambda: {"acts.npz": "0" * 64})
    monkeypatch.setattr(trained, "bundled", lambda _: tmp_path)
    with pytest.raises(Broken, match=r"acts\.npz"):
        load_arrays("acts.npz")


def test_fakes():
    """The fakes keep the promises of their ports."""
    assert CueActs().probabilities(["冷静"])[0][Act.DENY_EMOTION] > 0.5
