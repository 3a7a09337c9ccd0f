"""Compute voices/styles/*.npz, the personas' Kokoro style vectors, from the stock voice packs.

Run as ``python voices/blend_styles.py PACKS``, where PACKS is the folder ``voices`` of the npm package kokoro-js 1.2.1
(Apache-2.0). Which packs go into which style, and their SHA-256, stand in styles/blends.toml.

A pack holds one vector of 256 numbers for each length of 1 to 510 tokens: raw float32, shape (510, 1, 256). Neighbours
hardly differ but for the shortest lengths, so a style keeps the lengths of a geometric grid in half precision, and the
program interpolates between them; the largest error of any vector is printed, relative to the vector's own length.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from pathlib import Path

import numpy as np
import numpy.typing as npt

LENGTHS = 510
WIDTH = 256
GRID = np.unique(np.round(np.geomspace(1, LENGTHS, 128)).astype(np.int32))  # 86 lengths
STYLES = Path(__file__).with_name("styles")

Vectors = npt.NDArray[np.float64]


def pack(folder: Path, name: str, digest: str) -> Vectors:
    """Return one stock pack, shape (510, 256), after checking its SHA-256."""
    raw = (folder / f"{name}.bin").read_bytes()
    if hashlib.sha256(raw).hexdigest() != digest:
        sys.exit(f"{folder / name}.bin is not the pack of kokoro-js 1.2.1")
    return np.frombuffer(raw, np.float32).reshape(LENGTHS, WIDTH).astype(np.float64)


def largest_error(whole: Vectors, kept: npt.NDArray[np.float16]) -> float:
    """Return the largest distance between a vector and its interpolation, relative to the vector's length."""
    lengths = np.arange(1, LENGTHS + 1)
    again = np.stack([np.interp(lengths, GRID, kept[:, k].astype(np.float64)) for k in range(WIDTH)], axis=1)
    return float((np.linalg.norm(again - whole, axis=1) / np.linalg.norm(whole, axis=1)).max())


def main() -> None:
    """Blend, measure, write, and list the SHA-256 of what was written."""
    if len(sys.argv) != 2:
        sys.exit("usage: python voices/blend_styles.py PACKS")
    table = tomllib.loads((STYLES / "blends.toml").read_text(encoding="utf-8"))
    sums = []
    for name, weights in sorted(table["blends"].items()):
        whole = sum(w * pack(Path(sys.argv[1]), p, table["packs"][p]) for p, w in weights.items()) / sum(
            weights.values()
        )
        kept = whole[GRID - 1].astype(np.float16)
        out = STYLES / f"{name}.npz"
        np.savez(out, lengths=GRID, vectors=kept)
        sums.append(f"{hashlib.sha256(out.read_bytes()).hexdigest()}  {out.name}\n")
        print(f"{out.name}: {out.stat().st_size} bytes, largest error {largest_error(whole, kept):.5f}")
    (STYLES / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


if __name__ == "__main__":
    main()
