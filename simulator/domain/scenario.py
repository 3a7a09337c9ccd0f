"""A scenario: what happened to the customer, what the agent may do about it, and what the customer says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from simulator.messages import Lang

if TYPE_CHECKING:
    from simulator.domain.table import Table


class FactType(StrEnum):
    """How a fact is matched in a reply."""

    OBJECT = "object"
    EVENT = "event"
    NUMBER = "number"
    DATE = "date"
    AMOUNT = "amount"
    PAIR = "pair"  # an ordered pair: first this, then that
    PLACE = "place"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the customer states, in a form that a reply can be held against.

    Parameters
    ----------
    id
        Unique in the scenario.
    type
        How it is matched.
    statement
        A full sentence, from the agent's point of view ("the phone was repaired three times").
    key
        The shortest form ("three times").
    aliases
        Other wordings with the same meaning; homophones are not listed, they are matched by sound.
    opposites
        Wordings that contradict it ("it was repaired", "a tablet").
    value, unit
        The number (or amount) and what it counts; a date is ``MM-DD`` in `key`'s normal form.
    anchors
        Words near which a number is about this fact ("repair", "shop").
    corrections
        What the customer says when a reply gets it wrong ("no! Three times, not two!").
    restated
        The clause in which a master gives it back to the customer ("you've taken it in three times").
    """

    id: str
    type: FactType
    statement: str
    key: str
    aliases: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    value: float | str | None = None
    unit: str | None = None
    anchors: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    restated: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that the customer says; `tells` names the facts that it reveals."""

    text: str
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feelings:
    """The customer's feelings: apt moderate words, tolerable generic ones, and wrong or extreme ones."""

    apt: tuple[str, ...]
    tolerable: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """A proper way out, in words a trainee would understand; `beyond` marks what policy does not allow."""

    id: str
    text: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the agent may do."""

    statement: str
    solutions: tuple[Solution, ...]
    beyond: tuple[str, ...] = ()  # wordings of over-promises


@dataclass(frozen=True, slots=True)
class RoleCard:
    """What the trainee knows before the call."""

    who: str
    situation: str
    may: tuple[str, ...]
    may_not: tuple[str, ...]
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What a master would say at one step (``M1`` …) or to this kind of caller (``M21``), and a typical mistake."""

    step: str
    master: str
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One call.

    Parameters
    ----------
    lines
        Wordings by ``mode.trigger`` (``attack.opening``), at least one each.
    persona
        The voice it was written for; any persona of the language can speak it.
    manner
        ``hot`` or ``cold``: whose wordings fill the triggers that the scenario has none for.
    overrides
        Rows of this kind of caller and of this scenario, which replace or precede those of the customer's table.
    """

    id: str
    lang: Lang
    title: str
    industry: str
    difficulty: Literal[1, 2, 3, 4, 5]
    caller: str  # M1, M20 … M24, M31a …
    persona: str
    role: RoleCard
    facts: tuple[Fact, ...]
    feelings: Feelings
    policy: Policy
    lines: Mapping[str, tuple[Line, ...]]
    stakes: str = ""
    bottom_line: str = ""
    model_answers: tuple[ModelAnswer, ...] = ()
    manner: Literal["hot", "cold"] = "hot"
    overrides: Table | None = None
    source: str = field(default="", compare=False)  # the file it came from

    def fact(self, fact_id: str) -> Fact:
        """Return one fact.

        Raises
        ------
        KeyError
            If the scenario has no such fact.
        """
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)
