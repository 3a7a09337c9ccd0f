"""Conditions of the table, compiled once into quick questions to one situation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.domain.customer import Appraisal, CustomerState
from simulator.domain.score import Outcome
from simulator.domain.table import OF_THE_STATE, SUBJECTS, Condition, SubjectKind

NOTHING_HEARD = Appraisal(True, frozenset(), Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a row is asked about: the state, the reply that met it, and how many facts there are to tell.

    Parameters
    ----------
    patience_lost
        True when the row that fired took patience; only ``after`` rows ask.
    """

    state: CustomerState
    reply: Appraisal
    facts: int
    patience_lost: bool = False


Question = Callable[[Situation], bool]


def still_wrong(situation: Situation) -> frozenset[str]:
    """Return the facts that stood corrected and that this reply did not put right."""
    return frozenset(situation.state.contradicted).difference(situation.reply.facts_hit)


_FROM: dict[str, Callable[[Situation], object]] = {
    "acts": lambda s: s.reply.acts,
    "mirror": lambda s: s.reply.mirror,
    "label": lambda s: s.reply.label,
    "solution": lambda s: s.reply.solution,
    "label_kind": lambda s: s.reply.label_kind,
    "delivery": lambda s: s.reply.delivery,
    "understood": lambda s: s.reply.understood,
    "loaded": lambda s: s.reply.loaded,
    "facts_hit": lambda s: len(s.reply.facts_hit),
    "facts_wrong": lambda s: len(s.reply.facts_contradicted),
    "restated": lambda s: bool(s.state.contradicted) and not still_wrong(s),
    "awaiting": lambda s: bool(still_wrong(s)),
    "words": lambda s: s.reply.length_words,
    "overlap": lambda s: s.reply.overlap_s,
    "marks": lambda s: s.state.marks,
    "yeses": lambda s: s.state.yeses,
    "patience": lambda s: s.state.patience,
    "anger": lambda s: s.state.anger,
    "fallbacks": lambda s: s.state.fallbacks,
    "turn": lambda s: s.state.turn,
    "silences": lambda s: s.state.silences,
    "promises": lambda s: len(s.state.promises),
    "insults": lambda s: s.state.insults,
    "put_off": lambda s: s.state.put_off,
    "told": lambda s: len(s.state.told),
    "untold": lambda s: s.facts - len(s.state.told),
    "patience_lost": lambda s: s.patience_lost,
}


def compiled(conditions: tuple[Condition, ...]) -> Question:
    """Return one question that is true when all conditions hold."""
    questions = tuple(_question(c) for c in conditions)
    return lambda situation: all(question(situation) for question in questions)


def of_the_state(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return those that can be answered before the reply is heard."""
    return tuple(c for c in conditions if c.subject in OF_THE_STATE)


def _question(condition: Condition) -> Question:
    get = _FROM[condition.subject]
    holds = _holds(SUBJECTS[condition.subject], condition)
    return lambda situation: holds(get(situation))


def _holds(kind: SubjectKind, condition: Condition) -> Callable[[object], bool]:
    if kind == "set":
        return _set_test(condition.test, frozenset(condition.values))
    if kind == "choice":
        return frozenset(condition.values).__contains__
    bound = condition.values[0]
    if condition.test == "min":
        return lambda value: value >= bound  # type: ignore[operator]
    if condition.test == "max":
        return lambda value: value <= bound  # type: ignore[operator]
    return lambda value: value is bound


def _set_test(test: str, wanted: frozenset[object]) -> Callable[[object], bool]:
    if test == "any":
        return lambda value: not wanted.isdisjoint(value)  # type: ignore[arg-type]
    if test == "none":
        return lambda value: wanted.isdisjoint(value)  # type: ignore[arg-type]
    return lambda value: wanted.issubset(value)  # type: ignore[arg-type]
