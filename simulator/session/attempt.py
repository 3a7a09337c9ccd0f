"""An attempt at an answer: begun when the agent pauses, dropped if the agent goes on, ready when the turn is over."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

from simulator.domain.acts import Act
from simulator.domain.customer import Move
from simulator.domain.ports import Recogniser
from simulator.domain.scenario import Fact
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.domain.transcript import Transcript, written
from simulator.messages import Lang
from simulator.session.ears import Ears, SpeechEars, Utterance
from simulator.session.hearing import Hearing, Part
from simulator.session.mind import Customer, Heard, Listener
from simulator.session.parts import Voice
from simulator.session.worker import Worker
from simulator.speech.unfinished import unfinished


class SecondHearing(Protocol):
    """Hears a whole reply again with the facts in mind; `engines.careful.CarefulHearing`."""

    def listen(self, sound: Sound, lang: Lang, facts: Sequence[Fact], quick: Transcript) -> Transcript:
        """Return the transcript that the scores should read, on the clock of the sound."""
        ...


@dataclass(frozen=True, slots=True)
class Thought:
    """What the customer will say, ready to be played, and the reply that it answers; no move answers a cough."""

    move: Move | None
    sound: Sound | None
    utterance: Utterance | None = None
    heard: Heard | None = None


@dataclass(slots=True)
class Attempt:
    """One attempt; `over` once the turn it answers has ended for good, `spoke` once words were heard in it.

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

    @property
    def ready(self) -> bool:
        """True when the turn is over and the answer is there."""
        return self.over and self.thought.done()


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
        live: bool,
    ) -> None:
        self._listener, self._customer, self._voice, self._ears = listener, customer, voice, ears
        self._lang, self._careful = lang, careful
        self._worker = Worker("mind")
        self.hearing: Hearing | None = None
        if recogniser is not None and isinstance(ears, SpeechEars):
            self.hearing = Hearing(recogniser, lang, ears.cut, live=live)

    def attempt(self, start: int, end: int, overlap: int) -> Attempt:
        """Begin to think about what was said from sample `start` to sample `end`."""
        attempt = Attempt(start, end, overlap)
        utterance = self._ears.utterance(start, end, overlap)
        parts = self.hearing.parts(start, end) if self.hearing else ()
        attempt.thought = self._worker.submit(lambda: self._think(attempt, utterance, parts))
        return attempt

    def wants_to_go_on(self, parts: tuple[Part, ...]) -> bool:
        """Return whether the words of these parts are plainly unfinished; waits for them."""
        return self.hearing is not None and unfinished(self.hearing.words(parts).text, self._lang)

    def silence(self) -> Attempt:
        """Begin to think about what to say into a silence."""
        attempt = Attempt(0, 0, 0, over=True)
        attempt.thought = self._worker.submit(lambda: self._said(self._customer.consider_silence()))
        return attempt

    def _think(self, attempt: Attempt, utterance: Utterance, parts: tuple[Part, ...]) -> Thought | None:
        if self.hearing is not None:
            transcript = self.hearing.words(parts)
        else:
            transcript = written(self._lang, utterance.text or "")
        attempt.words_at_s = time.monotonic()
        attempt.unfinished = unfinished(transcript.text, self._lang)
        attempt.spoke = transcript.rejected is None
        if attempt.dropped:
            return None
        before = self._customer.move
        heard = self._listener.appraise(utterance, transcript, before)
        if self._careful is not None and utterance.sound is not None and may_hold_facts(heard, before):
            facts = self._listener.facts(before)
            begins_s = utterance.sound_start / LINE_RATE_HZ
            again = self._careful.listen(utterance.sound, self._lang, facts, transcript.shifted(-begins_s))
            heard = self._listener.appraise(utterance, again.shifted(begins_s), before)
        if heard.nobody_spoke:
            return Thought(None, None, utterance, heard)
        move = self._customer.consider(heard)
        if attempt.dropped:
            return None
        return self._said(move, utterance, heard)

    def _said(self, move: Move, utterance: Utterance | None = None, heard: Heard | None = None) -> Thought:
        return Thought(move, self._voice.say(move.line, move.state.anger), utterance, heard)

    def close(self) -> None:
        """Let the workers end."""
        self._worker.close()
        if self.hearing is not None:
            self.hearing.close()
