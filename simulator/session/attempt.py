"""An attempt at an answer: begun when the agent pauses, dropped if the agent goes on, ready when the turn is over."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Protocol

from simulator.domain.acts import Act
from simulator.domain.customer import Move
from simulator.domain.ports import Recogniser
from simulator.domain.scenario import Fact
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.domain.transcript import Transcript, written
from simulator.messages import Lang
from simulator.session.ears import Ears, SpeechEars, Utterance
from simulator.session.flow import Flow, expected_s
from simulator.session.hearing import Hearing, Part
from simulator.session.late import WarmUp, no_warm_up
from simulator.session.mind import Customer, Heard, Listener
from simulator.session.parts import Voice
from simulator.session.worker import Worker
from simulator.speech.markup import plain
from simulator.speech.unfinished import unfinished

LONGEST_LOAD_S = 20.0  # of all models, on a slow disk


class SecondHearing(Protocol):
    """Hears a whole reply again with the facts in mind; `engines.careful.CarefulHearing`."""

    def listen(self, sound: Sound, lang: Lang, facts: Sequence[Fact], quick: Transcript) -> Transcript:
        """Return the transcript that the scores should read, on the clock of the sound."""
        ...


@dataclass(frozen=True, slots=True)
class Thought:
    """What the customer will say, its sound on the way, and the reply that it answers; no move answers a cough."""

    move: Move | None
    flow: Flow | None
    utterance: Utterance | None = None
    heard: Heard | None = None


@dataclass(slots=True)
class Attempt:
    """One attempt; `over` once the turn it answers has ended for good, `spoke` once it is known that there are words.

    Parameters
    ----------
    end
        Last sample of the agent's speech that it takes into account.
    thought
        None where it was dropped before it was done.
    """

    start: int
    end: int
    overlap: int
    thought: Future[Thought | None] = field(default_factory=Future)
    over: bool = False
    dropped: bool = False
    unfinished: bool = False
    spoke: bool = False
    words_at_s: float | None = None  # time.monotonic() when the words were there

    def drop(self) -> None:
        """Forget about it: the agent has gone on speaking."""
        self.dropped = True
        self.thought.add_done_callback(_silence)

    @property
    def ready(self) -> bool:
        """True when the turn is over and the answer is there."""
        return self.over and self.thought.done()


def _silence(thought: Future[Thought | None]) -> None:
    """Let nothing more be rendered for an answer that nobody will hear."""
    answer = None if thought.cancelled() or thought.exception() else thought.result()
    if answer is not None and answer.flow is not None:
        answer.flow.close()


def may_hold_facts(heard: Heard, before: Move) -> bool:
    """Return whether a second hearing could change anything: facts seem to be given back, and not all were found."""
    judged = heard.judgement
    if not before.state.told or not judged.appraisal.understood:
        return False
    seems = {Act.MIRROR, Act.CHECK_QUESTION} & set(judged.acts) or judged.facts_hit or judged.facts_contradicted
    return bool(seems) and len(judged.facts_hit) < len(before.state.told)


class Mind:
    """Makes attempts, one after another, in a worker.

    Parameters
    ----------
    recogniser
        None where the replies are typed.
    careful
        Hears a reply again in which a fact may be given back; None where that can't be done.
    warm_up
        Loads the models while the opening is said.
    live
        False where time stands still while something is thought about.
    """

    def __init__(
        self,
        listener: Listener,
        customer: Customer,
        voice: Voice,
        ears: Ears,
        recogniser: Recogniser | None,
        lang: Lang,
        *,
        careful: SecondHearing | None = None,
        warm_up: WarmUp | None = None,
        live: bool,
    ) -> None:
        self._listener, self._customer, self._voice, self._ears = listener, customer, voice, ears
        self._lang, self._careful, self._live = lang, careful, live
        self._warm_up = warm_up or no_warm_up()
        self._worker = Worker("mind")
        self.hearing: Hearing | None = None
        if recogniser is not None and isinstance(ears, SpeechEars):
            self.hearing = Hearing(recogniser, lang, ears.cut, live=live)

    def attempt(self, start: int, end: int, overlap: int, *, spoke: bool = False) -> Attempt:
        """Begin to think about what was said from sample `start` to sample `end`; `spoke` as far as is known."""
        attempt = Attempt(start, end, overlap, spoke=spoke)
        utterance = self._ears.utterance(start, end, overlap)
        parts = self.hearing.parts(start, end) if self.hearing else ()
        attempt.thought = self._worker.submit(lambda: self._thought(attempt, utterance, parts))
        return attempt

    def wants_to_go_on(self, parts: tuple[Part, ...]) -> bool:
        """Return whether the words of these parts are plainly unfinished; waits for them."""
        return self.hearing is not None and unfinished(self.hearing.words(parts).text, self._lang)

    def silence(self) -> Attempt:
        """Begin to think about what to say into a silence."""
        attempt = Attempt(0, 0, 0, over=True)
        attempt.thought = self._worker.submit(self._silence)
        return attempt

    def _thought(self, attempt: Attempt, utterance: Utterance, parts: tuple[Part, ...]) -> Thought | None:
        self._warm_up.wait()
        with self._voice.pause():  # nothing that may be said later delays what is heard now
            thought = self._think(attempt, utterance, parts)
        return thought if thought is None or thought.move is None else replace(thought, flow=self.said(thought.move))

    def _think(self, attempt: Attempt, utterance: Utterance, parts: tuple[Part, ...]) -> Thought | None:
        if self.hearing is not None:
            transcript = self.hearing.words(parts)
        else:
            transcript = written(self._lang, utterance.text or "")
        attempt.words_at_s = time.monotonic()
        attempt.unfinished = unfinished(transcript.text, self._lang)
        attempt.spoke = transcript.rejected is None  # whatever was believed before
        if attempt.dropped:
            return None
        before = self._customer.move
        heard = self._listener.appraise(utterance, transcript, before)
        if self._careful is not None and utterance.sound is not None and may_hold_facts(heard, before):
            facts = self._listener.facts(before)
            begins_s = utterance.sound_start / LINE_RATE_HZ
            quick = transcript.shifted(-begins_s)
            again = self._careful.listen(utterance.sound, self._lang, facts, quick)
            if again is not quick:
                heard = self._listener.appraise(utterance, again.shifted(begins_s), before)
        if heard.nobody_spoke:
            return Thought(None, None, utterance, heard)
        move = self._customer.consider(heard)
        return None if attempt.dropped else Thought(move, None, utterance, heard)

    def opening(self, move: Move) -> Flow:
        """Return the first line on its way; the models are loaded behind it."""
        flow = self.said(move)
        self._warm_up.after(flow)
        return flow

    def said(self, move: Move) -> Flow:
        """Return a move's line on its way, ready to be begun; where time stands still, all of it is there."""
        flow = Flow(self._voice.stream(move.line, move.state.anger), expected_s(plain(move.line.text)))
        if self._live:
            flow.begin()
        else:
            flow.finish()
        return flow

    def _silence(self) -> Thought:
        move = self._customer.consider_silence()
        return Thought(move, self.said(move))

    def close(self) -> None:
        """Let the workers end."""
        self._warm_up.close(LONGEST_LOAD_S)
        self._worker.close()
        if self.hearing is not None:
            self.hearing.close()
