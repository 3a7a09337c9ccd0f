"""Careful hearing: the scenario's words where the sound bears them, and nowhere else.

Five hypotheses are held against the facts; a wording that a hypothesis nearly has is put in and weighed by the
recogniser itself: it stays only if the sound loses almost nothing by it. A candidate that loses more leaves the fact
undecided, not absent. Nothing is suggested to the decoder: a prompt would turn near misses into what is expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import cast

from simulator.domain.ports import Recogniser
from simulator.domain.scenario import Fact
from simulator.domain.sound import FloatArray, Sound
from simulator.domain.transcript import Correction, Transcript, Word
from simulator.engines.fact_wordings import stated, wordings
from simulator.engines.script import simplified, traditional
from simulator.engines.whisper import WhisperRecogniser, context_s, readable
from simulator.engines.whisper_ct2 import Ct2Model, Encoded, Hypothesis
from simulator.messages import Lang
from simulator.speech.guards import MAX_COMPRESSION, Signs, compression_ratio, refusal
from simulator.speech.pinyin_windows import Place, places

HYPOTHESES = 5
FACT_NATS = 3.0  # what a fact found word for word is worth when hypotheses are compared
MAX_LOSS_NATS = 4.0  # false facts begin at 6
DOUBT_NATS = 20.0  # a candidate that loses more was not said
MOST_CANDIDATES = 4  # of one fact: each costs a pass of the decoder


@dataclass(frozen=True, slots=True)
class _Draft:
    """The words of one window so far, raw as the recogniser writes, and what its log-likelihood is."""

    encoded: Encoded
    raw: str
    nats: float
    losses: tuple[tuple[str, float], ...] = ()  # fact, nats
    refused: tuple[tuple[str, float], ...] = ()  # ditto


class CarefulHearing:
    """Hears a whole reply again, with the facts of the call in mind.

    Only a recogniser with the capability ``rescoring`` can do that; with others the quick transcript is all there is.

    Parameters
    ----------
    recogniser
        The one that gave the quick transcript.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        able = "rescoring" in recogniser.capabilities
        self._recogniser = cast(WhisperRecogniser[Ct2Model], recogniser) if able else None

    def listen(self, sound: Sound, lang: Lang, facts: Sequence[Fact], quick: Transcript) -> Transcript:
        """Return the transcript that the scores should read.

        Parameters
        ----------
        sound
            The whole reply.
        lang
            The language spoken.
        facts
            What the agent may be giving back.
        quick
            What was heard at once; where it is rejected, it stays so.

        Returns
        -------
        Transcript
            ``text`` with accepted corrections, ``text_as_heard`` as in `quick`, ``corrections`` where the words of a
            fact are new, ``doubtful`` with the facts for which there was a candidate that the sound did not bear.
        """
        if self._recogniser is None or quick.rejected is not None:
            return quick
        speech = self._recogniser.finder.find(sound)
        drafts = [(w, d) for w in speech.windows if (d := self._draft(speech.cut(w), lang, facts)) is not None]
        if not drafts:
            return quick
        raw = ("" if lang == "zh" else " ").join(d.raw for _, d in drafts)
        timed = tuple(speech.on_clock(x, w) for w, d in drafts for x in self._model.spoken(d.encoded, d.raw))
        words, text = readable(timed, raw, lang)
        new = replace(quick, text=text, words=self._believed(words))
        losses = dict(pair for _, d in drafts for pair in d.losses)
        corrections = tuple(_corrections(new.text, quick.text, facts, losses, lang))
        doubts = dict.fromkeys(i for _, d in drafts for i, loss in d.refused if loss < DOUBT_NATS)
        facts_in = {f.id for f in facts if stated(f, text, lang)}
        return replace(new, corrections=corrections, doubtful=tuple(i for i in doubts if i not in facts_in))

    def _draft(self, samples: FloatArray, lang: Lang, facts: Sequence[Fact]) -> _Draft | None:
        model = self._model
        encoded = model.encode(samples, lang, context_s(len(samples)))
        heard = [h for h in model.hypotheses(encoded, HYPOTHESES) if _believable(h)]
        if not heard:
            return None
        best = max(heard, key=lambda h: _worth(h, facts, lang))
        top = max(h.logprob for h in heard)
        (nats,) = model.weigh(encoded, [best.text])
        chosen = tuple((f.id, max(top - best.logprob, 0.0)) for f in facts if stated(f, _plain(best.text, lang), lang))
        draft = _Draft(encoded, best.text, nats, chosen)
        if lang == "zh":
            for fact in facts:
                draft = self._checked(draft, fact)
        return draft

    def _checked(self, draft: _Draft, fact: Fact) -> _Draft:
        """Put in the wording of a fact that is missing, if the sound bears it."""
        if stated(fact, simplified(draft.raw), "zh"):
            return draft
        candidates = [c for c in dict.fromkeys(_candidates(fact, draft.raw)) if c != draft.raw]
        if not candidates:
            return draft
        nats = self._model.weigh(draft.encoded, candidates)
        gained, text = max(zip(nats, candidates, strict=True))
        loss = draft.nats - gained
        if loss < MAX_LOSS_NATS:
            return replace(draft, raw=text, nats=gained, losses=(*draft.losses, (fact.id, round(max(loss, 0.0), 2))))
        return replace(draft, refused=(*draft.refused, (fact.id, loss)))

    @property
    def _model(self) -> Ct2Model:
        assert self._recogniser is not None  # noqa: S101  callers have asked
        return self._recogniser.model

    def _believed(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        assert self._recogniser is not None  # noqa: S101
        trust = self._recogniser.reliability.word
        return tuple(replace(w, confidence=trust(w.confidence)) for w in words)


def _believable(h: Hypothesis) -> bool:
    signs = Signs(compression_ratio(h.text), h.no_speech, h.logprob / (len(h.tokens) + 1))
    return bool(h.text) and signs.compression <= MAX_COMPRESSION and refusal(signs) is None


def _worth(h: Hypothesis, facts: Sequence[Fact], lang: Lang) -> float:
    text = _plain(h.text, lang)
    found = sum(stated(f, text, lang) for f in facts)
    return (h.logprob + FACT_NATS * found) / (len(h.tokens) + 1)


def _plain(raw: str, lang: Lang) -> str:
    return simplified(raw) if lang == "zh" else raw


def _candidates(fact: Fact, raw: str) -> Iterator[str]:
    """Yield the raw text with one of the fact's wordings put in, the likeliest places first, in its own script."""
    plain = simplified(raw)
    if len(plain) != len(raw):
        plain, raw = plain, plain
    old_script = plain != raw
    near = [p for wording in wordings(fact) for p in places(wording, plain)]
    for place in sorted(near, key=lambda p: p.distance)[:MOST_CANDIDATES]:
        yield raw[: place.start] + _written(place, old_script) + raw[place.end :]


def _written(place: Place, old_script: bool) -> str:
    return traditional(place.wording) if old_script else place.wording


def _corrections(
    text: str, quick: str, facts: Sequence[Fact], losses: dict[str, float], lang: Lang
) -> Iterator[Correction]:
    """Yield a correction for each fact that the quick text did not state, where the two texts differ."""
    changes = [op for op in SequenceMatcher(None, quick, text, autojunk=False).get_opcodes() if op[0] != "equal"]
    for fact in facts:
        if fact.id not in losses or stated(fact, quick, lang) or not stated(fact, text, lang):
            continue
        for start, end in _where(fact, text, lang):
            touched = [op for op in changes if op[3] < end and op[4] > start]
            if touched:
                heard = quick[_back(changes, start) : _back(changes, end)]
                yield Correction(start, end, heard, fact.id, losses[fact.id])
                break


def _where(fact: Fact, text: str, lang: Lang) -> Iterator[tuple[int, int]]:
    """Yield where a fact's words may stand: the shortest stretches of the text that state it."""
    if not stated(fact, text, lang):
        return
    start, end = 0, len(text)
    while end > start and stated(fact, text[start : end - 1], lang):
        end -= 1
    while start < end and stated(fact, text[start + 1 : end], lang):
        start += 1
    yield start, end


def _back(changes: Sequence[tuple[str, int, int, int, int]], position: int) -> int:
    """Return which position of the quick text a position of the new one comes from."""
    shift = 0
    for _, i1, i2, j1, j2 in changes:
        if j2 <= position:
            shift = i2 - j2
        elif j1 < position:
            return i1 + min(position - j1, i2 - i1)
    return position + shift
