"""A person's usual voice, kept for each person and microphone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from simulator.domain.delivery import Baseline
from simulator.errors import BadInput
from simulator.store.files import write_whole

_ADAPTER = TypeAdapter(Baseline)


def load_baseline(data_dir: Path, device: str, person: str = "") -> Baseline | None:
    """Return the baseline of a device, or None if none was recorded, or one without the measures of today.

    Raises
    ------
    BadInput
        If the file was damaged.
    """
    path = _path(data_dir, device, person)
    if not path.is_file():
        return None
    try:
        kept = _ADAPTER.validate_json(path.read_bytes())
    except ValidationError as error:
        raise BadInput("store.bad_baseline", path=path) from error
    return kept if kept.mean.centre_hz is not None else None


def save_baseline(data_dir: Path, device: str, baseline: Baseline, person: str = "") -> None:
    """Keep a baseline; an earlier one of the same device is replaced."""
    write_whole(_path(data_dir, device, person), _ADAPTER.dump_json(baseline, indent=1).decode())


def forget_baseline(data_dir: Path, device: str, person: str = "") -> bool:
    """Delete the baseline of a device; tell whether there was one."""
    path = _path(data_dir, device, person)
    there = path.is_file()
    path.unlink(missing_ok=True)
    return there


def _path(data_dir: Path, device: str, person: str) -> Path:
    key = f"{person}\0{device}" if person else device
    return data_dir / "baselines" / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"
