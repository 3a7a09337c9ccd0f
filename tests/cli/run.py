"""Runs the program as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def simulator(
    *arguments: object, env: Mapping[str, str] | None = None, timeout_s: float = 300, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``simulator`` with the arguments and return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "simulator.cli", *map(str, arguments)],
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        check=False,
    )
