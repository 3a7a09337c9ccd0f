"""Every sentence that a person reads, in Mandarin and English, side by side in one TOML file a room.

A message is addressed as ``room.key`` and filled with named fields: ``say("record.full_disk", "zh", path=p)``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@cache
def _room(name: str) -> dict[str, dict[str, str]]:
    text = (files(__package__) / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, lang: Lang, /, **fields: object) -> str:
    """Return the message `key` (``room.name``) in `lang`, with its ``{fields}`` filled in.

    Raises
    ------
    KeyError
        If the room, the message, the language or a field is missing; a test visits every message.
    """
    room, _, name = key.partition(".")
    return _room(room)[name][lang].format(**fields)


def rooms() -> tuple[str, ...]:
    """Return the names of the message files."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in files(__package__).iterdir() if f.name.endswith(".toml")))


def keys(room: str) -> tuple[str, ...]:
    """Return the message names of one room."""
    return tuple(_room(room))


def both(key: str, /, **fields: object) -> dict[Lang, str]:
    """Return the message in every language."""
    return {lang: say(key, lang, **fields) for lang in LANGS}
