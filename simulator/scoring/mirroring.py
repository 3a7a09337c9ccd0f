"""Accurate mirroring: the customer's facts given back as the customer's account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.acts import Act
from simulator.domain.ports import FactReader
from simulator.domain.scenario import Fact
from simulator.domain.score import Outcome
from simulator.scoring import facts, feeling_words, stuffing, weighing, wordings
from simulator.scoring.finding import Finding, State
from simulator.scoring.verdicts import Verdicts, settled
from simulator.scoring.view import View

MIRRORS = 0.6  # the classifier's word that there is a mirror although no fact is recognised


@dataclass(frozen=True, slots=True)
class Mirror:
    """How the facts were given back.

    Parameters
    ----------
    loaded
        Span of a blaming, mocking or insulting word in the restatement, or None.
    echo
        True when the reply repeats the customer word for word.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    loaded: tuple[int, int] | None = None
    echo: bool = False
    needed: int = 0

    def ids(self, state: State) -> tuple[str, ...]:
        """Return the ids of the facts in a state."""
        return tuple(f.fact.id for f in self.findings if f.state is state)


def needed(told: int) -> int:
    """Return how many facts make a full mirror: two, and half of what was told; the only one, if there is one only."""
    return min(told, max(2, (told + 1) // 2))


def judge(
    view: View,
    told: Sequence[Fact],
    customer: str,
    acts: tuple[Act, ...],
    reader: FactReader | None = None,
    verdicts: Verdicts | None = None,
) -> Mirror:
    """Return how accurately the reply mirrors what was told, by the rubric."""
    if not told:
        return Mirror(Outcome.NOT_APPLICABLE, ())
    if stuffing.earns_nothing(view.text, view.lang):
        return Mirror(Outcome.NONE, tuple(Finding(f, State.ABSENT) for f in told), needed=needed(len(told)))
    findings = weighing.weighed(facts.find_all(told, view), view, reader)
    if verdicts:
        findings = tuple(settled(f, verdicts, view.text) for f in findings)
    loaded, echo = _loaded(view, findings), stuffing.is_echo(view.text, customer, view.lang)
    hits = sum(f.state is State.HIT for f in findings)
    outcome = _outcome(findings, hits, needed(len(told)), view, bool(verdicts))
    if outcome is Outcome.CREDIT and (loaded or echo or Act.SARCASM in acts):
        outcome = Outcome.PARTIAL
    return Mirror(outcome, findings, loaded, echo, needed(len(told)))


def _outcome(findings: Sequence[Finding], hits: int, enough: int, view: View, judged: bool) -> Outcome:
    states = {f.state for f in findings}
    if State.CONTRADICTED in states:
        return Outcome.NONE
    unsure = [f for f in findings if f.state is State.UNSURE]
    if any(f.numeric for f in unsure):
        return Outcome.UNDETERMINED  # what may be a wrong number earns nothing and costs nothing
    if hits >= enough:
        return Outcome.CREDIT
    if unsure and hits + len(unsure) >= enough:
        return Outcome.UNDETERMINED
    if hits:
        return Outcome.PARTIAL
    return Outcome.UNDETERMINED if _mirrors(view) and not judged else Outcome.NONE


def _mirrors(view: View) -> bool:
    """Tell whether the classifier is sure of a mirror, in a reply long enough to hold a fact."""
    return view.whole.get(Act.MIRROR, 0.0) >= MIRRORS


def _loaded(view: View, findings: Sequence[Finding]) -> tuple[int, int] | None:
    """Return a loaded word in the clauses from the first to the last that gives a fact back.

    Or in one right beside them.
    """
    told = [f for f in findings if f.state in (State.HIT, State.CONTRADICTED)]
    if not told:
        return None
    first = min(view.clause_at(f.start) for f in told)
    last = max(view.clause_at(max(f.end - 1, f.start)) for f in told)
    first, last = max(first - 1, 0), min(last + 1, len(view.clauses) - 1)
    for clause in view.clauses[first : last + 1]:
        for m in wordings.pattern("loaded", view.lang).finditer(wordings.plain(clause.text)):
            if not any(_own_word(m[0].lower(), f.fact) for f in findings) and not _feeling(clause.text, m.span(), view):
                return clause.start + m.start(), clause.start + m.end()
    return None


def _feeling(text: str, span: tuple[int, int], view: View) -> bool:
    """Tell whether a word is part of naming a feeling (被糊弄, let down badly)."""
    return any(a < span[1] and span[0] < b for a, b, _ in feeling_words.moderate(text, view.lang))


def _own_word(word: str, fact: Fact) -> bool:
    """Tell whether a word is part of the fact itself."""
    return any(word in w.lower() for w in (fact.statement, fact.key, *fact.aliases))
