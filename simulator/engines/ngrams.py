"""How often a text has the n-grams of a trained vocabulary, weighted as scikit-learn's TfidfVectorizer does.

The vectorizer itself would bring all of scikit-learn into memory to look words up; training uses it, and a test holds
this against it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

Analyser = Callable[[str], Iterator[str]]
FloatVector = npt.NDArray[np.float32]
WORD = r"[a-z0-9]+(?:'[a-z]+)?|[\u4e00-\u9fff]"  # English words, Chinese characters
LETTERS, WORDS = 4, 3  # the longest n-grams


def letters(text: str) -> Iterator[str]:
    """Yield the n-grams of letters inside each word with a space on either side (``char_wb``)."""
    for word in text.lower().split():
        padded = f" {word} "
        for n in range(1, LETTERS + 1):
            yield from (padded[i : i + n] for i in range(max(len(padded) - n, 0) + 1))
            if len(padded) <= n:
                break


def words(text: str) -> Iterator[str]:
    """Yield the n-grams of words, with a space between."""
    found = re.findall(WORD, text.lower())
    for n in range(1, WORDS + 1):
        yield from (" ".join(found[i : i + n]) for i in range(len(found) - n + 1))


class Grams:
    """A vocabulary of n-grams.

    Parameters
    ----------
    vocabulary
        The n-grams, in the order of their columns.
    rarity
        The inverse document frequency of each.
    """

    def __init__(self, analyse: Analyser, vocabulary: Sequence[str], rarity: FloatVector) -> None:
        self._analyse, self._rarity = analyse, rarity
        self._columns = {gram: i for i, gram in enumerate(vocabulary)}

    def weighted(self, text: str) -> tuple[list[int], FloatVector]:
        """Return the columns that a text has, and their weights, a unit vector."""
        counts = Counter(self._columns[g] for g in self._analyse(text) if g in self._columns)
        columns = sorted(counts)
        weights = np.array([1 + math.log(counts[c]) for c in columns], np.float32) * self._rarity[columns]
        length = float(np.linalg.norm(weights))
        return columns, weights / length if length else weights

    def __len__(self) -> int:
        return len(self._columns)
