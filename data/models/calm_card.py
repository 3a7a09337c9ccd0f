"""The model card of calm tone, filled with the figures of a training run."""

from __future__ import annotations

from simulator.scoring.calm_tone import LEVEL
from simulator.scoring.deviations import FEATURES

NAMES = {"W": "angry", "N": "neutral", "F": "happy", "L": "bored", "T": "sad", "A": "afraid", "E": "disgusted"}


def card(found: dict, model, n: int, false_alarms: float) -> str:
    """Return the card."""
    weights = ", ".join(f"`{name}` {w:.2f}" for name, w in zip(FEATURES, model.coef_[0], strict=True))
    speakers = ", ".join(f"{s} {a:.3f}" for s, a in found["speakers"].items())
    flagged = ", ".join(f"{NAMES[e]} {share:.0%}" for e, share in found["flagged"].items())
    reliable = ", ".join(f"{said:.2f} → {share:.2f}" for said, share in found["calibration"])
    lines = "\n".join(f"| {c} | {found['auc'][c]:.3f} | {found['uar'][c]:.3f} |" for c in found["auc"])
    return f"""# Model card: calm.skops

A logistic regression on how a reply was spoken against the speaker's own baseline (three neutral sentences).
It measures how raised a voice is, not what anybody feels: happy, lively speech is raised, too.

* **Measures** (`calm-measures.md`), each against the baseline, in spreads of everyday neutral speech, cut at −2 and
  +5: mean pitch, centre of gravity of the spectrum, level around the first formant, harmonics-to-noise ratio
  (reversed). Level is left out, because it belongs to the microphone. Tempo is left out, because the corpus has ten
  fixed sentences; the product takes points off for hurry by a plain rule, from 20 % above the usual rate.
* **Weights**: {weights}; intercept {model.intercept_[0]:.2f}.
  None may fall below zero, so a higher, harder or rougher voice never scores calmer.
* **Data**: EmoDB (Burkhardt et al. 2005, TU Berlin, free corpus), {n} clips, 10 speakers: angry against neutral and
  happy, so that hardness and roughness weigh more than liveliness. Each clip clean, over a telephone, with pink noise
  at 15 dB, and in a small room, against baselines of the same kind. The clips are not part of the repository. Nothing
  else was used for training.
* **Threshold**: below {LEVEL:.0f} of 100 counts as raised. The intercept is set so that {false_alarms:.0%} of the
  neutral clips of unheard speakers reach it, over all channels. The score is 100 less the probability in per cent.

Leave one speaker out, three baseline clips drawn at random eight times:

| channel | AUC | UAR at the threshold |
|---|---|---|
{lines}

* AUC by speaker, clean: {speakers}.
* Calibration, angry against neutral and happy of unheard speakers, probability said and share found: {reliable}.
* Share at or above the threshold, clean: {flagged}.
* **Limits**: acted speech in one language; mild irritation is hard to tell from liveliness; a baseline from another
  microphone, line or room shifts the spectrum and raises false alarms from {false_alarms:.0%} to some 20–30 % of
  neutral clips. So baselines are kept for each microphone, a reply of another bandwidth is not scored, and one with
  more noise than its baseline is scored with less confidence.
* Made again by `python data/models/train_calm.py EMODB_FOLDER`.
"""
