"""Calm tone: how level a reply was spoken, against the speaker's own usual voice, in physical terms only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from simulator.domain.customer import DeliveryKind
from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.score import Evidence, Outcome, Score
from simulator.messages import Lang, say
from simulator.scoring import deviations
from simulator.scoring.reply import Reply

Span = tuple[float | None, float | None]
LEAST_VOICED_S = 0.4  # less than this is no voice to measure
LEAST_SPEAKING_S = 0.8
MOST_CLIPPED = 0.02
LEAST_SNR_DB = 6.0
MOST_HELD = 0.6  # of the voiced time at one pitch: no voice does that
LEVEL, RAISED = 75.0, 40.0  # at or above: credit; between: half a mark; below: none
FLAT_RATIO = 0.5  # of the usual movement of pitch: a monotone
COLD_RATIO, COLD_ALPHA_DB, COLD_F0_ST = 0.8, 2.0, 0.5  # a voice held back and hard
FLAT_VOICED_S = 1.0  # melody needs some time to show
FLAT_MOST = 60.0  # what a monotone gets at most: level, but without warmth
NOISIER_DB, STILL_CLEAN_DB = 8.0, 20.0  # noisier than the baseline, and no longer clean: the spectrum is the room's


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
    words = reply.transcript.words
    span = (words[0].start_s, words[-1].end_s) if words else (None, None)
    if reply.delivery is not None and reply.transcript.rejected == "no_speech":
        return _open("not_enough_speech", reply.ui_lang)
    return weigh(reply.delivery, reply.baseline, model, reply.ui_lang, span)


def weigh(
    spoken: Delivery | None, usual: Baseline | None, model: ToneModel | None, lang: Lang, span: Span = (None, None)
) -> Calm:
    """Return the score of one delivery against a baseline.

    Parameters
    ----------
    span
        Start and end of the reply in seconds of the call, for the evidence.
    """
    if spoken is None:
        return _open("not_spoken", lang)
    reason = unfit(spoken)
    if reason:
        return _open(reason, lang)
    if usual is None or model is None:
        return _open("no_baseline" if usual is None else "no_model", lang)
    reason = unlike(spoken, usual.mean)
    if reason:
        return _open(reason, lang)
    relative = deviations.relative(spoken, usual.mean)
    voice = 100.0 * model.calm(relative)
    value = round(hurried(voice, relative), 1)
    kind: DeliveryKind = "level" if value >= LEVEL else "hurried" if voice >= LEVEL else "raised"
    if kind == "level" and is_flat(spoken, relative):
        kind, value = "flat", min(value, FLAT_MOST)
    return _scored(value, relative, kind, _notes(spoken, usual, lang), lang, span)


def unfit(d: Delivery) -> str | None:
    """Return why a recording can't be weighed (the name of a message), or None."""
    if d.f0_median_hz is None or d.voiced_s < LEAST_VOICED_S or d.speaking_s < LEAST_SPEAKING_S:
        return "not_enough_speech"
    if d.held_share > MOST_HELD:
        return "no_voice"
    if d.clipped_share > MOST_CLIPPED:
        return "clipped"
    if d.snr_db is not None and d.snr_db < LEAST_SNR_DB:
        return "noisy"
    return "two_voices" if d.voices > 1 else None


def unlike(spoken: Delivery, usual: Delivery) -> str | None:
    """Return why a recording can't be held against this baseline (the name of a message), or None."""
    if any(name not in deviations.relative(spoken, usual) for name in deviations.NEEDED):
        return "no_baseline"
    heard, kept = spoken.bandwidth_hz, usual.bandwidth_hz
    return "other_line" if heard and kept and not 0.7 <= heard / kept <= 1.4 else None


HURRY, HURRY_COST = 1.2, 150.0  # from 20 % above the usual rate; points for each further 100 %


def hurried(value: float, measures: Mapping[str, float]) -> float:
    """Return the score less what hurry costs; the model knows no rate, as it was trained on few, fixed sentences."""
    return max(value - HURRY_COST * max(measures.get("rate_ratio", 1.0) - HURRY, 0.0), 0.0)


Sure = tuple[float, tuple[str, ...]]
SURE, SURE_CALL, SURE_NOISIER = 0.85, 0.55, 0.5  # with a calibration; with the call's own stretches; in more noise


def _notes(spoken: Delivery, usual: Baseline, lang: Lang) -> Sure:
    """Return how sure the score is, and what makes it less so."""
    sure, notes = SURE, []
    if usual.source != "calibration" or usual.sentences < 3:
        sure = SURE_CALL
        notes.append(say("delivery.baseline_call" if usual.source == "call" else "delivery.baseline_short", lang))
    quiet, here = usual.mean.snr_db, spoken.snr_db
    if quiet is not None and here is not None and here < min(quiet - NOISIER_DB, STILL_CLEAN_DB):
        sure = min(sure, SURE_NOISIER)
        notes.append(say("delivery.noisier", lang))
    return sure, tuple(notes)


def _scored(
    value: float, relative: Mapping[str, float], kind: DeliveryKind, known: Sure, lang: Lang, span: Span
) -> Calm:
    sure, notes = known
    outcome = Outcome.CREDIT if value >= LEVEL else Outcome.PARTIAL if value >= RAISED else Outcome.NONE
    largest = deviations.largest(relative, lang, raised=kind in ("raised", "hurried"))
    measures = largest or [("delivery", say("delivery.as_usual", lang))]
    items = [Evidence("", *span, why, ref) for ref, why in measures]
    items.append(Evidence("", *span, say(f"delivery.kind_{kind}", lang), f"kind_{kind}"))
    items += [Evidence("", *span, note, "baseline") for note in notes]
    what = say("delivery.and", lang).join(why for _, why in measures)
    advice = say(f"delivery.advice_{kind}", lang, what=what)
    return Calm(Score(outcome, value, sure, tuple(items), advice), kind)


def is_flat(spoken: Delivery, measures: Mapping[str, float]) -> bool:
    """Tell whether a voice is cold: it moves much less than usual, or less and is harder without being higher.

    A soft, slow, calm voice moves less, too: without hardness only a monotone counts.
    """
    if spoken.voiced_s < FLAT_VOICED_S:
        return False
    moves = max(measures.get("f0_sd_ratio", 1.0), measures.get("f0_range_ratio", 1.0))
    hard = measures.get("alpha_db", 0.0) > COLD_ALPHA_DB and measures.get("f0_mean_st", 0.0) < COLD_F0_ST
    return moves < FLAT_RATIO or (moves < COLD_RATIO and hard)


def _open(reason: str, lang: Lang) -> Calm:
    why = say(f"delivery.{reason}", lang)
    item = Evidence("", None, None, why, reason)
    return Calm(Score(Outcome.UNDETERMINED, None, 0.0, (item,), say(f"delivery.advice_{reason}", lang)), "unknown")
