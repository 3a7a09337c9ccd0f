"""Level and noise of a microphone as one line of text."""

from __future__ import annotations

from simulator.messages import Lang, say
from simulator.speech.mic_check import LEAST_SNR_DB, MicCheck

LOW_DBFS, WIDTH = -80, 40  # two dB a character
NOISE, VOICE, FREE = "░", "█", "·"


def meter(checked: MicCheck, lang: Lang) -> str:
    """Return a bar from −80 dB to full scale: noise, what the voice stands out by, and the room above it."""
    noise = _at(checked.noise_dbfs)
    voice = max(_at(checked.voice_dbfs), noise)
    bar = NOISE * noise + VOICE * (voice - noise) + FREE * (WIDTH - voice)
    if checked.voice_dbfs is None:
        return f"{bar}  {say('mic.meter_silent', lang)}"
    if checked.noise_dbfs is None:
        return f"{bar}  {say('mic.meter_voice', lang, voice=checked.voice_dbfs)}"
    voice_db, noise_db = checked.voice_dbfs, checked.noise_dbfs
    words = say("mic.meter", lang, voice=voice_db, noise=noise_db, apart=voice_db - noise_db, least=LEAST_SNR_DB)
    return f"{bar}  {words}"


def _at(dbfs: float | None) -> int:
    if dbfs is None:
        return 0
    return min(max(round((dbfs - LOW_DBFS) * WIDTH / -LOW_DBFS), 0), WIDTH)
