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

USUAL = Delivery(
    4.0, 3.2, 2.0, 180.0, 200.0, 2.5, 8.0, -26.0, -12.0, 22.0, 4.5, 30.0, 0.0,
    f0_mean_hz=182.0, centre_hz=420.0, mid_db=-4.0, hnr_db=9.0, slope_db_oct=-9.0, bandwidth_hz=8000.0,
)  # fmt: skip
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
    USUAL, f0_median_hz=240.0, f0_p80_hz=290.0, f0_sd_st=4.5, alpha_db=-5.0, hammarberg_db=14.0, rate_syll_s=5.6,
    f0_mean_hz=245.0, centre_hz=700.0, mid_db=3.0, hnr_db=6.0,
)  # fmt: skip


def test_level_and_raised():
    """The usual voice is level; a higher, faster, harder one is raised, and the advice says how."""
    assert judged(USUAL).kind == "level"
    assert judged(USUAL).score.outcome is Outcome.CREDIT
    raised = judged(RAISED)
    assert raised.kind == "raised"
    assert raised.score.outcome is Outcome.NONE
    assert "semitones above your usual voice" in raised.score.advice
    assert "% faster" in raised.score.advice


def test_hurried():
    """A usual voice that is half as fast again is hurried, not raised; a raised one that hurries is raised."""
    hasty = judged(replace(USUAL, rate_syll_s=USUAL.rate_syll_s * 1.5))
    assert hasty.kind == "hurried"
    assert hasty.score.outcome is Outcome.PARTIAL
    assert "50 % faster" in hasty.score.advice
    assert judged(replace(RAISED, rate_syll_s=9.0)).kind == "raised"


def test_flat():
    """A monotone fails the other way: not raised, half a mark, and told to move; never in a moment too short for it."""
    still = replace(USUAL, f0_sd_st=1.0, f0_range_st=3.0)
    calm = judged(still)
    assert calm.kind == "flat"
    assert calm.score.outcome is Outcome.PARTIAL
    assert "pitch range 62 % narrower" in calm.score.advice
    assert judged(replace(still, voiced_s=0.6)).kind == "level"


def test_cold():
    """A voice held back and hard is flat as well; one held back and soft, as calm people speak, is level."""
    held_back = replace(USUAL, f0_sd_st=1.8, f0_range_st=5.5)
    assert judged(replace(held_back, alpha_db=-8.0, f0_mean_hz=160.0)).kind == "flat"
    assert judged(replace(held_back, alpha_db=-14.0)).kind == "level"


def test_raised_wins_over_flat():
    """Whoever is raised is told so, monotone or not."""
    assert judged(replace(RAISED, f0_sd_st=1.0, f0_range_st=3.0)).kind == "raised"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"f0_median_hz": None}, "not_enough_speech"),
        ({"voiced_s": 0.1}, "not_enough_speech"),
        ({"speaking_s": 0.5}, "not_enough_speech"),
        ({"clipped_share": 0.2}, "clipped"),
        ({"snr_db": 2.0}, "noisy"),
        ({"voices": 2}, "two_voices"),
        ({"bandwidth_hz": 4000.0}, "other_line"),
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


def test_no_speech_in_the_words():
    """Sound in which the recogniser finds nobody speaking is not weighed, whatever its pitch."""
    music = replace(reply("您好").transcript, rejected="no_speech")
    found = calm_tone.judge(replace(reply("您好", delivery=USUAL, baseline=BASELINE), transcript=music), SteepTone())
    assert found.score.value is None
    assert found.score.evidence[0].ref == "not_enough_speech"


def test_less_certain():
    """Against the call's own replies, or in more noise than at the check, the score is less certain and says why."""
    sure = judged(USUAL).score
    for other in (judged(USUAL, Baseline(USUAL, 3, "call")), judged(replace(USUAL, snr_db=12.0))):
        assert other.score.value == sure.value
        assert other.score.confidence < sure.confidence
        assert any(e.ref == "baseline" for e in other.score.evidence)


def test_a_baseline_of_yesteryear():
    """A baseline without the measures of today counts as none."""
    old = Baseline(replace(USUAL, centre_hz=None), 3, "calibration")
    assert judged(USUAL, old).score.evidence[0].ref == "no_baseline"


MEASURES = st.fixed_dictionaries(
    {
        "f0_mean_st": st.floats(-6, 14),
        "centre_st": st.floats(-10, 20),
        "mid_db": st.floats(-10, 20),
        "hnr_db": st.floats(-8, 8),
        "rate_ratio": st.floats(0.5, 2),
    }
)
HARDER = {"f0_mean_st": 1.0, "centre_st": 2.0, "mid_db": 2.0, "hnr_db": -1.0, "rate_ratio": 0.3}


@pytest.mark.real
@settings(deadline=None)  # the model is loaded on the way
@given(measures=MEASURES, name=st.sampled_from(sorted(HARDER)))
def test_never_calmer(measures, name):
    """A higher, harder, rougher or faster voice never scores calmer, by the trained model."""
    tone = trained()
    more = measures | {name: measures[name] + HARDER[name]}
    before, after = (calm_tone.hurried(100 * tone.calm(m), m) for m in (measures, more))
    assert after <= before + 1e-9


@pytest.mark.real
def test_the_usual_voice_is_level_and_a_shout_is_not():
    """The trained model, at both ends of the scale."""
    assert trained().calm({}) > 0.9
    assert trained().calm({"f0_mean_st": 7.0, "centre_st": 10.0, "mid_db": 8.0, "hnr_db": -3.0}) < 0.2


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
    louder = replace(USUAL, level_dbfs=-14.0)  # what gain does to the measures is tested in tests/speech
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
