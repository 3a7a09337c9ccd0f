"""Made-up sessions for the tests of recording: every value the types allow, and one small plain one."""

from __future__ import annotations

from hypothesis import strategies as st

from simulator.domain.acts import Act
from simulator.domain.customer import Ending, Mode
from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.record import AgentTurn, CallSummary, CustomerTurn, Gap, SessionRecord, Why
from simulator.domain.score import Evidence, Outcome, Score, Scorecard
from simulator.domain.transcript import Word

reals = st.floats(allow_nan=False, allow_infinity=False)
shares = st.floats(0, 1)
seconds = st.floats(0, 86_400)
words = st.text(max_size=12)
evidence = st.builds(Evidence, words, st.none() | seconds, st.none() | seconds, words, words)


@st.composite
def scores(draw: st.DrawFn) -> Score:
    outcome = draw(st.sampled_from(Outcome))
    value = None if outcome.points is None else draw(st.floats(0, 100))
    return Score(outcome, value, draw(shares), tuple(draw(st.lists(evidence, max_size=2))), draw(words))


cards = st.builds(Scorecard, scores(), scores(), scores(), scores())
spans = st.tuples(seconds, seconds).map(sorted)


@st.composite
def heard_words(draw: st.DrawFn) -> Word:
    start_s, end_s = draw(spans)
    return Word(draw(words), start_s, end_s, draw(shares))


deliveries = st.builds(Delivery, *[reals] * 3, *[st.none() | reals] * 9, shares)
names = st.lists(words, max_size=2).map(tuple)


@st.composite
def customer_turns(draw: st.DrawFn) -> CustomerTurn:
    start_s, end_s = draw(spans)
    why = Why(draw(words), draw(words), draw(words), tuple(draw(st.lists(evidence, max_size=1))))
    mode, anger = draw(st.sampled_from(Mode)), draw(st.floats(0, 3))
    return CustomerTurn(draw(st.integers(0)), start_s, end_s, draw(words), mode, anger, why, draw(names))


@st.composite
def agent_turns(draw: st.DrawFn) -> AgentTurn:
    start_s, end_s = draw(spans)
    return AgentTurn(
        index=draw(st.integers(0)),
        start_s=start_s,
        end_s=end_s,
        text=draw(words),
        text_as_heard=draw(words),
        mode=draw(st.sampled_from(Mode)),
        anger=draw(st.floats(0, 3)),
        words=tuple(draw(st.lists(heard_words(), max_size=2))),
        confidence=draw(shares),
        acts=tuple(draw(st.lists(st.sampled_from(Act), max_size=3))),
        response_delay_s=draw(reals),
        scores=draw(cards),
        delivery=draw(st.none() | deliveries),
        facts_hit=draw(names),
        facts_contradicted=draw(names),
        rejected=draw(st.none() | words),
    )


turns = st.lists(customer_turns() | agent_turns(), max_size=3).map(tuple)
summaries = st.builds(
    CallSummary,
    cards,
    st.dictionaries(st.sampled_from(["M1", "M2", "M7"]), st.integers(0, 99)),
    st.sampled_from(Ending),
    words,
    words,
    st.none() | st.integers(0),
    st.none() | st.integers(0),
)
records = st.builds(
    SessionRecord,
    id=words,
    scenario=words,
    persona=words,
    lang=st.sampled_from(["zh", "en"]),
    seed=st.integers(),
    status=st.sampled_from(["complete", "interrupted"]),
    started_at=words,
    duration_s=seconds,
    channel_rate_hz=st.integers(1, 192_000),
    models=st.dictionaries(words, words, max_size=2),
    turns=turns,
    summary=st.none() | summaries,
    baseline=st.none() | st.builds(Baseline, deliveries, st.integers(0, 9), st.sampled_from(["calibration", "call"])),
    gaps=st.lists(st.builds(Gap, seconds, seconds, words), max_size=2).map(tuple),
    synthetic_agent=st.booleans(),
    synthetic_customer=st.booleans(),
    notes=names,
    scenario_title=words,
    persona_name=words,
)

_NO_SCORE = Score(Outcome.NOT_APPLICABLE, None, 1.0, (), "")
NO_SCORES = Scorecard(_NO_SCORE, _NO_SCORE, _NO_SCORE, _NO_SCORE)


def said_by_customer(index: int = 0, start_s: float = 0.0, text: str = "三次了!") -> CustomerTurn:
    return CustomerTurn(index, start_s, start_s + 1.0, text, Mode.ATTACK, 3.0, Why("A1", "M1", "the call begins"))


def said_by_agent(index: int = 1, start_s: float = 1.5, text: str = "您请说。") -> AgentTurn:
    return AgentTurn(
        index, start_s, start_s + 1.0, text, text, Mode.ATTACK, 3.0, (), 0.9, (Act.INVITE_VENTING,), 0.5, NO_SCORES
    )


def plain_session(**changes: object) -> SessionRecord:
    fields: dict[str, object] = {
        "id": "test-1",
        "scenario": "phone_zh",
        "persona": "wang",
        "lang": "zh",
        "seed": 7,
        "status": "complete",
        "started_at": "2025-01-02T03:04:05+08:00",
        "duration_s": 3.0,
        "channel_rate_hz": 16_000,
        "models": {"whisper": "ab"},
        "turns": (said_by_customer(), said_by_agent()),
    }
    return SessionRecord(**(fields | changes))  # type: ignore[arg-type]
