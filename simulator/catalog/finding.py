"""What a check hands back: where in the file, which message, and the fields of its sentence."""

from __future__ import annotations

from simulator.catalog.yaml_lines import Key

Finding = tuple[tuple[Key, ...], str, dict[str, object]]
