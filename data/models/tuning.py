"""Fine-tuning the encoder of ``words.npz`` with torch: its layers, batches of like length, and back to NumPy."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np
import torch
from base_encoder import read
from torch import nn
from torch.nn import functional

from simulator.engines.transformer import Encoder, narrowed
from simulator.engines.tuned import HEADS, open_words
from simulator.engines.weights import ensure
from simulator.settings import Settings

LAYERS = 6  # of twelve: half the time, and what lies above serves the task that the encoder was made for
DROPOUT = 0.1
WARM = 0.1  # share of the steps in which the rate of learning rises
T = TypeVar("T")


class Layer(nn.Module):
    """Attention and a wide layer, each added to what came in."""

    def __init__(self, width: int, wide: int) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, wide), nn.Linear(wide, width)
        self.aln, self.oln = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the tokens in their context; shape (sentences, tokens, width)."""
        n, length, width = x.shape
        heads = [p(x).view(n, length, HEADS, -1).transpose(1, 2) for p in (self.q, self.k, self.v)]
        seen = functional.scaled_dot_product_attention(*heads, attn_mask=mask)
        seen = self.ao(seen.transpose(1, 2).reshape(n, length, width))
        x = self.aln(x + functional.dropout(seen, DROPOUT, self.training))
        wide = self.fo(functional.gelu(self.fi(x), approximate="tanh"))
        return self.oln(x + functional.dropout(wide, DROPOUT, self.training))


class Tuned(nn.Module):
    """The encoder, its table of words frozen."""

    def __init__(self) -> None:
        super().__init__()
        base = read(ensure("e5-small", Settings()))
        self.pieces, self.words = open_words()
        self.width, wide = len(base.array("emb.ln.w")), len(base.array("l0.fi.b"))
        self.layers = nn.ModuleList(Layer(self.width, wide) for _ in range(LAYERS))
        for k, layer in enumerate(self.layers):
            for name in Encoder.PARTS:
                self._fill(getattr(layer, name), base, f"l{k}.{name}")
            for name in ("aln", "oln"):
                self._fill(getattr(layer, name), base, f"l{k}.{name}")

    def _fill(self, part: nn.Module, base, name: str) -> None:
        part.weight.data = torch.from_numpy(base.array(f"{name}.w").reshape(part.weight.shape))
        part.bias.data = torch.from_numpy(base.array(f"{name}.b").copy())

    def forward(self, sentences: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return the tokens of each sentence in their context, padded; shape (sentences, tokens, width)."""
        longest = max(map(len, sentences))
        x = torch.zeros(len(sentences), longest, self.width)
        mask = torch.zeros(len(sentences), 1, 1, longest, dtype=torch.bool)
        for i, numbers in enumerate(sentences):
            x[i, : len(numbers)] = torch.from_numpy(self.words.look_up(numbers))
            mask[i, ..., : len(numbers)] = True
        x = functional.dropout(x, DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the layers as the product reads them."""
        found: dict[str, np.ndarray] = {}
        for k, layer in enumerate(self.layers):
            for name in Encoder.PARTS:
                part = getattr(layer, name)
                found[f"{k}.{name}.w"], found[f"{k}.{name}.s"] = narrowed(part.weight.detach().numpy())
                found[f"{k}.{name}.b"] = part.bias.detach().numpy()
            for name in ("aln", "oln"):
                part = getattr(layer, name)
                found[f"{k}.{name}.w"], found[f"{k}.{name}.b"] = (
                    part.weight.detach().numpy(),
                    part.bias.detach().numpy(),
                )
        return found


def batches(items: Sequence[T], size: int, length: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield all items once in random order, items of like length together."""
    order = random.sample(list(items), len(items))
    pools = (sorted(order[i : i + 16 * size], key=length) for i in range(0, len(order), 16 * size))
    found = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    yield from random.sample(found, len(found))


def learn(
    tuned: nn.Module, head: nn.Module, items: Sequence[T], loss: Callable[[list[T]], torch.Tensor],
    *, epochs: int, size: int, rate: float, length: Callable[[T], int],
) -> None:  # fmt: skip
    """Fit encoder and head: AdamW, the rate of learning first rising, then falling to nothing."""
    own = [{"params": tuned.parameters(), "lr": rate}, {"params": head.parameters(), "lr": 10 * rate}]
    optimiser = torch.optim.AdamW(own, weight_decay=0.01)
    steps = epochs * -(-len(items) // size)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (WARM * steps)) * max(0.0, 1 - s / steps)
    )
    tuned.train(), head.train()
    for epoch in range(epochs):
        began, total = time.monotonic(), []
        for batch in batches(items, size, length):
            value = loss(batch)
            optimiser.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_([*tuned.parameters(), *head.parameters()], 1.0)
            optimiser.step()
            pace.step()
            total.append(value.item())
        print(
            f"  epoch {epoch + 1} of {epochs}: loss {np.mean(total):.3f}, {time.monotonic() - began:.0f} s", flush=True
        )
    tuned.eval(), head.eval()


def unpunctuated(text: str, lang: str) -> str:
    """Return a text as a recogniser without punctuation writes it; in Mandarin with or without spaces."""
    bare = re.sub(r"[^\w\s£$€%.']|[.](?!\d)", " ", text)
    bare = re.sub(r"\s+", " ", bare).strip()
    if lang == "zh" and random.random() < 0.5:
        bare = re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", bare)
    return bare.lower() if lang == "en" else bare
