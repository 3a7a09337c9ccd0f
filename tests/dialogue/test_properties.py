"""Whatever the agent says: the call goes on until it is closed, and the customer stays within bounds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from customer_calls import LIMIT, call, heard, master_steps, scripted
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.catalog.scenarios import load_scenario, scenario_files
from simulator.catalog.table import load_table
from simulator.dialogue.ahead import likely_lines
from simulator.dialogue.anger import moved
from simulator.dialogue.customer import open_call, prompt_silence, respond
from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal, CustomerState, Ending, Mode, Move
from simulator.domain.scenario import Scenario
from simulator.domain.score import Outcome
from simulator.domain.table import MOST_A_TURN
from simulator.settings import Settings

TABLE = load_table(Settings())
SCENARIOS = {name: load_scenario(name, Settings()) for name in scenario_files(Settings())}  # every kind of caller
OUTCOMES = st.sampled_from(list(Outcome))
FACTS = sorted({fact.id for s in SCENARIOS.values() for fact in s.facts} | {"unknown"})

random_reply = st.builds(
    Appraisal,
    understood=st.sampled_from([True] * 9 + [False]),
    acts=st.frozensets(st.sampled_from(list(Act)), max_size=4),
    mirror=OUTCOMES,
    label=OUTCOMES,
    solution=OUTCOMES,
    facts_hit=st.lists(st.sampled_from(FACTS), max_size=3, unique=True).map(tuple),
    facts_contradicted=st.lists(st.sampled_from(FACTS), max_size=2, unique=True).map(tuple),
    label_kind=st.sampled_from(["none", "apt", "generic", "extreme", "wrong", "denied"]),
    loaded=st.sampled_from([False] * 5 + [True]),
    delivery=st.sampled_from(["unknown", "level", "raised", "flat"]),
    length_words=st.integers(0, 300),
)
good_reply = st.integers(0, 7).map(lambda i: master_steps(CustomerState(told=("crash",)))[i])
reply = good_reply | random_reply
replies = st.lists(reply, min_size=1, max_size=30)
names = st.sampled_from(sorted(SCENARIOS))  # not the scenarios: their repr is too long to print
seeds = st.integers(0, 10_000)
few = settings(max_examples=80, deadline=None)


def play(name: str, said: list[Appraisal], seed: int) -> list[Move]:
    return call(SCENARIOS[name], TABLE, scripted(said), seed)


@given(names, replies, seeds)
@few
def test_a_call_always_goes_on_and_always_ends(name: str, said: list[Appraisal], seed: int) -> None:
    """A move for each reply until closed, at most 40, with an ending exactly at the end, each with row and reason."""
    moves = play(name, said, seed)
    assert moves[-1].state.mode is Mode.CLOSED
    assert moves[-1].state.turn <= 40 < LIMIT
    assert [m.state.ending is None for m in moves] == [True] * (len(moves) - 1) + [False]
    assert all(m.row and m.why and m.method.startswith("M") and m.line.text for m in moves)


@given(names, replies, seeds)
@few
def test_anger_and_patience_stay_in_bounds(name: str, said: list[Appraisal], seed: int) -> None:
    """Anger 0 to 3, at most 0.7 a turn; patience between 0 and where it started."""
    states = [m.state for m in play(name, said, seed)]
    assert all(0.0 <= s.anger <= 3.0 and 0 <= s.patience <= states[0].patience for s in states)
    assert all(abs(b.anger - a.anger) <= MOST_A_TURN + 1e-9 for a, b in pairwise(states))


@given(names, replies, seeds)
@few
def test_stage_two_needs_two_yeses_and_satisfaction_needs_stage_two(
    name: str, said: list[Appraisal], seed: int
) -> None:
    """The gate, whatever is said; and nobody is satisfied from anywhere else."""
    states = [m.state for m in play(name, said, seed)]
    assert all(s.yeses >= 2 for s in states if s.mode is Mode.REASON)
    if states[-1].ending is Ending.SATISFIED:
        assert states[-2].mode is Mode.REASON


@given(names, replies, seeds)
@few
def test_no_line_comes_again_while_others_are_left(name: str, said: list[Appraisal], seed: int) -> None:
    """A repeated line means that all of its trigger were said."""
    scenario = SCENARIOS[name]
    corrections = [tuple(fact.corrections) for fact in scenario.facts]
    groups = [tuple(line.text for line in lines) for lines in scenario.lines.values()] + corrections
    used: set[str] = set()
    for move in play(name, said, seed):
        if move.line.text in used:
            group = next(g for g in groups if move.line.text in g)
            assert len(used & set(group)) >= len([t for t in group if not _reveals(scenario, t, move)])
        used.add(move.line.text)


def _reveals(scenario: Scenario, text: str, move: Move) -> bool:
    """Return whether a line would have revealed something that the row may not reveal yet."""
    tells = {f for lines in scenario.lines.values() for line in lines if line.text == text for f in line.tells}
    return bool(tells - set(move.state.told))


@given(names, replies, seeds)
@few
def test_the_same_seed_gives_the_same_call(name: str, said: list[Appraisal], seed: int) -> None:
    """Identical moves, to the last field."""
    assert play(name, said, seed) == play(name, said, seed)


@given(names, replies, seeds, st.frozensets(st.integers(0, 40), max_size=12))
@few
def test_raising_the_voice_never_turns_a_call_good(
    name: str, said: list[Appraisal], seed: int, loud: frozenset[int]
) -> None:
    """If the customer is satisfied though some replies were raised, so is the one who heard the same words level."""

    def spoken(raised: bool) -> Ending | None:
        agent = scripted(said)
        how = lambda s: "raised" if raised and s.turn in loud else "level"  # noqa: E731
        return call(SCENARIOS[name], TABLE, lambda c, s: replace(agent(c, s), delivery=how(s)), seed)[-1].state.ending

    if spoken(True) is Ending.SATISFIED:
        assert spoken(False) is Ending.SATISFIED


@given(names, replies, seeds)
@few
def test_the_next_line_was_foreseen(name: str, said: list[Appraisal], seed: int) -> None:
    """Every line but a correction, an end and a threat is among those that were named for rendering ahead."""
    moves = play(name, said, seed)
    scenario = SCENARIOS[name]
    corrections = {text for fact in scenario.facts for text in fact.corrections}
    corrections |= {line.text for line in scenario.lines["attack.wrong"]}
    for before, after in pairwise(moves):
        if after.row.startswith("X") or after.line.text in corrections:
            continue
        lines = likely_lines(scenario, TABLE, before.state, 1000)
        assert after.line in [line for line, _ in lines]
        assert all(0.0 <= anger <= 3.0 for _, anger in lines)


@given(names, seeds, st.integers(0, 12))
@few
def test_few_lines_are_enough_to_be_ready(name: str, seed: int, limit: int) -> None:
    """The limit is kept, and the likeliest come first: an invitation and a mirror are foreseen from the start."""
    scenario = SCENARIOS[name]
    state = open_call(scenario, TABLE, Random(seed)).state
    lines = likely_lines(scenario, TABLE, state, limit)
    assert len(lines) <= limit
    assert len({line for line, _ in lines}) == len(lines)
    if limit >= 4:
        next_lines = {respond(scenario, TABLE, state, master_steps(state)[i], Random(1)).line for i in (0, 2)}
        assert next_lines <= {line for line, _ in lines}


@given(names, st.lists(st.none() | reply, min_size=1, max_size=45), seeds)
@few
def test_silences_anywhere_do_no_harm(name: str, said: list[Appraisal | None], seed: int) -> None:
    """A silence instead of a reply is answered at every point of the call."""
    rng, scenario = Random(seed), SCENARIOS[name]
    move = open_call(scenario, TABLE, rng)
    for words in said:
        if move.state.mode is Mode.CLOSED:
            break
        silent = words is None
        move = (
            prompt_silence(scenario, TABLE, move.state, rng)
            if silent
            else respond(scenario, TABLE, move.state, words, rng)
        )
        assert move.line.text
    assert move.state.turn <= 40
    assert move.state.mode is Mode.CLOSED or len(said) < 40


@given(st.floats(0, 3), st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3), st.floats(0.05, 1.0))
def test_anger_is_monotone_in_the_impulse(anger: float, drift: float, a: float, b: float, at_once: float) -> None:
    """A harder word never leaves the customer calmer."""
    low, high = sorted((a, b))
    assert moved(anger, drift, low, at_once)[0] <= moved(anger, drift, high, at_once)[0] + 1e-12


def test_anger_lags() -> None:
    """An impulse is felt in part at once and in part later, and all of it in the end."""
    first, rest = moved(1.0, 0.0, 0.5, 0.7)
    assert 1.0 < first < 1.5
    for _ in range(20):
        first, rest = moved(first, rest, 0.0, 0.7)
    assert abs(first - 1.5) < 1e-6


def test_a_silent_reply_is_no_crash() -> None:
    """An appraisal without a single act is answered."""
    state = open_call(SCENARIOS["zh-phone-crashing"], TABLE, Random(0)).state
    assert respond(SCENARIOS["zh-phone-crashing"], TABLE, state, heard(), Random(0)).row == "A99"
