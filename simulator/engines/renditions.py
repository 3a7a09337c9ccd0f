"""Rendered lines, each kept once: FLAC files named by a hash of everything that the sound depends on."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Literal
from weakref import WeakValueDictionary

import numpy as np

from simulator.domain.persona import Persona
from simulator.domain.ports import Synthesiser
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.engines import kept
from simulator.engines.thinning import thin
from simulator.errors import BadInput
from simulator.messages import say
from simulator.speech.anger import MAX_ANGER
from simulator.speech.channel import phone

CODE_VERSION = 3  # raise it when a change of the code changes the sound
FOLDER, PLAIN = "lines", "plain"  # of the cache: whole lines, and clauses without anger
OFTEN = 100  # new lines between two looks at the size of the cache

Channel = Literal["clear", "phone"]
OnError = Callable[[Path, Exception], None]

_log = logging.getLogger(__name__)


class Renditions:
    """Lines at 16 kHz, from the cache where they are there, else from the synthesiser.

    Parameters
    ----------
    cache_dir
        The lines are kept in its folder ``lines``.
    synthesiser
        Any engine.
    on_error
        Told once when a line can't be kept (full disk, no right to write); without it a warning is logged. The sound is
        returned all the same.
    limit_mb
        Most that lines and plain clauses may take together, in megabytes; without it there is no bound.
    """

    def __init__(
        self,
        cache_dir: Path,
        synthesiser: Synthesiser,
        on_error: OnError | None = None,
        *,
        limit_mb: float | None = None,
    ) -> None:
        self._cache_dir, self._limit_mb = cache_dir, limit_mb
        self._kept = 0
        self.folder = cache_dir / FOLDER
        self._synthesiser = synthesiser
        self._on_error = on_error or _log_error
        self._told = False
        self._lock = threading.Lock()
        self._turns: WeakValueDictionary[Path, threading.Lock] = WeakValueDictionary()

    def render(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> Sound:
        """Return a line.

        Parameters
        ----------
        text
            What is said.
        persona
            Who says it.
        anger
            0 to 3, rounded to 0.1.
        channel
            ``phone`` is what a telephone leaves of it.

        Returns
        -------
        Sound
            At 16 kHz, the same samples whether it was in the cache or not.

        Raises
        ------
        BadInput
            If the text can't be spoken or `anger` is out of range.
        """
        path = self.path(text, persona, anger, channel)
        with self._turn(path):  # somebody may be rendering this very line
            return _whole(list(self.stream(text, persona, anger, channel)))

    def stream(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> Iterator[Sound]:
        """Yield a line as its clauses become ready; together they are what `render` returns, to the sample.

        A line in the cache comes at once and in one piece. A line that was streamed to its end is in the cache. Raises
        like `render`, before the first clause.
        """
        path = self.path(text, persona, anger, channel)
        there = kept.read(path)
        if there is not None:
            return iter((there,))
        return self._fresh(path, self._engine_stream(text, persona, _step(anger)), channel)

    def cached(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> bool:
        """Return whether a line is in the cache."""
        return self.path(text, persona, anger, channel).is_file()

    def path(self, text: str, persona: Persona, anger: float, channel: Channel = "clear") -> Path:
        """Return where a line is kept, there or not."""
        if not 0.0 <= anger <= MAX_ANGER:
            raise BadInput("voices.bad_anger", anger=anger)
        facts = {
            "text": text,
            "persona": _sounding(persona),
            "style": self._fingerprint(persona),
            "anger": _step(anger),
            "channel": channel,
            "engine": self._synthesiser.name,
            "models": self._synthesiser.models,
            "code": CODE_VERSION,
        }
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest}.flac"

    def _fingerprint(self, persona: Persona) -> str:
        """Return the hash of the persona's style, from engines that have styles."""
        fingerprint = getattr(self._synthesiser, "fingerprint", None)
        return str(fingerprint(persona)) if fingerprint else ""

    def _engine_stream(self, text: str, persona: Persona, anger: float) -> Iterator[Sound]:
        """Return the engine's clauses; of an engine that can't stream, the whole line."""
        stream = getattr(self._synthesiser, "stream", None)
        if stream is None:
            return iter((self._synthesiser.render(text, persona, anger),))
        pieces: Iterator[Sound] = stream(text, persona, anger)
        return pieces

    def _fresh(self, path: Path, pieces: Iterator[Sound], channel: Channel) -> Iterator[Sound]:
        """Yield what the engine makes, at 16 kHz and through the channel, and keep the whole."""
        seed = int(path.stem[:8], 16)
        done: list[Sound] = []
        for i, piece in enumerate(pieces):
            done.append(_at_16_bits(phone(piece, seed + i) if channel == "phone" else _at_line_rate(piece)))
            yield done[-1]
        self._keep(path, kept.encode(_whole(done)))

    def _turn(self, path: Path) -> threading.Lock:
        """Return the lock of one line, which is gone when nobody renders it."""
        with self._lock:
            return self._turns.setdefault(path, threading.Lock())

    def _keep(self, path: Path, encoded: bytes) -> None:
        try:
            kept.write(path, encoded)
            self._kept += 1
            if self._limit_mb is not None and self._kept % OFTEN == 1:
                thin((self._cache_dir / name for name in (FOLDER, PLAIN)), round(self._limit_mb * 1_000_000))
        except OSError as error:
            if not self._told:
                self._told = True
                self._on_error(self.folder, error)


def _sounding(persona: Persona) -> dict[str, object]:
    """Return the fields that are heard; a new name or description renders nothing again."""
    return {
        "lang": persona.lang,
        "style": persona.style,
        "body": asdict(persona.body),
        "anger": [asdict(level) for level in persona.anger],
        "system_voices": dict(persona.system_voices),
        "breaths": persona.habits.breaths,
        "own_sound": [persona.habits.sound, persona.habits.sighs, persona.id if persona.habits.sighs else ""],
    }


def _at_line_rate(sound: Sound) -> Sound:
    if sound.rate_hz == LINE_RATE_HZ:
        return sound
    import soxr

    samples = soxr.resample(sound.samples, sound.rate_hz, LINE_RATE_HZ)
    return Sound(np.clip(samples, -1.0, 1.0).astype(np.float32), LINE_RATE_HZ)


def _at_16_bits(sound: Sound) -> Sound:
    """Return the sound as its file will hold it."""
    steps = np.clip(np.rint(sound.samples * 32_768.0), -32_768, 32_767)
    return Sound((steps / 32_768.0).astype(np.float32), sound.rate_hz)


def _whole(pieces: list[Sound]) -> Sound:
    return Sound(np.concatenate([p.samples for p in pieces]), pieces[0].rate_hz)


def _step(anger: float) -> float:
    return round(anger * 10) / 10


def _log_error(folder: Path, error: Exception) -> None:
    from simulator.settings import settings

    sentence = say("voices.cache_failed", settings().lang, path=folder, why=error)
    _log.warning("%s", sentence, extra={"event": "voices.cache_failed"})
