"""How soon a line is heard: the time to its first sample, cached or not, and the work for a second of speech."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np

from simulator.batch.voices_bench import sentences
from simulator.domain.persona import Persona
from simulator.domain.sound import Sound


class Streaming(Protocol):
    """A renderer whose speed is measured; `Renditions` over an empty cache."""

    def stream(self, text: str, persona: Persona, anger: float) -> Iterator[Sound]:
        """Yield the line clause by clause."""
        ...


def speed(lines: Streaming, personas: Sequence[Persona], count: int = 6) -> dict[str, Any]:
    """Return the time to the first sample, cached and not, and the real-time factor, of an empty cache."""
    first: list[float] = []
    again: list[float] = []
    worked = spoken = 0.0
    for persona in personas:
        texts = sentences(persona.lang, count + 1)
        list(lines.stream(texts[-1], persona, 1.5))  # dictionaries and the like are loaded before a call
        for text in texts[:count]:
            began = time.perf_counter()
            clauses = lines.stream(text, persona, 2.0)
            pieces = [next(clauses)]
            first.append(time.perf_counter() - began)
            pieces += clauses
            worked += time.perf_counter() - began
            spoken += sum(p.duration_s for p in pieces)
            began = time.perf_counter()
            next(lines.stream(text, persona, 2.0))
            again.append(time.perf_counter() - began)
    uncached = {f"p{q}": round(float(np.percentile(first, q)), 3) for q in (50, 95)}
    return {
        "first_sample_s": {"cached": round(float(np.percentile(again, 95)), 4), "uncached": uncached},
        "rtf": round(worked / spoken, 3),
    }
