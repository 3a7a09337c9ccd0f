"""The n-grams weigh what scikit-learn's vectorizer weighs, for any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from simulator.engines.ngrams import LETTERS, WORD, WORDS, Grams, letters, words

TEXTS = [
    "您三月八号买的手机，隔两天就死机", "隔两天就死机，修了两次", "手机两次送修",
    "You've been charged twice", "charged twice, haven't you", "a I'll call you twice",
]  # fmt: skip
COMMON = {"sublinear_tf": True, "dtype": np.float32}
BOTH = [
    (letters, TfidfVectorizer(analyzer="char_wb", ngram_range=(1, LETTERS), **COMMON).fit(TEXTS)),
    (words, TfidfVectorizer(token_pattern=WORD, ngram_range=(1, WORDS), **COMMON).fit(TEXTS)),
]


@given(st.one_of(st.sampled_from(TEXTS), st.text(alphabet="手机两次死 天就,.'aIltwice\n", max_size=40)))
def test_like_the_vectorizer(text):
    """The same columns, the same weights."""
    for analyse, vectorizer in BOTH:
        grams = Grams(analyse, vectorizer.get_feature_names_out(), vectorizer.idf_)
        columns, weights = grams.weighted(text)
        row = np.zeros(len(grams))
        row[columns] = weights
        assert row == pytest.approx(vectorizer.transform([text]).toarray()[0], abs=1e-5)
