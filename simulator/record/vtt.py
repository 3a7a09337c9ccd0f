"""The transcript as WebVTT (W3C), one cue a turn, with voices: players and editors of subtitles read it."""

from __future__ import annotations

from simulator.domain.record import SessionRecord, Turn
from simulator.messages import Lang, say

NAME = "transcript.vtt"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def to_vtt(record: SessionRecord) -> str:
    """Return the transcript of a call; turns without words are left out."""
    head = f"WEBVTT\n\nNOTE\n{_flat(say('record.origin', record.lang))}\n"
    spoken = sorted((t for t in record.turns if t.text.strip()), key=lambda t: (t.start_s, t.index))
    return "\n".join([head, *(_cue(t, record.lang) for t in spoken)])


def _cue(turn: Turn, lang: Lang) -> str:
    end_s = max(turn.end_s, turn.start_s + 0.001)  # a cue must last
    voice = say(f"record.{turn.speaker}", lang)
    return f"{turn.index}\n{timestamp(turn.start_s)} --> {timestamp(end_s)}\n<v {voice}>{_flat(turn.text)}\n"


def _flat(text: str) -> str:
    """Return text that can't end its cue: one line, without markup."""
    return " ".join(text.split()).translate(_ESCAPES)


def timestamp(seconds: float) -> str:
    """Return ``hh:mm:ss.mmm``."""
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
