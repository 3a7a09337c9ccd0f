"""A transcript that the trainee corrects: the reply is judged again by the corrected words, and marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from simulator.catalog.scenarios import load_scenario
from simulator.domain.delivery import Baseline
from simulator.domain.record import AgentTurn, CustomerTurn, SessionRecord, Turn
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import Transcript, Word
from simulator.errors import BadInput
from simulator.messages import Lang
from simulator.record.session_file import read_session, write_session
from simulator.scoring.reply import Reply
from simulator.scoring.scorer import Scorer
from simulator.scoring.summary import summarise
from simulator.settings import Settings

NOTE = "corrected transcript"


def correct(folder: Path, turn: int, text: str, scorer: Scorer, settings: Settings) -> SessionRecord:
    """Judge one reply of a session again by other words, and write ``session.json``.

    The customer's answers stay as they were: they answered what was heard.

    Parameters
    ----------
    turn
        Number of the agent's turn, as the report counts (from 1).

    Raises
    ------
    BadInput
        If there is no such session, no such turn, no text, or the scenario is not known here.
    """
    record = read_session(folder)
    place = turn - 1
    if not 0 <= place < len(record.turns) or not isinstance(record.turns[place], AgentTurn):
        raise BadInput("session.no_such_turn", path=folder, turn=turn)
    if not any(c.isalnum() for c in text):
        raise BadInput("session.no_text", turn=turn)
    scenario = load_scenario(record.scenario, settings)
    lang = settings.ui_lang or record.lang
    turns: list[Turn] = list(record.turns)
    turns[place] = again(record.turns, place, text, scenario, record.baseline, scorer, lang)
    summary = None if record.summary is None else summarise(turns, record.summary.ending, lang)
    notes = record.notes if NOTE in record.notes else (*record.notes, NOTE)
    changed = replace(record, turns=tuple(turns), summary=summary, notes=notes)
    write_session(folder, changed)
    return changed


def again(
    turns: Sequence[Turn],
    place: int,
    text: str,
    scenario: Scenario,
    baseline: Baseline | None,
    scorer: Scorer,
    ui_lang: Lang,
) -> AgentTurn:
    """Return the agent's turn at `place`, judged by `text` and marked as corrected.

    What was heard is kept beside it.
    """
    turn = turns[place]
    if not isinstance(turn, AgentTurn):
        raise TypeError(f"turn {turn.index} is not the agent's")
    before = [t for t in turns[:place] if isinstance(t, CustomerTurn)]
    known = {f.id: f for f in scenario.facts}
    told = [known[i] for i in dict.fromkeys(i for t in before for i in t.tells) if i in known]
    transcript = Transcript(scenario.lang, text, turn.text_as_heard, kept_words(turn.words, turn.text, text), 1.0)
    judgement = scorer.judge(
        Reply(
            transcript=transcript,
            delivery=turn.delivery,
            baseline=baseline,
            told=tuple(told),
            feelings=scenario.feelings,
            policy=scenario.policy,
            lang=scenario.lang,
            ui_lang=ui_lang,
            mode=turn.mode,
            customer=before[-1].text if before else "",
        )
    )
    return replace(
        turn,
        text=text,
        words=transcript.words,
        confidence=1.0,
        acts=judgement.acts,
        scores=judgement.scorecard,
        facts_hit=judgement.facts_hit,
        facts_contradicted=judgement.facts_contradicted,
        rejected=None,
        corrected=True,
    )


def kept_words(words: Sequence[Word], before: str, after: str) -> tuple[Word, ...]:
    """Return the words with times that stand in the corrected text as well, each as sure as can be."""
    same = [(m.a, m.a + m.size) for m in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()]
    found, at = [], 0
    for word in words:
        start = before.find(word.text, at) if word.text else -1
        if start < 0:
            continue
        at = start + len(word.text)
        if any(a <= start and at <= b for a, b in same):
            found.append(replace(word, confidence=1.0))
    return tuple(found)
