"""Train the estimator of calm tone: ``python data/models/train_calm.py EMODB_FOLDER``; writes calm.skops and calm.md.

The folder holds the clips of EmoDB (TU Berlin, free corpus; not part of this repository), named as published: speaker
in the first two characters, emotion in the sixth (W angry, N neutral, F happy, L bored, T sad, A afraid, E disgusted).
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
import soundfile
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from simulator.domain.delivery import Delivery
from simulator.domain.sound import Sound
from simulator.resources import sha256
from simulator.scoring.calm_tone import LEVEL
from simulator.scoring.deviations import FEATURES, features, relative
from simulator.speech.baseline import baseline
from simulator.speech.prosody import measure

HERE = Path(__file__).resolve().parent
BASELINE = 3  # neutral clips of each speaker that make the baseline
DRAWS = 10  # baselines drawn for each speaker while training
C = 0.3
FALSE_ALARMS = 0.05  # share of neutral clips of unheard speakers that may lie above the product's threshold


def clips(folder: Path) -> list[tuple[str, str, Delivery]]:
    """Return speaker, emotion letter and measures of every clip."""
    found = []
    for path in sorted([*folder.glob("*.wav"), *folder.glob("*.flac")]):
        samples, rate = soundfile.read(path, dtype="float32")
        found.append((path.name[:2], path.name[5], measure(Sound(samples, rate), "", "en")))
    return found


def rows(items: list[tuple[str, str, Delivery]], rng: random.Random, draws: int) -> list[tuple[str, str, list[float]]]:
    """Return speaker, emotion and relative features, against baselines of three neutral clips that are left out."""
    out = []
    for speaker in sorted({s for s, _, _ in items}):
        own = [(e, d) for s, e, d in items if s == speaker]
        neutral = [i for i, (e, d) in enumerate(own) if e == "N" and d.f0_median_hz is not None]
        for _ in range(draws):
            chosen = set(rng.sample(neutral, BASELINE))
            usual = baseline([own[i][1] for i in sorted(chosen)], "calibration")
            if usual is None:
                continue
            measured = [(e, relative(d, usual.mean)) for i, (e, d) in enumerate(own) if i not in chosen]
            out += [(speaker, e, features(m)) for e, m in measured if "f0_st" in m]
    return out


def fit(items: list[tuple[str, str, list[float]]]) -> LogisticRegression:
    """Fit angry against neutral; a weight below zero is set to zero and the others are fitted again.

    So a higher, livelier or harder voice never scores calmer.
    """
    x = np.array([f for _, e, f in items if e in "WN"])
    y = np.array([e == "W" for _, e, _ in items if e in "WN"])
    used = np.ones(x.shape[1], bool)
    while True:
        model = LogisticRegression(C=C, class_weight="balanced").fit(x * used, y)
        wrong = (model.coef_[0] < 0) & used
        if not wrong.any():
            model.coef_ *= used
            return model
        used &= ~wrong


def raised(model: LogisticRegression, row: list[float]) -> float:
    """Return how probable it is that the voice is raised."""
    return float(model.predict_proba(np.array([row]))[0, 1])


def judged(model, held: list) -> tuple[list[bool], list[float]]:
    """Return truth and raised probability of the angry and neutral clips."""
    some = [(e == "W", f) for _, e, f in held if e in "WN"]
    return [t for t, _ in some], [raised(model, f) for _, f in some]


def leave_one_speaker_out(items: list, rng: random.Random) -> dict:
    """Return AUC and UAR over speakers whom the model never heard, and the share of each emotion that is flagged."""
    truth, score, by_speaker, flagged = [], [], {}, {}
    for speaker in sorted({s for s, _, _ in items}):
        model = fit(rows([i for i in items if i[0] != speaker], rng, DRAWS))
        held = rows([i for i in items if i[0] == speaker], rng, 3)
        t, p = judged(model, held)
        by_speaker[speaker] = roc_auc_score(t, p)
        truth, score = truth + t, score + p
        for _, emotion, f in held:
            flagged.setdefault(emotion, []).append(raised(model, f) >= 1 - LEVEL / 100)
    neutral = [p for t, p in zip(truth, score, strict=True) if not t]
    uar = balanced_accuracy_score(truth, np.array(score) >= 1 - LEVEL / 100)
    return {
        "auc": roc_auc_score(truth, score),
        "uar": uar,
        "quantile": float(np.quantile(neutral, 1 - FALSE_ALARMS)),
        "speakers": by_speaker,
        "flagged": {e: float(np.mean(v)) for e, v in flagged.items()},
    }


def card(found: dict, model, n: int) -> str:
    """Return the model card."""
    weights = ", ".join(f"{name} {w:+.2f}" for name, w in zip(FEATURES, model.coef_[0], strict=True))
    speakers = ", ".join(f"{s} {a:.2f}" for s, a in found["speakers"].items())
    names = {"W": "angry", "N": "neutral", "F": "happy", "L": "bored", "T": "sad", "A": "afraid", "E": "disgusted"}
    flagged = ", ".join(f"{names[e]} {share:.0%}" for e, share in sorted(found["flagged"].items()))
    low = 100 - 100 * found["quantile"]
    return f"""# Model card: calm.skops

A logistic regression on how a reply was spoken against the speaker's own baseline (three neutral sentences).
It measures agitation of the voice, not what anybody feels: happy, lively speech is raised, too.

* Data: EmoDB (Burkhardt et al. 2005, TU Berlin, free corpus), {n} clips, 10 speakers, angry against neutral.
  The clips are not part of the repository. Nothing else was used for training.
* Weights on scaled measures: {weights}.
  No weight may fall below zero, so that a higher, livelier, harder voice never scores calmer.
* Leave one speaker out, {BASELINE} baseline clips: AUC {found["auc"]:.3f}, UAR {found["uar"]:.3f} at
  the product's threshold (below {LEVEL:.0f} of 100); {FALSE_ALARMS:.0%} of unheard speakers' neutral clips
  lie below {low:.0f}.
  By speaker (AUC): {speakers}.
* Share above the threshold: {flagged}.
* Level (dB) is left out: it depends on the microphone. Nothing is decided without a baseline or enough speech.
* Limits: acted speech in one language; mild irritation is hard to tell from liveliness.
* Made again by `python data/models/train_calm.py EMODB_FOLDER`.
"""


def save(name: str, model: object) -> None:
    """Write a model and its SHA-256."""
    import skops.io

    skops.io.dump(model, HERE / name)
    path = HERE / "digests.json"
    digests = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    digests[name] = sha256(HERE / name)
    path.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, cross-validate by speaker, fit on everything, write."""
    items = clips(Path(sys.argv[1]))
    found = leave_one_speaker_out(items, random.Random(1))  # noqa: S311  a reproducible draw
    model = fit(rows(items, random.Random(2), DRAWS))  # noqa: S311  a reproducible draw
    text = card(found, model, len(items))
    (HERE / "calm.md").write_text(text, encoding="utf-8")
    save("calm.skops", model)
    print(text)


if __name__ == "__main__":
    main()
