"""The customer: one reply in, one move out, by the table; nothing here knows the method, the rows do."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from simulator.dialogue import anger
from simulator.dialogue.because import promises_in, words_for
from simulator.dialogue.conditions import NOTHING_HEARD, Situation
from simulator.dialogue.rules import Rules, rules_of
from simulator.dialogue.wording import chosen, wordings
from simulator.domain.customer import Appraisal, CustomerState, Mode, Move
from simulator.domain.persona import Temperament
from simulator.domain.scenario import Line, Scenario
from simulator.domain.table import MODE_ORDER, On, Row, Table

STEADY = Temperament()


def open_call(scenario: Scenario, table: Table, rng: Random) -> Move:
    """Return the customer's first line and the state after it.

    Parameters
    ----------
    rng
        The same seed gives the same call.
    """
    rules = rules_of(table, scenario.overrides)
    state = CustomerState(anger=rules.start.anger, patience=rules.start.patience, draw=rng.random())
    return _move(scenario, rules, "opening", state, NOTHING_HEARD, rng, STEADY)


def respond(
    scenario: Scenario,
    table: Table,
    state: CustomerState,
    appraisal: Appraisal,
    rng: Random,
    person: Temperament = STEADY,
) -> Move:
    """Return the customer's answer to a reply.

    Parameters
    ----------
    person
        How quickly anger comes and goes in whoever plays the customer.

    Raises
    ------
    ValueError
        If the call is over.
    """
    rules = rules_of(table, scenario.overrides)
    met = replace(state, turn=state.turn + 1, silences=0)
    return _move(scenario, rules, "reply", met, appraisal, rng, person)


def prompt_silence(
    scenario: Scenario, table: Table, state: CustomerState, rng: Random, person: Temperament = STEADY
) -> Move:
    """Return what the customer says when the agent stays silent for too long; parameters as in `respond`.

    Raises
    ------
    ValueError
        If the call is over.
    """
    rules = rules_of(table, scenario.overrides)
    met = replace(state, turn=state.turn + 1, silences=state.silences + 1)
    return _move(scenario, rules, "silence", met, NOTHING_HEARD, rng, person)


def foreseen(
    scenario: Scenario,
    rules: Rules,
    rows: tuple[Row, ...],
    state: CustomerState,
    reply: Appraisal,
    person: Temperament = STEADY,
) -> tuple[Line, float]:
    """Return the line that a row (the first, beside its modifiers) leads to, and the anger in which it is said."""
    line = chosen(wordings(scenario, rows[0], state, reply), state.draw)
    impulse = anger.felt(sum(row.then.anger for row in rows), state.anger, person)
    return line, anger.moved(state.anger, state.drift, impulse, rules.at_once)[0]


def _move(
    scenario: Scenario,
    rules: Rules,
    on: On,
    met: CustomerState,
    reply: Appraisal,
    rng: Random,
    person: Temperament,
) -> Move:
    situation = Situation(met, reply, len(scenario.facts))
    row = rules.first(on, situation)
    if row is None:
        raise ValueError(f"no row of the table answers {on} in mode {met.mode}")
    modifiers = tuple(rules.fitting("modifier", situation)) if on == "reply" and reply.understood else ()
    state = _after(rules, met, reply, (row, *modifiers), person)
    last = _last_word(rules, situation, state, row)
    if last is not None:
        state = _ended(state, last)
    fired = last or row
    line = chosen(wordings(scenario, fired, met, reply), met.draw)
    also = tuple(r.id for r in ((row, *modifiers) if last else modifiers))
    return Move(
        line=line,
        state=_spoken(state, line, rng),
        row=fired.id,
        method=fired.method,
        why=" ".join([row.why(scenario.lang)] * (last is not None) + [fired.why(scenario.lang)]),
        words=words_for(row, met, reply),
        also=also,
        interrupts=row.then.interrupts,
    )


def _last_word(rules: Rules, situation: Situation, state: CustomerState, row: Row) -> Row | None:
    """Return the ``after`` row that fits the state to which the reply led, unless the call is over already."""
    if state.ending is not None:
        return None
    lost = row.then.patience < 0
    asked = Situation(replace(state, mode=situation.state.mode), situation.reply, situation.facts, lost)
    return rules.first("after", asked)


def _after(
    rules: Rules, state: CustomerState, reply: Appraisal, rows: tuple[Row, ...], person: Temperament
) -> CustomerState:
    row = rows[0]
    then = row.then
    impulse = anger.felt(sum(r.then.anger for r in rows), state.anger, person) if reply.understood else 0.0
    patience = state.patience + sum(r.then.patience for r in rows)
    level, drift = anger.moved(state.anger, state.drift, impulse, rules.at_once)
    state = _ended(_facts_heard(state, reply), row)
    return replace(
        state,
        marks=state.marks.union(*(r.then.remember for r in rows)),
        anger=level,
        drift=drift,
        yeses=(0 if then.reset_yeses else state.yeses) + then.yeses,
        patience=max(0, min(patience, rules.start.patience)),
        promises=state.promises + (promises_in(reply) if then.promise else ()),
        insults=state.insults + then.insult,
        put_off=state.put_off + then.put_off,
    )


def _ended(state: CustomerState, row: Row) -> CustomerState:
    """Return the state with the row's mode, marks, fall back and ending."""
    then = row.then
    mode = Mode.CLOSED if then.ending else then.mode or state.mode
    back = then.fallback or MODE_ORDER[mode] < MODE_ORDER[state.mode]
    return replace(
        state,
        mode=mode,
        marks=(state.marks - then.forget) | then.remember,
        fallbacks=state.fallbacks + back,
        ending=then.ending,
    )


def _facts_heard(state: CustomerState, reply: Appraisal) -> CustomerState:
    if not reply.understood:
        return state
    right = tuple(f for f in reply.facts_hit if f not in reply.facts_contradicted)
    wrong = tuple(f for f in (*state.contradicted, *reply.facts_contradicted) if f not in right)
    return replace(state, mirrored=_union(state.mirrored, right), contradicted=_union((), wrong))


def _spoken(state: CustomerState, line: Line, rng: Random) -> CustomerState:
    return replace(state, told=_union(state.told, line.tells), used=state.used | {line.text}, draw=rng.random())


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
