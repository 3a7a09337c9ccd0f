"""The JSON schema of ``session.json``, from the domain types; ``python -m simulator.record.schema`` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from simulator.domain.record import SCHEMA, SessionRecord

PATH = Path(__file__).with_name("session.schema.json")
_BOUNDS: dict[str, tuple[float, float]] = {"anger": (0, 3), "value": (0, 100), "confidence": (0, 1)}


def session_schema() -> dict[str, Any]:
    """Return the schema, with the bounds that the domain types check."""
    schema = TypeAdapter(SessionRecord).json_schema()
    for definition in (schema, *schema["$defs"].values()):
        _require_what_is_always_written(definition)
        for name, (low, high) in _BOUNDS.items():
            if name in definition.get("properties", {}):
                _bound(definition["properties"][name], low, high)
    schema["properties"]["schema"]["const"] = SCHEMA
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "session.json", **schema}


def _require_what_is_always_written(definition: dict[str, Any]) -> None:
    """Make every field required: the program writes them all, also those with a default."""
    if definition.get("type") == "object":
        definition["required"] = list(definition["properties"])


def _bound(field: dict[str, Any], low: float, high: float) -> None:
    for kind in field.get("anyOf", [field]):
        if kind.get("type") == "number":
            kind |= {"minimum": low, "maximum": high}


def schema_text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(session_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema_text(), encoding="utf-8")
