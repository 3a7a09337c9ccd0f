"""Which of a scenario's facts a customer has stated, in a recorded call whose lines are nobody's script."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.scenario import Fact
from simulator.domain.transcript import Transcript
from simulator.messages import Lang
from simulator.scoring import clauses
from simulator.scoring.facts import State, find_all
from simulator.scoring.view import View


def told_in(transcript: Transcript, facts: Sequence[Fact], lang: Lang) -> tuple[str, ...]:
    """Return the ids of the facts that the words state."""
    parts = tuple(clauses.split(transcript.text, lang))
    view = View(transcript, lang, parts, tuple({} for _ in parts), {})
    return tuple(f.fact.id for f in find_all(facts, view) if f.state is State.HIT)
