"""The product's own fine-tuned encoders: multilingual-e5-small cut down (see data/models), one for each question."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from simulator.engines.pieces import Cut, Pieces
from simulator.engines.trained import model_file
from simulator.engines.transformer import Arrays, Encoder, Words

HEADS = 12


def load_arrays(name: str) -> Arrays:
    """Return the arrays of a trained model.

    Raises
    ------
    Missing, Broken
        If the file is not there, or is another file.
    """
    with np.load(model_file(name), allow_pickle=False) as read:
        return {key: read[key] for key in read.files}


@cache
def open_words() -> tuple[Pieces, Words]:
    """Return the vocabulary and its vectors, which all encoders share; raises like `load_arrays`."""
    arrays = load_arrays("words.npz")
    pieces = arrays["pieces"].tobytes().decode("utf-8").split("\n")
    return Pieces(pieces, map(float, arrays["scores"])), Words(arrays)


class Reader:
    """An encoder with the vocabulary: text in, a vector for each piece out.

    Parameters
    ----------
    arrays
        The layers, as `Encoder` wants them.
    limit
        At most this many pieces of a text are read.
    """

    def __init__(self, arrays: Arrays, limit: int) -> None:
        self._pieces, words = open_words()
        self.encoder = Encoder(words, arrays, HEADS)
        self._limit, self.longest = limit, words.longest
        self.cut = lru_cache(maxsize=4096)(self._cut)

    def _cut(self, text: str) -> Cut:
        return self._pieces.cut(text, self._limit)
