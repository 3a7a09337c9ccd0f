"""Trained models that the product brings: verified before they are read."""

from __future__ import annotations

import json
from pathlib import Path

from simulator.resources import bundled, verified


def digests() -> dict[str, str]:
    """Return the SHA-256 that each trained model must have."""
    read: dict[str, str] = json.loads((bundled("data") / "models" / "digests.json").read_text(encoding="utf-8"))
    return read


def model_file(name: str) -> Path:
    """Return the path of a trained model of the product.

    Raises
    ------
    Missing, Broken
        If the file is not there, or is another file.
    """
    return verified(bundled("data") / "models" / name, digests().get(name, ""))
