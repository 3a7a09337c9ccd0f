"""Which engine speaks: Kokoro where its weights can be had, else the system's own voices."""

from __future__ import annotations

import logging
from collections.abc import Callable

from simulator.domain.ports import Synthesiser
from simulator.engines.kokoro import KokoroSynthesiser
from simulator.engines.pyttsx3_engine import Pyttsx3Synthesiser
from simulator.errors import BadInput, Broken, Missing
from simulator.messages import say
from simulator.resources import folders
from simulator.settings import Settings

Tell = Callable[[str, int, int], None]
Notify = Callable[..., None]  # (key of a message, **fields)

_log = logging.getLogger(__name__)


def open_synthesiser(settings: Settings, *, tell: Tell | None = None, notify: Notify | None = None) -> Synthesiser:
    """Return the voice engine that the settings ask for.

    Parameters
    ----------
    settings
        ``voice_engine``: ``auto``, ``kokoro`` or ``pyttsx3``.
    tell
        Called with (what, done, total) while weights are fetched.
    notify
        Called with the key and the fields of a message when the voices will be plainer than they could be; without it
        the sentence is logged as a warning.

    Raises
    ------
    BadInput
        If there is no such engine.
    Missing
        If the engine can't be had on this machine.
    """
    notify = notify or _logger(settings)
    if settings.voice_engine not in ("auto", "kokoro", "pyttsx3"):
        raise BadInput("voices.bad_engine", engine=settings.voice_engine)
    if settings.voice_engine == "pyttsx3":
        return Pyttsx3Synthesiser(notify)
    try:
        return _kokoro(settings, tell)
    except (Missing, Broken) as error:
        if settings.voice_engine == "kokoro":
            raise
        return _fallback(settings, error, notify)


def _kokoro(settings: Settings, tell: Tell | None) -> KokoroSynthesiser:
    from simulator.engines.weights import ensure

    styles = [f / "styles" for f in folders("voices", override=settings.voices_dir, user=settings.data_dir)]
    return KokoroSynthesiser(ensure("kokoro", settings, tell=tell), styles, settings.cache_dir / "plain")


def _fallback(settings: Settings, error: Missing | Broken, notify: Notify) -> Pyttsx3Synthesiser:
    """Return the system's voices; if there are none either, what is missing is Kokoro."""
    try:
        engine = Pyttsx3Synthesiser(notify)
    except Missing:
        raise error from None
    notify("voices.fallback", why=error.sentence(settings.lang).rstrip(".。"))
    return engine


def _logger(settings: Settings) -> Notify:
    def log(key: str, /, **fields: object) -> None:
        _log.warning("%s", say(key, settings.lang, **fields), extra={"event": key})

    return log
