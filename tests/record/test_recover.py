"""Recovery: whatever the moment of the crash, the call is there afterwards, less than a second shorter at most."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from session_values import plain_session, said_by_agent, said_by_customer

from simulator.domain.record import Gap
from simulator.errors import BadInput
from simulator.record import flac
from simulator.record.journal import Entry, to_line
from simulator.record.lock import FolderLock
from simulator.record.recorder import Recorder
from simulator.record.recover import recover
from simulator.record.session_file import read_session

BLOCK = np.full(512, 0.25, np.float32)


def interrupted(folder: Path, blocks: int = 100) -> None:
    """Record a call that ends without `close`."""
    with Recorder(folder) as recorder:
        recorder.event("start", plain_session(id="one", turns=(), lang="en"))
        for _ in range(blocks):
            recorder.write(BLOCK, BLOCK)
        recorder.event("turn", said_by_customer(0))
        recorder.event("turn", said_by_agent(1, text="once"))
        recorder.event("turn", said_by_agent(1, text="twice, with more care"))
        recorder.event("gap", Gap(0.5, 0.6, "device"))
        recorder.event("note", {"text": "the microphone came back"})


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.is_file()}


def test_an_interrupted_call_becomes_a_session(tmp_path):
    """Sound, turns, gaps and notes; the later version of a turn; the status says what happened."""
    interrupted(tmp_path / "call")
    (done,) = recover(tmp_path)
    assert (done.folder, done.action, done.duration_s, done.turns) == (tmp_path / "call", "mended", 3.2, 2)
    record = read_session(tmp_path / "call")
    assert (record.id, record.scenario, record.seed, record.lang) == ("one", "phone_zh", 7, "en")
    assert (record.status, record.duration_s, record.summary) == ("interrupted", 3.2, None)
    assert [t.text for t in record.turns] == ["三次了!", "twice, with more care"]
    assert record.gaps == (Gap(0.5, 0.6, "device"),)
    assert "the microphone came back" in record.notes
    names = sorted(p.name for p in (tmp_path / "call").iterdir())
    assert names == ["audio.flac", "session.json", "transcript.vtt"]


def test_doing_it_twice_changes_nothing(tmp_path):
    """Not a byte and not a date."""
    interrupted(tmp_path / "call")
    recover(tmp_path)
    before = contents(tmp_path)
    assert recover(tmp_path) == recover(tmp_path / "call") == []
    assert contents(tmp_path) == before


@pytest.mark.parametrize("extra", [1, 2, 3])
def test_an_odd_number_of_bytes_is_cut_to_whole_frames(tmp_path, extra):
    """A half-written frame is dropped; what is whole stays."""
    interrupted(tmp_path / "call")
    with (tmp_path / "call" / "audio.pcm").open("ab") as f:
        f.write(b"\x7f" * extra)
    assert recover(tmp_path)[0].duration_s == 3.2
    left, _right = flac.read_channels(tmp_path / "call" / "audio.flac")
    assert len(left.samples) == 100 * 512
    assert np.ptp(left.samples) == 0


def test_every_cut_of_the_journal_is_survived(tmp_path):
    """The journal torn at any of 40 places: never an error, and whole lines before the tear count."""
    interrupted(tmp_path / "full")
    raw = (tmp_path / "full" / "journal.jsonl").read_bytes()
    pcm = (tmp_path / "full" / "audio.pcm").read_bytes()
    for number, cut in enumerate(random.Random(5).sample(range(len(raw)), 40)):
        folder = tmp_path / f"cut{number}"
        folder.mkdir()
        (folder / "journal.jsonl").write_bytes(raw[:cut])
        (folder / "audio.pcm").write_bytes(pcm[:4096])
        (done,) = recover(folder)
        assert done.action == "mended"
        assert done.turns <= raw[:cut].count(b'"kind":"turn"')
        assert done.damaged_lines == (not raw[:cut].endswith(b"\n") and cut > 0)
        assert read_session(folder).duration_s == 1024 / 16_000


def test_sound_without_a_journal_is_kept(tmp_path):
    """Nobody knows the scenario, but the sound is there."""
    folder = tmp_path / "lost"
    folder.mkdir()
    (folder / "audio.pcm").write_bytes(bytes(64_000))
    assert recover(tmp_path)[0].duration_s == 1.0
    assert (read_session(folder).id, read_session(folder).scenario) == ("lost", "")


def test_a_start_with_a_bad_field_gives_the_others(tmp_path):
    """One impossible value does not cost the rest."""
    folder = tmp_path / "call"
    folder.mkdir()
    start = {"scenario": "phone_zh", "lang": "fr", "seed": "x", "persona": "wang", "unknown": 1, "status": "complete"}
    (folder / "journal.jsonl").write_bytes(to_line(Entry(0, "start", 0, start)))
    recover(tmp_path)
    record = read_session(folder)
    assert (record.scenario, record.persona, record.lang, record.seed) == ("phone_zh", "wang", "zh", 0)
    assert record.status == "interrupted"


def test_a_live_call_is_left_alone(tmp_path):
    """Recovery during a call touches nothing of it, and the call ends well."""
    with Recorder(tmp_path / "live") as recorder:
        recorder.write(BLOCK, BLOCK)
        recorder._writer.drain()
        before = contents(tmp_path)
        assert [m.action for m in recover(tmp_path)] == ["live"]
        assert contents(tmp_path) == before
        recorder.close(plain_session())
    assert recover(tmp_path) == []


def test_one_hopeless_folder_does_not_stop_the_others(tmp_path):
    """It is told, its files stay, the next one is mended."""
    (tmp_path / "a" / "audio.pcm").mkdir(parents=True)  # a folder where a file should be
    interrupted(tmp_path / "b")
    done = recover(tmp_path)
    assert [m.action for m in done] == ["failed", "mended"]
    assert done[0].error is not None
    assert "a" in done[0].error.sentence("zh")


def test_a_crash_between_the_last_steps_is_tidied(tmp_path):
    """session.json was safe, the raw files still there: they go, the session stays complete and the sound the same."""
    with Recorder(tmp_path / "call") as recorder:
        for _ in range(10):
            recorder.write(BLOCK, BLOCK)
        recorder._writer.drain()
        pcm = (tmp_path / "call" / "audio.pcm").read_bytes()
        recorder.close(plain_session())
    (tmp_path / "call" / "journal.jsonl").write_bytes(b"torn")
    assert [m.action for m in recover(tmp_path)] == ["tidied"]
    (tmp_path / "call" / "audio.pcm").write_bytes(pcm)
    (tmp_path / "call" / "audio.flac.part").write_bytes(b"half")
    assert [m.action for m in recover(tmp_path)] == ["tidied"]
    assert read_session(tmp_path / "call").status == "complete"
    assert recover(tmp_path) == []
    assert len(list((tmp_path / "call").iterdir())) == 3


def test_a_session_that_was_cut_is_rebuilt_from_the_journal(tmp_path):
    """A damaged session.json beside a journal is no session yet."""
    interrupted(tmp_path / "call")
    (tmp_path / "call" / "session.json").write_text("{", encoding="utf-8")
    assert [m.action for m in recover(tmp_path)] == ["mended"]
    assert len(read_session(tmp_path / "call").turns) == 2


def test_a_stale_lock_is_no_call(tmp_path):
    """The lock ends with its process; the file alone means nothing, and goes."""
    folder = tmp_path / "call"
    folder.mkdir()
    (folder / "recording.lock").write_text("1\n", encoding="ascii")
    assert recover(tmp_path) == []
    assert not list(folder.iterdir())


def test_a_lock_has_one_holder(tmp_path):
    """Also within one process; once released it can be taken again."""
    lock = FolderLock.take(tmp_path)
    assert lock is not None
    assert FolderLock.take(tmp_path) is None
    lock.release()
    lock.release()
    again = FolderLock.take(tmp_path)
    assert again is not None
    again.release()
    assert not list(tmp_path.iterdir())


def test_no_folder_is_one_sentence(tmp_path):
    """Bad input names the folder."""
    with pytest.raises(BadInput, match="no folder"):
        recover(tmp_path / "none")


CALL = """
import sys, time
import numpy as np
from pathlib import Path
from simulator.record.recorder import Recorder
block = np.full(512, 0.25, np.float32)
recorder = Recorder(Path(sys.argv[1]))
recorder.event("start", {"id": "killed", "scenario": "s", "persona": "p", "lang": "en", "seed": 1, "started_at": "x"})
began = time.monotonic()
while True:
    recorder.write(block, block)
    sys.stdout.write(f"{recorder.samples} {time.time()}\\n")
    sys.stdout.flush()
    time.sleep(max(0.0, began + recorder.seconds - time.monotonic()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_kill_9_loses_less_than_a_second(tmp_path):
    """Ten calls killed at random moments: at most 1 s of the sound that had been accepted is missing from each."""
    moments = random.Random(11)
    calls = []
    for number in range(10):
        folder = tmp_path / f"call{number}"
        calls.append((folder, subprocess.Popen([sys.executable, "-c", CALL, str(folder)], stdout=subprocess.PIPE)))
    last = {}
    for folder, process in calls:
        assert process.stdout is not None
        first = process.stdout.readline()  # it records
        time.sleep(moments.uniform(0.05, 0.6))
        process.kill()
        killed_at = time.time()
        said, _ = process.communicate(timeout=20)
        lines = (first + said).split(b"\n")[:-1]
        began_at, (samples, stamp) = float(first.split()[1]), lines[-1].split()
        # the blocks came in real time: at the stamp of the last one the recording was as long as the call
        assert int(samples) / 16_000 <= float(stamp) - began_at + 2 * 512 / 16_000
        assert float(stamp) <= killed_at + 0.5
        last[folder] = int(samples)
    done = recover(tmp_path)
    assert len(done) == 10
    for one in done:
        assert one.action == "mended"
        assert last[one.folder] / 16_000 - one.duration_s <= 1.0
        assert read_session(one.folder).id == "killed"
        sound, _agent = flac.read_channels(one.folder / "audio.flac")
        assert np.ptp(sound.samples) == 0
    assert recover(tmp_path) == []
