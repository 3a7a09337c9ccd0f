"""What a reply says of each fact, by a fine-tuned encoder that reads the reply and all the facts at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.domain.ports import FactReading
from simulator.domain.scenario import Fact
from simulator.engines.pieces import Cut
from simulator.engines.transformer import Arrays, FloatMatrix, softmax
from simulator.engines.tuned import Reader

REPLY, FACT = 200, 40  # pieces that are read of a reply and of a fact


def worded(fact: Fact) -> str:
    """Return the words by which the model knows a fact."""
    if fact.statement and fact.statement != fact.key:
        return f"{fact.statement}, {fact.key}" if fact.key else fact.statement
    return ", ".join((fact.key, *[a for a in fact.aliases if a != fact.key][:2]))


class TunedFacts:
    """Reads one sequence for each reply: the reply, then fact after fact, each ended by the mark of the end.

    Parameters
    ----------
    arrays
        The layers, and a head over the mean of a fact's pieces beside the mean of the reply's: ``hidden.w`` (h, 2 d),
        ``hidden.b`` (h,), ``out.w`` (3, h), ``out.b`` (3,); the outcomes are absent, right, wrong.
    models
        File name to SHA-256.
    """

    def __init__(self, arrays: Arrays, models: dict[str, str]) -> None:
        self.models = models
        self._replies, self._facts = Reader(arrays, REPLY), Reader(arrays, FACT)
        self._head = [np.asarray(arrays[n], np.float32) for n in ("hidden.w", "hidden.b", "out.w", "out.b")]

    def read(self, text: str, facts: Sequence[Fact]) -> list[FactReading]:
        """Return what a reply says of each fact."""
        reply, own = self._replies.cut(text), [self._facts.cut(worded(f)) for f in facts]
        return [reading for some in _together(reply, own, self._replies.longest) for reading in self._read(reply, some)]

    def _read(self, reply: Cut, facts: Sequence[Cut]) -> list[FactReading]:
        numbers, spans = list(reply.numbers), []
        for fact in facts:
            spans.append((len(numbers), len(numbers) + len(fact.numbers) - 1))
            numbers += fact.numbers[1:]
        tokens = self._replies.encoder.read([numbers])[0]
        said = tokens[: len(reply.numbers)]
        means = np.stack([tokens[a:b].mean(axis=0) for a, b in spans])
        shares = self._outcomes(means, said.mean(axis=0))
        places = np.argmax(_smooth(said @ means.T), axis=0)
        return [
            FactReading(float(absent), float(right), float(wrong), reply.starts[int(place)])
            for (absent, right, wrong), place in zip(shares, places, strict=True)
        ]

    def _outcomes(self, facts: FloatMatrix, reply: FloatMatrix) -> FloatMatrix:
        hidden, hidden_bias, out, out_bias = self._head
        both = np.concatenate([facts, np.broadcast_to(reply, facts.shape)], axis=1)
        return softmax(np.tanh(both @ hidden.T + hidden_bias) @ out.T + out_bias)


def _together(reply: Cut, facts: Sequence[Cut], longest: int) -> list[list[Cut]]:
    """Return the facts in groups that fit into one sequence with the reply."""
    groups: list[list[Cut]] = []
    room = 0
    for fact in facts:
        if not groups or room < len(fact.numbers):
            groups.append([])
            room = longest - len(reply.numbers)
        groups[-1].append(fact)
        room -= len(fact.numbers)
    return groups


def _smooth(scores: FloatMatrix) -> FloatMatrix:
    """Return each piece's score averaged with its two neighbours on either side, so that no lone piece decides."""
    padded = np.pad(scores, ((2, 2), (0, 0)), mode="edge")
    smooth: FloatMatrix = np.stack([padded[k : k + len(scores)] for k in range(5)]).mean(axis=0)
    return smooth
