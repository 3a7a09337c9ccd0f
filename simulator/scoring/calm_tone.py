"""Calm tone: how level a reply was spoken, against the speaker's own usual voice, in physical terms only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from simulator.domain.customer import DeliveryKind
from simulator.domain.delivery import Delivery
from simulator.domain.score import Evidence, Outcome, Score
from simulator.messages import Lang, say
from simulator.scoring import deviations
from simulator.scoring.reply import Reply

LEAST_VOICED_S = 0.4  # less than this is no voice to measure
LEAST_SPEAKING_S = 0.8
MOST_CLIPPED = 0.02
LEAST_SNR_DB = 6.0
LEVEL, RAISED = 75.0, 40.0  # at or above: credit; between: half a mark; below: none
FLAT_SD_RATIO, FLAT_RANGE_RATIO = 0.6, 0.6  # against the baseline: a monotone


class ToneModel(Protocol):
    """Weighs a delivery against a baseline."""

    models: dict[str, str]

    def calm(self, measures: Mapping[str, float]) -> float:
        """Return how probable it is (0..1) that the voice is level, from the measures of `deviations.relative`."""
        ...


@dataclass(frozen=True, slots=True)
class Calm:
    """The score of calm tone, and its short name for the customer."""

    score: Score
    kind: DeliveryKind


def judge(reply: Reply, model: ToneModel | None) -> Calm:
    """Return how level the reply was spoken; undetermined without enough clean speech or without a baseline."""
    lang, spoken = reply.ui_lang, reply.delivery
    if spoken is None:
        return _open("not_spoken", lang)
    reason = unfit(spoken)
    if reason:
        return _open(reason, lang)
    if reply.baseline is None or model is None:
        return _open("no_baseline" if reply.baseline is None else "no_model", lang)
    relative = deviations.relative(spoken, reply.baseline.mean)
    if "f0_st" not in relative or "f0_p80_st" not in relative:
        return _open("not_enough_speech", lang)
    value = round(hurried(100.0 * model.calm(relative), relative), 1)
    sure = 0.85 if reply.baseline.source == "calibration" and reply.baseline.sentences >= 3 else 0.55
    return _scored(value, relative, sure, reply)


def unfit(d: Delivery) -> str | None:
    """Return why a recording can't be weighed (the name of a message), or None."""
    if d.f0_median_hz is None or d.voiced_s < LEAST_VOICED_S or d.speaking_s < LEAST_SPEAKING_S:
        return "not_enough_speech"
    if d.clipped_share > MOST_CLIPPED:
        return "clipped"
    if d.snr_db is not None and d.snr_db < LEAST_SNR_DB:
        return "noisy"
    return None


HURRY, HURRY_COST = 1.2, 150.0  # from 20 % above the usual rate; points for each further 100 %


def hurried(value: float, measures: Mapping[str, float]) -> float:
    """Return the score less what hurry costs; the model knows no rate, as it was trained on few, fixed sentences."""
    return max(value - HURRY_COST * max(measures.get("rate_ratio", 1.0) - HURRY, 0.0), 0.0)


def _scored(value: float, relative: Mapping[str, float], sure: float, reply: Reply) -> Calm:
    lang = reply.ui_lang
    outcome = Outcome.CREDIT if value >= LEVEL else Outcome.PARTIAL if value >= RAISED else Outcome.NONE
    kind: DeliveryKind = "raised" if outcome is not Outcome.CREDIT else "flat" if _flat(relative) else "level"
    largest = deviations.largest(relative, lang, raised=kind == "raised")
    items = [_measure(why, ref, reply) for ref, why in largest] or [
        _measure(say("delivery.as_usual", lang), "delivery", reply)
    ]
    items.append(_measure(say(f"delivery.kind_{kind}", lang), "delivery", reply))
    what = say("delivery.and", lang).join(why for _, why in largest) or say("delivery.as_usual", lang)
    return Calm(Score(outcome, value, sure, tuple(items), say(f"delivery.advice_{kind}", lang, what=what)), kind)


def _measure(why: str, ref: str, reply: Reply) -> Evidence:
    """Return a measure as evidence, over the time of the whole reply."""
    words = reply.transcript.words
    return Evidence("", words[0].start_s if words else None, words[-1].end_s if words else None, why, ref)


def _flat(relative: Mapping[str, float]) -> bool:
    return relative.get("f0_sd_ratio", 1.0) < FLAT_SD_RATIO and relative.get("f0_range_ratio", 1.0) < FLAT_RANGE_RATIO


def _open(reason: str, lang: Lang) -> Calm:
    why = say(f"delivery.{reason}", lang)
    item = Evidence("", None, None, why, reason)
    return Calm(Score(Outcome.UNDETERMINED, None, 0.0, (item,), say(f"delivery.advice_{reason}", lang)), "unknown")
