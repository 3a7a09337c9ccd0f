"""The demonstration: a whole call on real sound, whose mistake costs and whose repair pays."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jiwer
import pytest
from run import simulator

from simulator.domain.score import DIMENSIONS
from simulator.record.session_file import read_session

pytestmark = pytest.mark.real
ORDER = ["attack", "emotion", "reason", "closed"]


@pytest.fixture(scope="module", params=["zh", "en"])
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Play the demonstration of each language once."""
    folder = tmp_path_factory.mktemp("demo") / request.param
    done = simulator("demo", "--lang", request.param, "--silent", "--no-open", "--json", "--out", folder, timeout_s=900)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ending"] == "satisfied", done.stderr
    loaded: dict[str, Any] = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    return {**loaded, "folder": str(folder)}


def agent_turns(session: dict[str, Any]) -> list[dict[str, Any]]:
    return [t for t in session["turns"] if t["speaker"] == "agent"]


def plain(text: str) -> str:
    return re.sub(r"[^\w]+", "", text.lower())


def test_the_replies_are_recognised(session: dict[str, Any]) -> None:
    """At least six replies, with a character error rate of at most 15 % against what was spoken."""
    turns = agent_turns(session)
    assert len(turns) >= 6
    said = [plain(t) for t in session["script"][: len(turns)]]
    assert jiwer.cer(said, [plain(t["text"]) for t in turns]) <= 0.15


def test_each_reply_has_four_scores_with_reasons(session: dict[str, Any]) -> None:
    """Every score carries evidence and advice."""
    for turn in agent_turns(session):
        for dimension in DIMENSIONS:
            score = turn["scores"][dimension]
            assert score["evidence"], (turn["index"], dimension)
            assert score["advice"]


def test_the_call_walks_from_attack_to_reason(session: dict[str, Any]) -> None:
    """The customer's modes start in attack and reach each of the others in order."""
    modes = [t["mode"] for t in session["turns"] if t["speaker"] == "customer"]
    first = [modes.index(m) for m in ORDER]
    assert first == sorted(first)
    assert modes[0] == "attack"
    assert modes[-1] == "closed"


def test_the_mistake_scores_lower_than_its_repair(session: dict[str, Any]) -> None:
    """The wrong mirror is corrected and scores below the right one; the raised voice scores below the level one."""
    turns = agent_turns(session)
    mirrors = [t["scores"]["mirroring"]["value"] for t in turns if t["facts_hit"] or t["facts_contradicted"]]
    wrong = next(i for i, t in enumerate(turns) if t["facts_contradicted"])
    assert turns[wrong]["scores"]["mirroring"]["value"] < max(v for v in mirrors if v is not None)
    answer = session["turns"][turns[wrong]["index"] + 1]
    assert answer["why"]["method"] == "M3"
    calm = [t["scores"]["calm_tone"]["value"] for t in turns]
    assert calm[0] is not None
    assert calm[0] < min(v for v in calm[2:] if v is not None)
    anger = [t["anger"] for t in session["turns"] if t["speaker"] == "customer"]
    assert anger[1] > anger[0]
    assert anger[-1] < anger[0]


def test_the_session_is_whole(session: dict[str, Any]) -> None:
    """Sound, transcript, report and a session file that reads back; the raw files are gone."""
    folder = Path(session["folder"])
    names = {p.name for p in folder.iterdir()}
    assert {"session.json", "audio.flac", "transcript.vtt", "report.html"} <= names
    assert "audio.pcm" not in names
    record = read_session(folder)
    assert record.synthetic_agent
    assert record.models
