"""openai-whisper's own data files and tokenizer, taken from its folder: importing the package would load torch."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from simulator.errors import Missing

LANGUAGES = 99  # of the multilingual models before large-v3


def asset(name: str) -> Path:
    """Return the path of one of openai-whisper's data files.

    Raises
    ------
    Missing
        If openai-whisper is not installed.
    """
    return _folder() / "assets" / name


@cache
def tokenizer(lang: str | None, languages: int = LANGUAGES) -> Any:
    """Return openai-whisper's multilingual tokenizer for transcribing; raises like `asset`.

    Its module depends on nothing but tiktoken, so it can be loaded on its own.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its word list open
        return _module().get_tokenizer(True, num_languages=languages, language=lang, task="transcribe")


@cache
def _folder() -> Path:
    found = importlib.util.find_spec("whisper")
    places = found.submodule_search_locations if found else None
    if not places:
        raise Missing("hearing.no_library", library="openai-whisper", reason="not installed")
    return Path(places[0])


@cache
def _module() -> Any:
    name = "simulator_whisper_tokenizer"
    loader = SourceFileLoader(name, str(_folder() / "tokenizer.py"))
    module = ModuleType(name)
    module.__file__ = loader.path
    sys.modules[name] = module  # its dataclass looks itself up there
    try:
        loader.exec_module(module)
    except (ImportError, OSError) as error:
        del sys.modules[name]
        raise Missing("hearing.no_library", library="openai-whisper", reason=error) from error
    return module
