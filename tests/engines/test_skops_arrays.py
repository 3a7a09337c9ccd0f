"""The tone model, read without scikit-learn: what scikit-learn itself would say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from simulator.engines.delivery_model import NAME, LogisticTone, open_tone
from simulator.engines.skops_arrays import arrays
from simulator.errors import Broken
from simulator.resources import bundled
from simulator.scoring.deviations import features
from simulator.settings import Settings


def test_the_tone_is_what_scikit_learn_says() -> None:
    """For usual and unusual voices, to the last digits; and where one class is certain, too."""
    theirs, ours = skops.io.load(bundled("data") / "models" / NAME), open_tone(Settings())
    rng = np.random.default_rng(3)
    names = ("f0_mean_st", "centre_st", "mid_db", "hnr_db")
    for scale in (0.0, 1.0, 5.0, 50.0, 1e6):
        for row in rng.normal(0.0, scale, (50, len(names))):
            measures = dict(zip(names, map(float, row), strict=True))
            expected = 1.0 - theirs.predict_proba(np.array([features(measures)]))[0, 1]
            assert ours.calm(measures) == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_arrays_are_those_that_were_kept(tmp_path: Path) -> None:
    """Of any estimator of the class that was asked for."""
    rng = np.random.default_rng(1)
    fitted = LogisticRegression().fit(rng.normal(size=(40, 3)), [0, 1] * 20)
    skops.io.dump(fitted, tmp_path / "m.skops")
    read = arrays(tmp_path / "m.skops", "LogisticRegression")
    assert np.array_equal(read["coef_"], fitted.coef_)
    assert np.array_equal(read["intercept_"], fitted.intercept_)
    assert LogisticTone(read["coef_"], read["intercept_"], {}).models == {}


@pytest.mark.parametrize("content", [b"", b"PK no zip"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty, damaged, or another estimator."""
    (tmp_path / "m.skops").write_bytes(content)
    with pytest.raises(Broken):
        arrays(tmp_path / "m.skops", "LogisticRegression")
    skops.io.dump(TfidfVectorizer(), tmp_path / "m.skops")
    with pytest.raises(Broken):
        arrays(tmp_path / "m.skops", "LogisticRegression")


def test_the_tone_needs_no_scikit_learn() -> None:
    """Neither it nor skops is imported: a hundred megabytes less in a call."""
    code = (
        "import sys; from simulator.engines.delivery_model import open_tone; from simulator.settings import Settings; "
        "open_tone(Settings()); assert not {'sklearn', 'skops', 'scipy'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
