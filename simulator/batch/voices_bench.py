"""How a persona's anger sounds, in figures: pitch, level, hardness, tempo, and whether it is still understood."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.domain.persona import Habits, Persona
from simulator.domain.ports import Recogniser, Synthesiser
from simulator.domain.sound import Sound
from simulator.engines.g2p_en_numbers import spoken_numbers as english_figures
from simulator.engines.g2p_zh_numbers import spoken_numbers as mandarin_figures
from simulator.messages import Lang
from simulator.resources import bundled
from simulator.speech.channel import phone
from simulator.speech.error_rate import character_errors, word_errors
from simulator.speech.prosody import contour, measure

LEVELS = (0, 1, 2, 3)
MEASURES = ("f0_st", "f0_sd_st", "level_dbfs", "alpha_db", "hammarberg_db", "rate_syll_s")
# Which way each measure goes as anger grows: hot as in Banse & Scherer 1996, cold lower, slower, harder.
HOT = {"f0_st": 1, "f0_sd_st": 1, "level_dbfs": 1, "alpha_db": 1, "hammarberg_db": -1, "rate_syll_s": 1}
COLD = {"f0_st": -1, "alpha_db": 1, "hammarberg_db": -1, "rate_syll_s": -1}

Values = dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """What a designer of voices looks at.

    Parameters
    ----------
    contours
        By level: F0 in Hz each 10 ms of one sentence, NaN where unvoiced.
    spectra
        By level: mean spectrum of all sentences in dB, at `hz`.
    hz
        Frequencies of the spectra.
    """

    contours: tuple[npt.NDArray[np.float64], ...]
    spectra: tuple[npt.NDArray[np.float64], ...]
    hz: npt.NDArray[np.float64]


def sentences(lang: Lang, count: int) -> tuple[str, ...]:
    """Return the test sentences of a language (voices/test_sentences.toml)."""
    text = (bundled("voices") / "test_sentences.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)[lang][:count])


def figures(
    engine: Synthesiser, persona: Persona, texts: Sequence[str], recogniser: Recogniser | None
) -> tuple[dict[str, Any], Pictures]:
    """Return a persona's figures as `bench voices` prints them, and the pictures.

    Parameters
    ----------
    engine
        Speaks.
    texts
        Sentences of the persona's language.
    recogniser
        Hears the furious ones, clear and over the telephone; without it there are no error rates.
    """
    bare = replace(persona, habits=Habits())  # a sigh has no pitch and no syllables
    rendered = [[engine.render(t, bare, level) for t in texts] for level in LEVELS]
    by_level = [_mean([_values(s, t, persona.lang) for s, t in zip(row, texts, strict=True)]) for row in rendered]
    spectra = [_spectrum(row) for row in rendered]
    found: dict[str, Any] = {
        "lang": persona.lang,
        "role": persona.role,
        "temper": persona.temper,
        "profile": persona.profile,
        "formants": persona.body.formants,
        "style": persona.style,
        "f0_median_hz": round(float(np.median([v["f0_hz"] for v in by_level[:1]])), 1),
        "contrast": _contrast(by_level[0], by_level[-1]),
        "monotonic": _monotonic(by_level, HOT if persona.profile == "hot" else COLD),
        "clipped": max(v["clipped"] for v in by_level),
        "levels": [{k: round(x, 3) for k, x in v.items()} for v in by_level],
    }
    if recogniser is not None:
        found["cer"] = error_rates(engine, persona, texts, recogniser)
    pictures = Pictures(tuple(_pitch(row[0]) for row in rendered), tuple(s for s, _ in spectra), spectra[0][1])
    return found, pictures


def error_rates(
    engine: Synthesiser, persona: Persona, texts: Sequence[str], recogniser: Recogniser, anger: float = 3.0
) -> Values:
    """Return the share of characters (Mandarin) or words (English) that a recogniser gets wrong, by channel."""
    sounds = [engine.render(t, persona, anger) for t in texts]
    channels: dict[str, Callable[[Sound, int], Sound]] = {"clear": lambda s, _: s, "phone": phone}
    rates = {}
    for channel, through in channels.items():
        heard = [recogniser.transcribe(through(s, i), persona.lang).text for i, s in enumerate(sounds)]
        errors = [errors_in(t, h, persona.lang) for t, h in zip(texts, heard, strict=True)]
        rates[channel] = round(sum(e for e, _ in errors) / max(1, sum(n for _, n in errors)), 4)
    return rates


def errors_in(said: str, heard: str, lang: Lang) -> tuple[int, int]:
    """Return errors and length; 三 and 3, third and 3rd are the same."""
    if lang == "zh":
        return character_errors(mandarin_figures(said), mandarin_figures(heard))
    return word_errors(english_figures(said), english_figures(heard))


def write_file(path: Path, text: str) -> None:
    """Write a text whole or not at all; raises OSError."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _values(sound: Sound, text: str, lang: Lang) -> Values:
    spoken = mandarin_figures(text) if lang == "zh" else english_figures(text)
    m, f0 = measure(sound, spoken, lang), _pitch(sound)
    voiced = f0[np.isfinite(f0)]
    st = 12 * np.log2(voiced / 100.0) if len(voiced) else np.zeros(1)
    return {
        "f0_hz": float(100.0 * 2 ** (np.median(st) / 12)),
        "f0_st": float(st.mean()),
        "f0_sd_st": float(st.std()),
        "level_dbfs": m.level_dbfs or 0.0,
        "alpha_db": m.alpha_db or 0.0,
        "hammarberg_db": m.hammarberg_db or 0.0,
        "rate_syll_s": m.rate_syll_s or 0.0,
        "clipped": m.clipped_share,
    }


def _pitch(sound: Sound) -> npt.NDArray[np.float64]:
    """Return F0 in Hz each 10 ms, NaN where there is no voice or the tracker jumped by more than ten semitones."""
    f0 = contour(sound).f0_hz
    voiced = f0[np.isfinite(f0)]
    if not len(voiced):
        return f0
    return np.where(np.abs(12 * np.log2(f0 / np.median(voiced))) <= 10, f0, np.nan)


def _mean(rows: Sequence[Values]) -> Values:
    return {k: float(np.mean([r[k] for r in rows])) for k in rows[0]}


def _contrast(calm: Values, furious: Values) -> Values:
    """Return level 3 against level 0, under the names of the contract."""
    found = {
        "f0_st": furious["f0_st"] - calm["f0_st"],
        "f0_sd_ratio": _ratio(furious["f0_sd_st"], calm["f0_sd_st"]),
        "level_db": furious["level_dbfs"] - calm["level_dbfs"],
        "alpha_db": furious["alpha_db"] - calm["alpha_db"],
        "hammarberg_db": furious["hammarberg_db"] - calm["hammarberg_db"],
        "rate_ratio": _ratio(furious["rate_syll_s"], calm["rate_syll_s"]),
    }
    return {k: round(v, 2) for k, v in found.items()}


def _ratio(a: float, b: float) -> float:
    """Return a / b, or 1 where nothing could be measured."""
    return a / b if b else 1.0


def _monotonic(levels: Sequence[Values], direction: dict[str, int]) -> bool:
    return all(sign * (b[k] - a[k]) > 0 for k, sign in direction.items() for a, b in pairwise(levels))


def _spectrum(sounds: Sequence[Sound]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the mean spectrum of some sounds in dB, and its frequencies up to 8 kHz."""
    from scipy.signal import welch

    spectra = [welch(s.samples.astype(np.float64), s.rate_hz, nperseg=512) for s in sounds]
    hz = spectra[0][0]
    power = np.mean([p for _, p in spectra], axis=0)
    inside = hz <= 8_000
    return 10 * np.log10(power[inside] + 1e-12), hz[inside]
