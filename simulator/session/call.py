"""The call: frames flow, the customer speaks, listens, reacts, until one of them ends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from simulator.dialogue.ahead import likely_lines
from simulator.domain.customer import DeliveryKind, Ending, Mode, Move
from simulator.domain.line import Frame, SoundLine
from simulator.domain.scenario import Scenario
from simulator.domain.sound import FRAME, LINE_RATE_HZ
from simulator.domain.table import Table
from simulator.errors import Broken
from simulator.session.attempt import Attempt, Mind, Thought
from simulator.session.ears import Ears
from simulator.session.flow import Flow
from simulator.session.keeper import Keeper, Said
from simulator.session.mind import Customer, agent_turn
from simulator.session.mouth import Mouth, hum
from simulator.session.parts import Voice
from simulator.session.watcher import Watcher
from simulator.speech.floor import Ended, FloorEvent, Lull, Resumed, Started, Waited

LINES_AHEAD = 8
INHALE_S = 0.9  # of silence, after which a customer who has an answer is heard to breathe in
SURELY_SPEECH = round(2.5 * LINE_RATE_HZ)  # a cough is shorter, so its words need not be waited for with the breath


class Call:
    """One call.

    Parameters
    ----------
    line, ears, mind, customer, voice, keeper
        The parts; see the package's docstring.
    scenario, table
        What the customer follows.
    watcher
        Follows the call.
    """

    def __init__(
        self,
        line: SoundLine,
        ears: Ears,
        mind: Mind,
        customer: Customer,
        voice: Voice,
        keeper: Keeper,
        *,
        scenario: Scenario,
        table: Table,
        watcher: Watcher,
    ) -> None:
        self._line, self._ears, self._mind = line, ears, mind
        self._customer, self._voice, self._keeper = customer, voice, keeper
        self._scenario, self._table, self._watcher = scenario, table, watcher
        self._said: Said | None = None
        self._mouth = Mouth(line, voice)
        self._customer_end = 0
        self._attempt: Attempt | None = None
        self._delivery: DeliveryKind = "unknown" if keeper.baseline is None else "level"  # of the next reply, probably
        self._failures = 0
        self._failure: Broken | None = None
        self.ending: Ending | None = None

    def run(self) -> Ending:
        """Run the call to its end and return how it ended."""
        try:
            opening = self._mind.opening(self._customer.move)
            self._line.start()
            self._speak(self._customer.move, opening)
            while self.ending is None:
                frame = self._line.read()
                if frame is None:
                    self.ending = Ending.UNRESOLVED
                    break
                for part in _with_lost(frame):
                    self._step(part)
        finally:
            self._line.stop()
            if self._attempt is not None:
                self._attempt.drop()
            self._mouth.close()
            self._mind.close()
            self._voice.close()
        return self.ending

    def _step(self, frame: Frame) -> None:
        speaking = self._said is not None
        self._keeper.frame(frame)
        self._watch_disk()
        attempt = self._attempt
        self._ears.unfinished = attempt is not None and not attempt.over and attempt.unfinished
        event = self._ears.hear(frame, speaking)
        if not speaking:
            self._listen(event)
            self._answer_if_ready()
        elif self._mouth.said():
            self._finish_line()

    def _watch_disk(self) -> None:
        """Tell when the disk begins to refuse, and when it takes everything again; the call goes on."""
        failure = self._keeper.failure
        if (failure is None) != (self._failure is None):
            self._failure = failure
            self._watcher.disk(failure)

    # ------------------------------------------------------------------------------------------- the customer speaks

    def _speak(self, move: Move, flow: Flow) -> None:
        self._watcher.told(move)
        self._said = Said(move, self._keeper.now)
        anger = self._customer.state.anger
        self._mouth.say(flow, anger)
        if self._line.live:
            likely = likely_lines(
                self._scenario, self._table, move.state, LINES_AHEAD, self._customer.person, self._delivery
            )
            self._voice.ahead(likely, cover=(hum(self._scenario.lang, anger), anger))

    def _finish_line(self) -> None:
        """Pass the floor to the agent, or end the call, once the customer's last sample was played."""
        said, self._said = self._said, None
        if said is None:
            return
        self._customer_end = self._keeper.now
        self._keeper.customer_turn(said, self._keeper.now)
        if said.move.state.mode is Mode.CLOSED:
            self.ending = said.move.state.ending or Ending.UNRESOLVED
        else:
            self._cue()

    def _cue(self) -> None:
        if not self._line.cue():
            self.ending = Ending.UNRESOLVED

    # --------------------------------------------------------------------------------------------- the agent speaks

    def _listen(self, event: FloorEvent | None) -> None:
        match event:
            case Started() if self._attempt is not None and self._attempt.over:
                self._go_on(event.start - self._attempt.end)
            case Lull() if event.at > self._customer_end:
                self._pause(event)
            case Resumed():
                self._go_on(event.pause)
            case Ended() if event.end > self._customer_end:
                self._end(event)
            case Waited() if self._attempt is None:
                self._attempt = self._mind.silence()

    def _pause(self, lull: Lull) -> None:
        """Begin to understand what was said so far; where time stands still, wait for the words."""
        start, overlap = self._turn_so_far(lull.start, lull.overlap)
        if self._line.live:
            before = self._attempt
            spoke = before is not None and before.spoke and before.start == start
            spoke = spoke or lull.at - lull.start >= SURELY_SPEECH
            self._attempt = self._mind.attempt(start, lull.at, overlap, spoke=spoke)
        elif self._mind.hearing is not None:
            parts = self._mind.hearing.parts(start, lull.at)
            self._ears.unfinished = self._mind.wants_to_go_on(parts)

    def _go_on(self, pause: int) -> None:
        """Drop the attempt, for the agent has gone on speaking; remember where the turn began."""
        if self._attempt is not None:
            self._attempt.drop()
        self._mouth.give_way()
        if self._mind.hearing is not None:
            self._mind.hearing.resumed(pause)

    def _end(self, ended: Ended) -> None:
        start, overlap = self._turn_so_far(ended.start, ended.overlap)
        attempt = self._attempt
        if attempt is None or attempt.dropped or attempt.end != ended.end:
            attempt = self._mind.attempt(start, ended.end, overlap)
        self._over(attempt)

    def _over(self, attempt: Attempt) -> None:
        attempt.over = True
        self._attempt = attempt
        self._watcher.ended(attempt)

    def _turn_so_far(self, start: int, overlap: int) -> tuple[int, int]:
        """Return where the turn began and its overlap; a turn that was thought over and went on began earlier."""
        before = self._attempt
        if before is not None and before.over and before.dropped:
            return before.start, before.overlap + overlap
        return start, overlap

    # ------------------------------------------------------------------------------------------ the customer reacts

    def _answer_if_ready(self) -> None:
        attempt = self._attempt
        if attempt is None or attempt.dropped:
            return
        if self._cuts_in(attempt):
            self._over(attempt)
        if attempt.over and (attempt.ready or not self._line.live):
            thought = attempt.thought.result()
            self._attempt = None
            if self._mind.hearing is not None:
                self._mind.hearing.forget()
                self._note_failures(self._mind.hearing.failures)
            if thought is not None:
                self._answer(thought)
        elif self._line.live and attempt.spoke:
            breath = not attempt.unfinished and (attempt.over or self._ears.silent_s >= INHALE_S)
            self._mouth.await_answer(self._scenario.lang, breath=breath, over=attempt.over)

    def _cuts_in(self, attempt: Attempt) -> bool:
        """Return whether the customer has heard enough, and takes the floor in a pause of the agent's."""
        if attempt.over or not self._line.live or not attempt.ready:
            return False
        thought = attempt.thought.result()
        return thought is not None and thought.move is not None and thought.move.interrupts

    def _answer(self, thought: Thought) -> None:
        if thought.move is None or thought.flow is None:
            self._cue()
            return
        if thought.utterance is not None and thought.heard is not None:
            index, state = len(self._keeper.turns), self._customer.state
            turn = agent_turn(index, thought.utterance, thought.heard, state, self._customer_end)
            self._keeper.turn(turn)
            self._watcher.told(turn)
            self._delivery = thought.heard.judgement.appraisal.delivery
        self._customer.commit(thought.move)
        self._speak(thought.move, thought.flow)

    def _note_failures(self, failures: list[str]) -> None:
        for failure in failures[self._failures :]:
            self._keeper.note(failure)
        self._failures = len(failures)


def _with_lost(frame: Frame) -> Iterator[Frame]:
    """Yield silence for what the device lost before a frame, then the frame: the clock never stands still."""
    if frame.lost:
        blank = np.zeros(FRAME, np.float32)
        for n in range(-(-frame.lost // FRAME)):
            yield Frame(blank, blank, lost=frame.lost if n == 0 else 0)
    yield replace(frame, lost=0)
