"""A person's usual voice, kept for each microphone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from simulator.domain.delivery import Baseline
from simulator.errors import BadInput
from simulator.store.files import write_whole

_ADAPTER = TypeAdapter(Baseline)


def load_baseline(data_dir: Path, device: str) -> Baseline | None:
    """Return the baseline of a device, or None if none was recorded.

    Raises
    ------
    BadInput
        If the file was damaged.
    """
    path = _path(data_dir, device)
    if not path.is_file():
        return None
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except ValidationError as error:
        raise BadInput("store.bad_baseline", path=path) from error


def save_baseline(data_dir: Path, device: str, baseline: Baseline) -> None:
    """Keep a baseline; an earlier one of the same device is replaced."""
    write_whole(_path(data_dir, device), _ADAPTER.dump_json(baseline, indent=1).decode())


def _path(data_dir: Path, device: str) -> Path:
    return data_dir / "baselines" / f"{hashlib.sha256(device.encode()).hexdigest()[:16]}.json"
