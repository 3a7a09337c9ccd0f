"""Desk: the parts of a call put together from settings; models are opened once and only when they are needed."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypedDict, Unpack

from simulator.audio.resample import to_rate
from simulator.catalog.personas import load_personas
from simulator.catalog.scenarios import load_scenario
from simulator.catalog.table import load_table
from simulator.domain.customer import Ending, Mode
from simulator.domain.delivery import Baseline, Delivery
from simulator.domain.line import SoundLine
from simulator.domain.persona import Persona
from simulator.domain.ports import Recogniser, Synthesiser
from simulator.domain.record import SessionRecord
from simulator.domain.scenario import Scenario
from simulator.domain.score import DIMENSIONS
from simulator.domain.sound import LINE_RATE_HZ, Sound, silence
from simulator.domain.table import Table
from simulator.domain.transcript import Transcript, written
from simulator.engines.careful import CarefulHearing
from simulator.engines.g2p import prepare
from simulator.engines.heap import few_heaps, give_back
from simulator.engines.recogniser import open_recogniser
from simulator.engines.renditions import Renditions
from simulator.engines.silero import SileroDetector
from simulator.engines.trained import digests
from simulator.engines.understanding import open_scorer
from simulator.engines.voices import open_synthesiser
from simulator.errors import BadInput
from simulator.messages import Lang
from simulator.record.recorder import Recorder
from simulator.scoring.reply import Reply
from simulator.scoring.scorer import Scorer
from simulator.scoring.summary import summarise
from simulator.session.attempt import Mind
from simulator.session.call import Call
from simulator.session.closing import closed
from simulator.session.ears import Ears, SpeechEars, Utterance
from simulator.session.hindsight import own_calmest, weighed_again
from simulator.session.keeper import Keeper
from simulator.session.late import LateScorer, WarmUp
from simulator.session.mind import Customer, Listener
from simulator.session.mute import MuteVoice
from simulator.session.parts import Voice
from simulator.session.voice import Channel, CustomerVoice
from simulator.session.watcher import Unwatched, Watcher
from simulator.session.worker import Worker
from simulator.settings import Settings
from simulator.speech.background import Ambience, Place
from simulator.speech.baseline import baseline as mean_of
from simulator.speech.floor import FloorRules
from simulator.speech.guards import enough_speech
from simulator.speech.prosody import measure
from simulator.speech.segments import speech_segments

Background = Place | Literal["none"]
Notify = Callable[..., None]
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays what in one call."""

    scenario: Scenario
    table: Table
    persona: Persona
    seed: int
    channel: Channel = "clear"
    background: Place | None = None

    def ambience(self) -> Ambience | None:
        """Return what is heard under the customer through the whole call, or None."""
        if self.background is None:
            return None
        return Ambience(self.background, self.seed, narrow=self.channel == "phone")


@dataclass(frozen=True, slots=True)
class Result:
    """A finished call: where it is kept, and what it holds."""

    folder: Path
    record: SessionRecord

    def brief(self) -> dict[str, object]:
        """Return what a program wants to know: where, how it ended, the four scores."""
        summary = self.record.summary
        scores = (
            {d: {"outcome": str(summary.scores[d].outcome), "value": summary.scores[d].value} for d in DIMENSIONS}
            if summary
            else {}
        )
        return {
            "session": str(self.folder),
            "id": self.record.id,
            "status": self.record.status,
            "ending": str(summary.ending) if summary else None,
            "turns": len(self.record.turns),
            "scores": scores,
        }


class Known(TypedDict, total=False):
    """What is known of a call before it begins.

    ``typed`` is True for replies that are text: no sound of the customer is made. ``baseline`` is the agent's usual
    voice. ``script`` is what a synthetic agent is going to say, kept so that recognition can be held against it.
    """

    typed: bool
    baseline: Baseline | None
    synthetic_agent: bool
    script: tuple[str, ...]


class Desk:
    """Opens models and personas on demand and runs calls.

    Parameters
    ----------
    settings
        The configuration.
    tell
        Called with (what, done, total) while something long goes on.
    notify
        Called with a message and its fields, for what the user should know.
    """

    def __init__(self, settings: Settings, tell: Tell | None = None, notify: Notify | None = None) -> None:
        self.settings = settings
        self._tell, self._notify = tell, notify
        self._synthesiser: Synthesiser | None = None
        self._opening = threading.Lock()
        few_heaps()

    def tell(self, what: str, done: int, total: int) -> None:
        """Report progress to whoever watches."""
        if self._tell is not None:
            self._tell(what, done, total)

    @cached_property
    def recogniser(self) -> Recogniser:
        """The recognition engine."""
        return open_recogniser(self.settings, tell=self._tell)

    @property
    def synthesiser(self) -> Synthesiser:
        """The voice engine."""
        with self._opening:
            if self._synthesiser is None:
                self._synthesiser = open_synthesiser(self.settings, tell=self._tell, notify=self._notify)
            return self._synthesiser

    def prepare_voice(self, lang: Lang) -> None:
        """Begin to load what the customer speaks with, while devices are opened and questions answered."""
        Worker("g2p").submit(lambda: prepare(lang))
        Worker("voice").submit(lambda: self.synthesiser)

    @cached_property
    def renditions(self) -> Renditions:
        """Rendered lines and their cache."""
        return Renditions(self.settings.cache_dir, self.synthesiser, limit_mb=self.settings.cache_mb)

    @cached_property
    def scorer(self) -> Scorer:
        """The four scores."""
        return open_scorer(self.settings)

    @cached_property
    def personas(self) -> dict[str, Persona]:
        """All voices by id."""
        return load_personas(self.settings)

    def persona(self, name: str, lang: Lang) -> Persona:
        """Return a persona that speaks `lang`.

        Raises
        ------
        BadInput
            If there is no such persona, or it speaks the other language.
        """
        persona = self.personas.get(name)
        if persona is None:
            raise BadInput("session.no_persona", name=name, there=", ".join(sorted(self.personas)))
        if persona.lang != lang:
            raise BadInput("session.wrong_language", name=name, lang=lang)
        return persona

    def cast(
        self,
        scenario: str,
        *,
        voice: str | None = None,
        seed: int | None = None,
        channel: Channel = "clear",
        background: Background | None = None,
    ) -> Cast:
        """Return the cast of a call.

        Without a seed one is drawn, and kept in the session; without a background the scenario decides.
        """
        loaded = load_scenario(scenario, self.settings)
        persona = self.persona(voice or loaded.persona, loaded.lang)
        drawn = secrets.randbelow(2**31) if seed is None else seed
        return Cast(loaded, load_table(self.settings), persona, drawn, channel, placed(loaded, background))

    def ears(self, *, push_to_talk: bool = False) -> SpeechEars:
        """Return fresh ears."""
        return SpeechEars(SileroDetector(), FloorRules(pause_s=self.settings.pause_s), push_to_talk=push_to_talk)

    def warm_up(self, cast: Cast) -> None:
        """Load every model that a call uses, so that the first reply waits for none of them."""
        self.recogniser.transcribe(silence(0.5), cast.scenario.lang)
        warm = getattr(self.recogniser, "warm_up", None)
        if warm is not None:
            warm()
        empty = Reply(
            written(cast.scenario.lang, "您好" if cast.scenario.lang == "zh" else "hello"), None, None, (),
            cast.scenario.feelings, cast.scenario.policy, cast.scenario.lang, self.ui_lang(cast), Mode.ATTACK,
        )  # fmt: skip
        self.scorer.judge(empty)
        give_back()

    def words(self, utterance: Utterance, cast: Cast) -> Transcript:
        """Return the words of an utterance, on the clock of the call."""
        if utterance.sound is None:
            return written(cast.scenario.lang, utterance.text or "")
        transcript = self.recogniser.transcribe(utterance.sound, cast.scenario.lang)
        return transcript.shifted(utterance.sound_start / LINE_RATE_HZ)

    def speaks(self, sound: Sound) -> bool:
        """Return whether anybody speaks in a sound."""
        return enough_speech(sum(b - a for a, b in speech_segments(to_rate(sound), SileroDetector())))

    def baseline(self, sounds: Sequence[Sound], lang: Lang) -> Baseline | None:
        """Return the usual voice of whoever speaks in three short neutral sentences; None if too little is voiced."""
        return self.mean_of([self.delivery(s, lang) for s in sounds])

    def delivery(self, sound: Sound, lang: Lang) -> Delivery:
        """Return the measures of a sentence, its words included."""
        return measure(sound, self.recogniser.transcribe(to_rate(sound), lang).text, lang)

    def mean_of(self, sentences: Sequence[Delivery]) -> Baseline | None:
        """Return the usual voice from measured sentences; None if too little is voiced."""
        return mean_of(sentences, "calibration")

    def models(self, *, typed: bool) -> dict[str, str]:
        """Return the models that a call uses, name to SHA-256."""
        spoken = {} if typed else {**self.recogniser.models, **self.synthesiser.models}
        return {**spoken, **digests()}

    def ui_lang(self, cast: Cast) -> Lang:
        """Return the language of reasons and advice: the one that was set, else the scenario's."""
        return self.settings.ui_lang or cast.scenario.lang

    def open_keeper(self, cast: Cast, out: Path | None, **known: Unpack[Known]) -> Keeper:
        """Return a keeper that has begun to record into a fresh folder.

        Parameters
        ----------
        out
            Folder of the session; without it, one in the user's own data folder.
        known
            What else the session says of itself.
        """
        head = self._head(cast, **known)
        return Keeper(Recorder(_fresh(out or self.settings.sessions_dir / head.id)), head)

    def finish(
        self, keeper: Keeper, cast: Cast, ending: Ending, watcher: Watcher | None = None, *, interrupted: bool = False
    ) -> Result:
        """Close a recording and return the session; raises like `closed`."""
        lang = self.ui_lang(cast)
        if keeper.baseline is None:
            usual = own_calmest(keeper.turns)
            if usual is not None:
                keeper.hindsight(usual, weighed_again(keeper.turns, usual, self.scorer.tone, lang))
        summary = summarise(keeper.turns, ending, lang)
        return Result(keeper.folder, closed(keeper, summary, watcher or Unwatched(), interrupted=interrupted))

    def run(
        self,
        cast: Cast,
        line: SoundLine,
        ears: Ears,
        *,
        out: Path | None = None,
        watcher: Watcher | None = None,
        **known: Unpack[Known],
    ) -> Result:
        """Run one call and return its session, complete or interrupted; nothing that was recorded is lost.

        Raises
        ------
        SimulatorError
            If a device or an engine fails on the way; the session is kept as interrupted first.
        """
        typed, scenario = known.get("typed", False), cast.scenario
        listener = Listener(LateScorer(lambda: self.scorer), scenario, known.get("baseline"), self.ui_lang(cast))
        voice: Voice = MuteVoice() if typed else CustomerVoice(self.renditions, cast.persona, cast.channel)
        customer = Customer(scenario, cast.table, cast.seed, cast.persona.temperament)
        recogniser = None if typed else self.recogniser
        careful = CarefulHearing(recogniser) if recogniser is not None else None
        warm_up = WarmUp(lambda: self.warm_up(cast)) if line.live and not typed else None
        mind = Mind(
            listener, customer, voice, ears, recogniser, scenario.lang,
            careful=careful, warm_up=warm_up, live=line.live,
        )  # fmt: skip
        keeper = self.open_keeper(cast, out, **known)
        watched = watcher or Unwatched()
        call = Call(line, ears, mind, customer, voice, keeper, scenario=scenario, table=cast.table, watcher=watched)
        try:
            call.run()
        except BaseException as error:
            result = self.finish(keeper, cast, call.ending or Ending.UNRESOLVED, watched, interrupted=True)
            if isinstance(error, KeyboardInterrupt):
                return result
            raise
        return self.finish(keeper, cast, call.ending or Ending.UNRESOLVED, watched)

    def _head(self, cast: Cast, **known: Unpack[Known]) -> SessionRecord:
        now = dt.datetime.now().astimezone()
        return SessionRecord(
            id=f"{now:%Y%m%d-%H%M%S}-{cast.scenario.id}-{secrets.token_hex(2)}",
            scenario=cast.scenario.id,
            scenario_title=cast.scenario.title,
            persona=cast.persona.id,
            persona_name=cast.persona.name,
            lang=cast.scenario.lang,
            seed=cast.seed,
            status="interrupted",
            started_at=now.isoformat(timespec="seconds"),
            duration_s=0.0,
            channel_rate_hz=LINE_RATE_HZ,
            models=self.models(typed=known.get("typed", False)),
            turns=(),
            baseline=known.get("baseline"),
            synthetic_agent=known.get("synthetic_agent", False),
            script=known.get("script", ()),
        )


def placed(scenario: Scenario, wanted: Background | None) -> Place | None:
    """Return where the customer calls from: as is wanted, else as the scenario says; None is nowhere in particular."""
    if wanted is None:
        return scenario.background
    return None if wanted == "none" else wanted


def _fresh(folder: Path) -> Path:
    """Return the folder, made and empty of any session.

    Raises
    ------
    BadInput
        If it holds a session already, or can't be made.
    """
    if any((folder / name).exists() for name in ("session.json", "journal.jsonl")):
        raise BadInput("session.folder_used", folder=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput("session.no_folder", folder=folder) from error
    return folder
