"""The estimator of calm tone, from a file that is verified before it is read."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from simulator.engines.skops_arrays import Array, arrays
from simulator.engines.trained import digests, model_file
from simulator.scoring.deviations import features
from simulator.settings import Settings

NAME = "calm.skops"


class LogisticTone:
    """A calibrated logistic regression on measures relative to the speaker's own baseline.

    Parameters
    ----------
    coef, intercept
        Of scikit-learn's regression, shapes (1, features) and (1,); class 1 is raised.
    models
        File name to SHA-256.
    """

    def __init__(self, coef: Array, intercept: Array, models: dict[str, str]) -> None:
        self.models = models
        self._coef, self._intercept = coef[0], float(intercept[0])

    def calm(self, measures: Mapping[str, float]) -> float:
        """Return how probable it is (0..1) that the voice is level."""
        raised = float(np.array(features(measures)) @ self._coef) + self._intercept
        return 1.0 - 1.0 / (1.0 + math.exp(-min(max(raised, -700.0), 700.0)))


def open_tone(settings: Settings) -> LogisticTone:
    """Return the product's estimator of calm tone.

    Raises
    ------
    Missing, Broken
        If the trained model is not there, or is another file.
    """
    read = arrays(model_file(NAME), "LogisticRegression")
    return LogisticTone(read["coef_"], read["intercept_"], {NAME: digests()[NAME]})
