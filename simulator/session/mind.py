"""Mind: an utterance becomes words, a delivery, four scores, and the customer's next move."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from simulator.dialogue.customer import STEADY, open_call, prompt_silence, respond
from simulator.domain.customer import CustomerState, Move
from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.persona import Temperament
from simulator.domain.record import AgentTurn
from simulator.domain.scenario import Fact, Scenario
from simulator.domain.sound import LINE_RATE_HZ
from simulator.domain.table import Table
from simulator.domain.transcript import Transcript
from simulator.messages import Lang
from simulator.scoring.reply import Judgement, Reply
from simulator.scoring.scorer import Scorer
from simulator.session.ears import Utterance
from simulator.speech.prosody import measure


@dataclass(frozen=True, slots=True)
class Heard:
    """One reply, understood and judged."""

    transcript: Transcript
    delivery: Delivery | None
    judgement: Judgement

    @property
    def nobody_spoke(self) -> bool:
        """True when the sound was no speech at all: a cough, a chair, a breath."""
        return self.transcript.rejected == "no_speech"


class Listener:
    """Measures and judges one reply.

    Parameters
    ----------
    scorer
        Judges.
    scenario
        What the reply is held against.
    baseline
        The agent's usual voice, or None.
    ui_lang
        Language of reasons and advice.
    """

    def __init__(self, scorer: Scorer, scenario: Scenario, baseline: Baseline | None, ui_lang: Lang) -> None:
        self._scorer, self._scenario = scorer, scenario
        self._baseline, self._ui_lang = baseline, ui_lang

    def facts(self, before: Move) -> tuple[Fact, ...]:
        """Return the facts that the customer has stated up to a move."""
        return tuple(self._scenario.fact(i) for i in before.state.told)

    def appraise(self, utterance: Utterance, transcript: Transcript, before: Move) -> Heard:
        """Return what a reply is worth.

        Parameters
        ----------
        transcript
            Its words, on the clock of the call.
        before
            The customer's move that it answers.
        """
        lang = self._scenario.lang
        delivery = measure(utterance.sound, transcript.text, lang) if utterance.sound else None
        reply = Reply(
            transcript=transcript,
            delivery=delivery,
            baseline=self._baseline,
            told=self.facts(before),
            feelings=self._scenario.feelings,
            policy=self._scenario.policy,
            lang=lang,
            ui_lang=self._ui_lang,
            mode=before.state.mode,
            customer=before.line.text,
        )
        judgement = self._scorer.judge(reply)
        appraisal = replace(judgement.appraisal, overlap_s=utterance.overlap_s)
        return Heard(transcript, delivery, replace(judgement, appraisal=appraisal))


class Customer:
    """The customer of one call: the table, the scenario, the seed, the person, and the state in between.

    The same seed and the same replies give the same call: each move draws from a generator of its own.
    """

    def __init__(self, scenario: Scenario, table: Table, seed: int, person: Temperament = STEADY) -> None:
        self._scenario, self._table, self._seed, self._person = scenario, table, seed, person
        self._moves = 0
        self.move = open_call(scenario, table, self._rng(0))

    @property
    def state(self) -> CustomerState:
        """The state after the last move."""
        return self.move.state

    def consider(self, heard: Heard) -> Move:
        """Return the move that would answer the reply; nothing changes until `commit`."""
        rng = self._rng(self._moves + 1)
        return respond(self._scenario, self._table, self.state, heard.judgement.appraisal, rng, self._person)

    def consider_silence(self) -> Move:
        """Return what the customer says when nobody answers."""
        return prompt_silence(self._scenario, self._table, self.state, self._rng(self._moves + 1), self._person)

    def commit(self, move: Move) -> None:
        """Make the move."""
        self.move = move
        self._moves += 1

    def _rng(self, move: int) -> random.Random:
        return random.Random(f"{self._seed}/{move}")  # noqa: S311  a drill, no secret


def agent_turn(index: int, utterance: Utterance, heard: Heard, state: CustomerState, customer_end: int) -> AgentTurn:
    """Return the turn as it is kept; `state` is the customer's while it was said."""
    judgement = heard.judgement
    return AgentTurn(
        index=index,
        start_s=utterance.start / LINE_RATE_HZ,
        end_s=utterance.end / LINE_RATE_HZ,
        text=heard.transcript.text,
        text_as_heard=heard.transcript.text_as_heard,
        mode=state.mode,
        anger=state.anger,
        words=heard.transcript.words,
        confidence=heard.transcript.confidence,
        acts=judgement.acts,
        response_delay_s=(utterance.start - customer_end) / LINE_RATE_HZ,
        scores=judgement.scorecard,
        delivery=heard.delivery,
        facts_hit=judgement.facts_hit,
        facts_contradicted=judgement.facts_contradicted,
        rejected=heard.transcript.rejected,
        overlap_s=utterance.overlap_s,
    )
