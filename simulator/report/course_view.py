"""The agent's voice over the call as a picture and sentences: contagion, recovery, pauses, opening and closing."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.record import SessionRecord
from simulator.messages import Lang, say
from simulator.scoring.calm_tone import LEVEL
from simulator.scoring.contagion import Contagion
from simulator.scoring.course import Course, Pause, Recovery, course

WIDTH, HEIGHT = 860, 190
LEFT, RIGHT, TOP, BOTTOM = 10, 10, 24, 24
MOST_ANGER = 3.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One measured reply: where, its turn's index and number, whether it is raised."""

    x: float
    y: float
    index: int
    number: int
    raised: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A pause or a provocation at a place of the call."""

    x: float
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class CourseView:
    """All that the template draws and says; `strengths` are sentences about what went well, `others` the rest."""

    width: int
    height: int
    anger: str
    line: str
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    level_y: float
    contagion: str
    strengths: tuple[str, ...]
    others: tuple[str, ...]


def course_view(record: SessionRecord) -> CourseView | None:
    """Return the picture of a call, or None where no reply could be measured."""
    found = course(record.turns)
    if not found.moments:
        return None
    numbers = {turn.index: n for n, turn in enumerate(record.turns, 1)}
    duration_s = max([record.duration_s, *(t.end_s for t in record.turns)])
    strengths, others = _sentences(found, numbers, record.lang)
    dots = tuple(
        Dot(_x(m.at_s, duration_s), _y(m.raised / 100), m.turn, numbers[m.turn], m.raised > 100 - LEVEL)
        for m in found.moments
    )
    return CourseView(
        WIDTH,
        HEIGHT,
        _anger(record, duration_s),
        " ".join(f"{d.x},{d.y}" for d in dots),
        dots,
        _marks(found, record, numbers, duration_s),
        _y(1 - LEVEL / 100),
        contagion_words(found.contagion, record.lang),
        strengths,
        others,
    )


def contagion_words(found: Contagion | None, lang: Lang) -> str:
    """Return how far the delivery followed the anger, in a sentence."""
    if found is None:
        return say("course.too_few", lang)
    lag = say(f"course.lag_{found.lag}", lang, seconds=found.lag_s)
    key = "course.followed" if found.followed else "course.kept"
    return say(key, lang, per_level=found.per_level, lag=lag, r=found.r, n=found.n)


def _sentences(found: Course, numbers: dict[int, int], lang: Lang) -> tuple[tuple[str, ...], tuple[str, ...]]:
    strengths = [_pause(p, numbers, lang) for p in found.pauses if p.level is not False]
    others = [_pause(p, numbers, lang) for p in found.pauses if p.level is False]
    for one in found.recoveries:
        (strengths if one.replies == 0 else others).append(_recovery(one, numbers, lang))
    if found.opening and found.closing:
        value, closing = 100 - found.opening.raised, 100 - found.closing.raised
        both = min(value, closing) >= LEVEL
        (strengths if both else others).append(say("course.opening", lang, value=value, closing=closing))
    return tuple(strengths), tuple(others)


def _pause(one: Pause, numbers: dict[int, int], lang: Lang) -> str:
    key = {True: "pause_level", False: "pause_raised", None: "pause_only"}[one.level]
    return say(f"course.{key}", lang, turn=numbers[one.turn], seconds=one.seconds)


def _recovery(one: Recovery, numbers: dict[int, int], lang: Lang) -> str:
    key = {0: "recovered_at_once", None: "not_recovered"}.get(one.replies, "recovered")
    return say(f"course.{key}", lang, turn=numbers[one.turn], replies=one.replies)


def _x(at_s: float, duration_s: float) -> float:
    return round(LEFT + at_s / duration_s * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)


def _anger(record: SessionRecord, duration_s: float) -> str:
    """Return the customer's anger as steps: it stands from one turn to the next, whoever speaks."""
    said = sorted((t.start_s, t.anger) for t in record.turns)
    ends = [*(start for start, _ in said[1:]), duration_s]
    points = [(at, anger) for (start, anger), end in zip(said, ends, strict=True) for at in (start, max(start, end))]
    return " ".join(f"{_x(at, duration_s)},{_y(anger / MOST_ANGER)}" for at, anger in points)


def _marks(found: Course, record: SessionRecord, numbers: dict[int, int], duration_s: float) -> tuple[Mark, ...]:
    starts = {t.index: t.start_s for t in record.turns}
    pauses = [Mark(_x(starts[p.turn] - p.seconds / 2, duration_s), "pause", numbers[p.turn]) for p in found.pauses]
    rises = [Mark(_x(starts[r.turn], duration_s), "provocation", numbers[r.turn]) for r in found.recoveries]
    return tuple(sorted([*pauses, *rises], key=lambda m: m.x))
