"""Kokoro's style vectors: small verified files, interpolated between the lengths that they keep."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simulator.domain.persona import Persona
from simulator.errors import Broken, Missing
from simulator.resources import bundled, verified

WIDTH = 256  # numbers in a style vector


class Style:
    """A voice as Kokoro knows it: a vector for each number of tokens, interpolated between the lengths that are kept.

    Parameters
    ----------
    lengths
        Numbers of tokens, shape (k,), rising.
    vectors
        Shape (k, 256).
    """

    def __init__(self, lengths: npt.NDArray[np.int32], vectors: npt.NDArray[np.float32]) -> None:
        self._lengths = lengths
        self._vectors = vectors

    def vector(self, tokens: int) -> npt.NDArray[np.float32]:
        """Return the vector for a number of tokens, shape (1, 256); lengths beyond the kept ones take the nearest."""
        n = float(np.clip(tokens, self._lengths[0], self._lengths[-1]))
        j = int(np.clip(np.searchsorted(self._lengths, n), 1, len(self._lengths) - 1))
        low, high = self._lengths[j - 1], self._lengths[j]
        w = np.float32((n - low) / (high - low))
        mixed: npt.NDArray[np.float32] = self._vectors[j - 1] * (1 - w) + self._vectors[j] * w
        return mixed[None, :].astype(np.float32)


def load_style(path: Path) -> Style:
    """Return a style file.

    Raises
    ------
    Broken
        If it is no such file.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            lengths, vectors = file["lengths"].astype(np.int32), file["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise Broken("voices.bad_style", path=path) from error
    if vectors.shape != (len(lengths), WIDTH) or len(lengths) < 2 or not (np.diff(lengths) > 0).all():
        raise Broken("voices.bad_style", path=path)
    return Style(lengths, vectors)


def style_file(persona: Persona, folders: Sequence[Path]) -> Path:
    """Return the persona's style file; one that the product brings is verified.

    Raises
    ------
    Missing
        If no folder has it.
    Broken
        If the product's own is not the one it should be.
    """
    for folder in folders:
        path = folder / f"{persona.style}.npz"
        if path.is_file():
            digest = own_styles().get(path.name) if folder == bundled("voices") / "styles" else None
            return verified(path, digest) if digest else path
    raise Missing("voices.no_style", style=persona.style, voice=persona.id)


@cache
def own_styles() -> dict[str, str]:
    """Return SHA-256 by name of the styles that the product brings."""
    text = (bundled("voices") / "styles" / "SHA256SUMS").read_text(encoding="utf-8")
    return {name: digest for digest, name in (line.split() for line in text.splitlines())}
