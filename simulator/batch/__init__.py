"""Recorded calls, scored one or many: who spoke when, what was said, the four scores, a session folder for each."""
