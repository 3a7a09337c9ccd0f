"""What the page shows, made from what was kept: every value ready to print, in the language of the call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.record import AgentTurn, CustomerTurn, SessionRecord, Turn
from simulator.domain.score import DIMENSIONS, Dimension, Score, Scorecard
from simulator.messages import Lang, say
from simulator.report.highlight import Note, Piece, notes, pieces

STEPS = ("M1", "M2", "M3", "M4", "M5", "M6", "M7")
OVERLAP_S = 0.3  # less is how people take turns
DELIBERATE_S = 4.0  # a silence before a reply from here on is shown as a pause, not as a delay
_ANGER_WORDS = 4


@dataclass(frozen=True, slots=True)
class Gauge:
    """One score as a ring; `arc` is the filled share of its circle."""

    dimension: Dimension
    name: str
    outcome: str
    label: str
    mark: str
    value: float | None
    arc: float
    sure: int
    advice: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the protocol; `turn` is the number of the turn that reached it."""

    id: str
    name: str
    stage: int
    turn: int | None
    index: int | None


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn as shown; fields of the other speaker stay empty."""

    number: int
    index: int
    speaker: str
    who: str
    start_s: float
    end_s: float
    clock: str
    mode: str
    anger: float
    anger_word: str
    pieces: tuple[Piece, ...]
    gauges: tuple[Gauge, ...] = ()
    one_thing: str = ""
    heard: str = ""
    corrected: bool = False
    rejected: str = ""
    pause: str = ""
    delivery: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    why: CustomerTurn | None = None


def turn_views(record: SessionRecord) -> tuple[TurnView, ...]:
    """Return the turns in order."""
    return tuple(
        _customer(turn, number, record.lang) if isinstance(turn, CustomerTurn) else _agent(turn, number, record)
        for number, turn in enumerate(record.turns, 1)
    )


def _common(turn: Turn, number: int, lang: Lang) -> dict[str, object]:
    return {
        "number": number,
        "index": turn.index,
        "speaker": turn.speaker,
        "who": say(f"record.{turn.speaker}", lang),
        "start_s": turn.start_s,
        "end_s": turn.end_s,
        "clock": clock(turn.start_s),
        "mode": turn.mode.value,
        "anger": turn.anger,
        "anger_word": anger_word(turn.anger, lang),
    }


def _customer(turn: CustomerTurn, number: int, lang: Lang) -> TurnView:
    return TurnView(**_common(turn, number, lang), pieces=(Piece(turn.text, ()),), why=turn)  # type: ignore[arg-type]


def _agent(turn: AgentTurn, number: int, record: SessionRecord) -> TurnView:
    lang = record.lang
    found = notes(turn)
    rings = gauges(turn.scores, lang, found)
    weak = [g for g in rings if g.outcome in ("none", "partial") and g.advice]
    return TurnView(
        **_common(turn, number, lang),  # type: ignore[arg-type]
        pieces=pieces(turn.text, found),
        gauges=rings,
        one_thing=min(weak, key=lambda g: (g.value or 0.0, -g.sure)).advice if weak else "",
        heard=turn.text_as_heard if _differs(turn.text, turn.text_as_heard) else "",
        corrected=turn.corrected,
        rejected=_rejected(turn.rejected, lang),
        pause=" · ".join(filter(None, [_pause(turn.response_delay_s, lang), _overlap(turn.overlap_s, lang)])),
        delivery=delivery_words(turn.delivery, record.baseline, lang),
        acts=tuple(say(f"report.act_{act}", lang) for act in turn.acts),
    )


def _differs(text: str, heard: str) -> bool:
    """Tell whether more than blanks and punctuation differ."""
    return [c for c in text.lower() if c.isalnum()] != [c for c in heard.lower() if c.isalnum()]


def _rejected(reason: str | None, lang: Lang) -> str:
    if not reason:
        return ""
    known = reason if reason in ("no_speech", "loop", "unsure") else "other"
    return say(f"report.rejected_{known}", lang)


def _overlap(overlap_s: float, lang: Lang) -> str:
    return say("report.overlap", lang, seconds=overlap_s) if overlap_s >= OVERLAP_S else ""


def _pause(delay_s: float, lang: Lang) -> str:
    if not math.isfinite(delay_s) or delay_s < 0.05:
        return ""
    return say("report.pause_deliberate" if delay_s >= DELIBERATE_S else "report.pause", lang, seconds=delay_s)


def gauges(card: Scorecard, lang: Lang, found: tuple[Note, ...] = ()) -> tuple[Gauge, ...]:
    """Return the four scores as rings, in their usual order."""
    return tuple(_gauge(d, card[d], lang, tuple(n for n in found if n.dimension == d)) for d in DIMENSIONS)


def _gauge(dimension: Dimension, score: Score, lang: Lang, found: tuple[Note, ...]) -> Gauge:
    value = score.value
    mark = {"undetermined": "?", "not_applicable": "–"}.get(score.outcome.value, "")
    return Gauge(
        dimension=dimension,
        name=say(f"report.{dimension}", lang),
        outcome=score.outcome.value,
        label=say(f"report.outcome_{score.outcome}", lang),
        mark=mark or f"{value:.0f}",
        value=value,
        arc=round((value or 0.0) / 100, 3),
        sure=round(score.confidence * 100),
        advice=score.advice,
        notes=found,
    )


def delivery_words(delivery: Delivery | None, baseline: Baseline | None, lang: Lang) -> tuple[str, ...]:
    """Return how far pitch, speed and loudness lay from the usual: physical measures, no guess at a feeling."""
    if delivery is None or baseline is None:
        return ()
    usual = baseline.mean
    words = []
    if delivery.f0_median_hz and usual.f0_median_hz:
        st = 12 * math.log2(delivery.f0_median_hz / usual.f0_median_hz)
        words.append(say("report.delivery_pitch", lang, st=st))
    if delivery.rate_syll_s and usual.rate_syll_s:
        words.append(say("report.delivery_rate", lang, percent=100 * (delivery.rate_syll_s / usual.rate_syll_s - 1)))
    if delivery.level_dbfs is not None and usual.level_dbfs is not None:
        words.append(say("report.delivery_level", lang, db=delivery.level_dbfs - usual.level_dbfs))
    return tuple(words)


def steps(record: SessionRecord) -> tuple[Step, ...]:
    """Return the protocol as a path; which steps were reached, and by which turn."""
    reached = record.summary.steps if record.summary else {}
    number = {turn.index: n for n, turn in enumerate(record.turns, 1)}
    return tuple(
        Step(
            id=step,
            name=say(f"report.{step.lower()}", record.lang),
            stage=1 if step <= "M4" else 2,
            turn=number.get(reached[step], 0) if step in reached else None,
            index=reached.get(step),
        )
        for step in STEPS
    )


def anger_word(anger: float, lang: Lang) -> str:
    """Return anger 0–3 in a word."""
    return say(f"report.anger_{min(_ANGER_WORDS - 1, round(anger))}", lang)


def clock(seconds: float) -> str:
    """Return ``m:ss``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def when(started_at: str) -> str:
    """Return the date and time of the call as a person writes them; as it stands where it is no ISO 8601."""
    try:
        return datetime.fromisoformat(started_at).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return started_at
