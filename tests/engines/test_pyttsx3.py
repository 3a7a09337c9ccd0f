"""The system's voices: one process, one utterance at a time, killed when it is stuck, and the right voice or none."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from soak_pyttsx3 import soak

from simulator.catalog.personas import load_personas
from simulator.domain.persona import Habits, Persona
from simulator.engines import voices
from simulator.engines.pyttsx3_engine import Pyttsx3Synthesiser
from simulator.engines.pyttsx3_voices import SystemVoice, choose_voice
from simulator.engines.voices import open_synthesiser
from simulator.errors import Broken, Missing
from simulator.settings import Settings

# A worker that follows the protocol and misbehaves on demand: the text decides.
FAKE = """
import json, os, sys, time, wave
print(json.dumps({"ready": True, "driver": "fake", "voices": [
    {"id": "v/en", "name": "English", "languages": ["en-us"]},
    {"id": "v/fake", "name": "Claims Mandarin", "languages": ["cmn"]},
    {"id": "v/cmn", "name": "Mandarin", "languages": ["cmn"]}]}), flush=True)
for line in sys.stdin:
    r = json.loads(line)
    mark = os.environ["MARK"]
    if "hang" in r["text"] or ("stumble" in r["text"] and not os.path.exists(mark)):
        open(mark, "w").close()
        time.sleep(60)
    if "die" in r["text"]:
        sys.exit(3)
    if "refuse" in r["text"]:
        print(json.dumps({"id": r["id"], "ok": False, "error": "refused"}), flush=True)
        continue
    n = (4000 + 1200 * sum(c.isalpha() for c in r["text"])) // (10 if r["voice"] == "v/fake" else 1)
    loud = 0 if "mute" in r["text"] else 8000
    with wave.open(r["path"], "wb") as f:
        f.setnchannels(1); f.setsampwidth(2); f.setframerate(16000)
        f.writeframes(b"".join((loud if i // 50 % 2 else -loud).to_bytes(2, "little", signed=True) for i in range(n)))
    print(json.dumps({"id": r["id"], "ok": True}), flush=True)
"""


@pytest.fixture(scope="module")
def personas() -> dict[str, Persona]:
    """Return the product's personas, without their sighs and breaths."""
    return {k: replace(p, habits=Habits()) for k, p in load_personas(Settings(ui_lang="en")).items()}


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pyttsx3Synthesiser:
    """Return an engine whose worker is the fake one, with a watchdog of two seconds."""
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    script = tmp_path / "worker.py"
    script.write_text(FAKE)
    return Pyttsx3Synthesiser(command=(sys.executable, str(script)), start_s=10.0, utterance_s=2.0)


def test_it_speaks_and_is_coloured(fake: Pyttsx3Synthesiser, personas: dict[str, Persona]) -> None:
    """The fallback is angry, too: furious is faster than calm."""
    calm, furious = (fake.render("a fine example", personas["frank"], anger) for anger in (0.0, 3.0))
    assert calm.rate_hz == 16_000
    assert furious.duration_s < calm.duration_s
    fake.close()


def test_a_stuck_worker_is_killed_and_started_again(fake: Pyttsx3Synthesiser, personas: dict[str, Persona]) -> None:
    """Stuck once: the line is spoken all the same. Stuck each time: one sentence, and the next line works."""
    assert fake.render("stumble over this", personas["frank"], 1.0).duration_s > 0
    with pytest.raises(Broken) as caught:
        fake.render("hang on this", personas["frank"], 1.0)
    assert caught.value.code == "voices.worker_stuck"
    assert fake.render("going on", personas["frank"], 1.0).duration_s > 0
    fake.close()


@pytest.mark.parametrize(("text", "code"), [("die here", "stuck"), ("refuse this", "failed"), ("mute this", "failed")])
def test_a_worker_that_dies_refuses_or_writes_silence(
    fake: Pyttsx3Synthesiser, personas: dict[str, Persona], text: str, code: str
) -> None:
    """Each is an error with a sentence, never silence for a voice."""
    with pytest.raises(Broken) as caught:
        fake.render(text, personas["frank"], 1.0)
    assert caught.value.code == f"voices.worker_{code}"
    assert fake.render("going on", personas["frank"], 1.0).duration_s > 0
    fake.close()


def test_many_callers_get_their_own_words(fake: Pyttsx3Synthesiser, personas: dict[str, Persona]) -> None:
    """Eight at once: none missing, none swapped (the fake speaks as long as the text is)."""
    texts = [("ab" * n).strip() for n in range(2, 26)]
    calm = personas["frank"]
    with ThreadPoolExecutor(8) as pool:
        sounds = list(pool.map(lambda t: fake.render(t, calm, 1.0), texts))
    lengths = [s.duration_s for s in sounds]
    assert all(a < b for a, b in pairwise(lengths))
    fake.close()


def test_no_engine_is_one_sentence(tmp_path: Path) -> None:
    """A worker that can't start, says so, or says nothing: what to install."""
    missing = (str(tmp_path / "no-such-program"),)
    sorry = (sys.executable, "-c", 'print(\'{"ready": false, "error": "no espeak"}\')')
    quiet = (sys.executable, "-c", "pass")
    for command in (missing, sorry, quiet):
        with pytest.raises(Missing) as caught:
            Pyttsx3Synthesiser(command=command, start_s=10.0)
        assert caught.value.code == "voices.no_system_engine"
        assert "espeak-ng" in caught.value.sentence("en")


SAPI = (
    SystemVoice("HKEY\\Tokens\\TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop - English (United States)", ()),
    SystemVoice("HKEY\\Tokens\\TTS_MS_EN-US_DAVID_11.0", "Microsoft David Desktop - English (United States)", ()),
    SystemVoice(
        "HKEY\\Tokens\\TTS_MS_ZH-HK_TRACY_11.0", "Microsoft Tracy Desktop - Chinese(Traditional, HongKong)", ()
    ),
    SystemVoice("HKEY\\Tokens\\TTS_MS_ZH-CN_HUIHUI_11.0", "Microsoft Huihui Desktop - Chinese (Simplified)", ()),
)
MAC = (
    SystemVoice("com.apple.voice.compact.en-US.Samantha", "Samantha", ("en_US",)),
    SystemVoice("com.apple.voice.compact.zh-CN.Tingting", "Tingting", ("zh_CN",)),
    SystemVoice("com.apple.voice.compact.zh-HK.Sinji", "Sinji", ("zh_HK",)),
)


@pytest.mark.parametrize(
    ("there", "platform", "who", "chosen"),
    [
        (SAPI, "win32", "lan", 3),
        (SAPI, "win32", "frank", 1),
        (SAPI, "win32", "denise", 0),
        (SAPI[:1] + SAPI[2:], "win32", "frank", 0),
        (MAC, "darwin", "lan", 1),
        (MAC, "darwin", "trainee_zh", 1),
        (MAC, "darwin", "denise", 0),
    ],
)
def test_the_voice_is_the_named_one_or_one_of_the_language(
    there: tuple[SystemVoice, ...], platform: str, who: str, chosen: int, personas: dict[str, Persona]
) -> None:
    """Windows tells the language in the id, macOS in a list; Cantonese is no Mandarin."""
    assert choose_voice(there, personas[who], platform) is there[chosen]


def test_a_voice_of_another_language_is_never_taken(personas: dict[str, Persona]) -> None:
    """Even if the persona names it."""
    french = (SystemVoice("fr/huihui", "Huihui", ("fr-fr",)), SystemVoice("zh-yue", "Cantonese", ("yue",)))
    with pytest.raises(Missing) as caught:
        choose_voice(french, replace(personas["lan"], system_voices={"linux": "huihui"}), "linux")
    assert caught.value.code == "voices.no_system_voice_zh"


def test_auto_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch, fake: Pyttsx3Synthesiser) -> None:
    """Without Kokoro's weights the system speaks, with one notice; `kokoro` insists."""

    def nowhere(*_: object) -> None:
        raise Missing("resources.no_file", path="kokoro.onnx")

    monkeypatch.setattr(voices, "_kokoro", nowhere)
    monkeypatch.setattr(voices, "Pyttsx3Synthesiser", lambda _: fake)
    told: list[str] = []
    engine = open_synthesiser(Settings(), notify=lambda key, **_: told.append(key))
    assert engine is fake
    assert told == ["voices.fallback"]
    with pytest.raises(Missing):
        open_synthesiser(Settings(voice_engine="kokoro"))
    fake.close()


def test_without_any_voice_the_missing_weights_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kokoro is the better remedy."""

    def no_weights(*_: object) -> None:
        raise Missing("resources.no_file", path="kokoro.onnx")

    def no_system(*_: object) -> None:
        raise Missing("voices.no_system_engine", why="none")

    monkeypatch.setattr(voices, "_kokoro", no_weights)
    monkeypatch.setattr(voices, "Pyttsx3Synthesiser", no_system)
    with pytest.raises(Missing, match=r"kokoro\.onnx"):
        open_synthesiser(Settings())


def test_a_voice_that_cannot_read_the_language_is_refused(
    fake: Pyttsx3Synthesiser, personas: dict[str, Persona]
) -> None:
    """It says that it speaks Mandarin and leaves everything out: the next one is taken, and without one, a sentence."""
    anybody = replace(personas["lan"], system_voices={})
    assert fake.render("我要退货", anybody, 1.0).duration_s > 0.2
    assert fake._trials == {("v/fake", "zh"): False, ("v/cmn", "zh"): True}
    fake.voices = fake.voices[:2]
    with pytest.raises(Missing) as caught:
        fake.render("我要退货", anybody, 1.0)
    assert caught.value.code == "voices.unable_zh"
    fake.close()


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="the voices of other systems are not known here")
def test_eight_callers_for_real() -> None:
    """A shorter run of soak_pyttsx3.py: no hang, none missing, none swapped."""
    assert soak(utterances=120, callers=8) == {"utterances": 120, "missing": 0, "swapped": 0}


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="the voices of other systems are not known here")
def test_espeak_for_real(personas: dict[str, Persona]) -> None:
    """English and Mandarin are spoken by the real worker, from several threads, and Mandarin comes with a warning."""
    told: list[str] = []
    lock = threading.Lock()

    def notify(key: str) -> None:
        with lock:
            told.append(key)

    engine = Pyttsx3Synthesiser(notify)
    lines = [("My phone has crashed again.", "frank"), ("我的手机又坏了。", "lan"), ("I want my money back.", "denise")]
    with ThreadPoolExecutor(3) as pool:
        sounds = list(pool.map(lambda p: engine.render(p[0], personas[p[1]], 1.5), lines * 3))
    for first, again in zip(sounds[:3], sounds[3:6], strict=True):
        assert 0.5 < first.duration_s < 5.0
        assert np.abs(first.samples).max() > 0.05
        assert again.duration_s == pytest.approx(first.duration_s, rel=0.02)
    assert told == ["voices.poor_mandarin"]
    engine.close()
