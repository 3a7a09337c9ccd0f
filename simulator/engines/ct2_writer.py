"""A checkpoint of openai-whisper as a CTranslate2 folder: tensors renamed, projections fused, float16."""

from __future__ import annotations

import importlib
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.engines.ct2_folder import Heads, complete, vocabulary
from simulator.errors import Broken

Array = npt.NDArray[Any]
Named = Iterator[tuple[str, Array]]


def converted(checkpoint: Path, folder: Path, size: str) -> Path:
    """Return the folder with the model of a checkpoint; it is written once, in one step.

    Parameters
    ----------
    checkpoint
        A file of openai-whisper.
    folder
        Where the result belongs.
    size
        The name under which openai-whisper knows which attention heads follow the sound.

    Raises
    ------
    Broken
        If the file is no such checkpoint, or nothing can be written.
    """
    if (folder / "model.bin").is_file():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            convert(checkpoint, draft, size)
            shutil.rmtree(folder, ignore_errors=True)
            draft.replace(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise Broken("weights.cant_write", folder=folder.parent, reason=error.strerror or error) from error
    return folder


def convert(checkpoint: Path, folder: Path, size: str) -> None:
    """Write model, configuration and vocabulary into an empty folder; raises like `converted`."""
    state, dims = _read(checkpoint)
    specs: Any = importlib.import_module("ctranslate2.specs")
    spec = specs.WhisperSpec(dims["n_audio_layer"], dims["n_audio_head"], dims["n_text_layer"], dims["n_text_head"])
    for name, array in tensors(state, dims):
        _set(spec, name, array.astype(np.float16))
    languages = 99 if dims["n_mels"] == 80 else 100
    spec.register_vocabulary(vocabulary(languages))
    spec.validate()
    spec.optimize(quantization="float16")
    spec._serialize(str(folder / "model.bin"))
    complete(folder, heads=_heads(size, dims), languages=languages)


def tensors(state: dict[str, Array], dims: dict[str, int]) -> Named:
    """Yield every tensor under CTranslate2's name."""
    for conv in ("conv1", "conv2"):
        yield from _pair(state, f"encoder/{conv}", f"encoder.{conv}")
    yield "encoder/position_encodings/encodings", state["encoder.positional_embedding"]
    yield from _norm(state, "encoder/layer_norm", "encoder.ln_post")
    yield "decoder/embeddings/weight", state["decoder.token_embedding.weight"]
    yield "decoder/projection/weight", state["decoder.token_embedding.weight"]
    yield "decoder/position_encodings/encodings", state["decoder.positional_embedding"]
    yield from _norm(state, "decoder/layer_norm", "decoder.ln")
    for side, layers in (("encoder", dims["n_audio_layer"]), ("decoder", dims["n_text_layer"])):
        for i in range(layers):
            yield from _block(state, f"{side}/layer_{i}", f"{side}.blocks.{i}", cross=side == "decoder")


def _block(s: dict[str, Array], to: str, of: str, *, cross: bool) -> Named:
    yield from _fused(s, f"{to}/self_attention/linear_0", f"{of}.attn", ("query", "key", "value"))
    yield from _pair(s, f"{to}/self_attention/linear_1", f"{of}.attn.out")
    yield from _norm(s, f"{to}/self_attention/layer_norm", f"{of}.attn_ln")
    if cross:
        yield from _pair(s, f"{to}/attention/linear_0", f"{of}.cross_attn.query")
        yield from _fused(s, f"{to}/attention/linear_1", f"{of}.cross_attn", ("key", "value"))
        yield from _pair(s, f"{to}/attention/linear_2", f"{of}.cross_attn.out")
        yield from _norm(s, f"{to}/attention/layer_norm", f"{of}.cross_attn_ln")
    yield from _pair(s, f"{to}/ffn/linear_0", f"{of}.mlp.0")
    yield from _pair(s, f"{to}/ffn/linear_1", f"{of}.mlp.2")
    yield from _norm(s, f"{to}/ffn/layer_norm", f"{of}.mlp_ln")


def _pair(s: dict[str, Array], to: str, of: str) -> Named:
    yield f"{to}/weight", s[f"{of}.weight"]
    yield f"{to}/bias", s[f"{of}.bias"]


def _norm(s: dict[str, Array], to: str, of: str) -> Named:
    yield f"{to}/gamma", s[f"{of}.weight"]
    yield f"{to}/beta", s[f"{of}.bias"]


def _fused(s: dict[str, Array], to: str, of: str, names: tuple[str, ...]) -> Named:
    """Fuse projections; the key has no bias in Whisper and gets zeros."""
    weights = [s[f"{of}.{name}.weight"] for name in names]
    yield f"{to}/weight", np.concatenate(weights)
    none = np.zeros(len(weights[0]), weights[0].dtype)
    yield f"{to}/bias", np.concatenate([none if name == "key" else s[f"{of}.{name}.bias"] for name in names])


def _set(spec: Any, name: str, array: Array) -> None:
    """Put an array where its name points to: ``layer_0`` is the first of ``layer``."""
    *path, last = name.split("/")
    for part in path:
        numbered = re.fullmatch(r"(layer|linear)_(\d+)", part)
        if numbered and not hasattr(spec, part):
            spec = getattr(spec, numbered[1])[int(numbered[2])]
        else:
            spec = getattr(spec, part)
    setattr(spec, last, np.ascontiguousarray(array))


def _read(checkpoint: Path) -> tuple[dict[str, Array], dict[str, int]]:
    import torch

    try:
        content = torch.load(checkpoint, map_location="cpu", weights_only=True)
        state = {name: tensor.numpy() for name, tensor in content["model_state_dict"].items()}
        return state, dict(content["dims"])
    except Exception as error:  # torch raises types of its own for every sort of damage
        raise Broken("hearing.bad_checkpoint", path=checkpoint) from error


def _heads(size: str, dims: dict[str, int]) -> Heads:
    """Return the heads that follow the sound; where nobody knows them, all of the upper half of the layers."""
    import base64
    import gzip

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numba and torch, about themselves
        import whisper
    shape = dims["n_text_layer"], dims["n_text_head"]
    known = whisper._ALIGNMENT_HEADS.get(size)
    if known is None:
        return tuple((i, j) for i in range(shape[0] // 2, shape[0]) for j in range(shape[1]))
    mask = np.frombuffer(gzip.decompress(base64.b85decode(known)), dtype=bool).reshape(shape)
    return tuple((int(i), int(j)) for i, j in np.argwhere(mask))
