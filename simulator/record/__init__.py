"""Crash-safe recording and the session folder."""
