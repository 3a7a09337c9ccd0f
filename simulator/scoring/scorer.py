"""The scorer: a reply in, four scores and the customer's impression of it out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.domain.acts import Act
from simulator.domain.customer import Appraisal
from simulator.domain.ports import ActClassifier, FactReader
from simulator.domain.score import Evidence, Outcome, Scorecard
from simulator.scoring import acts, calm_tone, evidence, labelling, mirroring, solution, wordings
from simulator.scoring.calm_tone import Calm, ToneModel
from simulator.scoring.finding import State
from simulator.scoring.labelling import Label
from simulator.scoring.mirroring import Mirror
from simulator.scoring.reply import Judgement, Reply
from simulator.scoring.solution import Offer
from simulator.scoring.verdicts import Verdicts, settled_label
from simulator.scoring.view import View

_RULES = frozenset({Act.LECTURE, Act.STONEWALL})
_REBUKES = _RULES | {Act.BLAME_CUSTOMER, Act.SARCASM}
PLAIN = 0.8  # a reproach from here up is one, whatever else the reply does


@dataclass(frozen=True, slots=True)
class _Words:
    """What was found in the words of a reply."""

    view: View
    acts: tuple[Act, ...]
    mirror: Mirror
    label: Label
    offer: Offer


class Scorer:
    """Judges replies by the rubric.

    Parameters
    ----------
    classifier
        Says what a clause does.
    reader
        Reads what a reply makes of each fact; without it the rules alone decide.
    tone
        Weighs delivery against the speaker's own; without it calm tone is undetermined.
    """

    def __init__(
        self, classifier: ActClassifier, reader: FactReader | None = None, tone: ToneModel | None = None
    ) -> None:
        self._classifier = classifier
        self._reader = reader
        self._tone = tone

    @property
    def tone(self) -> ToneModel | None:
        """What weighs delivery."""
        return self._tone

    @property
    def models(self) -> dict[str, str]:
        """The trained models that the scores rest on: file name to SHA-256."""
        parts = (self._classifier, self._reader, self._tone)
        return {name: digest for part in parts if part is not None for name, digest in part.models.items()}

    @property
    def parts(self) -> tuple[ActClassifier, FactReader | None, ToneModel | None]:
        """The models that it judges with."""
        return self._classifier, self._reader, self._tone

    def judge(self, reply: Reply) -> Judgement:
        """Return the four scores of a reply, its acts, and what the customer made of it."""
        return self.settle(reply, {})

    def settle(self, reply: Reply, verdicts: Verdicts) -> Judgement:
        """Return the judgement of a reply in which somebody else's verdicts close what would be left open."""
        calm = calm_tone.judge(reply, self._tone)
        if not reply.understood:
            return _not_understood(reply, calm)
        words = _read(reply, self._classifier, self._reader, verdicts)
        card = Scorecard(
            calm_tone=calm.score,
            mirroring=evidence.mirroring(words.mirror, words.view, reply, verdicts),
            labelling=evidence.labelling(words.label, words.view, reply, verdicts),
            solution=evidence.solution(words.offer, words.view, reply),
        )
        return Judgement(
            scorecard=card,
            acts=words.acts,
            appraisal=_appraisal(words, card, calm, reply),
            facts_hit=words.mirror.ids(State.HIT),
            facts_contradicted=words.mirror.ids(State.CONTRADICTED),
            facts_unsure=words.mirror.ids(State.UNSURE),
        )


def _read(reply: Reply, classifier: ActClassifier, reader: FactReader | None, verdicts: Verdicts) -> _Words:
    view = replace(acts.look(reply.transcript, reply.lang, classifier), customer=reply.customer)
    found = acts.present(view)
    mirror = mirroring.judge(view, reply.told, reply.customer, found, reader, verdicts)
    label = settled_label(labelling.judge(view, reply.feelings, found), verdicts, view.text)
    offer = solution.judge(view, reply.policy, found)
    return _Words(view, _grounded(found, view, mirror, label, offer), mirror, label, offer)


def _grounded(found: tuple[Act, ...], view: View, mirror: Mirror, label: Label, offer: Offer) -> tuple[Act, ...]:
    """Add the acts that are proved by what was found: two facts given back are a mirror, an apt word is a label.

    What the policy names as too much is an over-promise.
    """
    proved = []
    if len(mirror.ids(State.HIT)) >= 2:
        proved.append(Act.MIRROR)
    if label.kind == "apt":
        proved.append(Act.LABEL_EMOTION)
    if _confirms(view, mirror, found):
        proved.append(Act.CHECK_QUESTION)
    if label.kind == "denied":
        proved.append(Act.DENY_EMOTION)
    if offer.named:
        proved.append(Act.OVER_PROMISE)
    new = tuple(a for a in proved if a not in found)
    kept = tuple(a for a in found if not _misread(a, view, mirror, label))
    return tuple(a for a in kept if a is not Act.OTHER or not new) + new


def _misread(act: Act, view: View, mirror: Mirror, label: Label) -> bool:
    """Tell whether an act is only read into the clause that gives a fact back: to tell what was done is no rebuke.

    The same holds for the words that name the feeling aptly. A right and complete mirror is believed against a doubtful
    reproach, not against a plain one.
    """
    if act not in _REBUKES or mirror.loaded:
        return False
    if label.kind == "apt" and act in _RULES and _overlaps(view, act, label.start, label.end):
        return True
    if not mirror.ids(State.HIT) or mirror.ids(State.CONTRADICTED):
        return False
    if act not in _RULES and (mirror.outcome is not Outcome.CREDIT or view.whole[act] >= PLAIN):
        return False
    hits = (f for f in mirror.findings if f.state is State.HIT)
    return any(_overlaps(view, act, f.start, f.end) for f in hits)


def _overlaps(view: View, act: Act, start: int, end: int) -> bool:
    clause = view.clauses[acts.best_clause(view, act)]
    return start < clause.end and clause.start < end


def _confirms(view: View, mirror: Mirror, found: tuple[Act, ...]) -> bool:
    """Tell whether what was given back is put to the customer, in words that ask for a yes."""
    grounded = mirror.ids(State.HIT) or mirror.ids(State.CONTRADICTED) or Act.MIRROR in found
    if not grounded or {Act.BLAME_CUSTOMER, Act.SARCASM} & set(found):
        return False
    tails = [view.text[c.start : c.end + 2].rstrip("，,。. ") for c in view.clauses]
    return any(wordings.search("confirms", t, view.lang) for t in tails)


def _appraisal(words: _Words, card: Scorecard, calm: Calm, reply: Reply) -> Appraisal:
    view = words.view
    cited = [acts.evidence(view, a, reply.ui_lang) for a in words.acts]
    cited += [e for score in (card.mirroring, card.labelling, card.solution) for e in score.evidence if e.text]
    cited += [e for e in calm.score.evidence if e.ref == "delivery"]
    return Appraisal(
        understood=True,
        acts=frozenset(words.acts),
        mirror=card.mirroring.outcome,
        label=card.labelling.outcome,
        solution=card.solution.outcome,
        facts_hit=words.mirror.ids(State.HIT),
        facts_contradicted=words.mirror.ids(State.CONTRADICTED),
        label_kind=words.label.kind,
        loaded=words.mirror.loaded is not None,
        delivery=calm.kind,
        words=_unique(cited),
        length_words=_length(view),
    )


def _unique(items: list[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(e.ref, e.text, e.start_s): e for e in reversed(items)}.values())[::-1]


def _length(view: View) -> int:
    """Count words; two Mandarin characters make one."""
    if view.lang == "en":
        return len(view.text.split())
    return (sum(c.isalnum() for c in view.text) + 1) // 2


def _not_understood(reply: Reply, calm: Calm) -> Judgement:
    card = Scorecard(
        calm_tone=calm.score,
        mirroring=evidence.unheard(reply, "mirroring"),
        labelling=evidence.unheard(reply, "label"),
        solution=evidence.unheard(reply, "solution"),
    )
    open_ = Outcome.UNDETERMINED
    appraisal = Appraisal(
        understood=False, acts=frozenset(), mirror=open_, label=open_, solution=open_, delivery=calm.kind
    )
    return Judgement(card, (), appraisal)
