"""Trained models that the product brings: verified before they are read, and read by skops, never by pickle."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulator.errors import Broken
from simulator.resources import bundled, verified


def digests() -> dict[str, str]:
    """Return the SHA-256 that each trained model must have."""
    read: dict[str, str] = json.loads((bundled("data") / "models" / "digests.json").read_text(encoding="utf-8"))
    return read


def load_model(name: str) -> Any:
    """Return a trained model of the product.

    Raises
    ------
    Missing, Broken
        If the file is not there, is another file, or holds types that are not trusted.
    """
    with unneeded("torch"):
        from skops.io import get_untrusted_types, load

    path: Path = verified(bundled("data") / "models" / name, digests().get(name, ""))
    if get_untrusted_types(file=path):
        raise Broken("resources.wrong_hash", path=path)
    return load(path)


@contextmanager
def unneeded(name: str) -> Iterator[None]:
    """Keep a library from being imported by the way; nothing changes if it is there already.

    skops walks through all of scikit-learn when it is imported, its adapter for torch included: 240 MB and a second.
    """
    refusal = _Refusal(name)
    sys.meta_path.insert(0, refusal)
    try:
        yield
    finally:
        sys.meta_path.remove(refusal)


class _Refusal:
    """A finder that finds one library nowhere."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse the library, and leave all others to those who know them."""
        if name == self._name:
            raise ModuleNotFoundError(name=name)
