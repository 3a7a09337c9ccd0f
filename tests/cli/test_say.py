"""`simulator say` and `simulator voices`: a line as a file, and one sentence for whatever can't be said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import typer
from typer.testing import CliRunner, Result

from simulator.catalog.personas import load_personas
from simulator.cli import voices as voices_command
from simulator.cli.bench_voices import voices as bench_voices
from simulator.cli.say import say
from simulator.domain.persona import Persona
from simulator.domain.scenario import Fact, FactType, Feelings, Line, Policy, RoleCard, Scenario
from simulator.domain.sound import Sound
from simulator.engines import voices
from simulator.errors import BadInput, SimulatorError
from simulator.settings import Settings, settings

app = typer.Typer()
app.command("say")(say)
app.add_typer(voices_command.app, name="voices")
bench = typer.Typer()
bench.command("voices")(bench_voices)
bench.callback()(lambda: None)
app.add_typer(bench, name="bench")


class Tones:
    """A synthesiser that hums."""

    name = "tones"
    models: dict[str, str] = {}  # noqa: RUF012

    def render(self, text: str, persona: Persona, anger: float) -> Sound:
        """Return a tone as long as the text."""
        t = np.arange(2_400 * len(text)) / 24_000
        return Sound((0.2 * np.sin(2 * np.pi * 300 * t)).astype(np.float32), 24_000)


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the test a cache of its own, English messages, and no model."""
    monkeypatch.setenv("SIMULATOR_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SIMULATOR_UI_LANG", "en")
    monkeypatch.setattr(voices, "open_synthesiser", lambda *_, **__: Tones())
    settings.cache_clear()
    yield
    settings.cache_clear()


def run(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_a_line_becomes_a_file(tmp_path: Path) -> None:
    """16 kHz, mono, marked as synthetic, and standard output holds one JSON object."""
    out = tmp_path / "deep" / "x.wav"
    done = run("say", "My phone crashed.", "--voice", "frank", "--anger", "2.5", "--out", out, "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["path"] == str(out)
    with soundfile.SoundFile(out) as file:
        assert (file.samplerate, file.channels, file.format) == (16_000, 1, "WAV")
        assert file.frames / 16_000 == pytest.approx(told["seconds"], abs=0.01)
        assert "Synthetic voice" in file.title


def test_the_telephone_and_flac(tmp_path: Path) -> None:
    """The ending decides the format, the channel is heard."""
    for channel, name in (("clear", "a.flac"), ("phone", "b.flac")):
        assert run("say", "喂？喂？", "--voice", "lan", "--out", tmp_path / name, "--channel", channel).exit_code == 0
    clear, phone = (soundfile.read(tmp_path / name)[0] for name in ("a.flac", "b.flac"))
    assert len(clear) == pytest.approx(len(phone), abs=200)
    assert not np.array_equal(clear[:1_000], phone[:1_000])


def test_a_background_lies_under_the_voice(tmp_path: Path) -> None:
    """As long as the line, and heard in it; the cache holds the line without it."""
    for name, more in (("a.wav", ()), ("b.wav", ("--background", "car"))):
        assert run("say", "喂？喂？", "--voice", "lan", "--out", tmp_path / name, *more).exit_code == 0
    clean, noisy = (soundfile.read(tmp_path / name)[0] for name in ("a.wav", "b.wav"))
    assert len(clean) == len(noisy)
    assert 0.002 < np.std(noisy - clean) < 0.05
    assert len(list((tmp_path / "cache" / "lines").rglob("*.flac"))) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["", "--voice", "lan"], "empty_text"),
        (["😡😡", "--voice", "lan"], "empty_text"),
        (["\x07\x1b", "--voice", "lan"], "empty_text"),
        (["我" * 5_000, "--voice", "lan"], "too_long"),
        (["我要退货", "--voice", "nobody"], "no_voice"),
        (["我要退货", "--voice", "frank"], "not_en"),
        (["I want a refund now", "--voice", "lan"], "not_zh"),
        (["喂", "--voice", "lan", "--anger", "4"], "bad_anger"),
        (["喂", "--voice", "lan", "--anger", "nan"], "bad_anger"),
        (["喂", "--voice", "lan", "--channel", "radio"], "bad_channel"),
        (["喂", "--voice", "lan", "--background", "moon"], "bad_background"),
        (["银行[xyz]", "--voice", "lan"], "bad_reading"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(tmp_path: Path, arguments: list[str], code: str) -> None:
    """Exit status 2, before any model is loaded, and nothing is left behind."""
    done = run("say", *arguments, "--out", tmp_path / "x.wav")
    assert isinstance(done.exception, BadInput)
    assert done.exception.code == f"voices.{code}"
    assert done.exception.exit_status == 2
    for lang in ("en", "zh"):
        assert len(done.exception.sentence(lang)) < 400  # type: ignore[arg-type]
    assert list(tmp_path.glob("*.wav")) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """Another ending, or a folder in the way: one sentence, nothing half-written."""
    assert isinstance(run("say", "喂喂", "--voice", "lan", "--out", tmp_path / "x.mp3").exception, BadInput)
    (tmp_path / "file").write_text("in the way")
    done = run("say", "喂喂", "--voice", "lan", "--out", tmp_path / "file" / "x.wav")
    assert isinstance(done.exception, SimulatorError)
    assert done.exception.code == "voices.cannot_write"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".tmp"] == []


def test_the_list_names_every_persona() -> None:
    """For people and for programs."""
    told = json.loads(run("voices", "list", "--json").stdout)["voices"]
    personas = load_personas(Settings(ui_lang="en"))
    assert [v["id"] for v in told] == list(personas)
    assert all(len(v["anger"]) == 4 for v in told)
    shown = run("voices", "list").stdout
    assert all(p.name in shown for p in personas.values())


def test_the_bench_prints_one_object_and_writes_a_page(tmp_path: Path) -> None:
    """Under the names of the contract; without a recogniser there are no error rates."""
    out = tmp_path / "page.html"
    done = run("bench", "voices", "--voice", "frank", "--sentences", "1", "--no-hearing", "--page", out, "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert {"machine", "personas", "first_sample_s", "rtf"} <= told.keys()
    contrast = {"f0_st", "f0_sd_ratio", "level_db", "alpha_db", "hammarberg_db", "rate_ratio"}
    assert told["personas"]["frank"]["contrast"].keys() == contrast
    assert {"lang", "profile", "monotonic", "clipped"} <= told["personas"]["frank"].keys()
    assert "<svg" in out.read_text(encoding="utf-8")
    refused = run("bench", "voices", "--voice", "frank", "--sentences", "1", "--no-hearing", "--page", tmp_path)
    assert isinstance(refused.exception, BadInput)


def scenario() -> Scenario:
    """Return a small scenario."""
    return Scenario(
        id="tiny",
        lang="en",
        title="",
        industry="",
        difficulty=1,
        caller="M20",
        persona="frank",
        role=RoleCard("", "", (), ()),
        facts=(Fact("n", FactType.NUMBER, "", "three times", corrections=("No! Three times!",)),),
        feelings=Feelings(()),
        policy=Policy("", ()),
        lines={"attack.opening": (Line("Finally!"), Line("Hello?")), "reason.thanks": (Line("Fine."),)},
    )


def test_rendering_ahead_leaves_nothing_to_render(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line and correction, calmer where the customer is calmer; the second time all are there."""
    scenarios = pytest.importorskip("simulator.catalog.scenarios")
    monkeypatch.setattr(scenarios, "load_scenario", lambda *_: scenario())
    usual = dict(voices_command.usual_lines(scenario()))
    assert set(usual) == {"Finally!", "Hello?", "Fine.", "No! Three times!"}
    assert usual["Fine."] < usual["Finally!"]
    first, again = (json.loads(run("voices", "render", "tiny", "--json").stdout) for _ in range(2))
    assert (first["rendered"], first["cached"]) == (4, 0)
    assert (again["rendered"], again["cached"]) == (0, 4)
