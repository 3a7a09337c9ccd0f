"""Calm tone of a call without a microphone check: against its own calmest replies, once they are all there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.domain.delivery import Baseline
from simulator.domain.record import AgentTurn, Turn
from simulator.messages import Lang
from simulator.scoring.calm_tone import ToneModel, weigh
from simulator.speech.baseline import calmest


def own_calmest(turns: Sequence[Turn]) -> Baseline | None:
    """Return the usual voice of whoever answered, as far as the call itself shows it."""
    return calmest([t.delivery for t in turns if isinstance(t, AgentTurn) and t.delivery is not None])


def weighed_again(turns: Sequence[Turn], usual: Baseline, tone: ToneModel | None, lang: Lang) -> list[Turn]:
    """Return the turns with calm tone held against `usual`; the other scores stay."""
    return [_again(t, usual, tone, lang) if isinstance(t, AgentTurn) and t.delivery else t for t in turns]


def _again(turn: AgentTurn, usual: Baseline, tone: ToneModel | None, lang: Lang) -> AgentTurn:
    if turn.rejected == "no_speech":
        return turn
    span = (turn.words[0].start_s, turn.words[-1].end_s) if turn.words else (None, None)
    calm = weigh(turn.delivery, usual, tone, lang, span)
    return replace(turn, scores=replace(turn.scores, calm_tone=calm.score))
