"""session.json and transcript.vtt: exact round trips, strict reading, errors that name the place."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from session_values import plain_session, records, said_by_agent, said_by_customer

from simulator.domain.record import CustomerTurn, SessionRecord
from simulator.errors import BadInput
from simulator.record import session_file
from simulator.record.schema import PATH, schema_text, session_schema
from simulator.record.session_file import from_json, read_session, to_json, write_session
from simulator.record.vtt import timestamp, to_vtt


@given(records)
@settings(max_examples=150, deadline=None)
def test_every_session_comes_back_exactly(record: SessionRecord):
    """What is written is what is read, to the last bit of each number."""
    assert from_json(to_json(record), session_file.Path("x")) == record


def test_a_session_is_written_whole_and_read_from_the_folder_or_the_file(tmp_path):
    """No temporary file stays."""
    record = plain_session()
    path = write_session(tmp_path, record)
    assert [p.name for p in tmp_path.iterdir()] == ["session.json"]
    assert read_session(tmp_path) == read_session(path) == record


def test_the_names_are_those_of_the_contract():
    """Others read this file by these names."""
    data = json.loads(to_json(plain_session()))
    assert {"schema", "id", "scenario", "persona", "lang", "seed", "status", "models", "turns", "summary"} <= set(data)
    customer, agent = data["turns"]
    common = {"index", "speaker", "start_s", "end_s", "text", "mode", "anger"}
    assert common | {"why"} <= set(customer)
    assert common | {"words", "acts", "response_delay_s", "scores"} <= set(agent)
    assert set(agent["scores"]) == {"calm_tone", "mirroring", "labelling", "solution"}
    assert set(agent["scores"]["solution"]) == {"outcome", "value", "confidence", "evidence", "advice"}


def _change(data, path, value):
    *way, last = path
    for step in way:
        data = data[step]
    data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["turns", 1, "scores", "solution", "value"], 140, "turns[1].scores.solution"),
        (["turns", 1, "anger"], "hot", "turns[1].anger"),
        (["turns", 0, "anger"], 3.5, "turns[0]"),
        (["turns", 0, "end_s"], -1, "turns[0]"),
        (["turns", 0, "why"], None, "turns[0].why"),
        (["turns", 1], 7, "turns[1]"),
        (["turns", 1, "speaker"], "robot", "turns[1].speaker"),
        (["lang"], "fr", "lang"),
        (["seed"], "1", "seed"),
    ],
)
def test_a_fault_is_named_by_file_and_place(tmp_path, path, value, place):
    """The person who edited the file learns where to look."""
    data = json.loads(to_json(plain_session()))
    _change(data, path, value)
    (tmp_path / "session.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_session(tmp_path)
    assert caught.value.code == "record.bad_session"
    assert caught.value.fields["place"] == place
    assert str(tmp_path) in caught.value.sentence("zh")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "record.no_session"),
        (b"", "record.bad_session"),
        (b"{", "record.bad_session"),
        (b"[]", "record.bad_session"),
        (b"\xff\xff", "record.unreadable"),
        (b'{"schema": "simulator.session/99"}', "record.other_schema"),
        (b"[" * 100_000, "record.bad_session"),
    ],
)
def test_what_is_no_session_is_one_sentence(tmp_path, content, code):
    """No traceback for a file that is missing, empty, binary, or from another version."""
    if content is not None:
        (tmp_path / "session.json").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_session(tmp_path)
    assert caught.value.code == code


def test_a_record_that_could_not_be_read_back_is_not_written(tmp_path):
    """NaN where a number belongs is found before the raw recording is dropped, not after."""
    with pytest.raises(BadInput, match="duration_s"):
        write_session(tmp_path, plain_session(duration_s=float("nan")))
    assert not list(tmp_path.iterdir())


def test_the_schema_file_is_up_to_date_and_knows_the_bounds():
    """`python -m simulator.record.schema` was run after the last change of the domain types."""
    assert PATH.read_text(encoding="utf-8") == schema_text()
    anger = session_schema()["$defs"]["AgentTurn"]["properties"]["anger"]
    assert (anger["minimum"], anger["maximum"]) == (0, 3)


def test_the_schema_requires_exactly_what_is_written():
    """Every field of the file is in the schema and every field of the schema in the file."""
    data = json.loads(to_json(plain_session()))
    schema = session_schema()
    assert set(schema["required"]) == set(data)
    assert set(schema["$defs"]["CustomerTurn"]["required"]) == set(data["turns"][0])
    assert set(schema["$defs"]["AgentTurn"]["required"]) == set(data["turns"][1])


@pytest.mark.parametrize("anger", [-0.1, 3.1])
def test_impossible_anger_is_refused(anger):
    """0 to 3 is the scale."""
    with pytest.raises(ValueError, match=r"0\.\.3"):
        CustomerTurn(**{f: getattr(said_by_customer(), f) for f in CustomerTurn.__slots__} | {"anger": anger})


def test_the_transcript_has_voices_and_order():
    """One cue a turn, by time, with the speaker's name in the language of the call."""
    text = to_vtt(plain_session(turns=(said_by_agent(1, 1.5), said_by_customer(0, 0.25))))
    assert text.startswith("WEBVTT\n\n")
    assert "00:00:00.250 --> 00:00:01.250\n<v 客户>三次了!\n" in text
    assert text.index("<v 客户>") < text.index("<v 坐席>")
    assert "<v Customer>" in to_vtt(plain_session(lang="en"))


@given(records)
@settings(max_examples=80, deadline=None)
def test_no_text_can_break_out_of_its_cue(record):
    """Whatever was said, a cue has one line of text, its only tag is the voice, and it lasts."""
    blocks = to_vtt(record).split("\n\n")[2:]
    assert len(blocks) == sum(bool(t.text.strip()) for t in record.turns)
    for block in blocks:
        _number, times, text = block.strip("\n").split("\n")
        start, end = re.fullmatch(r"([\d:.]+) --> ([\d:.]+)", times).groups()
        assert (len(end), end) > (len(start), start)
        assert text.count("<") == 1
        assert text.count(">") == 1


def test_times_carry_over():
    """59.9996 s is a minute, not second 60."""
    assert timestamp(59.9996) == "00:01:00.000"
    assert timestamp(3661.5) == "01:01:01.500"
