"""The small pieces of a recording: samples to bytes, the queue in memory, the lines of the journal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.domain.record import Gap
from simulator.record.backlog import Backlog
from simulator.record.journal import Entry, from_line, plain, read_journal, to_line
from simulator.record.pcm import FRAME_BYTES, frames, interleave

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
entries = st.builds(
    Entry, st.integers(0), st.sampled_from(["turn", "note"]), st.integers(0), st.dictionaries(st.text(), json_values)
)


@given(arrays(np.float32, st.tuples(st.just(2), st.integers(0, 50)), elements=st.floats(width=32)))
def test_any_float_becomes_a_16_bit_sample_and_full_scale_is_never_exceeded(channels):
    """NaN is silence, infinity and overload are clipped and counted, the rest is within half a step."""
    pcm, clipped = interleave(channels[0], channels[1])
    got = frames(pcm).T
    assert got.shape == channels.shape
    assert clipped == np.count_nonzero(np.abs(channels) > 1)
    assert (got[np.isnan(channels)] == 0).all()
    sane = np.nan_to_num(np.clip(channels, -1, 1), nan=0.0)
    assert np.abs(got / 32767 - sane).max(initial=0) <= 0.51 / 32767


@pytest.mark.parametrize("agent", [np.zeros(3, np.float32), np.zeros((4, 1), np.float32)])
def test_channels_of_different_shape_are_refused(agent):
    """One clock means one length."""
    with pytest.raises(ValueError, match="equal length"):
        interleave(np.zeros(4, np.float32), agent)


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(0, 400), st.integers(4, 200))
def test_the_backlog_keeps_the_order_and_the_length_whatever_its_bound(lengths, limit, most):
    """What fits comes out as it went in; what doesn't comes out as silence of the same length."""
    backlog, expected = Backlog(limit), b""
    for number, length in enumerate(lengths, 1):
        block = bytes([number]) * (length * FRAME_BYTES)
        expected += block if backlog.put(block) else bytes(len(block))
    taken = b""
    while backlog:
        piece = backlog.take(most)
        assert piece
        taken += piece
    assert taken == expected


def test_a_day_of_sound_without_a_disk_costs_no_memory():
    """Beyond the bound only a length is kept, and it is handed out piece by piece."""
    backlog = Backlog(0)
    for _ in range(1000):
        backlog.put(bytes(4096))
    assert len(backlog.take(10_000)) <= 10_000
    assert len(backlog._blocks) == 1


@given(entries)
def test_a_journal_line_comes_back_exactly_and_is_one_line(entry):
    """Round trip of every JSON value."""
    line = to_line(entry)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert from_line(line) == entry


@given(entries, st.data())
def test_a_torn_or_altered_line_is_never_taken_for_an_entry(entry, data):
    """Every proper prefix, and every changed byte, is refused."""
    line = to_line(entry).rstrip(b"\n")
    at = data.draw(st.integers(0, len(line) - 1))
    assert from_line(line[:at]) is None
    other = data.draw(st.integers(0, 255).filter(lambda b: b != line[at]))
    altered = from_line(line[:at] + bytes([other]) + line[at + 1 :])
    assert altered in (None, entry)  # a changed byte may still spell the same value: 1e5 and 1E5


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[]", b"7", b'"x"', b"null", b"[" * 100_000, b"\xff\xfe", b'{"crc32":1}']
)
def test_other_text_is_no_entry(line):
    """Whatever stands in the file, reading goes on."""
    assert from_line(line) is None


def test_a_journal_is_read_around_its_damage(tmp_path):
    """The lines before and after a damaged one count; the damage is counted."""
    lines = [to_line(Entry(i, "note", i, {"text": str(i)})) for i in range(4)]
    path = tmp_path / "journal.jsonl"
    path.write_bytes(lines[0] + lines[1].replace(b'"1"', b'"7"') + lines[2] + lines[3][:-9])
    journal = read_journal(path)
    assert [e.seq for e in journal.entries] == [0, 2]
    assert journal.damaged == 2
    assert read_journal(tmp_path / "none").entries == ()


def test_payloads_are_plain_json_whatever_numpy_made_of_them():
    """NumPy scalars become numbers, NaN becomes null, anything else is refused at once."""
    assert plain({"a": np.float32(0.5), "b": float("nan"), "c": (1, 2)}) == {"a": 0.5, "b": None, "c": [1, 2]}
    assert plain(Gap(0.0, float("inf"), "x")) == {"start_s": 0.0, "end_s": None, "reason": "x"}
    with pytest.raises(TypeError):
        plain([1])  # type: ignore[arg-type]
    with pytest.raises(Exception, match="object"):
        plain({"a": object()})
