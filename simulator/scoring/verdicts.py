"""What an outside judge settles: facts and feelings that the program left open, each on words of the reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from simulator.domain.score import Outcome
from simulator.scoring.finding import Finding, State
from simulator.scoring.labelling import Label

Answer = Literal["yes", "partly", "wrong", "no"]
LABEL = "label"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer about a fact (by its id) or about the feeling (``label``).

    Parameters
    ----------
    quote
        The words of the reply that it rests on, verbatim; empty only for "no".
    by
        Who judged, as the report names it.
    """

    answer: Answer
    quote: str
    by: str


Verdicts = Mapping[str, Verdict]
_STATES = {"yes": State.HIT, "wrong": State.CONTRADICTED, "no": State.ABSENT, "partly": State.UNSURE}


def settled(finding: Finding, verdicts: Verdicts, text: str) -> Finding:
    """Return the finding as the judge has it, if it was open and the judge spoke."""
    verdict = verdicts.get(finding.fact.id)
    if verdict is None or finding.state not in (State.UNSURE, State.ABSENT):
        return finding
    start = text.find(verdict.quote) if verdict.quote else finding.start
    end = start + len(verdict.quote) if verdict.quote else finding.end
    if start < 0:
        return finding
    return replace(finding, state=_STATES[verdict.answer], start=start, end=end, numeric=False)


def settled_label(label: Label, verdicts: Verdicts, text: str) -> Label:
    """Return the label as the judge has it, if it was open and the judge spoke."""
    verdict = verdicts.get(LABEL)
    if verdict is None or label.outcome is not Outcome.UNDETERMINED:
        return label
    if verdict.answer == "no":
        return Label(Outcome.NONE, "none")
    start = text.find(verdict.quote)
    if start < 0:
        return label
    end = start + len(verdict.quote)
    if verdict.answer == "yes":
        return Label(Outcome.CREDIT, "apt", start, end)
    return (
        Label(Outcome.PARTIAL, "generic", start, end)
        if verdict.answer == "partly"
        else Label(Outcome.NONE, "wrong", start, end)
    )
