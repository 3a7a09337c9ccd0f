"""What CTranslate2 wants beside ``model.bin``: a vocabulary, and which tokens and attention heads are special."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from simulator.engines.whisper_files import LANGUAGES, tokenizer
from simulator.errors import Broken

# Heads of the base model that follow the sound, as (layer, head): those that openai-whisper names.
BASE_HEADS = ((3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6))
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")

Heads = tuple[tuple[int, int], ...]


def complete(folder: Path, *, heads: Heads = BASE_HEADS, languages: int = LANGUAGES) -> None:
    """Write ``config.json`` and the vocabulary where a folder has none; for the base model unless told otherwise.

    Raises
    ------
    Broken
        If there is no model in the folder, or nothing can be written.
    """
    if not (folder / "model.bin").is_file():
        raise Broken("hearing.bad_checkpoint", path=folder)
    try:
        if not (folder / "config.json").is_file():
            _put(folder / "config.json", config(heads, languages))
        if not any((folder / name).is_file() for name in VOCABULARIES):
            _put(folder / "vocabulary.json", vocabulary(languages))
    except OSError as error:
        raise Broken("weights.cant_write", folder=folder, reason=error.strerror or error) from error


def config(heads: Heads, languages: int) -> dict[str, Any]:
    """Return a model's configuration."""
    read = tokenizer(None, languages)
    silent = [read.transcribe, read.translate, read.sot, read.sot_prev, read.sot_lm, read.no_speech]
    return {
        "suppress_ids": sorted({*read.non_speech_tokens, *silent}),
        "suppress_ids_begin": [read.encode(" ")[0], read.eot],
        "alignment_heads": [list(head) for head in heads],
        "lang_ids": list(read.all_language_tokens),
    }


def vocabulary(languages: int) -> list[str]:
    """Return a name for each token; the library looks only for the special ones."""
    read = tokenizer(None, languages)
    special = {number: name for name, number in read.special_tokens.items()}
    return [special.get(i) or read.encoding.decode_single_token_bytes(i).hex() for i in range(read.encoding.n_vocab)]


def _put(path: Path, content: Any) -> None:
    """Write a file in one step: other processes see all of it or nothing."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file)
    Path(draft).replace(path)
