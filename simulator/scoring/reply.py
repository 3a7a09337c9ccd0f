"""What is judged, and what comes of it: one reply of the agent and the judgement of it."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal, Mode
from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.scenario import Fact, Feelings, Policy
from simulator.domain.score import Scorecard
from simulator.domain.transcript import Transcript
from simulator.messages import Lang


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of the agent with all that is needed to judge it.

    Parameters
    ----------
    transcript
        The words, on the clock of the call (``Transcript.shifted``), so that evidence carries call times.
    delivery, baseline
        How it was spoken, and the speaker's usual delivery; None where there is no sound or no baseline.
    told
        The facts that the customer has stated so far.
    lang, ui_lang
        Language of the reply, and of the sentences that explain the judgement.
    mode
        The customer's mode while the agent spoke.
    customer
        What the customer said just before, for telling an echo from a restatement.
    """

    transcript: Transcript
    delivery: Delivery | None
    baseline: Baseline | None
    told: tuple[Fact, ...]
    feelings: Feelings
    policy: Policy
    lang: Lang
    ui_lang: Lang
    mode: Mode
    customer: str = ""

    @property
    def understood(self) -> bool:
        """True when recognition gave something that can be judged."""
        t = self.transcript
        return t.rejected is None and t.confidence >= LEAST_CONFIDENCE and any(c.isalnum() for c in t.text)


LEAST_CONFIDENCE = 0.3  # below this the words are a guess, and a guess is not held against anybody


@dataclass(frozen=True, slots=True)
class Judgement:
    """The four scores of a reply, its acts, and what the customer made of it.

    Parameters
    ----------
    acts
        In the order in which they were said.
    facts_hit, facts_contradicted, facts_unsure
        Ids of the facts given back rightly, wrongly, and possibly (heard too uncertainly to say).
    """

    scorecard: Scorecard
    acts: tuple[Act, ...]
    appraisal: Appraisal
    facts_hit: tuple[str, ...] = ()
    facts_contradicted: tuple[str, ...] = ()
    facts_unsure: tuple[str, ...] = ()
