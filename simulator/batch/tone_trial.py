"""Labelled clips held against their speakers' own neutral ones, as a reply is held against its baseline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.delivery import Delivery
from simulator.scoring.calm_tone import ToneModel, is_flat, unfit, unlike
from simulator.scoring.deviations import relative
from simulator.speech.baseline import baseline

NEUTRAL = frozenset({"neutral", "calm"})


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled clip with its measures."""

    path: str
    speaker: str
    emotion: str
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Trial:
    """What the product makes of one clip.

    Parameters
    ----------
    raised
        Probability that the voice is raised, or None where it can't be weighed.
    flat
        Whether it is level, but without melody.
    reason
        Why it can't be weighed: name of a message (``delivery.…``).
    """

    clip: Clip
    raised: float | None
    flat: bool
    reason: str | None

    def line(self) -> dict[str, object]:
        """Return one line of the predictions file."""
        clip = self.clip
        known = {"path": clip.path, "speaker": clip.speaker, "emotion": clip.emotion}
        return known | {"raised": self.raised, "flat": self.flat, "reason": self.reason}


def trials(clips: Sequence[Clip], n: int, model: ToneModel) -> list[Trial]:
    """Return a trial of every clip but each speaker's first `n` fit neutral or calm ones: they are the baseline."""
    own: dict[str, list[Clip]] = defaultdict(list)
    for clip in clips:
        own[clip.speaker].append(clip)
    return [trial for each in own.values() for trial in _of_speaker(each, n, model)]


def _of_speaker(own: Sequence[Clip], n: int, model: ToneModel) -> list[Trial]:
    neutral = [i for i, c in enumerate(own) if c.emotion in NEUTRAL and unfit(c.delivery) is None][:n]
    usual = baseline([own[i].delivery for i in neutral], "calibration")
    return [_trial(c, usual.mean if usual else None, model) for i, c in enumerate(own) if i not in neutral]


def _trial(clip: Clip, usual: Delivery | None, model: ToneModel) -> Trial:
    reason = unfit(clip.delivery) or ("no_baseline" if usual is None else unlike(clip.delivery, usual))
    if reason or usual is None:
        return Trial(clip, None, False, reason)
    measures = relative(clip.delivery, usual)
    raised = 1.0 - model.calm(measures)
    return Trial(clip, raised, is_flat(clip.delivery, measures), None)
