"""A small complete scenario that an author copies and edits."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from simulator.errors import BadInput
from simulator.messages import Lang
from simulator.resources import bundled
from simulator.settings import Settings

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def write_template(name: str, lang: Lang, folder: Path | None, settings: Settings) -> Path:
    """Write the template of a language as a new scenario and return its file.

    Raises
    ------
    BadInput
        If the name can't be an id, or there is such a file.
    """
    if not _ID.fullmatch(name):
        raise BadInput("catalog.new_id", name=name)
    path = (folder or settings.scenarios_dir or settings.data_dir / "scenarios") / f"{name}.yaml"
    if path.exists():
        raise BadInput("catalog.new_exists", path=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(bundled("scenarios") / "templates" / f"{lang}.yaml", path)
    return path
