"""Keeper: whatever happens in a call goes to the recording and the journal first, and into ``session.json`` last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.domain.customer import Move
from simulator.domain.delivery import Baseline
from simulator.domain.line import Frame
from simulator.domain.record import CallSummary, CustomerTurn, Gap, SessionRecord, Turn, Why
from simulator.domain.sound import LINE_RATE_HZ
from simulator.errors import Broken
from simulator.record.recorder import Recorder
from simulator.speech.markup import plain

DEVICE_GONE_S = 0.5  # more than an overflow loses


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the customer on the line: from sample `start`, `end` not known yet."""

    move: Move
    start: int


class Keeper:
    """Turns, gaps and notes of one call, kept as they happen.

    Parameters
    ----------
    recorder
        Open recording.
    head
        The record as it is known at the start: id, scenario, persona, seed, models.
    """

    def __init__(self, recorder: Recorder, head: SessionRecord) -> None:
        self._recorder, self._record = recorder, head
        self.turns: list[Turn] = []
        self.folder = recorder.folder
        self.now = 0
        recorder.event("start", head)

    def frame(self, frame: Frame) -> None:
        """Record one frame of both channels; what the device lost becomes a gap."""
        if frame.lost:
            at = self.now / LINE_RATE_HZ
            lost_s = frame.lost / LINE_RATE_HZ
            self.gap(Gap(at, at + lost_s, "device" if lost_s > DEVICE_GONE_S else "overflow"))
        self._recorder.write(frame.customer, frame.agent)
        self.now += len(frame.agent)

    def gap(self, gap: Gap) -> None:
        """Mark a stretch that is missing."""
        self._record = replace(self._record, gaps=(*self._record.gaps, gap))
        self._recorder.event("gap", gap)

    @property
    def failure(self) -> Broken | None:
        """Why the disk refuses at the moment, or None."""
        return self._recorder.failure

    def note(self, text: str) -> None:
        """Keep a remark on the call."""
        self._record = replace(self._record, notes=(*self._record.notes, text))
        self._recorder.event("note", {"text": text})

    def turn(self, turn: Turn) -> None:
        """Keep a turn."""
        self.turns.append(turn)
        self._recorder.event("turn", turn)

    def customer_turn(self, said: Said, end: int) -> None:
        """Keep what the customer has just finished saying."""
        move = said.move
        self.turn(
            CustomerTurn(
                index=len(self.turns),
                start_s=said.start / LINE_RATE_HZ,
                end_s=end / LINE_RATE_HZ,
                text=plain(move.line.text),
                mode=move.state.mode,
                anger=move.state.anger,
                why=Why(move.row, move.method, move.why, move.words),
                tells=move.line.tells,
            )
        )

    @property
    def baseline(self) -> Baseline | None:
        """The agent's usual voice, as far as it is known."""
        return self._record.baseline

    def know(self, usual: Baseline) -> None:
        """Keep the agent's usual voice."""
        self._record = replace(self._record, baseline=usual)

    def hindsight(self, usual: Baseline, turns: list[Turn]) -> None:
        """Keep a usual voice that only the whole call shows, and the turns as they look against it."""
        self.know(usual)
        self.turns[:] = turns

    def close(self, summary: CallSummary | None, *, interrupted: bool = False) -> SessionRecord:
        """Finish the recording and write the session."""
        record = replace(
            self._record,
            status="interrupted" if interrupted else "complete",
            turns=tuple(self.turns),
            summary=summary,
        )
        return self._recorder.close(record)
