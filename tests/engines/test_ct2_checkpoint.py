"""CTranslate2's file format, and the checkpoint that is made of a Whisper model in it."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.engines.ct2_checkpoint import convert, dimensions, tensors
from simulator.engines.ct2_reader import DTYPES, Ct2Model, read_model
from simulator.errors import Broken

Array = npt.NDArray[np.generic]
LAYERS, STATE, FUSED = 2, 64, 3


def binary(spec: str, named: dict[str, Array], aliases: dict[str, str]) -> bytes:
    """Return a model file, written by the format's rules."""

    def string(text: str) -> bytes:
        raw = text.encode() + b"\0"
        return struct.pack("<H", len(raw)) + raw

    out = struct.pack("<I", 6) + string(spec) + struct.pack("<II", 3, len(named))
    for name, array in named.items():
        kind = [np.dtype(d) for d in DTYPES].index(array.dtype)
        shape = struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        out += string(name) + shape + struct.pack("<BI", kind, array.nbytes) + array.tobytes()
    out += struct.pack("<I", len(aliases))
    return out + b"".join(string(a) + string(b) for a, b in aliases.items())


def tiny_whisper() -> dict[str, Array]:
    """Return the tensors of a Whisper model of two layers, 64 wide, filled with noise."""
    rng = np.random.default_rng(5)
    named: dict[str, Array] = {}

    def add(name: str, *shape: int) -> None:
        named[name] = rng.normal(size=shape).astype(np.float16)

    def linear(name: str, rows: int, columns: int = STATE) -> None:
        add(f"{name}/weight", rows, columns)
        add(f"{name}/bias", rows)

    def norm(name: str) -> None:
        add(f"{name}/gamma", STATE)
        add(f"{name}/beta", STATE)

    def without_key_bias(name: str, at: int) -> None:
        bias = named[f"{name}/bias"].copy()
        bias[at * STATE : (at + 1) * STATE] = 0
        named[f"{name}/bias"] = bias

    add("encoder/conv1/weight", STATE, 80, 3)
    add("encoder/conv1/bias", STATE)
    add("encoder/conv2/weight", STATE, STATE, 3)
    add("encoder/conv2/bias", STATE)
    add("encoder/position_encodings/encodings", 1500, STATE)
    add("decoder/position_encodings/encodings", 448, STATE)
    add("decoder/embeddings/weight", 51865, STATE)
    for side in ("encoder", "decoder"):
        norm(f"{side}/layer_norm")
        for i in range(LAYERS):
            layer = f"{side}/layer_{i}"
            linear(f"{layer}/self_attention/linear_0", FUSED * STATE)
            without_key_bias(f"{layer}/self_attention/linear_0", 1)
            linear(f"{layer}/self_attention/linear_1", STATE)
            norm(f"{layer}/self_attention/layer_norm")
            linear(f"{layer}/ffn/linear_0", 4 * STATE)
            linear(f"{layer}/ffn/linear_1", STATE, 4 * STATE)
            norm(f"{layer}/ffn/layer_norm")
        if side == "decoder":
            for i in range(LAYERS):
                layer = f"{side}/layer_{i}/attention"
                linear(f"{layer}/linear_0", STATE)
                linear(f"{layer}/linear_1", 2 * STATE)
                without_key_bias(f"{layer}/linear_1", 0)
                linear(f"{layer}/linear_2", STATE)
                norm(f"{layer}/layer_norm")
    return named


arrays = st.sampled_from(DTYPES).flatmap(
    lambda d: st.lists(st.integers(1, 4), max_size=3).map(
        lambda s: np.arange(np.prod(s, dtype=int)).astype(d).reshape(s)
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(named=st.dictionaries(st.text("abc/_0", min_size=1, max_size=12), arrays, min_size=1, max_size=6))
def test_what_is_written_is_read(tmp_path: Path, named: dict[str, Array]) -> None:
    """Names, shapes, types and values survive; an alias is the tensor that it names."""
    first = next(iter(named))
    path = tmp_path / "model.bin"
    path.write_bytes(binary("WhisperSpec", named, {"alias!": first}))
    model = read_model(path)
    assert model.spec == "WhisperSpec"
    assert set(model.tensors) == {*named, "alias!"}
    for name, array in {**named, "alias!": named[first]}.items():
        assert model.tensors[name].dtype == array.dtype
        np.testing.assert_array_equal(model.tensors[name], array)


def test_a_file_that_is_cut_off_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    """At any byte, and with bytes too many."""
    whole = binary("WhisperSpec", {"a/b": np.arange(3, dtype=np.float16)}, {"c": "a/b"})
    path = tmp_path / "model.bin"
    for damaged in [whole[:n] for n in range(len(whole))] + [whole + b"\0"]:
        path.write_bytes(damaged)
        with pytest.raises(Broken):
            read_model(path)


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        ("TransformerSpec", {"encoder/conv1/weight": np.ones(2, np.float16)}),
        ("WhisperSpec", {"encoder/conv1/weight_scale": np.ones(2, np.float32)}),
        ("WhisperSpec", {"encoder/conv1/weight": np.ones(2, np.float16)}),
    ],
)
def test_another_model_is_refused(tmp_path: Path, spec: str, named: dict[str, Array]) -> None:
    """Another kind, a quantised one, an incomplete one; nothing is written."""
    path = tmp_path / "model.bin"
    path.write_bytes(binary(spec, named, {}))
    with pytest.raises(Broken):
        convert(path, tmp_path / "out.pt")
    assert not (tmp_path / "out.pt").exists()


def test_a_bias_on_the_key_is_refused() -> None:
    """Whisper has none, so the tensors would be misread."""
    named = tiny_whisper()
    named["encoder/layer_0/self_attention/linear_0/bias"] = np.ones(FUSED * STATE, np.float16)
    with pytest.raises(KeyError):
        dict(tensors(Ct2Model("WhisperSpec", dict(named))))


@pytest.mark.real
def test_openai_whisper_loads_the_checkpoint(tmp_path: Path) -> None:
    """Every tensor finds its place, and the fused projections are parted in the order query, key, value."""
    import whisper

    named = tiny_whisper()
    path = tmp_path / "model.bin"
    path.write_bytes(binary("WhisperSpec", named, {"decoder/projection/weight": "decoder/embeddings/weight"}))
    convert(path, tmp_path / "tiny.pt")
    model = whisper.load_model(str(tmp_path / "tiny.pt"), device="cpu")
    assert dimensions(read_model(path)) == vars(model.dims)
    fused = named["decoder/layer_1/self_attention/linear_0/weight"].astype(np.float32)
    attention = model.decoder.blocks[1].attn
    parts = [p.weight.detach().numpy() for p in (attention.query, attention.key, attention.value)]
    np.testing.assert_array_equal(np.concatenate(parts), fused)
    np.testing.assert_array_equal(
        model.decoder.token_embedding.weight.detach().numpy(), named["decoder/embeddings/weight"].astype(np.float32)
    )
