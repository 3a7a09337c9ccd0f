"""From findings to scores: each with the words it rests on, the reason, and one sentence of advice."""

from __future__ import annotations

from simulator.domain.score import Evidence, Outcome, Score
from simulator.messages import Lang, say
from simulator.scoring.finding import Finding, State
from simulator.scoring.labelling import Label
from simulator.scoring.mirroring import Mirror
from simulator.scoring.reply import Reply
from simulator.scoring.solution import Offer
from simulator.scoring.verdicts import LABEL, Verdicts
from simulator.scoring.view import View

POINTS = {Outcome.CREDIT: 100.0, Outcome.PARTIAL: 50.0, Outcome.NONE: 0.0}


def make(
    outcome: Outcome, confidence: float, evidence: tuple[Evidence, ...], advice: str, value: float | None = None
) -> Score:
    """Return a score; without a finer `value` the rubric's 2, 1, 0 become 100, 50, 0."""
    points = POINTS.get(outcome) if value is None else value
    return Score(outcome, points, round(min(max(confidence, 0.0), 1.0), 3), evidence, advice)


def absent(why: str, ref: str) -> Evidence:
    """Return evidence of an absence."""
    return Evidence("", None, None, why, ref)


def unheard(reply: Reply, ref: str) -> Score:
    """Return the score of a reply that recognition did not understand."""
    why = say("scoring.not_understood", reply.ui_lang)
    return make(Outcome.UNDETERMINED, 0.0, (absent(why, ref),), say("scoring.advice_not_understood", reply.ui_lang))


def mirroring(mirror: Mirror, view: View, reply: Reply, verdicts: Verdicts) -> Score:
    """Return the score of accurate mirroring."""
    lang = reply.ui_lang
    if mirror.outcome is Outcome.NOT_APPLICABLE:
        return make(
            mirror.outcome,
            1.0,
            (absent(say("scoring.nothing_told", lang), "mirroring"),),
            say("scoring.advice_nothing_told", lang),
        )
    items = [_fact_evidence(f, view, lang, verdicts) for f in mirror.findings if f.state is not State.ABSENT]
    if mirror.loaded:
        items.append(view.evidence(*mirror.loaded, say("scoring.loaded", lang), "loaded"))
    if mirror.echo:
        items.append(view.evidence(0, len(view.text), say("scoring.echo", lang), "echo"))
    if not items:
        items.append(absent(say("scoring.no_fact", lang, needed=mirror.needed), "mirroring"))
    return make(mirror.outcome, _mirror_confidence(mirror, reply), tuple(items), _mirror_advice(mirror, view, lang))


def _fact_evidence(finding: Finding, view: View, lang: Lang, verdicts: Verdicts) -> Evidence:
    key = {State.HIT: "fact_hit", State.CONTRADICTED: "fact_contradicted", State.UNSURE: "fact_unsure"}[finding.state]
    why = say(f"scoring.{key}", lang, fact=finding.fact.statement) + _judge(verdicts, finding.fact.id, lang)
    return view.evidence(finding.start, finding.end, why, finding.fact.id)


def _judge(verdicts: Verdicts, name: str, lang: Lang) -> str:
    """Return who settled it, in brackets, or nothing."""
    return say("scoring.settled_by", lang, judge=verdicts[name].by) if name in verdicts else ""


def _mirror_confidence(mirror: Mirror, reply: Reply) -> float:
    base = {Outcome.CREDIT: 0.9, Outcome.PARTIAL: 0.7, Outcome.NONE: 0.8, Outcome.UNDETERMINED: 0.3}[mirror.outcome]
    return base * (0.5 + 0.5 * reply.transcript.confidence)


def _mirror_advice(mirror: Mirror, view: View, lang: Lang) -> str:
    wrong = next((f for f in mirror.findings if f.state is State.CONTRADICTED), None)
    if wrong:
        return say(
            "scoring.advice_wrong_fact", lang, said=view.text[wrong.start : wrong.end], fact=wrong.fact.statement
        )
    if mirror.outcome is Outcome.CREDIT:
        return say("scoring.advice_mirror_good", lang)
    if mirror.outcome is Outcome.UNDETERMINED:
        return say("scoring.advice_mirror_unsure", lang)
    if mirror.loaded:
        return say("scoring.advice_loaded", lang, word=view.text[slice(*mirror.loaded)])
    if mirror.echo:
        return say("scoring.advice_echo", lang)
    missing = next((f.fact.statement for f in mirror.findings if f.state is State.ABSENT), "")
    key = "advice_mirror_more" if mirror.outcome is Outcome.PARTIAL and missing else "advice_mirror_none"
    return say(f"scoring.{key}", lang, fact=missing) + _rewritten(mirror, view.lang, lang)


def _rewritten(mirror: Mirror, lang: Lang, ui_lang: Lang) -> str:
    """Return a mirror as a master would say it, with what this reply lacked; nothing without words for it."""
    told = [f for f in mirror.findings if f.fact.restated]
    hits = [f for f in told if f.state is State.HIT]
    lacking = [f for f in told if f.state is State.ABSENT][: max(mirror.needed - len(hits), 1)]
    if not lacking:
        return ""
    facts = say("scoring.and_then", lang).join(f.fact.restated.rstrip("。.，,") for f in (*hits, *lacking))
    return say("scoring.for_instance", ui_lang, text=say("scoring.model_mirror", lang, facts=facts))


def labelling(label: Label, view: View, reply: Reply, verdicts: Verdicts) -> Score:
    """Return the score of neutral emotion labelling."""
    lang = reply.ui_lang
    apt = "、".join(reply.feelings.apt[:2]) if reply.lang == "zh" else ", ".join(reply.feelings.apt[:2])
    apt = apt or say("scoring.some_feeling", reply.lang)
    key = "unsure" if label.outcome is Outcome.UNDETERMINED else label.kind
    why = say(f"scoring.label_{key}", lang) + _judge(verdicts, LABEL, lang)
    item = view.evidence(label.start, label.end, why, "label") if label.end > label.start else absent(why, "label")
    confidence = {
        "apt": 0.85,
        "generic": 0.7,
        "extreme": 0.85,
        "wrong": 0.75,
        "denied": 0.85,
        "none": 0.75,
        "unsure": 0.3,
    }[key]
    word = view.text[label.start : label.end]
    return make(
        label.outcome,
        confidence * (0.5 + 0.5 * reply.transcript.confidence),
        (item,),
        say(f"scoring.advice_label_{key}", lang, apt=apt, word=word),
    )


def solution(offer: Offer, view: View, reply: Reply) -> Score:
    """Return the score of a solution offered."""
    lang = reply.ui_lang
    key = (
        "over"
        if offer.over
        else {Outcome.CREDIT: "concrete", Outcome.PARTIAL: "vague", Outcome.NONE: "none"}[offer.outcome]
    )
    missing = say("scoring.and", lang).join(say(f"scoring.part_{m}", lang) for m in offer.missing) or say(
        "scoring.part_time", lang
    )
    why = say(f"scoring.solution_{key}", lang, missing=missing)
    item = (
        view.evidence(offer.start, offer.end, why, "solution") if offer.end > offer.start else absent(why, "solution")
    )
    confidence = {"over": 0.75, "concrete": 0.8, "vague": 0.65, "none": 0.75}[key] * (
        0.5 + 0.5 * reply.transcript.confidence
    )
    advice = say(f"scoring.advice_solution_{key}", lang, missing=missing)
    if offer.outcome is not Outcome.CREDIT and reply.policy.solutions:
        advice += say("scoring.for_instance", lang, text=reply.policy.solutions[0].text)
    return make(offer.outcome, confidence, (item,), advice)
