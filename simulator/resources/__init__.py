"""Where voices/, scenarios/ and data/ are found, and that a file is the one it should be.

Look-up order: flag or environment, then the user's own folder, then what the product brings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from simulator.errors import Broken, Missing

Kind = Literal["voices", "scenarios", "data"]
_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(kind: Kind) -> Path:
    """Return the product's own folder: inside the wheel, or beside the package in an editable install.

    Raises
    ------
    Missing
        If the installation is incomplete.
    """
    for folder in (_PACKAGE / "_bundled" / kind, _PACKAGE.parent / kind):
        if folder.is_dir():
            return folder
    raise Missing("resources.no_bundled", kind=kind)


def folders(kind: Kind, *, override: Path | None = None, user: Path | None = None) -> Iterator[Path]:
    """Yield the folders of a kind that exist, first the one that wins."""
    own = user / kind if user else None
    for folder in (override, own, bundled(kind)):
        if folder is not None and folder.is_dir():
            yield folder


def files(
    kind: Kind, suffix: str, *, override: Path | None = None, user: Path | None = None, within: str = "."
) -> dict[str, Path]:
    """Return the files with `suffix` by their stem; a name in an earlier folder hides the same name in a later one.

    Parameters
    ----------
    within
        A folder inside each of them.
    """
    found: dict[str, Path] = {}
    for folder in folders(kind, override=override, user=user):
        for path in sorted((folder / within).glob(f"*{suffix}")):
            found.setdefault(path.name.removesuffix(suffix), path)
    return found


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, read block by block."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def verified(path: Path, digest: str) -> Path:
    """Return `path` if its SHA-256 is `digest`.

    Raises
    ------
    Missing
        If there is no such file.
    Broken
        If it is another file.
    """
    if not path.is_file():
        raise Missing("resources.no_file", path=path)
    if sha256(path) != digest:
        raise Broken("resources.wrong_hash", path=path)
    return path
