"""Writing trained models: arrays or estimators, each with its SHA-256 in digests.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED

import numpy as np
import skops.io

from simulator.resources import sha256

HERE = Path(__file__).resolve().parent


def write(name: str, arrays: Mapping[str, np.ndarray]) -> None:
    """Write named arrays (``.npz``)."""
    np.savez(HERE / name, **arrays)
    record(name)


def write_estimator(name: str, model: object) -> None:
    """Write an estimator of scikit-learn (``.skops``)."""
    skops.io.dump(model, HERE / name, compression=ZIP_DEFLATED)
    record(name)


def record(name: str) -> None:
    """Note a file's SHA-256."""
    path = HERE / "digests.json"
    digests = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    digests[name] = sha256(HERE / name)
    path.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n", encoding="utf-8")
