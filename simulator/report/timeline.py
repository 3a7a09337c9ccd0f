"""The geometry of the timeline: everything that the template draws, in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.record import CustomerTurn, SessionRecord, Turn
from simulator.report.lanes import Lane, Lanes

WIDTH = 964  # of a call up to 5 min; longer ones are scrolled
PX_PER_S = 3.3
AXIS, GAP = 22, 14
MODES, ANGER, TURNS, PITCH, LEVEL = 20, 66, 22, 78, 62  # heights


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with what it stands for."""

    x: float
    y: float
    w: float
    h: float
    name: str
    number: int = 0
    index: int = 0
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """One lane of a measure: its frame, the line of zero, the usual band, polylines, and a bar for each turn."""

    frame: Box
    zero_y: float
    band: Box
    lines: tuple[str, ...]
    bars: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of it; `modes` are bands, `anger` boxes whose height is the anger."""

    width: float
    height: float
    ticks: tuple[tuple[float, str], ...]
    modes: tuple[Box, ...]
    anger: tuple[Box, ...]
    anger_frame: Box
    anger_line: str
    customer: tuple[Box, ...]
    agent: tuple[Box, ...]
    gaps: tuple[Box, ...]
    turns_y: tuple[float, float]
    pitch: Curve | None
    level: Curve | None


def width_px(duration_s: float) -> float:
    """Return how wide a call of that length is drawn."""
    return max(WIDTH, round(duration_s * PX_PER_S))


def timeline(record: SessionRecord, lanes: Lanes | None) -> Timeline | None:
    """Return the geometry of a call, or None for one without duration."""
    duration_s = max([record.duration_s, *(t.end_s for t in record.turns)])
    if duration_s <= 0 or not record.turns:
        return None
    width = width_px(duration_s)
    px = width / duration_s
    modes_y = AXIS
    anger_y = modes_y + MODES + 4
    customer_y = anger_y + ANGER + GAP
    agent_y = customer_y + TURNS + 4
    pitch_y = agent_y + TURNS + GAP + 4
    level_y = pitch_y + PITCH + GAP
    spans = _spans(record.turns, duration_s)
    height = level_y + LEVEL + 4 if lanes else agent_y + TURNS + 6
    anger = tuple(_anger_box(turn, start * px, (end - start) * px, anger_y) for turn, start, end in spans)
    return Timeline(
        width=width,
        height=height,
        ticks=_ticks(duration_s, px),
        modes=_bands(spans, px, modes_y),
        anger=anger,
        anger_frame=Box(0, anger_y, width, ANGER, "anger"),
        anger_line=" ".join(f"{b.x:.1f},{b.y:.1f} {b.x + b.w:.1f},{b.y:.1f}" for b in anger),
        customer=_blocks(record.turns, "customer", px, customer_y),
        agent=_blocks(record.turns, "agent", px, agent_y),
        gaps=tuple(Box(g.start_s * px, AXIS, (g.end_s - g.start_s) * px, height - AXIS, g.reason) for g in record.gaps),
        turns_y=(customer_y, agent_y),
        pitch=_curve(lanes.pitch, px, Box(0, pitch_y, width, PITCH, "pitch")) if lanes else None,
        level=_curve(lanes.level, px, Box(0, level_y, width, LEVEL, "level")) if lanes else None,
    )


Span = tuple[Turn, float, float]


def _spans(turns: tuple[Turn, ...], duration_s: float) -> list[Span]:
    """Return each turn with the stretch for which its mode and anger stand: until the next one begins."""
    ordered = sorted(turns, key=lambda t: (t.start_s, t.index))
    starts = [0.0, *(t.start_s for t in ordered[1:])]
    ends = [*starts[1:], duration_s]
    return [(t, a, max(a, b)) for t, a, b in zip(ordered, starts, ends, strict=True)]


def _anger_box(turn: Turn, x: float, w: float, y: float) -> Box:
    h = turn.anger / 3.0 * (ANGER - 2)
    return Box(round(x, 1), round(y + ANGER - h, 1), round(w, 1), round(h, 1), turn.mode, value=turn.anger)


def _bands(spans: list[Span], px: float, y: float) -> tuple[Box, ...]:
    """Return one band for each stretch in the same mode."""
    bands: list[Box] = []
    for turn, start, end in spans:
        x, w = round(start * px, 1), round((end - start) * px, 1)
        if bands and bands[-1].name == turn.mode:
            x, w = bands[-1].x, x + w - bands[-1].x
            bands.pop()
        bands.append(Box(x, y, round(w, 1), MODES, turn.mode))
    return tuple(bands)


def _blocks(turns: tuple[Turn, ...], speaker: str, px: float, y: float) -> tuple[Box, ...]:
    return tuple(
        Box(round(t.start_s * px, 1), y, round(max(2.0, (t.end_s - t.start_s) * px), 1), TURNS, speaker, n, t.index)
        for n, t in enumerate(turns, 1)
        if isinstance(t, CustomerTurn) == (speaker == "customer")
    )


def _ticks(duration_s: float, px: float) -> tuple[tuple[float, str], ...]:
    every = next(s for s in (5, 10, 15, 30, 60, 120, 300, 600) if s * px >= 70 or s == 600)
    seconds = range(0, int(duration_s) + 1, every)
    return tuple((round(s * px, 1), f"{s // 60}:{s % 60:02d}") for s in seconds)


def _curve(lane: Lane, px: float, frame: Box) -> Curve:
    def y_of(value: float) -> float:
        share = (min(max(value, lane.low), lane.high) - lane.low) / (lane.high - lane.low)
        return round(frame.y + frame.h * (1 - share), 1)

    top, bottom = y_of(lane.usual), y_of(-lane.usual)
    lines = tuple(" ".join(f"{t * px:.1f},{y_of(v)}" for t, v in line) for line in lane.lines if len(line) > 1)
    bars = tuple(
        Box(round(a * px, 1), y_of(v), round((b - a) * px, 1), 0, frame.name, value=v) for a, b, v in lane.medians
    )
    return Curve(frame, y_of(0.0), Box(0, top, frame.w, round(bottom - top, 1), "usual"), lines, bars)
