"""Getting weights: at once from the cache, else from the first source that has them, verified and converted once.

All work happens in a folder beside the cached files that only the holder of the lock touches. The file moves to its
place when it is whole, its note follows, and only both together count: whoever is stopped leaves nothing that looks
finished.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from simulator.engines.weights import sidecar
from simulator.engines.weights.catalogue import Name, Weight, catalogue
from simulator.engines.weights.copying import put
from simulator.engines.weights.lock import locked
from simulator.engines.weights.sidecar import Sidecar
from simulator.engines.weights.sources import SOURCES, Found, NotHere, Request
from simulator.errors import BadInput, Broken, Missing
from simulator.messages import Lang, say
from simulator.resources import sha256
from simulator.settings import Settings

Tell = Callable[[str, int, int], None]


class Nowhere(Missing):
    """No source has the weights; each says why."""

    def __init__(self, title: str, reasons: Sequence[NotHere]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("weights.nowhere", title=title)

    def sentence(self, lang: Lang) -> str:
        """Return the sentence with the reasons in it, each once."""
        between = "；" if lang == "zh" else "; "
        tried = between.join(dict.fromkeys(reason.phrase(lang) for reason in self.reasons))
        return say(self.code, lang, **self.fields, tried=tried)


def ensure(name: Name, settings: Settings, *, tell: Tell | None = None) -> Path:
    """Return the path of weights as their engine loads them (``.pt`` for Whisper, ``.onnx`` for Kokoro).

    Parameters
    ----------
    name
        Which weights.
    settings
        Where to look and to keep them.
    tell
        Called with (what, done, total) while they are being fetched; `done` and `total` count megabytes.

    Raises
    ------
    Missing
        If no source has them.
    BadInput
        If the folder that the user gives does not exist.
    Broken
        If the cache folder can't be written.
    Busy
        If another process has been installing them for very long.
    """
    weight = catalogue()[name]
    if sidecar.read(weight, settings) is None:
        install(weight, settings, tell=tell)
    return sidecar.cached(weight, settings)


def install(weight: Weight, settings: Settings, *, tell: Tell | None = None, anew: bool = False) -> Sidecar:
    """Fetch weights that are not cached, or all the same if `anew`; raises like `ensure`."""
    if settings.models_from is not None and not settings.models_from.is_dir():
        raise BadInput("weights.no_such_folder", folder=settings.models_from)
    folder = sidecar.folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / f".{weight.name}.lock"):
            note = None if anew else sidecar.read(weight, settings)
            return note or _fetch(weight, settings, tell or _silent)
    except OSError as error:
        raise Broken("weights.cant_write", folder=folder, reason=error.strerror or error) from error


def _fetch(weight: Weight, settings: Settings, tell: Tell) -> Sidecar:
    with _work_folder(sidecar.folder(settings) / f".{weight.name}.unfinished") as work:
        found = _find(weight, Request(settings, work, tell))
        path = _final(found, work, settings.lang, tell)
        note = Sidecar(
            name=weight.name,
            source=found.source,
            original=found.file.name,
            original_sha256=found.file.sha256,
            sha256=found.file.sha256 if path == found.path else sha256(path),
            bytes=path.stat().st_size,
        )
        target = sidecar.cached(weight, settings)
        target.parent.mkdir(exist_ok=True)
        sidecar.note_of(target).unlink(missing_ok=True)
        put(path, target)
        sidecar.write(note, target, work)
        return note


def _find(weight: Weight, request: Request) -> Found:
    reasons: list[NotHere] = []
    for source in SOURCES:
        try:
            return source(weight, request)
        except NotHere as reason:
            reasons.append(reason)
    raise Nowhere(weight.title, reasons)


def _final(found: Found, work: Path, lang: Lang, tell: Tell) -> Path:
    if found.file.format == "final":
        return found.path
    from simulator.engines.ct2_checkpoint import convert

    what = say("weights.converting", lang, name=found.file.name)
    tell(what, 0, 1)
    convert(found.path, work / "converted")
    tell(what, 1, 1)
    return work / "converted"


@contextmanager
def _work_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder and remove it afterwards; what a killed process left there is removed before."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
