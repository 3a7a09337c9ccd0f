"""Kokoro: the product's own voices, with the style files it brings and the real weights."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from simulator.catalog.personas import load_personas
from simulator.domain.persona import Habits, Persona
from simulator.domain.sound import Sound
from simulator.engines import kokoro_style
from simulator.engines.kokoro import KokoroSynthesiser
from simulator.engines.kokoro_style import Style, load_style, style_file
from simulator.engines.lines import Spoken, render_line, stream_line, trimmed
from simulator.engines.renditions import Renditions
from simulator.engines.voices import open_synthesiser
from simulator.engines.weights import ensure
from simulator.errors import BadInput, Broken, Missing
from simulator.resources import bundled
from simulator.settings import Settings
from simulator.speech import vocoder
from simulator.speech.loudness import active_level_dbfs

STYLES = bundled("voices") / "styles"


@pytest.fixture(scope="module")
def personas() -> dict[str, Persona]:
    """Return the product's personas, without their sighs and breaths."""
    return {k: replace(p, habits=Habits()) for k, p in load_personas(Settings(ui_lang="en")).items()}


@pytest.fixture(scope="module")
def engine() -> KokoroSynthesiser:
    """Return Kokoro with its real weights."""
    return KokoroSynthesiser(ensure("kokoro", Settings()), [STYLES])


def test_each_persona_has_its_style(personas: dict[str, Persona]) -> None:
    """The style files are there, verified, small, and together they are what SHA256SUMS lists."""
    used = {style_file(p, [STYLES]) for p in personas.values()}
    assert {p.name for p in used} == set(kokoro_style.own_styles()) == {p.name for p in STYLES.glob("*.npz")}
    assert all(p.stat().st_size <= 70_000 for p in used)
    for path in used:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == kokoro_style.own_styles()[path.name]


def test_styles_change_smoothly_with_length() -> None:
    """Between the kept lengths a vector lies between its neighbours, and beyond them it is the last one."""
    style = Style(np.array([1, 3, 10], np.int32), np.array([[0.0] * 256, [2.0] * 256, [9.0] * 256], np.float32))
    assert style.vector(1)[0, 0] == 0.0
    assert style.vector(2)[0, 0] == pytest.approx(1.0)
    assert style.vector(3)[0, 0] == 2.0
    assert style.vector(8)[0, 0] == pytest.approx(7.0)
    assert style.vector(500)[0, 0] == 9.0
    assert style.vector(0).shape == (1, 256)


def test_a_style_that_is_not_there_or_not_one(tmp_path: Path, personas: dict[str, Persona]) -> None:
    """Missing, rubbish, and the product's own changed: three different sentences."""
    with pytest.raises(Missing, match="nowhere"):
        style_file(replace(personas["lan"], style="nowhere"), [STYLES])
    bad = tmp_path / "bad.npz"
    for content in (b"", b"PK rubbish", b"\x93NUMPY"):
        bad.write_bytes(content)
        with pytest.raises(Broken, match=r"bad\.npz"):
            load_style(bad)
    np.savez(bad, lengths=np.arange(3), vectors=np.zeros((3, 7), np.float16))
    with pytest.raises(Broken, match=r"bad\.npz"):
        load_style(bad)


def test_a_folder_of_the_user_comes_first(tmp_path: Path, personas: dict[str, Persona]) -> None:
    """A style of the same name in the user's folder wins."""
    mine = tmp_path / "zh_lan.npz"
    np.savez(mine, lengths=np.arange(1, 4), vectors=np.zeros((3, 256), np.float16))
    assert style_file(personas["lan"], [tmp_path, STYLES]) == mine


def hum(seconds: float) -> Spoken:
    """Return a plain tone at 24 kHz with silence around it."""
    t = np.arange(round(seconds * 24_000)) / 24_000
    tone = 0.2 * sum(np.sin(2 * np.pi * 150 * k * t) / k for k in range(1, 9))
    return Spoken(Sound(np.pad(tone.astype(np.float32), 6_000), 24_000))


def test_a_line_is_its_clauses_with_pauses_between(personas: dict[str, Persona]) -> None:
    """Streaming and rendering give the same sound; engine silence is cut; the last clause has no pause."""
    text = "喂？我的手机又坏了！第三次了，你们到底怎么修的？"
    pieces = list(stream_line(text, personas["lan"], 1.0, lambda c: hum(len(c.text) / 10)))
    whole = render_line(text, personas["lan"], 1.0, lambda c: hum(len(c.text) / 10))
    assert len(pieces) == 2
    assert len(whole.samples) == sum(len(p.samples) for p in pieces)
    assert not pieces[0].samples[-2_400:].any()
    assert np.abs(pieces[1].samples[-2_400:]).max() > 0
    assert trimmed(hum(0.5)).sound.duration_s == pytest.approx(0.56, abs=0.02)


def test_bad_lines_are_refused_before_anything_is_spoken(personas: dict[str, Persona]) -> None:
    """No engine is asked for an empty line, another language, or an anger of 4."""

    def never(_: object) -> Spoken:
        raise AssertionError("was asked")

    for text, anger in (("", 1.0), ("😀", 1.0), ("Hello there, how are you", 1.0), ("喂", 4.0), ("我" * 5_000, 1.0)):
        with pytest.raises(BadInput):
            stream_line(text, personas["lan"], anger, never)


def test_settings_name_the_engine() -> None:
    """A name that is no engine is refused."""
    with pytest.raises(BadInput, match="festival"):
        open_synthesiser(Settings(voice_engine="festival"))


def test_people_sigh_breathe_and_press(personas: dict[str, Persona]) -> None:
    """A sound where the text has one; the person's own before some lines; breath and longer pauses as anger grows."""
    text = "我就在这里等着。你倒是说话呀。"

    def length(persona: Persona, line: str, anger: float) -> float:
        return render_line(line, persona, anger, lambda c: hum(len(c.text) / 10)).duration_s

    quiet = personas["laoma"]
    assert length(quiet, "[叹气]" + text, 1.0) > length(quiet, text, 1.0) + 0.7
    assert length(quiet, text + "[叹气]", 1.0) > length(quiet, text, 1.0) + 0.7
    sighing = replace(quiet, habits=Habits(sighs=1.0, sound="scoff"))
    assert length(sighing, text, 2.0) > length(quiet, text, 2.0) + 0.2
    assert length(sighing, text, 0.5) == length(quiet, text, 0.5)
    breathing = replace(quiet, habits=Habits(breaths=1.0))
    heard, unheard = (render_line(text, p, 2.0, lambda c: hum(0.5)).samples for p in (breathing, quiet))
    assert len(heard) == len(unheard)
    assert np.abs(heard).sum() > np.abs(unheard).sum()
    calm, furious = ([s.duration_s for s in stream_line(text, quiet, a, lambda c: hum(0.5))] for a in (0.0, 3.0))
    assert furious[0] - furious[1] > 2 * (calm[0] - calm[1])


@pytest.mark.real
@pytest.mark.parametrize(
    ("voice", "text", "syllables"),
    [("lan", "我的手机又坏了，你们管不管？", 12), ("frank", "My phone has crashed again!", 6)],
)
def test_anger_is_heard(
    engine: KokoroSynthesiser, personas: dict[str, Persona], voice: str, text: str, syllables: int
) -> None:
    """Real speech of a plausible length; furious is higher, faster and louder than calm."""
    calm, furious = (engine.render(text, personas[voice], anger) for anger in (0.0, 3.0))
    assert calm.rate_hz == 24_000
    assert 2.0 < syllables / calm.duration_s < 8.0
    assert furious.duration_s < 0.9 * calm.duration_s
    low, high = (np.median((f := vocoder.analyse(s).f0_hz)[f > 0]) for s in (calm, furious))
    assert 3.5 < 12 * np.log2(high / low) < 9.0
    levels = [active_level_dbfs(s.samples, s.rate_hz) for s in (calm, furious)]
    assert levels[0] is not None
    assert levels[1] is not None
    assert levels[1] - levels[0] >= 9.0
    assert (np.abs(furious.samples) >= 0.999).mean() < 0.001


@pytest.mark.real
@pytest.mark.parametrize(
    ("voice", "text", "before"), [("lan", "我已经来了*三次*了！", 5), ("frank", "I have called *seven* times now!", 3)]
)
def test_a_stressed_word_stands_out(
    engine: KokoroSynthesiser, personas: dict[str, Persona], voice: str, text: str, before: int
) -> None:
    """The model says where it is; there it is louder and higher than without the stars, and the line is longer."""
    style = load_style(style_file(personas[voice], [STYLES]))
    spoken = engine.plain(text, personas[voice].lang, style)
    assert spoken.stressed
    start_s, end_s = spoken.stressed[0][0], spoken.stressed[-1][1]
    assert 0.1 * before < start_s < end_s < spoken.sound.duration_s
    assert 0.15 < end_s - start_s < 1.2
    starred, flat = (engine.render(t, personas[voice], 1.0) for t in (text, text.replace("*", "")))
    assert 0.03 < starred.duration_s - flat.duration_s < 0.5
    high, low = (np.percentile((f := vocoder.analyse(s).f0_hz)[f > 0], 97) for s in (starred, flat))
    assert high > low


@pytest.mark.real
def test_people_can_be_told_apart_by_ear(personas: dict[str, Persona]) -> None:
    """Who shares a stock pack with somebody differs in pitch by two semitones, or in the vocal tract by 6 %."""
    engine = open_synthesiser(Settings())
    blends = tomllib.loads((STYLES / "blends.toml").read_text(encoding="utf-8"))["blends"]
    text = {"zh": "我的手机又死机了，", "en": "My phone has crashed again,"}
    pitch_st = {
        p.id: 12 * np.log2(np.median((f := vocoder.analyse(engine.render(text[p.lang], p, 0.0)).f0_hz)[f > 0]))
        for p in personas.values()
    }
    for a, b in combinations(personas.values(), 2):
        if a.lang != b.lang or not blends[a.style].keys() & blends[b.style].keys():
            continue
        formants = max(a.body.formants, b.body.formants) / min(a.body.formants, b.body.formants) - 1
        assert abs(pitch_st[a.id] - pitch_st[b.id]) >= 2 or formants >= 0.06, (a.id, b.id)


@pytest.mark.real
def test_another_anger_of_a_known_line_needs_no_model(
    tmp_path: Path, personas: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain speech is kept: at another anger only the colouring is done, with the very same result as without it."""
    keeping = KokoroSynthesiser(ensure("kokoro", Settings()), [STYLES], tmp_path)
    lines = Renditions(tmp_path, keeping)
    lines.render("退钱！现在就退！", personas["jianguo"], 2.0)
    first = lines.render("退钱！现在就退！", personas["jianguo"], 1.0).samples
    lines.path("退钱！现在就退！", personas["jianguo"], 1.0).unlink()

    def never(*_: object) -> None:
        raise AssertionError("was asked")

    monkeypatch.setattr(keeping, "_run", never)
    assert np.array_equal(lines.render("退钱！现在就退！", personas["jianguo"], 1.0).samples, first)


@pytest.mark.real
def test_a_full_disk_costs_time_and_nothing_else(tmp_path: Path, personas: dict[str, Persona]) -> None:
    """Plain clauses can't be kept: the line is there all the same, and no half file."""
    (tmp_path / "plain").write_text("in the way")
    engine = KokoroSynthesiser(ensure("kokoro", Settings()), [STYLES], tmp_path / "plain")
    assert engine.render("退钱！", personas["lan"], 2.0).duration_s > 0.3
    assert [p.name for p in tmp_path.iterdir()] == ["plain"]


@pytest.mark.real
def test_the_style_is_part_of_the_rendition(tmp_path: Path, personas: dict[str, Persona]) -> None:
    """When a style file changes, its lines are rendered again."""
    model = ensure("kokoro", Settings())
    np.savez(tmp_path / "zh_lan.npz", lengths=np.arange(1, 4), vectors=np.zeros((3, 256), np.float16))
    own, other = (Renditions(tmp_path, KokoroSynthesiser(model, [f])) for f in (STYLES, tmp_path))
    assert own.path("喂", personas["lan"], 1.0) != other.path("喂", personas["lan"], 1.0)


@pytest.mark.real
def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    """One sentence, no traceback of the runtime."""
    (tmp_path / "kokoro.onnx").write_bytes(b"rubbish")
    with pytest.raises(Broken, match=r"kokoro\.onnx"):
        KokoroSynthesiser(tmp_path / "kokoro.onnx", [STYLES])
