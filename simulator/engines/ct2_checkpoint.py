"""A CTranslate2 Whisper model as a checkpoint of openai-whisper: tensors renamed, fused projections parted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulator.engines.ct2_reader import Ct2Model, read_model
from simulator.errors import Broken

if TYPE_CHECKING:
    import torch

HEAD_WIDTH = 64  # in Whisper of any size

Array = npt.NDArray[Any]
Named = Iterator[tuple[str, Array]]


def convert(model_bin: Path, checkpoint: Path) -> None:
    """Write the weights of `model_bin` (float32 or float16) as an openai-whisper checkpoint.

    Parameters
    ----------
    model_bin
        CTranslate2's binary model.
    checkpoint
        Where to write; not flushed to the disk.

    Raises
    ------
    Broken
        If it is no such model, or a quantised one.
    """
    import torch

    model = read_model(model_bin)
    try:
        if model.spec != "WhisperSpec" or any(name.endswith("weight_scale") for name in model.tensors):
            raise Broken("weights.not_whisper", path=model_bin)
        state = {name: _tensor(array) for name, array in tensors(model)}
        dims = dimensions(model)
    except KeyError as error:
        raise Broken("weights.not_whisper", path=model_bin) from error
    torch.save({"dims": dims, "model_state_dict": state}, checkpoint)


def dimensions(model: Ct2Model) -> dict[str, int]:
    """Return what openai-whisper calls the model's dimensions."""
    t = model.tensors
    n_vocab, n_text_state = t["decoder/embeddings/weight"].shape
    n_audio_ctx, n_audio_state = t["encoder/position_encodings/encodings"].shape
    return {
        "n_mels": t["encoder/conv1/weight"].shape[1],
        "n_audio_ctx": n_audio_ctx,
        "n_audio_state": n_audio_state,
        "n_audio_head": n_audio_state // HEAD_WIDTH,
        "n_audio_layer": _layers(model, "encoder"),
        "n_vocab": n_vocab,
        "n_text_ctx": t["decoder/position_encodings/encodings"].shape[0],
        "n_text_state": n_text_state,
        "n_text_head": n_text_state // HEAD_WIDTH,
        "n_text_layer": _layers(model, "decoder"),
    }


def tensors(model: Ct2Model) -> Named:
    """Yield every tensor under openai-whisper's name."""
    t = model.tensors
    for conv in ("conv1", "conv2"):
        yield from _pair(t, f"encoder.{conv}", f"encoder/{conv}")
    yield "encoder.positional_embedding", t["encoder/position_encodings/encodings"]
    yield from _norm(t, "encoder.ln_post", "encoder/layer_norm")
    yield "decoder.token_embedding.weight", t["decoder/embeddings/weight"]
    yield "decoder.positional_embedding", t["decoder/position_encodings/encodings"]
    yield from _norm(t, "decoder.ln", "decoder/layer_norm")
    for side in ("encoder", "decoder"):
        for i in range(_layers(model, side)):
            yield from _block(t, f"{side}.blocks.{i}", f"{side}/layer_{i}", cross=side == "decoder")


def _block(t: dict[str, Array], to: str, of: str, *, cross: bool) -> Named:
    yield from _parted(t, f"{to}.attn", f"{of}/self_attention/linear_0", ("query", "key", "value"))
    yield from _pair(t, f"{to}.attn.out", f"{of}/self_attention/linear_1")
    yield from _norm(t, f"{to}.attn_ln", f"{of}/self_attention/layer_norm")
    if cross:
        yield from _pair(t, f"{to}.cross_attn.query", f"{of}/attention/linear_0")
        yield from _parted(t, f"{to}.cross_attn", f"{of}/attention/linear_1", ("key", "value"))
        yield from _pair(t, f"{to}.cross_attn.out", f"{of}/attention/linear_2")
        yield from _norm(t, f"{to}.cross_attn_ln", f"{of}/attention/layer_norm")
    yield from _pair(t, f"{to}.mlp.0", f"{of}/ffn/linear_0")
    yield from _pair(t, f"{to}.mlp.2", f"{of}/ffn/linear_1")
    yield from _norm(t, f"{to}.mlp_ln", f"{of}/ffn/layer_norm")


def _pair(t: dict[str, Array], to: str, of: str) -> Named:
    yield f"{to}.weight", t[f"{of}/weight"]
    yield f"{to}.bias", t[f"{of}/bias"]


def _norm(t: dict[str, Array], to: str, of: str) -> Named:
    yield f"{to}.weight", t[f"{of}/gamma"]
    yield f"{to}.bias", t[f"{of}/beta"]


def _parted(t: dict[str, Array], to: str, of: str, names: tuple[str, ...]) -> Named:
    """Part a fused projection; the key has no bias in Whisper, the zeros there are CTranslate2's."""
    weights, biases = (np.split(t[f"{of}/{kind}"], len(names)) for kind in ("weight", "bias"))
    for name, weight, bias in zip(names, weights, biases, strict=True):
        yield f"{to}.{name}.weight", weight
        if name != "key":
            yield f"{to}.{name}.bias", bias
        elif bias.any():
            raise KeyError(f"{of}/bias")


def _layers(model: Ct2Model, side: str) -> int:
    found = (re.match(rf"{side}/layer_(\d+)/", name) for name in model.tensors)
    return 1 + max((int(m[1]) for m in found if m), default=-1)


def _tensor(array: Array) -> torch.Tensor:
    import torch

    make: Callable[[Array], torch.Tensor] = torch.from_numpy
    return make(array.copy())
