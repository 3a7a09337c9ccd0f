"""The bench of voices: it prints what the contract says, and tells who gets angry from who doesn't."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.batch.voices_bench import LEVELS, errors_in, figures, sentences, write_file
from simulator.batch.voices_page import page
from simulator.batch.voices_speed import speed
from simulator.catalog.personas import load_personas
from simulator.domain.persona import Persona
from simulator.domain.sound import Sound
from simulator.domain.transcript import written
from simulator.engines.lines import Spoken, render_line
from simulator.engines.renditions import Renditions
from simulator.messages import Lang
from simulator.settings import Settings


class Hummer:
    """A synthesiser that hums a syllable for each character; its anger is the product's own."""

    name = "hummer"
    models: dict[str, str] = {}  # noqa: RUF012

    def render(self, text: str, persona: Persona, anger: float) -> Sound:
        """Return hummed syllables."""
        return render_line(text, persona, anger, lambda c: Spoken(self.hum(min(8, len(c.text)))))

    def hum(self, syllables: int) -> Sound:
        """Return voiced syllables of 0.2 s at a wandering 180 Hz."""
        t = np.arange(round(0.2 * syllables * 24_000)) / 24_000
        phase = 2 * np.pi * np.cumsum(180 * 2 ** (0.15 * np.sin(2 * np.pi * 1.7 * t))) / 24_000
        wave = sum(np.sin(k * phase) / k**1.5 for k in range(1, 40)) * np.abs(np.sin(np.pi * t / 0.2))
        return Sound((0.1 * wave + 0.001 * np.random.default_rng(1).standard_normal(len(t))).astype(np.float32), 24_000)


class Deaf:
    """Hears the same words whatever is said."""

    name, models, capabilities = "deaf", dict[str, str](), frozenset[str]()

    def transcribe(self, sound: Sound, lang: Lang) -> object:
        """Return two words."""
        return written(lang, "手机" if lang == "zh" else "my phone")


@pytest.fixture(scope="module")
def personas() -> dict[str, Persona]:
    """Return the product's personas."""
    return load_personas(Settings(ui_lang="en"))


def test_a_hot_and_a_cold_person_go_their_ways(personas: dict[str, Persona]) -> None:
    """Up, faster, louder, harder; and down, slower, harder."""
    hot, _ = figures(Hummer(), personas["lan"], sentences("zh", 2), None)
    cold, _ = figures(Hummer(), personas["chen"], sentences("zh", 2), None)
    assert hot["monotonic"]
    assert cold["monotonic"]
    assert 5 <= hot["contrast"]["f0_st"] <= 8
    assert hot["contrast"]["level_db"] >= 9
    assert hot["contrast"]["rate_ratio"] > 1.15
    assert cold["contrast"]["f0_st"] < -2
    assert cold["contrast"]["rate_ratio"] < 0.9
    assert cold["contrast"]["alpha_db"] > 3
    assert "cer" not in hot
    assert hot["clipped"] < 0.001


def test_somebody_who_never_gets_angry_shows(personas: dict[str, Persona]) -> None:
    """Four equal levels are no contrast and not monotonic."""
    calm = personas["lan"].anger[0]
    found, _ = figures(Hummer(), replace(personas["lan"], anger=(calm, calm, calm, calm)), sentences("zh", 1), None)
    assert not found["monotonic"]
    assert found["contrast"]["f0_st"] == pytest.approx(0, abs=0.05)
    assert found["contrast"]["rate_ratio"] == pytest.approx(1, abs=0.02)


def test_errors_are_counted_as_people_would() -> None:
    """Figures and words are the same; characters in Mandarin, words in English."""
    assert errors_in("第三次，两天", "第3次，2天", "zh") == (0, 5)
    assert errors_in("我要退货", "我要退伙", "zh") == (1, 4)
    assert errors_in("The third time.", "the 3rd time", "en") == (0, 3)
    assert errors_in("at two o'clock", "at 2 o'clock", "en") == (0, 3)
    assert errors_in("I want my money", "I want money now", "en") == (2, 4)


def test_deafness_is_measured(personas: dict[str, Persona]) -> None:
    """A recogniser that hears nothing of it errs nearly always, by both channels."""
    found, _ = figures(Hummer(), personas["frank"], sentences("en", 1), Deaf())  # type: ignore[arg-type]
    assert found["cer"].keys() == {"clear", "phone"}
    assert all(0.5 < rate <= 1.5 for rate in found["cer"].values())


def test_both_languages_have_ten_sentences_and_more() -> None:
    """Each once."""
    for lang in ("zh", "en"):
        texts = sentences(lang, 99)  # type: ignore[arg-type]
        assert len(set(texts)) == len(texts) >= 10


def test_speed_is_that_of_an_empty_cache(tmp_path: Path, personas: dict[str, Persona]) -> None:
    """What was just rendered comes back much sooner."""
    found = speed(Renditions(tmp_path, Hummer()), [personas["lan"], personas["frank"]], count=2)
    first = found["first_sample_s"]
    assert 0 < first["cached"] < first["uncached"]["p50"] <= first["uncached"]["p95"]
    assert found["rtf"] > 0


def test_the_page_stands_alone(tmp_path: Path, personas: dict[str, Persona]) -> None:
    """Figures, a contour and a spectrum for each level, nothing from the network, no script, and names are escaped."""
    figured, drawn = figures(Hummer(), personas["lan"], sentences("zh", 1), None)
    found = {"machine": "a <machine>", "personas": {"lan": figured}}
    for lang in ("zh", "en"):
        text = page(found, {"lan": drawn}, {"lan": "<Lan>"}, lang)  # type: ignore[arg-type]
        assert text.count("<path") == 2 * len(LEVELS)
        assert not re.search(r"https?://|<script|src=|@import", text)
        assert "&lt;Lan&gt;" in text
        assert "&lt;machine&gt;" in text
        assert "nan" not in text
    write_file(tmp_path / "p.html", text)
    assert [p.name for p in tmp_path.iterdir()] == ["p.html"]
    json.dumps(found)
