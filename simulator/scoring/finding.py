"""What a reply says about a fact: right, wrong, perhaps, nothing; and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.domain.scenario import Fact


class State(StrEnum):
    """What became of one fact."""

    HIT = "hit"
    CONTRADICTED = "contradicted"
    UNSURE = "unsure"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reply says about a fact, and where (an empty span if nowhere).

    Parameters
    ----------
    numeric
        True where a number decided.
    how
        How the wording was found: ``exact``, ``sound``, ``loose`` (most of its words, or synonyms); empty otherwise.
    """

    fact: Fact
    state: State
    start: int = 0
    end: int = 0
    numeric: bool = False
    how: str = ""
