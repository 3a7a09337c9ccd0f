"""The encoder in NumPy computes what torch's own layers compute, and narrowed weights hardly differ."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engines.transformer import Encoder, Words, gelu, narrowed, softmax

WIDTH, WIDE, HEADS, LAYERS = 64, 96, 4, 2
NORMS = ("aln", "oln")


@pytest.fixture
def words():
    rng = np.random.default_rng(1)
    return Words({
        "codes": rng.integers(0, 256, (50, WIDTH // 2), np.uint8),
        "scales": rng.normal(0, 0.1, (50, WIDTH // 32)).astype(np.float16),
        "positions": rng.normal(0, 0.1, (20, WIDTH)),
        "norm.w": np.ones(WIDTH), "norm.b": np.zeros(WIDTH),
    })  # fmt: skip


def layers():
    rng, found = np.random.default_rng(2), {}
    shapes = dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)) | {"fi": (WIDE, WIDTH), "fo": (WIDTH, WIDE)}
    for k in range(LAYERS):
        for name, shape in shapes.items():
            found[f"{k}.{name}.w"], found[f"{k}.{name}.s"] = narrowed(rng.normal(0, 0.2, shape).astype(np.float32))
            found[f"{k}.{name}.b"] = rng.normal(0, 0.1, shape[0])
        for name in NORMS:
            found[f"{k}.{name}.w"], found[f"{k}.{name}.b"] = rng.normal(1, 0.1, WIDTH), rng.normal(0, 0.1, WIDTH)
    return found


def with_torch(words, arrays, sentence):
    """Return the same by torch's functions."""
    import torch
    from torch.nn import functional

    def tensor(name):
        return torch.tensor(np.asarray(arrays[name], np.float32))

    def linear(x, name):
        return functional.linear(x, tensor(f"{name}.w") * tensor(f"{name}.s"), tensor(f"{name}.b"))

    x = torch.tensor(words.look_up(sentence))
    for k in range(LAYERS):
        heads = [linear(x, f"{k}.{n}").view(len(sentence), HEADS, -1).transpose(0, 1) for n in "qkv"]
        seen = functional.scaled_dot_product_attention(*heads).transpose(0, 1).reshape(len(sentence), WIDTH)
        for name, added in (("aln", lambda _, s=seen, k=k: linear(s, f"{k}.ao")),
                            ("oln", lambda x, k=k: linear(functional.gelu(linear(x, f"{k}.fi"), approximate="tanh"), f"{k}.fo"))):  # noqa: E501  # fmt: skip
            weight, bias = tensor(f"{k}.{name}.w"), tensor(f"{k}.{name}.b")
            x = functional.layer_norm(x + added(x), (WIDTH,), weight, bias, eps=1e-12)
    return x.numpy()


def test_like_torch(words):
    """Token for token the same, to four digits, for each of several sentences read at once."""
    arrays, sentences = layers(), [[0, 7, 9, 2], [0, 11, 2], [0, 5, 6, 7, 8, 2]]
    for own, sentence in zip(Encoder(words, arrays, HEADS).read(sentences), sentences, strict=True):
        assert own == pytest.approx(with_torch(words, arrays, sentence), abs=2e-4)


def test_sentences_don_t_see_each_other(words):
    """What stands beside a sentence changes nothing in it."""
    encoder = Encoder(words, layers(), HEADS)
    assert encoder.read([[0, 7, 2], [0, 9, 2]])[1] == pytest.approx(encoder.read([[0, 9, 2]])[0], abs=1e-5)
    assert encoder.read([]) == []


def test_four_bits_are_read_back(words):
    """Codes of a block: the first half of its numbers in the low bits, the second half in the high ones."""
    one = Words({
        "codes": np.array([[0x8F] * 16 + [0x0] * 16], np.uint8), "scales": np.array([[2.0, 1.0]], np.float16),
        "positions": np.zeros((1, 64)), "norm.w": np.ones(64), "norm.b": np.zeros(64),
    })  # fmt: skip
    vector = one.look_up([0])[0]
    assert vector[0] > vector[16] > vector[32]  # 7 * 2, 0 * 2, -8 * 1 before they are normalised


def test_narrowed():
    """Eight bits hold a matrix to within half a step of each row's scale."""
    matrix = np.random.default_rng(3).normal(0, 1, (5, 40)).astype(np.float32)
    codes, scale = narrowed(matrix)
    assert codes.dtype == np.int8
    assert (np.abs(codes * scale - matrix) <= scale / 2 + 1e-6).all()


def test_functions():
    """The squashing functions at points that are known."""
    assert gelu(np.array([0.0, 1.0], np.float32)) == pytest.approx([0.0, 0.8412], abs=1e-3)
    assert softmax(np.array([[0.0, 0.0], [1000.0, 0.0]], np.float32)) == pytest.approx(np.array([[0.5, 0.5], [1, 0]]))
