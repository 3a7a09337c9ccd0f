"""The wordings that the rules look for, from ``wordings.toml``, which a trainer can read and extend."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.messages import Lang


@cache
def table() -> dict[str, Any]:
    """Return all wordings by name and language."""
    read = (files(__package__) / "wordings.toml").read_text(encoding="utf-8")
    return tomllib.loads(read)


@cache
def words(name: str) -> frozenset[str]:
    """Return a plain list of words."""
    return frozenset(table()["words"][name])


@cache
def pattern(name: str, lang: Lang) -> re.Pattern[str]:
    """Return the wordings called `name` (``loaded``, ``feeling.anger``) as one pattern that ignores case."""
    entry: Any = table()
    for part in name.split("."):
        entry = entry[part]
    return re.compile("|".join(_bounded(item, lang) for item in entry[lang]), re.IGNORECASE | re.DOTALL)


def _bounded(item: str, lang: Lang) -> str:
    """Put an English wording between word boundaries, except where it begins or ends with a sign of its own."""
    if lang == "zh":
        return f"(?:{item})"
    head = r"\b" if item[0].isalnum() or item[0] == "(" else ""
    tail = r"\b" if item[-1].isalnum() or item[-1] in ")*?]" else ""
    return f"{head}(?:{item}){tail}"


def plain(text: str) -> str:
    """Return a text of the same length with typewriter apostrophes."""
    return text.replace("’", "'")


def search(name: str, text: str, lang: Lang) -> re.Match[str] | None:
    """Return the first place in `text` of one of the wordings called `name`."""
    return pattern(name, lang).search(plain(text))
