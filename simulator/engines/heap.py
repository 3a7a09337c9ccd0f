"""Memory that was needed to load something, given back to the system where the C library would keep it."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def give_back() -> None:
    """Return free memory to the system; elsewhere than on Linux with glibc the library does so by itself."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
