"""Calm tone: against the speaker's own voice, monotone, physical, and silent where nothing can be measured."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from complaints import reply
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.score import Outcome
from simulator.messages import LANGS, keys, say
from simulator.scoring import calm_tone, deviations

USUAL = Delivery(4.0, 3.2, 2.0, 180.0, 200.0, 2.5, 8.0, -26.0, -12.0, 22.0, 4.5, 30.0, 0.0)
BASELINE = Baseline(USUAL, 3, "calibration")


class SteepTone:
    """Weighs every measure alike."""

    def __init__(self) -> None:
        self.models: dict[str, str] = {}

    def calm(self, measures):
        """Return less for more."""
        return 1.0 / (1.0 + 2.718 ** (sum(deviations.features(measures)) - 2.0))


def judged(spoken, baseline=BASELINE, **changes):
    return calm_tone.judge(reply("您好", delivery=spoken, baseline=baseline, **changes), SteepTone())


RAISED = replace(
    USUAL, f0_median_hz=240.0, f0_p80_hz=290.0, f0_sd_st=4.5, alpha_db=-5.0, hammarberg_db=14.0, rate_syll_s=5.6
)


def test_level_and_raised():
    """The usual voice is level; a higher, faster, harder one is raised, and the advice says how."""
    assert judged(USUAL).kind == "level"
    assert judged(USUAL).score.outcome is Outcome.CREDIT
    raised = judged(RAISED)
    assert raised.kind == "raised"
    assert raised.score.outcome is Outcome.NONE
    assert "semitones above your usual voice" in raised.score.advice
    assert "% faster" in raised.score.advice


def test_flat():
    """A monotone is level, and said to be flat."""
    assert judged(replace(USUAL, f0_sd_st=1.0, f0_range_st=3.0)).kind == "flat"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"f0_median_hz": None}, "not_enough_speech"),
        ({"voiced_s": 0.1}, "not_enough_speech"),
        ({"speaking_s": 0.5}, "not_enough_speech"),
        ({"clipped_share": 0.2}, "clipped"),
        ({"snr_db": 2.0}, "noisy"),
    ],
)
def test_not_measurable(changes, reason):
    """Too little, clipped or noisy speech is undetermined, with the reason, never a number."""
    calm = judged(replace(USUAL, **changes))
    assert calm.score.outcome is Outcome.UNDETERMINED
    assert calm.score.value is None
    assert calm.score.evidence[0].ref == reason
    assert calm.kind == "unknown"


def test_nothing_to_compare_with():
    """Without a voice, a baseline or a model there is no score."""
    for calm in (
        judged(None),
        judged(USUAL, None),
        calm_tone.judge(reply("好", delivery=USUAL, baseline=BASELINE), None),
    ):
        assert calm.score.outcome is Outcome.UNDETERMINED


MEASURES = st.fixed_dictionaries(
    {
        "f0_st": st.floats(-6, 14),
        "f0_p80_st": st.floats(-6, 14),
        "f0_sd_ratio": st.floats(0.2, 4),
        "alpha_db": st.floats(-8, 14),
        "hammarberg_db": st.floats(-18, 8),
        "rate_ratio": st.floats(0.5, 2),
    }
)
HARDER = {"f0_p80_st": 1.0, "f0_sd_ratio": 0.5, "alpha_db": 2.0, "hammarberg_db": -2.0, "rate_ratio": 0.3}


@pytest.mark.real
@settings(deadline=None)  # the model is loaded on the way
@given(measures=MEASURES, name=st.sampled_from(sorted(HARDER)))
def test_never_calmer(measures, name):
    """A higher, livelier, harder or faster voice never scores calmer, by the trained model."""
    tone = trained()
    more = measures | {name: measures[name] + HARDER[name]}
    before, after = (calm_tone.hurried(100 * tone.calm(m), m) for m in (measures, more))
    assert after <= before + 1e-9


_TONE = []


def trained():
    if not _TONE:
        from simulator.engines.delivery_model import open_tone
        from simulator.settings import Settings

        _TONE.append(open_tone(Settings()))
    return _TONE[0]


@pytest.mark.real
def test_gain_changes_nothing():
    """Level is the microphone's affair: 12 dB more or less, same score."""
    louder = replace(USUAL, level_dbfs=-14.0)
    assert trained().calm(deviations.relative(louder, USUAL)) == trained().calm(deviations.relative(USUAL, USUAL))


FEELINGS = re.compile(
    r"angr|anger|annoy|upset|nervous|stress|emotion|irritat|furious|mood|calm|afraid|tense|feel|"
    r"生气|愤怒|情绪|烦躁|紧张|激动|不耐烦|恼|急躁|心情|害怕|冷静",
    re.IGNORECASE,
)


@pytest.mark.parametrize("key", keys("delivery"))
@pytest.mark.parametrize("lang", LANGS)
def test_no_feeling_is_ascribed(key, lang):
    """No sentence about delivery says what the agent feels: it is about pitch, rate, edge and level."""
    assert not FEELINGS.search(say(f"delivery.{key}", lang, amount="1", what="x"))


@given(st.sampled_from([USUAL, RAISED]), st.booleans())
def test_largest_are_notable(spoken, raised):
    """At most three deviations are named, and none for the usual voice."""
    named = deviations.largest(deviations.relative(spoken, USUAL), "en", raised=raised)
    assert len(named) <= 3
    assert bool(named) == (spoken is RAISED)
