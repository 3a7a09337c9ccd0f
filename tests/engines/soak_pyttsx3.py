"""Soak test of the system's voices: many utterances from several callers at once.

Run as ``python tests/engines/soak_pyttsx3.py 1000 8``: prints how many were missing or swapped, and fails if any was.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from simulator.catalog.personas import load_personas
from simulator.engines.g2p import Clause
from simulator.engines.pyttsx3_engine import Pyttsx3Synthesiser
from simulator.settings import Settings

_EN = "refund telephone battery Saturday manager broken seventeen charge warranty picture"
_ZH = "退款 手机 电池 星期六 经理 坏了 十七块 收费 保修期 照片"
WORDS = {"frank": _EN.split(), "lan": _ZH.split()}
FRAMES, BANDS = 48, 32
CLEARLY = 0.02  # two different texts differ by 0.047 and more, the same text said twice by less than that


def portrait(samples: np.ndarray) -> np.ndarray:
    """Return what an utterance sounds like as a unit vector: its spectrogram in so many frames and bands."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, 512)[::128] * np.hanning(512)
    power = np.log(np.abs(np.fft.rfft(frames))[:, 1:161] + 1e-3)  # up to 7 kHz
    bands = power.reshape(len(power), BANDS, -1).mean(axis=2)
    picture = bands[np.linspace(0, len(bands) - 1, FRAMES).round().astype(int)]
    flat = np.append((picture - picture.mean()).ravel(), len(bands) / 10)
    return np.asarray(flat / np.linalg.norm(flat))


def soak(utterances: int, callers: int) -> dict[str, int]:
    """Return how many utterances were asked for, how many are missing, and how many sound like another one.

    Every utterance has words of its own. Each is said again by an engine with one caller, and must be most like itself.
    """
    personas = load_personas(Settings(ui_lang="en"))
    texts = [
        (who, " ".join(WORDS[who][int(digit)] for digit in f"{n % 1000:03}"))
        for n in range(utterances)
        for who in ["lan" if n % 3 == 0 else "frank"]
    ]

    def say(engine: Pyttsx3Synthesiser, line: tuple[str, str]) -> np.ndarray:
        return engine._speaker(personas[line[0]])(Clause(line[1], 0.1)).sound.samples

    alone, shared = Pyttsx3Synthesiser(), Pyttsx3Synthesiser()
    with ThreadPoolExecutor(callers) as pool:
        sounds = list(pool.map(lambda line: say(shared, line), texts))
    there = [i for i, s in enumerate(sounds) if len(s)]
    heard = np.stack([portrait(sounds[i]) for i in there])
    meant = np.stack([portrait(say(alone, line)) for line in texts])
    likeness = heard @ meant.T
    own = likeness[np.arange(len(there)), there]
    swapped = int((likeness.max(axis=1) - own > CLEARLY).sum())
    for engine in (alone, shared):
        engine.close()
    return {"utterances": len(sounds), "missing": len(texts) - len(there), "swapped": swapped}


if __name__ == "__main__":
    began = time.monotonic()
    result = soak(*(int(a) for a in sys.argv[1:3]))
    sys.stdout.write(f"{result} in {time.monotonic() - began:.1f} s\n")
    sys.exit(bool(result["missing"] or result["swapped"]))
