"""One recorded call scored: the agent's turns judged, the customer's reaction modelled by the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from simulator.batch.tracks import Stretch, Tracks, read_tracks, stretches
from simulator.domain.customer import CustomerState, Ending, Mode, Move
from simulator.domain.delivery import Baseline
from simulator.domain.record import CustomerTurn, Why
from simulator.domain.scenario import Line
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.domain.transcript import Transcript
from simulator.engines.silero import SileroDetector
from simulator.errors import BadInput
from simulator.messages import say
from simulator.scoring.told import told_in
from simulator.session.desk import Cast, Desk, Result
from simulator.session.ears import MARGIN, Utterance
from simulator.session.keeper import Keeper
from simulator.session.mind import Customer, Listener, agent_turn
from simulator.speech.baseline import calmest
from simulator.speech.floor import FloorRules
from simulator.speech.prosody import measure

Tell = Callable[[str, int, int], None]


def score_recording(desk: Desk, cast: Cast, path: Path, out: Path | None, tell: Tell) -> Result:
    """Score a recorded call and keep it as a session.

    Parameters
    ----------
    cast
        The scenario that the call was about, and the table that models the customer's mode and anger: what the
        scenario's customer would have made of these replies. The words are the recording's own.

    Raises
    ------
    BadInput
        If the file can't be read, or nobody speaks in the agent's track.
    """
    tracks = read_tracks(path)
    found = stretches(tracks, SileroDetector, FloorRules(pause_s=desk.settings.pause_s))
    if not any(s.speaker == "agent" for s in found):
        raise BadInput("audio.no_speech_in", path=path)
    keeper = desk.open_keeper(cast, out)
    for frame in tracks.frames():
        keeper.frame(frame)
    keeper.note(say("batch.modelled", desk.ui_lang(cast), path=path.name))
    state = _play(desk, cast, tracks, found, keeper, tell, path.name)
    return desk.finish(keeper, cast, state.ending or Ending.UNRESOLVED)


def _play(
    desk: Desk, cast: Cast, tracks: Tracks, found: tuple[Stretch, ...], keeper: Keeper, tell: Tell, name: str
) -> CustomerState:
    words = _words(desk, cast, tracks, found, tell, name)
    usual = _usual(cast, tracks, words)
    if usual is not None:
        keeper.know(usual)
        keeper.note(say("batch.own_baseline", desk.ui_lang(cast), sentences=usual.sentences))
    listener = Listener(desk.scorer, cast.scenario, usual, desk.ui_lang(cast))
    customer = Customer(cast.scenario, cast.table, cast.seed, cast.persona.temperament)
    customer.commit(_as_recorded(customer.move, "", ()))
    customer_end = 0
    for n, stretch in enumerate(found):
        tell(name, len(words) + n, len(words) + len(found))
        if stretch.speaker == "customer":
            customer_end = stretch.end
            _customer_turn(desk, cast, tracks, stretch, customer, keeper)
            continue
        utterance = _utterance(tracks, stretch)
        heard = listener.appraise(utterance, words[stretch], customer.move)
        if heard.nobody_spoke:
            continue
        keeper.turn(agent_turn(len(keeper.turns), utterance, heard, customer.state, min(customer_end, stretch.start)))
        if customer.state.mode is not Mode.CLOSED:
            move = customer.consider(heard)
            told = customer.state.told if tracks.both else move.state.told
            customer.commit(_as_recorded(move, "" if tracks.both else move.line.text, told))
    tell(name, len(found), len(found))
    return customer.state


def _words(
    desk: Desk, cast: Cast, tracks: Tracks, found: tuple[Stretch, ...], tell: Tell, name: str
) -> dict[Stretch, Transcript]:
    """Return the words of the agent's turns, before any of them is judged."""
    own = [s for s in found if s.speaker == "agent"]
    words = {}
    for n, stretch in enumerate(own):
        tell(name, n, len(own) + len(found))
        words[stretch] = desk.words(_utterance(tracks, stretch), cast)
    return words


def _usual(cast: Cast, tracks: Tracks, words: dict[Stretch, Transcript]) -> Baseline | None:
    """Return the agent's usual voice as far as the call shows it: a recording brings no microphone check."""
    spoken = [(s, t) for s, t in words.items() if t.rejected != "no_speech"]
    return calmest([measure(_cut(tracks.agent, s), t.text, cast.scenario.lang) for s, t in spoken])


def _customer_turn(
    desk: Desk, cast: Cast, tracks: Tracks, stretch: Stretch, customer: Customer, keeper: Keeper
) -> None:
    """Keep what the recorded customer said, and which of the scenario's facts were in it."""
    transcript = desk.recogniser.transcribe(_cut(tracks.customer, stretch), cast.scenario.lang)
    if transcript.rejected == "no_speech":
        return
    tells = told_in(transcript, cast.scenario.facts, cast.scenario.lang)
    told = tuple(dict.fromkeys((*customer.state.told, *tells)))
    customer.commit(_as_recorded(customer.move, transcript.text, told))
    move = customer.move
    keeper.turn(
        CustomerTurn(
            index=len(keeper.turns),
            start_s=stretch.start / LINE_RATE_HZ,
            end_s=stretch.end / LINE_RATE_HZ,
            text=transcript.text,
            mode=move.state.mode,
            anger=move.state.anger,
            why=Why(move.row, move.method, move.why, move.words),
            tells=tells,
        )
    )


def _as_recorded(move: Move, text: str, told: tuple[str, ...]) -> Move:
    """Return the modelled move with the recorded words in place of the scenario's."""
    return replace(move, line=Line(text), state=replace(move.state, told=told))


def _utterance(tracks: Tracks, stretch: Stretch) -> Utterance:
    start = max(stretch.start - MARGIN, 0)
    return Utterance(stretch.start, stretch.end, stretch.overlap, _cut(tracks.agent, stretch), start)


def _cut(sound: Sound, stretch: Stretch) -> Sound:
    return Sound(sound.samples[max(stretch.start - MARGIN, 0) : stretch.end + MARGIN], sound.rate_hz)
