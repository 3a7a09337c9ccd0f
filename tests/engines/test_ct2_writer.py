"""Checkpoints for the quick engine: the way back from openai-whisper's format loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from simulator.engines.ct2_folder import BASE_HEADS
from simulator.engines.ct2_reader import read_model
from simulator.engines.ct2_writer import converted
from simulator.engines.weights import ensure
from simulator.errors import Broken
from simulator.settings import Settings


@pytest.mark.real
def test_there_and_back_again_is_the_same_model(tmp_path: Path) -> None:
    """Every tensor of the base model, bit by bit, and the same heads and special tokens."""
    original = ensure("whisper-base-ct2", Settings())
    checkpoint = ensure("whisper-base", Settings())
    folder = converted(checkpoint, tmp_path / "again", "base")
    ours, theirs = read_model(folder / "model.bin").tensors, read_model(original).tensors
    weights = {name for name, array in theirs.items() if array.dtype == np.float16}
    assert {name for name, array in ours.items() if array.dtype == np.float16} == weights
    assert all(np.array_equal(ours[name], theirs[name]) for name in weights)
    config = json.loads((folder / "config.json").read_text())
    assert config["alignment_heads"] == [list(head) for head in BASE_HEADS]
    assert converted(tmp_path / "gone.pt", folder, "base") == folder  # what is there is not made again


def test_a_damaged_checkpoint_leaves_nothing_behind(tmp_path: Path) -> None:
    """No folder that looks finished."""
    checkpoint = tmp_path / "own.pt"
    checkpoint.write_bytes(b"no checkpoint")
    with pytest.raises(Broken, match="own"):
        converted(checkpoint, tmp_path / "own-ct2", "base")
    assert [p.name for p in tmp_path.iterdir()] == ["own.pt"]
