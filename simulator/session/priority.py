"""A thread that runs when nothing else wants to, on systems whose threads have a priority of their own."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading

NICE = 5  # Linux: a third of what an ordinary thread gets beside it; with less, others would wait for its lock
BELOW_NORMAL = -1  # Windows: THREAD_PRIORITY_BELOW_NORMAL
UTILITY = 0x11  # macOS: QOS_CLASS_UTILITY, work that nobody waits for


def run_in_background() -> None:
    """Give the calling thread a low priority; where that can't be done it runs like any other."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        elif sys.platform == "win32":
            kernel = ctypes.windll.kernel32
            kernel.GetCurrentThread.restype = ctypes.c_void_p
            kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), BELOW_NORMAL)
        elif sys.platform == "darwin":
            ctypes.CDLL(None).pthread_set_qos_class_self_np(UTILITY, 0)
