"""A disk that refuses in the middle of a call, and at its end: told once, waited for, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes import tone
from playing import played

from simulator.domain.customer import Move
from simulator.domain.record import AgentTurn, CustomerTurn
from simulator.domain.sound import LINE_RATE_HZ
from simulator.errors import Broken
from simulator.record import writer
from simulator.session.closing import closed
from simulator.session.watcher import Unwatched


def test_a_full_disk_is_told_in_the_call_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk refuses from the opening on: told once, told again when there is room, every sample is kept."""
    full, told = [False], list[Broken | None]()
    append = writer.AppendFile.append

    def refuses(self: writer.AppendFile, data: bytes) -> int:
        if full[0]:
            raise OSError(28, "No space left on device")
        return append(self, data)

    monkeypatch.setattr(writer.AppendFile, "append", refuses)

    def note(event: AgentTurn | Move) -> None:
        full[0] = isinstance(event, Move) and event.state.turn == 0

    watch = Unwatched(note, lambda failure, _: told.append(failure))
    record = played(tmp_path, ["invite"] * 3, sounds=[tone(0.8)], realtime=True, watcher=watch)
    assert [failure is not None for failure in told] == [True, False]
    assert told[0] is not None
    assert "No space left" in told[0].sentence("en")
    assert record.gaps == ()
    sound, _ = soundfile.read(tmp_path / "audio.flac", dtype="float32")
    for turn in record.turns:
        part = sound[round((turn.start_s + 0.1) * LINE_RATE_HZ) : round((turn.end_s - 0.1) * LINE_RATE_HZ)]
        assert np.abs(part[:, 0 if isinstance(turn, CustomerTurn) else 1]).max() > 0.05


class FullUntil:
    """A keeper whose disk has room at the n-th attempt to close."""

    def __init__(self, attempt: int) -> None:
        self.attempts, self._room_at = 0, attempt

    def close(self, summary: object, *, interrupted: bool = False) -> str:
        """Close, if there is room."""
        self.attempts += 1
        if self.attempts < self._room_at:
            raise Broken("record.write_failed", path="x", reason="No space left on device")
        return "kept"


def test_after_the_call_a_full_disk_is_waited_for() -> None:
    """The user is told once and has time to make room; then the session is whole."""
    keeper, told, waits = FullUntil(4), list[float | None](), list[float]()
    watch = Unwatched(disk=lambda _, wait_s: told.append(wait_s))
    assert closed(keeper, None, watch, patience_s=9.0, sleep=waits.append) == "kept"  # type: ignore[arg-type, comparison-overlap]
    assert told == [9.0]
    assert len(waits) == 3


def test_nobody_waits_for_ever_or_against_their_will() -> None:
    """After the time that was told, or at Ctrl+C, the error says what to do."""
    with pytest.raises(Broken):
        closed(FullUntil(99), None, Unwatched(), patience_s=5.0, sleep=lambda _: None)  # type: ignore[arg-type]

    def impatient(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Broken):
        closed(FullUntil(99), None, Unwatched(), sleep=impatient)  # type: ignore[arg-type]
