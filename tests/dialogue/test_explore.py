"""The table explored: rows that can't fire and places without a way on are found, and only those."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from simulator.catalog.behaviour import load_behaviour
from simulator.dialogue.explore import dead_places, never_fires
from simulator.domain.customer import Ending, Mode
from simulator.domain.table import Condition, Row, Table, Then
from simulator.settings import Settings

BEHAVIOUR = load_behaviour(Settings())
KINDS = [None, *sorted(BEHAVIOUR.callers)]


def row(name: str, *when: Condition, then: Then, modes: tuple[Mode, ...] = (Mode.REASON,)) -> Row:
    return Row(name, frozenset(modes), then, "M6", "因为", "because", when=when)


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_the_product_can_fire_and_every_place_leads_on(kind: str | None) -> None:
    """The plain table, and the table of each kind of caller."""
    table = BEHAVIOUR.table.merged(BEHAVIOUR.callers[kind] if kind else None)
    assert never_fires(table) == ()
    assert not list(dead_places(table))


def test_a_row_behind_a_mark_that_nobody_leaves_never_fires() -> None:
    """It waits for ever."""
    lost = row("Z1", Condition("marks", "all", ("nowhere",)), then=Then("reason.accept"))
    assert never_fires(BEHAVIOUR.table.merged(Table((lost,)))) == ("Z1",)


def test_a_row_under_one_that_always_answers_never_fires() -> None:
    """The first fires for every reply that the second asks for."""
    first = row("Z1", Condition("acts", "any", ("hold",)), then=Then("reason.hold"))
    second = row(
        "Z2", Condition("acts", "any", ("hold",)), Condition("loaded", "is", (True,)), then=Then("reason.hold")
    )
    assert "Z2" in never_fires(BEHAVIOUR.table.merged(Table((first, second))))


def test_a_mark_that_bars_every_ending_is_a_dead_end() -> None:
    """Once put off, nobody can be satisfied: named with the mark, and only with it."""
    barred = Condition("marks", "none", ("put_off_once",))
    rows = [
        replace(r, when=(*r.when, barred)) if r.then.ending is Ending.SATISFIED else r for r in BEHAVIOUR.table.rows
    ]
    offended = row(
        "Z1", Condition("acts", "any", ("hold",)), then=Then("reason.hold", remember=frozenset({"put_off_once"}))
    )
    dead = list(islice(dead_places(replace(BEHAVIOUR.table, rows=(offended, *rows))), 3))
    assert dead
    assert all("put_off_once" in place.marks for place in dead)
