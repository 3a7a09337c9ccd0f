"""The baseline: a mean of a speaker's own sentences."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.delivery import Delivery
from simulator.speech.baseline import baseline

ONE = Delivery(4.0, 3.2, 2.0, 180.0, 200.0, 2.5, 8.0, -26.0, -12.0, 22.0, 4.5, 30.0, 0.0)
SILENT = Delivery(1.0, 0.0, 0.0, None, None, None, None, None, None, None, None, None, 0.0)


def test_same_sentences():
    """The mean of equal sentences is that sentence."""
    found = baseline([ONE, ONE, ONE], "calibration")
    assert (found.sentences, found.source) == (3, "calibration")
    for f in fields(Delivery):
        assert getattr(found.mean, f.name) == pytest.approx(getattr(ONE, f.name))


def test_nobody_spoke():
    """Without speech there is no baseline; silent sentences among others are left out."""
    assert baseline([], "calibration") is None
    assert baseline([SILENT, SILENT], "call") is None
    assert baseline([SILENT, ONE], "call").sentences == 1


def test_pitch_is_averaged_as_it_is_heard():
    """The mean of an octave is half an octave up, not half the hertz."""
    found = baseline([ONE, replace(ONE, f0_median_hz=360.0)], "calibration")
    assert found.mean.f0_median_hz == pytest.approx(180.0 * 2**0.5)


def test_missing_measures():
    """A measure that only some sentences have is averaged over those; one that none has stays None."""
    found = baseline([replace(ONE, rate_syll_s=None), ONE], "calibration")
    assert found.mean.rate_syll_s == 4.5
    assert baseline([replace(ONE, rate_syll_s=None)], "calibration").mean.rate_syll_s is None


@given(st.lists(st.floats(80, 400), min_size=1, max_size=5))
def test_within_bounds(pitches):
    """The mean lies between the lowest and the highest."""
    found = baseline([replace(ONE, f0_median_hz=p) for p in pitches], "calibration")
    assert min(pitches) * 0.999 <= found.mean.f0_median_hz <= max(pitches) * 1.001
