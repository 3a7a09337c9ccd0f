"""The voices of the operating system, and which of them a persona takes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.persona import Persona
from simulator.errors import Missing
from simulator.messages import Lang

_CODES: dict[Lang, re.Pattern[str]] = {
    "zh": re.compile(r"(?:^|[^a-z])(?:cmn|zh(?![-_](?:hk|yue)))(?:[^a-z]|$)|mandarin", re.IGNORECASE),
    "en": re.compile(r"(?:^|[^a-z])en(?:[^a-z]|$)|english", re.IGNORECASE),
}
_PREFERRED: dict[Lang, tuple[str, ...]] = {"zh": ("cmn", "zh-cn", "zh_cn"), "en": ("en-us", "en_us", "en-gb")}

# What a voice has to say before it is trusted with a language: espeak-ng 1.51 takes 0.37 s for a syllable of Mandarin
# because it spells some of them, 1.52 takes 0.27, and voices of other languages take 0.7.
TRIAL: dict[Lang, str] = {"zh": "我要你们马上把钱退给我", "en": "I want you to pay me back my money now"}
TRIAL_SYLLABLES = 11
SYLLABLE_S = (0.08, 0.34)


@dataclass(frozen=True, slots=True)
class SystemVoice:
    """A voice of the system."""

    id: str
    name: str
    languages: tuple[str, ...]

    def speaks(self, lang: Lang) -> bool:
        """Return whether its languages say so, or, where they say nothing, its id and name."""
        if self.languages:
            return any(_CODES[lang].search(code) for code in self.languages)
        return bool(_CODES[lang].search(f"{self.id} {self.name}"))

    def called(self, part: str) -> bool:
        """Return whether the id or the name holds `part`."""
        return part.lower() in f"{self.id} {self.name}".lower()


def ranked_voices(voices: Sequence[SystemVoice], persona: Persona, platform: str = sys.platform) -> list[SystemVoice]:
    """Return the voices that say they speak the persona's language, the persona's own first.

    Raises
    ------
    Missing
        If the system has no voice for the language; a voice of another language is never taken.
    """
    able = [v for v in voices if v.speaks(persona.lang)]
    if not able:
        raise Missing(f"voices.no_system_voice_{persona.lang}")
    wanted = persona.system_voices.get(platform, "")
    ends = [v for v in able if wanted and re.split(r"[/.\\]", v.id.lower())[-1] == wanted.lower()]
    named = [v for v in able if wanted and v.called(wanted)]
    usual = [v for code in _PREFERRED[persona.lang] for v in able if code in (c.lower() for c in v.languages)]
    return list(dict.fromkeys([*ends, *named, *usual, *able]))


def choose_voice(voices: Sequence[SystemVoice], persona: Persona, platform: str = sys.platform) -> SystemVoice:
    """Return the persona's voice, or another one of its language; raises like `ranked_voices`."""
    return ranked_voices(voices, persona, platform)[0]


def plausible(duration_s: float) -> bool:
    """Return whether a voice took as long for its `TRIAL` as somebody who speaks the language.

    A voice that can't read Mandarin says "Chinese letter" or spells the pinyin, or leaves everything out.
    """
    return SYLLABLE_S[0] <= duration_s / TRIAL_SYLLABLES <= SYLLABLE_S[1]
