"""Renditions: each line is made once, never half, and a cache that fails costs time, not the call."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.persona import AngerLevel, Body, Persona
from simulator.domain.sound import Sound
from simulator.engines import kept
from simulator.engines.renditions import Renditions
from simulator.engines.thinning import thin
from simulator.errors import BadInput

LEVEL = AngerLevel(0.0, 1.0, 1.0, 0.0, 1.0, -20.0, 0.0)
PERSONA = Persona("lan", "zh", "Lan", "", "hot", "zh_lan", Body(), (LEVEL, LEVEL, LEVEL, LEVEL))


class Beeps:
    """A synthesiser whose lines are tones as long as their text; counts what it renders."""

    name = "beeps"

    def __init__(self) -> None:
        self.models = {"beeps": "0"}
        self.rendered: list[tuple[str, float]] = []
        self.wait = threading.Event()
        self.wait.set()

    def render(self, text: str, persona: Persona, anger: float) -> Sound:
        """Return a tone as long as the text."""
        self.wait.wait(5)
        self.rendered.append((text, anger))
        t = np.arange(len(text) * 2_400) / 24_000
        return Sound((0.1 * (1 + anger) * np.sin(2 * np.pi * 440 * t)).astype(np.float32), 24_000)


def test_the_second_time_comes_from_the_cache(tmp_path: Path) -> None:
    """The synthesiser is asked once, and both times the samples are the same."""
    beeps = Beeps()
    lines = Renditions(tmp_path, beeps)
    assert not lines.cached("喂", PERSONA, 1.0)
    first = lines.render("喂", PERSONA, 1.0)
    assert lines.cached("喂", PERSONA, 1.0)
    again = Renditions(tmp_path, beeps).render("喂", PERSONA, 1.0)
    assert len(beeps.rendered) == 1
    assert np.array_equal(first.samples, again.samples)
    assert first.rate_hz == 16_000
    assert first.duration_s == pytest.approx(0.1, abs=0.01)


def test_what_is_heard_decides_what_is_the_same(tmp_path: Path) -> None:
    """Text, anger, channel, body, style, model: each makes another rendition; a new name or description does not."""
    lines = Renditions(tmp_path, Beeps())
    here = lines.path("喂", PERSONA, 1.0)
    other_model = Beeps()
    other_model.models = {"beeps": "1"}
    others = [
        lines.path("喂？", PERSONA, 1.0),
        lines.path("喂", PERSONA, 1.1),
        lines.path("喂", PERSONA, 1.0, "phone"),
        lines.path("喂", replace(PERSONA, body=Body(pitch_st=1)), 1.0),
        lines.path("喂", replace(PERSONA, style="zh_jianguo"), 1.0),
        lines.path("喂", replace(PERSONA, anger=(LEVEL, LEVEL, LEVEL, replace(LEVEL, tilt_db=1.0))), 1.0),
        Renditions(tmp_path, other_model).path("喂", PERSONA, 1.0),
    ]
    assert len({here, *others}) == 1 + len(others)
    assert lines.path("喂", replace(PERSONA, name="兰", about="…", id="l2"), 1.0) == here


@given(st.floats(0, 3))
def test_anger_goes_in_tenths(anger: float) -> None:
    """Nobody hears less than a tenth, so nothing is rendered for less."""
    lines = Renditions(Path("unused"), Beeps())
    assert lines.path("a", PERSONA, anger) == lines.path("a", PERSONA, round(anger * 10) / 10)


def test_anger_is_rounded_before_it_is_rendered(tmp_path: Path) -> None:
    """Whoever asks first doesn't decide how a tenth sounds."""
    beeps = Beeps()
    Renditions(tmp_path, beeps).render("a", PERSONA, 1.2345)
    assert beeps.rendered == [("a", 1.2)]


@pytest.mark.parametrize("damage", [b"", b"fLaC", b"not sound at all" * 100])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    """Rubbish in the cache is replaced."""
    beeps = Beeps()
    lines = Renditions(tmp_path, beeps)
    first = lines.render("喂", PERSONA, 1.0)
    lines.path("喂", PERSONA, 1.0).write_bytes(damage)
    assert np.array_equal(lines.render("喂", PERSONA, 1.0).samples, first.samples)
    assert len(beeps.rendered) == 2
    assert kept.read(lines.path("喂", PERSONA, 1.0)) is not None


def test_a_cut_off_file_is_made_again(tmp_path: Path) -> None:
    """Half a line is never played."""
    lines = Renditions(tmp_path, Beeps())
    first = lines.render("喂喂喂喂喂", PERSONA, 1.0)
    path = lines.path("喂喂喂喂喂", PERSONA, 1.0)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert np.array_equal(lines.render("喂喂喂喂喂", PERSONA, 1.0).samples, first.samples)


def test_without_room_the_sound_is_there_and_the_error_is_told_once(tmp_path: Path) -> None:
    """A folder that can't be written: three lines are heard, one sentence is said."""
    (tmp_path / "lines").write_text("in the way")
    told: list[Exception] = []
    lines = Renditions(tmp_path, Beeps(), lambda _, error: told.append(error))
    for text in ("一", "二", "三"):
        assert lines.render(text, PERSONA, 1.0).duration_s > 0
    assert len(told) == 1


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up while writing, the sound is returned and nothing is left behind."""

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as f:
            f.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    told: list[Exception] = []
    lines = Renditions(tmp_path, Beeps(), lambda _, error: told.append(error))
    assert lines.render("喂", PERSONA, 1.0).duration_s > 0
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert len(told) == 1


def test_a_failing_synthesiser_leaves_nothing(tmp_path: Path) -> None:
    """An error passes through, and the cache holds nothing of it."""

    class Mute(Beeps):
        def render(self, text: str, persona: Persona, anger: float) -> Sound:
            raise BadInput("voices.empty_text")

    lines = Renditions(tmp_path, Mute())
    with pytest.raises(BadInput):
        lines.render("…", PERSONA, 1.0)
    assert not lines.cached("…", PERSONA, 1.0)


def test_two_callers_render_one_line(tmp_path: Path) -> None:
    """Who comes while a line is being made gets the same one."""
    beeps = Beeps()
    beeps.wait.clear()
    lines = Renditions(tmp_path, beeps)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(lines.render, "喂", PERSONA, 1.0) for _ in range(4)]
        beeps.wait.set()
        sounds = [j.result().samples for j in jobs]
    assert len(beeps.rendered) == 1
    assert all(np.array_equal(sounds[0], s) for s in sounds)


def test_the_file_says_that_the_voice_is_synthetic(tmp_path: Path) -> None:
    """The origin mark is in the metadata, in both languages."""
    lines = Renditions(tmp_path, Beeps())
    lines.render("喂", PERSONA, 1.0)
    with soundfile.SoundFile(lines.path("喂", PERSONA, 1.0)) as file:
        assert "Synthetic voice" in file.title
        assert "合成语音" in file.comment
        assert (file.samplerate, file.channels, file.format, file.subtype) == (16_000, 1, "FLAC", "PCM_16")


def test_the_telephone_is_the_same_each_time(tmp_path: Path) -> None:
    """Its noise is seeded by the line."""
    one = Renditions(tmp_path / "a", Beeps()).render("喂喂", PERSONA, 1.0, "phone")
    other = Renditions(tmp_path / "b", Beeps()).render("喂喂", PERSONA, 1.0, "phone")
    clear = Renditions(tmp_path / "b", Beeps()).render("喂喂", PERSONA, 1.0)
    assert np.array_equal(one.samples, other.samples)
    assert not np.array_equal(one.samples[: len(clear.samples)], clear.samples[: len(one.samples)])


@pytest.mark.parametrize("anger", [-1.0, 3.5])
def test_anger_out_of_range_is_refused(tmp_path: Path, anger: float) -> None:
    """Before anything is rendered."""
    with pytest.raises(BadInput):
        Renditions(tmp_path, Beeps()).render("喂", PERSONA, anger)


RENDER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_renditions import PERSONA, Beeps
from simulator.engines.renditions import Renditions
lines = Renditions(Path({cache!r}), Beeps())
for n in range(40):
    print(lines.render("喂" * (n + 1), PERSONA, 1.0).samples.sum())
"""


def test_two_programs_render_the_same_lines(tmp_path: Path) -> None:
    """Both get the same sound, and the cache holds each line once, whole."""
    code = RENDER.format(tests=str(Path(__file__).parent), cache=str(tmp_path))
    programs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [p.communicate(timeout=60)[0] for p in programs]
    assert [p.returncode for p in programs] == [0, 0]
    assert said[0] == said[1]
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert len(files) == 40
    assert all(p.suffix == ".flac" and kept.read(p) for p in files)


def test_a_stream_is_kept_only_when_it_was_heard_to_its_end(tmp_path: Path) -> None:
    """Half a line is never taken for a line; the whole one comes back in one piece, to the sample."""

    class Two(Beeps):
        def stream(self, text: str, persona: Persona, anger: float) -> Iterator[Sound]:
            yield self.render(text, persona, anger)
            yield self.render(text + text, persona, anger)

    lines = Renditions(tmp_path, Two())
    half = lines.stream("喂", PERSONA, 1.0)
    next(half)
    half.close()  # type: ignore[attr-defined]
    assert not lines.cached("喂", PERSONA, 1.0)
    pieces = list(lines.stream("喂", PERSONA, 1.0))
    assert len(pieces) == 2
    (again,) = lines.stream("喂", PERSONA, 1.0)
    assert np.array_equal(again.samples, np.concatenate([p.samples for p in pieces]))
    assert np.array_equal(lines.render("喂", PERSONA, 1.0).samples, again.samples)


def test_the_cache_is_bounded(tmp_path: Path) -> None:
    """Above the bound, what was not heard for longest goes: lines and plain clauses alike, and nothing else."""
    for n in range(10):
        folder = tmp_path / ("lines" if n % 2 else "plain") / "ab"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{n}.flac").write_bytes(bytes(1_000))
        os.utime(folder / f"{n}.flac", (n, n))
    (tmp_path / "lines" / "note.txt").write_bytes(bytes(9_000))
    folders = [tmp_path / "lines", tmp_path / "plain"]
    assert thin(folders, 10_000) == 0
    assert thin(folders, 8_000) == 3
    assert sorted(int(p.stem) for p in tmp_path.rglob("*.flac")) == list(range(3, 10))
    assert (tmp_path / "lines" / "note.txt").is_file()
    assert thin([tmp_path / "nowhere"], 0) == 0


def test_a_line_that_is_heard_again_stays(tmp_path: Path) -> None:
    """Reading counts as use, and a new line makes room for itself."""
    lines = Renditions(tmp_path, Beeps(), limit_mb=0.1)
    old, older = (lines.path(text, PERSONA, 1.0) for text in ("旧", "老"))
    for path, age in ((old, 1_000), (older, 2_000)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(kept.encode(Sound(np.random.default_rng(1).uniform(-1, 1, 30_000).astype(np.float32), 16_000)))
        os.utime(path, (age, age))
    lines.render("旧", PERSONA, 1.0)
    assert old.stat().st_mtime > 1_000_000
    lines.render("新", PERSONA, 1.0)
    assert old.is_file()
    assert not older.is_file()
    assert lines.cached("新", PERSONA, 1.0)
