"""The note beside cached weights: where they came from, and what they must be."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from simulator.engines.weights.catalogue import Weight
from simulator.engines.weights.copying import put
from simulator.settings import Settings


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of a cached file.

    Parameters
    ----------
    name
        Of the weights.
    source
        A path, packages or an address.
    original, original_sha256
        The verified file that it was made from, and its digest.
    sha256, bytes
        Of the cached file itself.
    """

    name: str
    source: str
    original: str
    original_sha256: str
    sha256: str
    bytes: int


def folder(settings: Settings) -> Path:
    """Return where weights are cached."""
    return settings.cache_dir / "models"


def cached(weight: Weight, settings: Settings) -> Path:
    """Return where these weights are cached, or will be."""
    return folder(settings) / weight.stored_as


def note_of(path: Path) -> Path:
    """Return where the note of a cached file lies."""
    return path.with_name(f"{path.name}.json")


def read(weight: Weight, settings: Settings) -> Sidecar | None:
    """Return the note of cached weights if they are there, whole, and of a known origin; else None."""
    path = cached(weight, settings)
    try:
        note = Sidecar(**json.loads(note_of(path).read_text(encoding="utf-8")))
        whole = path.stat().st_size == note.bytes
    except (OSError, ValueError, TypeError):
        return None
    return note if whole and note.name == weight.name and weight.known(note.original_sha256) else None


def write(note: Sidecar, path: Path, work: Path) -> None:
    """Put the note of the cached file `path` in its place."""
    draft = work / "note.json"
    draft.write_text(json.dumps(asdict(note), indent=2), encoding="utf-8")
    put(draft, note_of(path))
