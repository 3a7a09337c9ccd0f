"""A reply as the matchers see it: its clauses, what each does, and how surely each word was heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.domain.acts import Act
from simulator.domain.score import Evidence
from simulator.domain.transcript import Transcript
from simulator.messages import Lang
from simulator.scoring import quantities
from simulator.scoring.clauses import Clause
from simulator.scoring.quantity import Quantity


@dataclass(frozen=True, slots=True)
class View:
    """A transcript with its clauses and the probabilities of the acts.

    Parameters
    ----------
    clauses
        In order.
    by_clause
        For each clause, the probability of each act.
    whole
        The same for the reply as a whole.
    customer
        What the customer said just before: a number of theirs is nobody's mistake.
    """

    transcript: Transcript
    lang: Lang
    clauses: tuple[Clause, ...]
    by_clause: tuple[Mapping[Act, float], ...]
    whole: Mapping[Act, float]
    customer: str = ""

    @property
    def text(self) -> str:
        """The words that are judged."""
        return self.transcript.text

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities that the reply stands by."""
        return quantities.find(self.text, self.lang)

    def clause_at(self, position: int) -> int:
        """Return the index of the clause that holds a character, or of the last one before it."""
        at = 0
        for i, clause in enumerate(self.clauses):
            if clause.start <= position:
                at = i
        return at

    def confidence(self, start: int, end: int) -> float:
        """Return how surely the least sure word of a span was heard; 1 where the reply was typed."""
        at, least = 0, 1.0
        for word in self.transcript.words:
            found = self.text.find(word.text, at) if word.text else -1
            if found < 0:
                continue
            at = found + len(word.text)
            if found < end and at > start:
                least = min(least, word.confidence)
        return least

    def evidence(self, start: int, end: int, why: str, ref: str) -> Evidence:
        """Return a span of the reply as evidence, with its times where it was spoken."""
        times = self.transcript.span_s(start, end) or (None, None)
        return Evidence(self.text[start:end], times[0], times[1], why, ref)
