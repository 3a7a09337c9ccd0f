"""The estimator of calm tone, from a file that is verified before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.engines.trained import digests, load_model
from simulator.scoring.deviations import features
from simulator.settings import Settings

NAME = "calm.skops"


class LogisticTone:
    """A calibrated logistic regression on measures relative to the speaker's own baseline.

    Parameters
    ----------
    pipeline
        A fitted scikit-learn pipeline; class 1 is raised.
    models
        File name to SHA-256.
    """

    def __init__(self, pipeline: Any, models: dict[str, str]) -> None:
        self.models = models
        self._pipeline = pipeline

    def calm(self, measures: Mapping[str, float]) -> float:
        """Return how probable it is (0..1) that the voice is level."""
        return float(1.0 - self._pipeline.predict_proba(np.array([features(measures)]))[0, 1])


def open_tone(settings: Settings) -> LogisticTone:
    """Return the product's estimator of calm tone.

    Raises
    ------
    Missing, Broken
        If the trained model is not there, or is another file.
    """
    return LogisticTone(load_model(NAME), {NAME: digests()[NAME]})
