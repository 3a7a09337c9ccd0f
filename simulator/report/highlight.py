"""Which words of a reply carry evidence: the text cut into pieces, each with the numbers of the notes about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from simulator.domain.record import AgentTurn
from simulator.domain.score import DIMENSIONS, Dimension, Evidence


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of evidence with its number in the turn; `span` in characters, None where no words carry it."""

    number: int
    dimension: Dimension
    evidence: Evidence
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the notes about it, possibly none."""

    text: str
    notes: tuple[Note, ...]


def notes(turn: AgentTurn) -> tuple[Note, ...]:
    """Return the evidence of the four scores, numbered from 1 in the order of the scores."""
    found = [(dimension, evidence) for dimension in DIMENSIONS for evidence in turn.scores[dimension].evidence]
    return tuple(Note(n, d, e, locate(turn, e)) for n, (d, e) in enumerate(found, 1))


def locate(turn: AgentTurn, evidence: Evidence) -> tuple[int, int] | None:
    """Return the characters of the reply that the evidence quotes; of several such places the one at its time."""
    places = list(_occurrences(turn.text, evidence.text))
    if not places:
        return None
    start_s = evidence.start_s
    if start_s is None or len(places) == 1:
        at = places[0]
    else:
        times = _times(turn)
        at = min(places, key=lambda place: abs(_time_at(times, place) - start_s))
    return at, at + len(evidence.text)


def _occurrences(text: str, part: str) -> Sequence[int]:
    if not part:
        return ()
    return [i for i in range(len(text) - len(part) + 1) if text.startswith(part, i)]


def _times(turn: AgentTurn) -> list[tuple[int, float]]:
    """Return where in the text each word was found, and when it begins."""
    times, at = [], 0
    for word in turn.words:
        found = turn.text.find(word.text, at) if word.text else -1
        if found >= 0:
            times.append((found, word.start_s))
            at = found + len(word.text)
    return times


def _time_at(times: list[tuple[int, float]], place: int) -> float:
    return next((time for at, time in reversed(times) if at <= place), float("inf"))


def pieces(text: str, found: Sequence[Note]) -> tuple[Piece, ...]:
    """Return the text cut where a note begins or ends; together the pieces are the text again."""
    spans = [note.span for note in found if note.span]
    cuts = sorted({0, len(text), *(edge for span in spans for edge in span)})
    return tuple(
        Piece(text[a:b], tuple(n for n in found if n.span and n.span[0] <= a and b <= n.span[1]))
        for a, b in pairwise(cuts)
    )
