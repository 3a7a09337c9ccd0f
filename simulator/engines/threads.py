"""Manners among threads: those of numeric libraries sleep while they wait for each other."""

from __future__ import annotations

import os


def wait_asleep() -> None:
    """Tell OpenMP libraries that are loaded after this to sleep instead of spin; the user's own setting wins.

    Where other work shares the cores, spinning makes a pass of recognition up to five times longer; where nothing does,
    sleeping costs nothing (measured on two cores).
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
