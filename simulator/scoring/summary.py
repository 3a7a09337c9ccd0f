"""The whole call in one value: its four scores, the steps reached, one strength and one thing to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.domain.acts import PROVOKING, Act
from simulator.domain.customer import Ending, Mode
from simulator.domain.record import AgentTurn, CallSummary, CustomerTurn, Turn
from simulator.domain.score import Dimension, Outcome, Score, Scorecard
from simulator.messages import Lang, say
from simulator.scoring.calm_tone import LEVEL, RAISED
from simulator.scoring.evidence import absent, make

_ORDER: tuple[Dimension, ...] = ("mirroring", "labelling", "solution", "calm_tone")  # what the method asks for first


def summarise(turns: Sequence[Turn], ending: Ending, lang: Lang) -> CallSummary:
    """Return the summary of a call.

    Calm tone is the mean over the replies that could be measured. Mirroring, labelling and solution are those of the
    best reply: mirroring counts in stage 1 only (before the customer reasons), unless there is no such reply.
    """
    agents = [t for t in turns if isinstance(t, AgentTurn)]
    scores = Scorecard(
        calm_tone=_calm(agents, lang),
        mirroring=_best([t for t in agents if t.mode in (Mode.ATTACK, Mode.EMOTION)] or agents, "mirroring", lang),
        labelling=_best(agents, "labelling", lang),
        solution=_best(list(reversed(agents)), "solution", lang),
    )
    strength, strength_turn = _strength(agents, lang)
    change, change_turn = _change(agents, lang)
    return CallSummary(scores, steps(turns), ending, strength, change, strength_turn, change_turn)


def _calm(agents: Sequence[AgentTurn], lang: Lang) -> Score:
    values = [t.scores.calm_tone.value for t in agents if t.scores.calm_tone.value is not None]
    if not values:
        return _copied(agents, "calm_tone", lang)
    mean = sum(values) / len(values)
    outcome = Outcome.CREDIT if mean >= LEVEL else Outcome.PARTIAL if mean >= RAISED else Outcome.NONE
    lowest = min(
        (t for t in agents if t.scores.calm_tone.value is not None), key=lambda t: t.scores.calm_tone.value or 0.0
    )
    item = absent(say("scoring.summary_calm_mean", lang, n=len(values)), "calm_tone")
    confidence = sum(t.scores.calm_tone.confidence for t in agents) / len(agents)
    advice = lowest.scores.calm_tone.advice
    return make(outcome, confidence, (item, *lowest.scores.calm_tone.evidence), advice, round(mean, 1))


def _best(agents: Sequence[AgentTurn], dimension: Dimension, lang: Lang) -> Score:
    """Return the score of the best reply, the first of equals; undetermined if none could be rated."""
    rated = [t for t in agents if t.scores[dimension].outcome.points is not None]
    if not rated:
        return _copied(agents, dimension, lang)
    turn = max(rated, key=lambda t: (t.scores[dimension].outcome.points or 0, t.scores[dimension].confidence))
    score = turn.scores[dimension]
    item = absent(say("scoring.summary_best", lang, turn=turn.index + 1), dimension)
    return make(score.outcome, score.confidence, (item, *score.evidence), score.advice, score.value)


def _copied(agents: Sequence[AgentTurn], dimension: Dimension, lang: Lang) -> Score:
    """Return the score of a call in which nothing could be rated, with the reason of the first reply."""
    reasons = agents[0].scores[dimension].evidence if agents else ()
    advice = agents[0].scores[dimension].advice if agents else say("scoring.change_none", lang)
    known = {t.scores[dimension].outcome for t in agents}
    outcome = Outcome.NOT_APPLICABLE if known <= {Outcome.NOT_APPLICABLE} else Outcome.UNDETERMINED
    return make(outcome, 0.0, (absent(say("scoring.summary_nothing", lang), dimension), *reasons), advice)


def steps(turns: Sequence[Turn]) -> dict[str, int]:
    """Return the steps of the method that were reached, each with the index of the agent's turn that reached it.

    M1 room was made to talk; M2 the facts were given back rightly; M3 the customer then agreed or grew calmer; M4 an
    apt feeling was named; M5 urgency was stressed; M6 a concrete way out was offered; M7 further loss was prevented.
    M5 to M7 count only once the customer is out of attack mode.
    """
    found: dict[str, int] = {}
    for at, turn in enumerate(turns):
        if isinstance(turn, AgentTurn):
            after = next((t for t in turns[at + 1 :] if isinstance(t, CustomerTurn)), None)
            for step, reached in _STEPS.items():
                if step not in found and reached(turn, after):
                    found[step] = turn.index
    return found


def _credited(turn: AgentTurn, dimension: Dimension) -> bool:
    return turn.scores[dimension].outcome is Outcome.CREDIT


def _agreed(turn: AgentTurn, after: CustomerTurn | None) -> bool:
    """Tell whether the customer took the mirror as right: the mode moved on, or anger fell."""
    if after is None or not _credited(turn, "mirroring"):
        return False
    return after.why.method == "M3" or after.mode is not Mode.ATTACK or after.anger < turn.anger


_STEPS: dict[str, Callable[[AgentTurn, CustomerTurn | None], bool]] = {
    "M1": lambda turn, _: Act.INVITE_VENTING in turn.acts,
    "M2": lambda turn, _: _credited(turn, "mirroring"),
    "M3": _agreed,
    "M4": lambda turn, _: _credited(turn, "labelling"),
    "M5": lambda turn, _: Act.URGENCY in turn.acts and turn.mode is not Mode.ATTACK,
    "M6": lambda turn, _: _credited(turn, "solution") and turn.mode is not Mode.ATTACK,
    "M7": lambda turn, _: Act.PREVENT_LOSS in turn.acts and turn.mode is not Mode.ATTACK,
}


def _strength(agents: Sequence[AgentTurn], lang: Lang) -> tuple[str, int | None]:
    """Return the surest credit of the call, in the order in which the method asks for it."""
    for dimension in _ORDER:
        good = [t for t in agents if _credited(t, dimension)]
        if good:
            turn = max(good, key=lambda t: t.scores[dimension].confidence)
            score = turn.scores[dimension]
            quoted = next((e.text for e in score.evidence if e.text), turn.text)
            return say(
                f"scoring.strength_{dimension}", lang, turn=turn.index + 1, text=quoted, advice=score.advice
            ), turn.index
    return say("scoring.strength_none", lang), None


def _change(agents: Sequence[AgentTurn], lang: Lang) -> tuple[str, int | None]:
    """Return what cost most: a wrong fact, then a provoking act, then the first score that never earned a full mark."""
    for turn in agents:
        if turn.facts_contradicted:
            return say(
                "scoring.change_turn", lang, turn=turn.index + 1, advice=turn.scores.mirroring.advice
            ), turn.index
    for turn in agents:
        provoking = next((a for a in turn.acts if a in PROVOKING), None)
        if provoking:
            return _provoked(turn, provoking, lang), turn.index
    for dimension in _ORDER:
        rated = [t for t in agents if t.scores[dimension].outcome in (Outcome.NONE, Outcome.PARTIAL)]
        if rated and (dimension == "calm_tone" or not any(_credited(t, dimension) for t in agents)):
            worst = min(rated, key=lambda t: t.scores[dimension].value or 0.0)
            return say(
                "scoring.change_turn", lang, turn=worst.index + 1, advice=worst.scores[dimension].advice
            ), worst.index
    return say("scoring.change_none", lang), None


def _provoked(turn: AgentTurn, act: Act, lang: Lang) -> str:
    text = turn.text if len(turn.text) <= 40 else turn.text[:40] + "…"
    why, advice = say(f"scoring.act_{act}", lang), say(f"scoring.fix_{act}", lang)
    return say("scoring.change_act", lang, turn=turn.index + 1, text=text, why=why, advice=advice)
