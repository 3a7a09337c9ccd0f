"""Recorded calls, scored one or many."""
