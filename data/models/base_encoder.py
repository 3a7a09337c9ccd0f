"""The encoder to start from, ``python data/models/base_encoder.py``: multilingual-e5-small into words.npz.

The weights (Wang et al. 2024, MIT) come four bits wide in one file (see data/weights.toml, ``e5-small``): a header, the
vocabulary, a directory of arrays, the arrays. Of the vocabulary only what Mandarin and English need is kept.
"""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from trained_files import write

from simulator.engines.pieces import SPACE, Pieces
from simulator.engines.transformer import BLOCK
from simulator.engines.weights import ensure
from simulator.settings import Settings

HERE = Path(__file__).resolve().parent
LONGEST = 384  # tokens
MANDARIN = re.compile(f"^{SPACE}?[\u3000-\u303f\u3400-\u9fff\uff00-\uffef0-9·…—“”‘’]+$")
ASCII = re.compile(f"^{SPACE}?[\x21-\x7e£€¥°]*$")
SHORT = 3  # a Latin piece of at most so many letters is kept, whatever it is


@dataclass(frozen=True)
class Base:
    """The file's content."""

    raw: np.ndarray
    pieces: list[str]
    scores: np.ndarray
    arrays: dict[str, tuple[int, int, bool]]  # where, how many numbers, four bits wide

    def array(self, name: str) -> np.ndarray:
        """Return an array, flat, float32."""
        at, count, narrow = self.arrays[name]
        if not narrow:
            return np.frombuffer(self.raw, np.float32, count, at).copy()
        codes, scales = self.coded(name)
        both = np.concatenate([codes & 15, codes >> 4], axis=-1).astype(np.float32) - 8
        return (both * scales.astype(np.float32)[:, None]).ravel()

    def coded(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the codes (blocks, 16) and the scales (blocks,) of a narrow array."""
        at, count, _ = self.arrays[name]
        blocks = np.frombuffer(self.raw, np.uint8, count // BLOCK * 18, at).reshape(-1, 18)
        return blocks[:, 2:], blocks[:, :2].copy().view(np.float16)[:, 0]


class _Cursor:
    def __init__(self, raw: np.ndarray) -> None:
        self.raw, self.at = memoryview(raw), 0

    def take(self, form: str) -> tuple:
        found = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def bytes(self, count: int) -> bytes:
        self.at += count
        return bytes(self.raw[self.at - count : self.at])


def read(path: Path) -> Base:
    """Read the file."""
    raw = np.memmap(path, np.uint8, "r")
    cursor = _Cursor(raw)
    cursor.take("4sI7ifi")  # magic, version, seven sizes, epsilon, width of a block
    count, *_, length = cursor.take("i4iQ")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), np.uint32)
    scores = np.frombuffer(cursor.bytes(4 * count), np.float32)
    blob = cursor.bytes(length)
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    _, length = cursor.take("iI")  # a table of equal characters, which Unicode's own normal form stands for
    cursor.bytes(length)
    arrays = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.bytes(cursor.take("H")[0]).decode()
        _, numbers, at, size = cursor.take("BIQQ")
        arrays[name] = at, numbers, size < 4 * numbers
    return Base(raw, pieces, scores, arrays)


def kept(base: Base) -> list[int]:
    """Return the numbers of the pieces that Mandarin and English need, the four marks first."""
    whole = Pieces(base.pieces, base.scores)
    found = {i for i, p in enumerate(base.pieces) if MANDARIN.match(p) or (ASCII.match(p) and len(p) <= SHORT + 1)}
    for word in _english():
        found.update(whole.cut(word, 64).numbers, whole.cut(word.capitalize(), 64).numbers)
    return sorted(found | {0, 1, 2, 3})


def _english() -> list[str]:
    """Return the words of a pronouncing lexicon."""
    folder = files("misaki") / "data"
    return sorted({w for n in ("us_gold", "gb_gold") for w in json.loads((folder / f"{n}.json").read_text("utf-8"))})


def main() -> None:
    """Write the vectors of the kept vocabulary."""
    base = read(ensure("e5-small", Settings()))
    rows = kept(base)
    codes, scales = base.coded("emb.word")
    width = len(base.array("emb.ln.w"))
    place = base.array("emb.pos").reshape(-1, width)[:LONGEST] + base.array("emb.type")[:width]
    arrays = {
        "pieces": np.frombuffer("\n".join(base.pieces[i] for i in rows).encode(), np.uint8),
        "scores": base.scores[rows],
        "codes": codes.reshape(-1, width // 2)[rows],
        "scales": scales.reshape(-1, width // BLOCK)[rows],
        "positions": place.astype(np.float16),
        "norm.w": base.array("emb.ln.w"),
        "norm.b": base.array("emb.ln.b"),
    }
    write("words.npz", arrays)
    print(f"{len(rows)} pieces")


if __name__ == "__main__":
    main()
