"""Packages from the registry that this Python is set up for, by its ordinary client."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

EVERY_S = 0.2


class NoPip(Exception):
    """The client failed; the message is its own last line."""


def fetch(requirements: Sequence[str], folder: Path, count: Callable[[int], None]) -> None:
    """Download wheels into `folder`; `count` is called with the bytes that have arrived.

    The client's temporary files lie in the folder, too, so that nothing is left elsewhere when it is stopped.

    Raises
    ------
    NoPip
        If there is no client, no registry, or no such package.
    """
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    with tempfile.TemporaryFile(dir=scratch) as log:
        client = subprocess.Popen(
            _command(requirements, folder), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_environment(scratch)
        )
        try:
            while _running(client):
                count(_size(folder))
        except BaseException:
            client.kill()
            client.wait()
            raise
        if client.returncode:
            log.seek(0)
            raise NoPip(_last_line(log.read().decode("utf-8", "replace")))


def _running(client: subprocess.Popen[bytes]) -> bool:
    try:
        client.wait(timeout=EVERY_S)
    except subprocess.TimeoutExpired:
        return True
    return False


def _command(requirements: Sequence[str], folder: Path) -> list[str]:
    options = ["--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check", "--retries=1"]
    return [sys.executable, "-m", "pip", "download", *options, "--quiet", "--dest", str(folder), *requirements]


def _environment(scratch: Path) -> dict[str, str]:
    return {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))}


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # moved away meanwhile
            continue
    return total


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["pip"])[-1].removeprefix("ERROR: ")[:200]
