"""Licences: nothing GPL, non-commercial or no-compete among the default dependencies."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata, requires

from packaging.requirements import Requirement

NAME = "angry-customer-simulator"
FORBIDDEN = re.compile(r"\b(A?GPL|GNU (Affero )?General Public|non-?commercial|CC[- ]BY[- ]NC)", re.IGNORECASE)
# pyttsx3 is MPL-2.0; espeakng-loader only ships the GPL library that pyttsx3 drives in a process of its own.
OWN_PROCESS = {"espeakng-loader"}


def dependencies() -> set[str]:
    """Return the default dependencies, all the way down."""
    found: set[str] = set()
    waiting = [NAME]
    while waiting:
        for text in requires(waiting.pop()) or []:
            need = Requirement(text)
            name = need.name.lower().replace("_", "-")
            if name in found or (need.marker and not need.marker.evaluate({"extra": ""})):
                continue
            try:
                metadata(name)
            except PackageNotFoundError:
                continue
            found.add(name)
            waiting.append(name)
    return found


def licence(name: str) -> str:
    """Return what a package's metadata say of its licence; long licence texts by their first line."""
    meta = metadata(name)
    declared = [meta.get("License-Expression") or "", (meta.get("License") or "").strip().split("\n")[0]]
    return "; ".join(declared + [c for c in meta.get_all("Classifier") or [] if c.startswith("License")])


def test_default_imports_are_permissive() -> None:
    """No default dependency, direct or not, is under a forbidden licence."""
    found = dependencies()
    assert {"openai-whisper", "pyttsx3", "sounddevice", "numpy", "scikit-learn"} <= found
    bad = {n: licence(n) for n in sorted(found - OWN_PROCESS) if FORBIDDEN.search(licence(n).replace("LGPL", ""))}
    assert bad == {}
