"""What weights are here, where they came from, and whether they are still the ones they were."""

from __future__ import annotations

from typing import Any

from simulator.engines.weights import sidecar
from simulator.engines.weights.catalogue import Weight, catalogue
from simulator.engines.weights.parts import installed
from simulator.engines.weights.sidecar import Sidecar
from simulator.errors import Broken, Missing
from simulator.resources import verified
from simulator.settings import Settings


def status(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return, for each set of weights, its title, licence, state and, if it is here, path, source and digests.

    ``state`` is ``installed`` (in the cache), ``available`` (in installed packages, put together at first use),
    ``optional`` (fetched when a setting names it) or ``missing``; only the last has a ``remedy``, one sentence.
    """
    return {name: _status(weight, settings) for name, weight in catalogue().items()}


def verify(weight: Weight, settings: Settings) -> Sidecar:
    """Return the note of cached weights after reading every byte of them.

    Raises
    ------
    Missing
        If they are not in the cache.
    Broken
        If the file was changed.
    """
    path = sidecar.cached(weight, settings)
    note = sidecar.read(weight, settings)
    if note is None:
        raise Broken("resources.wrong_hash", path=path) if path.is_file() else _not_installed(weight)
    verified(path, note.sha256)
    return note


def _status(weight: Weight, settings: Settings) -> dict[str, Any]:
    entry: dict[str, Any] = {"title": weight.title, "licence": weight.licence, "origin": weight.origin}
    note = sidecar.read(weight, settings)
    if note is not None:
        return {
            **entry,
            "state": "installed",
            "path": str(sidecar.cached(weight, settings)),
            "source": note.source,
            "bytes": note.bytes,
            "sha256": note.sha256,
            "verified": {note.original: note.original_sha256},
        }
    if any(f.parts and all(installed(p) for p in f.parts) for f in weight.files):
        return {**entry, "state": "available"}
    if weight.optional:
        return {**entry, "state": "optional"}
    return {**entry, "state": "missing", "remedy": _not_installed(weight).sentence(settings.lang)}


def _not_installed(weight: Weight) -> Missing:
    return Missing("weights.not_installed", title=weight.title)
