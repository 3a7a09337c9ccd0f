"""The call: frames flow, the customer speaks, listens, reacts, until one of them ends it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

from simulator.dialogue.ahead import likely_lines
from simulator.domain.customer import Ending, Mode, Move
from simulator.domain.line import Frame, SoundLine
from simulator.domain.record import AgentTurn
from simulator.domain.scenario import Line, Scenario
from simulator.domain.sound import Sound
from simulator.domain.table import Table
from simulator.session.ears import Ears, Utterance
from simulator.session.keeper import Keeper, Said
from simulator.session.mind import Customer, Heard, Listener, agent_turn
from simulator.speech.floor import Ended, FloorEvent, Started, Waited

LINES_AHEAD = 6


class Voice(Protocol):
    """Speaks the customer's lines; `CustomerVoice` and `MuteVoice`."""

    def say(self, line: Line, anger: float) -> Sound:
        """Return the line as sound."""
        ...

    def ahead(self, lines: tuple[tuple[Line, float], ...]) -> None:
        """Render lines that may be needed next."""
        ...

    def close(self) -> None:
        """Stop rendering ahead."""
        ...


@dataclass(frozen=True, slots=True)
class Thought:
    """What the customer will say, ready to be played, and the reply that it answers; no move answers a cough."""

    move: Move | None
    sound: Sound | None
    utterance: Utterance | None = None
    heard: Heard | None = None


class Call:
    """One call.

    Parameters
    ----------
    line, ears, listener, customer, voice, keeper
        The parts; see the package's docstring.
    scenario, table
        What the customer follows.
    told
        Called with each move of the customer and each turn of the agent, for whoever shows them.
    """

    def __init__(
        self,
        line: SoundLine,
        ears: Ears,
        listener: Listener,
        customer: Customer,
        voice: Voice,
        keeper: Keeper,
        *,
        scenario: Scenario,
        table: Table,
        told: Callable[[AgentTurn | Move], None] = lambda _: None,
    ) -> None:
        self._line, self._ears, self._listener = line, ears, listener
        self._customer, self._voice, self._keeper = customer, voice, keeper
        self._scenario, self._table, self._told = scenario, table, told
        self._said: Said | None = None
        self._customer_end = 0
        self._thinking: Future[Thought] | None = None
        self._turn: Ended | None = None  # the reply that is being thought about
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="mind")
        self.ending: Ending | None = None

    def run(self) -> Ending:
        """Run the call to its end and return how it ended."""
        opening = self._voice.say(self._customer.move.line, self._customer.state.anger)
        try:
            self._line.start()
            self._speak(self._customer.move, opening)
            while self.ending is None:
                frame = self._line.read()
                if frame is None:
                    self.ending = Ending.UNRESOLVED
                    break
                self._step(frame)
        finally:
            self._line.stop()
            self._worker.shutdown(wait=True, cancel_futures=True)
            self._voice.close()
        return self.ending

    def _step(self, frame: Frame) -> None:
        speaking = self._said is not None
        self._keeper.frame(frame)
        event = self._ears.hear(frame, speaking)
        if not speaking:
            self._listen(event)
        elif not self._line.playing:
            self._finish_line()
        if self._thinking is not None and (not self._line.live or self._thinking.done()):
            self._answer(self._thinking.result())

    def _speak(self, move: Move, sound: Sound) -> None:
        self._told(move)
        self._said = Said(move, self._keeper.now)
        self._line.play(sound.samples)
        if self._line.live:
            self._voice.ahead(likely_lines(self._scenario, self._table, move.state, LINES_AHEAD))

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

    def _listen(self, event: FloorEvent | None) -> None:
        match event:
            case Started() if self._thinking is not None:
                self._thinking = None  # the turn was not over: it will be heard whole
            case Ended() if event.end > self._customer_end:
                if self._turn is not None:
                    event = replace(event, start=self._turn.start, overlap=self._turn.overlap + event.overlap)
                self._turn = event
                self._thinking = self._worker.submit(self._consider, self._ears.utterance(event))
            case Waited() if self._thinking is None and self._turn is None:
                self._thinking = self._worker.submit(self._consider_silence)

    def _consider(self, utterance: Utterance) -> Thought:
        heard = self._listener.hear(utterance, self._customer.move)
        if heard.nobody_spoke:
            return Thought(None, None)
        move = self._customer.consider(heard)
        return Thought(move, self._voice.say(move.line, move.state.anger), utterance, heard)

    def _consider_silence(self) -> Thought:
        move = self._customer.consider_silence()
        return Thought(move, self._voice.say(move.line, move.state.anger))

    def _answer(self, thought: Thought) -> None:
        self._thinking = self._turn = None
        if thought.move is None or thought.sound is None:
            self._cue()
            return
        if thought.utterance is not None and thought.heard is not None:
            index, state = len(self._keeper.turns), self._customer.state
            turn = agent_turn(index, thought.utterance, thought.heard, state, self._customer_end)
            self._keeper.turn(turn)
            self._told(turn)
        self._customer.commit(thought.move)
        self._speak(thought.move, thought.sound)
