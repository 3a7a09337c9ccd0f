"""Messages: both languages, the same fields, and every message that the code names exists."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import simulator
from simulator.messages import LANGS, both, keys, rooms

PACKAGE = Path(simulator.__file__).parent
ALL = [f"{room}.{key}" for room in rooms() for key in keys(room)]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", ALL)
def test_both_languages_say_the_same(key: str) -> None:
    """A message names the same fields in Mandarin and English, and neither is empty."""
    raw = both_raw(key)
    assert set(raw) == set(LANGS)
    assert all(text.strip() for text in raw.values())
    assert fields(raw["en"]) == fields(raw["zh"])
    assert re.search(r"[一-鿿]", raw["zh"]) or not re.search(r"[A-Za-z]{4}", raw["en"])


def both_raw(key: str) -> dict[str, str]:
    """Return the unfilled messages."""
    room, _, name = key.partition(".")
    table = tomllib.loads((PACKAGE / "messages" / f"{room}.toml").read_text(encoding="utf-8"))
    entry: dict[str, str] = table[name]
    return entry


def test_every_error_code_in_the_code_has_a_message() -> None:
    """Whatever is raised can be said."""
    pattern = re.compile(r"(?:BadInput|Missing|Broken|Busy|notice|message)\(\s*\"([a-z_]+\.[a-z_0-9]+)\"")
    named = {code for path in PACKAGE.rglob("*.py") for code in pattern.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 20
    assert sorted(named - set(ALL)) == []


def test_messages_are_filled() -> None:
    """A filled message holds its values in both languages."""
    for text in both("audio.cut_off", path="a.wav", promised=10, held=5).values():
        assert "a.wav" in text
        assert "10" in text
