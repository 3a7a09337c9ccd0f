"""Train the estimator of calm tone: ``python data/models/train_calm.py EMODB_FOLDER``; writes calm.skops and calm.md.

The folder holds the clips of EmoDB (TU Berlin, free corpus; not part of this repository), named as published: speaker
in the first two characters, emotion in the sixth (W angry, N neutral, F happy, L bored, T sad, A afraid, E disgusted).
Each clip is heard in four channels; a reply is held against a baseline of the same channel, as in a call.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from calm_card import card
from channels import CHANNELS
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from trained_files import write_estimator

from simulator.domain.delivery import Delivery
from simulator.domain.sound import Sound
from simulator.scoring.calm_tone import LEVEL
from simulator.scoring.deviations import features, relative
from simulator.speech.baseline import baseline
from simulator.speech.prosody import measure

HERE = Path(__file__).resolve().parent
BASELINE = 3  # neutral clips of each speaker that make the baseline
DRAWS = 8  # baselines drawn for each speaker and channel
C = 0.3
HAPPY = 1.0  # what the happy clips weigh together, against the neutral ones: lively is not hard
FALSE_ALARMS = 0.04  # share of neutral clips of unheard speakers that may lie at or above the product's threshold
THRESHOLD = 1 - LEVEL / 100

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Clip:
    """One clip in one channel."""

    speaker: str
    emotion: str
    channel: str
    delivery: Delivery


@dataclass(frozen=True)
class Row:
    """One clip against one baseline of its speaker and channel."""

    speaker: str
    emotion: str
    channel: str
    features: tuple[float, ...]


def clips(folder: Path) -> list[Clip]:
    """Return every clip in every channel."""
    found = []
    for n, path in enumerate(sorted([*folder.glob("*.wav"), *folder.glob("*.flac")])):
        samples, rate = soundfile.read(path, dtype="float64")
        for name, channel in CHANNELS.items():
            heard = channel(samples, np.random.default_rng(n)).astype(np.float32)
            found.append(Clip(path.name[:2], path.name[5], name, measure(Sound(heard, rate), "", "en")))
    return found


def rows(items: Sequence[Clip], rng: np.random.Generator, draws: int = DRAWS) -> list[Row]:
    """Return each clip against baselines of three neutral clips, drawn at random and left out."""
    out = []
    for speaker, channel in sorted({(i.speaker, i.channel) for i in items}):
        own = [i for i in items if (i.speaker, i.channel) == (speaker, channel) and i.delivery.f0_mean_hz is not None]
        neutral = [n for n, i in enumerate(own) if i.emotion == "N"]
        for _ in range(draws):
            chosen = set(rng.choice(neutral, BASELINE, replace=False).tolist())
            usual = baseline([own[n].delivery for n in sorted(chosen)], "calibration")
            if usual is not None:
                rest = [i for n, i in enumerate(own) if n not in chosen]
                out += [Row(speaker, i.emotion, channel, _features(i.delivery, usual.mean)) for i in rest]
    return out


def _features(spoken: Delivery, usual: Delivery) -> tuple[float, ...]:
    return tuple(features(relative(spoken, usual)))


def fit(items: Sequence[Row]) -> LogisticRegression:
    """Fit angry against neutral and happy, which weigh alike.

    A weight below zero is set to zero and the others are fitted again: a higher or harder voice never scores calmer.
    """
    used_rows = [i for i in items if i.emotion in "WNF"]
    x, y = matrix(used_rows), np.array([i.emotion == "W" for i in used_rows])
    used = np.ones(x.shape[1], bool)
    while True:
        model = LogisticRegression(C=C).fit(x * used, y, sample_weight=weight(used_rows))
        wrong = (model.coef_[0] < 0) & used
        if not wrong.any():
            model.coef_ *= used
            return model
        used &= ~wrong


def weight(items: Sequence[Row]) -> Floats:
    """Return the weight of each row: angry ones weigh as much as neutral and happy ones together, others nothing."""
    count = {e: sum(i.emotion == e for i in items) for e in "WNF"}
    share = {"W": 1.0, "N": 1.0 / (1.0 + HAPPY), "F": HAPPY / (1.0 + HAPPY)}
    known = sum(count.values()) / 2
    return np.array([share[i.emotion] / count[i.emotion] * known if i.emotion in share else 0.0 for i in items])


def matrix(items: Sequence[Row]) -> Floats:
    """Return the features, shape (n, features)."""
    return np.array([i.features for i in items])


def leave_one_speaker_out(items: Sequence[Row]) -> Floats:
    """Return the log-odds of each row by a model that never heard its speaker, shape (n,)."""
    odds = np.zeros(len(items))
    speakers = np.array([i.speaker for i in items])
    for speaker in np.unique(speakers):
        model = fit([i for i in items if i.speaker != speaker])
        held = speakers == speaker
        odds[held] = model.decision_function(matrix([i for i in items if i.speaker == speaker]))
    return odds


def shift(items: Sequence[Row], odds: Floats) -> float:
    """Return what to add to the log-odds so that `FALSE_ALARMS` of the neutral clips reach the product's threshold."""
    neutral = odds[[i.emotion == "N" for i in items]]
    return float(np.log(THRESHOLD / (1 - THRESHOLD)) - np.quantile(neutral, 1 - FALSE_ALARMS))


def figures(items: Sequence[Row], raised: Floats) -> dict:
    """Return AUC and UAR by channel, AUC by speaker, the share of each emotion that is flagged, and the calibration."""
    angry, neutral = (np.array([i.emotion == e for i in items]) for e in "WN")
    both = angry | neutral
    channel, speaker = (np.array([getattr(i, name) for i in items]) for name in ("channel", "speaker"))
    here = both & (channel == "clean")
    return {
        "auc": {c: roc_auc_score(angry[k := both & (channel == c)], raised[k]) for c in CHANNELS},
        "uar": {
            c: balanced_accuracy_score(angry[k := both & (channel == c)], raised[k] >= THRESHOLD) for c in CHANNELS
        },
        "speakers": {s: roc_auc_score(angry[k := here & (speaker == s)], raised[k]) for s in np.unique(speaker)},
        "flagged": {
            e: float(np.mean(raised[(channel == "clean") & [i.emotion == e for i in items]] >= THRESHOLD))
            for e in sorted({i.emotion for i in items})
        },
        "calibration": calibration(items, raised),
    }


def calibration(items: Sequence[Row], raised: Floats, bins: int = 5) -> list[tuple[float, float]]:
    """Return the mean probability and the weighted share of angry clips in each fifth of the scale, as trained for."""
    weights, probabilities = weight(items), raised
    angry = np.array([i.emotion == "W" for i in items])
    found = []
    for k in range(bins):
        here = (np.minimum((probabilities * bins).astype(int), bins - 1) == k) & (weights > 0)
        if here.any():
            w = weights[here]
            found.append((float(np.average(probabilities[here], weights=w)), float(np.average(angry[here], weights=w))))
    return found


def main() -> None:
    """Measure, cross-validate by speaker, fit on everything, write."""
    heard = clips(Path(sys.argv[1]))
    items = rows(heard, np.random.default_rng(1))
    odds = leave_one_speaker_out(items)
    added = shift(items, odds)
    model = fit(items)
    model.intercept_ += added
    text = card(figures(items, 1 / (1 + np.exp(-odds - added))), model, len(heard) // len(CHANNELS), FALSE_ALARMS)
    (HERE / "calm.md").write_text(text, encoding="utf-8")
    write_estimator("calm.skops", model)
    print(text)


if __name__ == "__main__":
    main()
