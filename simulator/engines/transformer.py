"""A small encoder with attention (BERT's layout, Devlin et al. 2019) in NumPy: tokens in, a vector for each out.

Sentences are packed one behind the other, so that each weight is read once for all of them; attention looks at one
sentence at a time. Weights are kept as eight-bit integers with a scale for each row, and widened when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

FloatMatrix = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[Any]]

EPSILON = 1e-12
BLOCK = 32  # numbers that share a scale in the table of words


def narrowed(matrix: FloatMatrix) -> tuple[npt.NDArray[np.int8], FloatMatrix]:
    """Return a matrix (n, m) as eight-bit integers and a scale for each row."""
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-9) / 127
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


class Words:
    """The vectors of the vocabulary before any context: four-bit codes with a scale for each 32 of them.

    Parameters
    ----------
    arrays
        ``codes`` (n, d / 2), two to a byte: of each block of 32 the first half low, the second high; ``scales``
        (n, d / 32); ``positions`` (m, d); ``norm.w`` and ``norm.b`` (d,).
    """

    def __init__(self, arrays: Arrays) -> None:
        self._codes, self._scales = arrays["codes"], arrays["scales"]
        self._positions = np.asarray(arrays["positions"], np.float32)
        self._norm = np.asarray(arrays["norm.w"], np.float32), np.asarray(arrays["norm.b"], np.float32)

    @property
    def longest(self) -> int:
        """How many tokens a sentence may have."""
        return len(self._positions)

    def look_up(self, numbers: Sequence[int]) -> FloatMatrix:
        """Return the vectors of one sentence, shape (len(numbers), d)."""
        codes = self._codes[list(numbers)].reshape(len(numbers), -1, BLOCK // 2)
        both = np.concatenate([codes & 15, codes >> 4], axis=-1).astype(np.float32) - 8
        vectors = (both * self._scales[list(numbers)].astype(np.float32)[..., None]).reshape(len(numbers), -1)
        return normalised(vectors + self._positions[: len(numbers)], *self._norm)


class Encoder:
    """The layers of attention.

    Parameters
    ----------
    arrays
        For each layer k: ``k.q.w``, ``k.q.s``, ``k.q.b`` (integers, scales, bias; likewise k, v, ao, fi, fo) and
        ``k.aln.w``, ``k.aln.b``, ``k.oln.w``, ``k.oln.b``.
    heads
        Of attention in each layer.
    """

    PARTS = ("q", "k", "v", "ao", "fi", "fo")

    def __init__(self, words: Words, arrays: Arrays, heads: int) -> None:
        self.words, self._heads = words, heads
        count = 1 + max(int(name.split(".")[0]) for name in arrays if name[0].isdigit())
        self._layers = [self._layer(arrays, k) for k in range(count)]

    def _layer(self, arrays: Arrays, k: int) -> dict[str, FloatMatrix]:
        layer = {n: np.asarray(arrays[f"{k}.{n}"], np.float32) for n in ("aln.w", "aln.b", "oln.w", "oln.b")}
        for part in self.PARTS:
            wide = arrays[f"{k}.{part}.w"].astype(np.float32) * arrays[f"{k}.{part}.s"]
            layer[f"{part}.w"] = np.ascontiguousarray(wide.T)
            layer[f"{part}.b"] = np.asarray(arrays[f"{k}.{part}.b"], np.float32)
        return layer

    def read(self, sentences: Sequence[Sequence[int]]) -> list[FloatMatrix]:
        """Return for each sentence the vectors of its tokens in their context, shape (tokens, d)."""
        if not sentences:
            return []
        ends = [0, *accumulate(map(len, sentences))]
        x = np.concatenate([self.words.look_up(s) for s in sentences])
        for layer in self._layers:
            x = normalised(x + self._attended(x, ends, layer), layer["aln.w"], layer["aln.b"])
            wide = gelu(x @ layer["fi.w"] + layer["fi.b"])
            x = normalised(x + wide @ layer["fo.w"] + layer["fo.b"], layer["oln.w"], layer["oln.b"])
        return [x[a:b] for a, b in pairwise(ends)]

    def _attended(self, x: FloatMatrix, ends: Sequence[int], layer: Mapping[str, FloatMatrix]) -> FloatMatrix:
        asked, keys, values = (
            (x @ layer[f"{n}.w"] + layer[f"{n}.b"]).reshape(len(x), self._heads, -1).transpose(1, 0, 2) for n in "qkv"
        )
        asked = asked / np.float32(np.sqrt(asked.shape[-1]))
        found = [softmax(asked[:, a:b] @ keys[:, a:b].transpose(0, 2, 1)) @ values[:, a:b] for a, b in pairwise(ends)]
        gathered = np.concatenate([f.transpose(1, 0, 2).reshape(f.shape[1], -1) for f in found])
        result: FloatMatrix = gathered @ layer["ao.w"] + layer["ao.b"]
        return result


def normalised(x: FloatMatrix, weight: FloatMatrix, bias: FloatMatrix) -> FloatMatrix:
    """Return rows of mean 0 and variance 1, scaled and moved (layer normalisation, Ba et al. 2016)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", centred, centred)[:, None] / x.shape[-1]
    result: FloatMatrix = centred / np.sqrt(variance + np.float32(EPSILON)) * weight + bias
    return result


def gelu(x: FloatMatrix) -> FloatMatrix:
    """Return the Gaussian error linear unit in its tanh form (Hendrycks and Gimpel 2016)."""
    result: FloatMatrix = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * x * (1 + np.float32(0.044715) * x * x)))
    return result


def softmax(x: FloatMatrix) -> FloatMatrix:
    """Return shares of one along the last axis."""
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    result: FloatMatrix = powers / powers.sum(axis=-1, keepdims=True)
    return result
