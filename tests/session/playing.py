"""Plays calls with fake engines and the real customer, recorder and loop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fakes import HummingVoice, LookUpScorer, LoudnessDetector, ReadingRecogniser, judgement, tone

from simulator.audio.scripted import ScriptedLine
from simulator.catalog.personas import load_personas
from simulator.catalog.scenarios import load_scenario
from simulator.catalog.table import load_table
from simulator.domain.acts import Act
from simulator.domain.ports import Recogniser, VoiceDetector
from simulator.domain.record import SessionRecord
from simulator.domain.score import Outcome
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.record.recorder import Recorder
from simulator.scoring.summary import summarise
from simulator.session.attempt import Mind
from simulator.session.call import Call
from simulator.session.ears import SpeechEars
from simulator.session.keeper import Keeper
from simulator.session.mind import Customer, Listener
from simulator.session.voice import CustomerVoice, Renderer
from simulator.session.watcher import Unwatched, Watcher
from simulator.settings import Settings
from simulator.speech.background import Ambience
from simulator.speech.floor import FloorRules

SCENARIO = "zh-phone-crashing"
CREDIT = Outcome.CREDIT
KNOWN = {
    "invite": judgement({Act.INVITE_VENTING}),
    "calm down": judgement({Act.DENY_EMOTION}),
    "mirror": judgement({Act.MIRROR, Act.CHECK_QUESTION}, mirroring=CREDIT),
    "label": judgement({Act.LABEL_EMOTION}, labelling=CREDIT),
    "urgency": judgement({Act.URGENCY, Act.PROBE_EXPECTATION}),
    "solve": judgement({Act.OFFER_SOLUTION, Act.PREVENT_LOSS}, solution=CREDIT),
}
MASTER = ["invite", "mirror", "label", "urgency", "solve", "solve"]


def played(
    folder: Path,
    texts: Sequence[str],
    *,
    seed: int = 3,
    sounds: Sequence[Sound] | None = None,
    realtime: bool = False,
    recogniser: Recogniser | None = None,
    watcher: Watcher | None = None,
    detector: VoiceDetector | None = None,
    renderer: Renderer | None = None,
    ambience: Ambience | None = None,
) -> SessionRecord:
    """Play a call in which the agent says `texts`, and return what was kept."""
    settings = Settings()
    scenario, table = load_scenario(SCENARIO, settings), load_table(settings)
    persona = load_personas(settings)[scenario.persona]
    waiting = iter(sounds if sounds is not None else [tone(2.0) for _ in texts])
    head = SessionRecord(
        id="test", scenario=scenario.id, persona=persona.id, lang="zh", seed=seed, status="interrupted",
        started_at="2026-01-01T00:00:00+00:00", duration_s=0.0, channel_rate_hz=LINE_RATE_HZ, models={}, turns=(),
    )  # fmt: skip
    keeper = Keeper(Recorder(folder), head)
    listener = Listener(LookUpScorer(KNOWN), scenario, None, "en")  # type: ignore[arg-type]
    line = ScriptedLine(lambda: next(waiting, None), realtime=realtime, ambience=ambience)
    ears = SpeechEars(detector or LoudnessDetector(), FloorRules())
    customer, voice = Customer(scenario, table, seed), CustomerVoice(renderer or HummingVoice(), persona)
    mind = Mind(listener, customer, voice, ears, recogniser or ReadingRecogniser(texts), "zh", live=realtime)
    watched = watcher or Unwatched()
    call = Call(line, ears, mind, customer, voice, keeper, scenario=scenario, table=table, watcher=watched)
    ending = call.run()
    return keeper.close(summarise(keeper.turns, ending, "en"))
