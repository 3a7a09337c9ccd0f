"""Time and memory of the engines for 12 s and 3 s of Mandarin: medians of five passes, each engine in its own process.

python data/hearing/timing.py CLIPS
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from clips import clips

from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.engines.careful import CarefulHearing
from simulator.engines.recogniser import open_recogniser
from simulator.settings import Settings

PASSES = 5


def joined(folder: Path, seconds: float) -> Sound:
    """Return the first Mandarin clips, one behind the other, cut to a length."""
    samples: list[Any] = []
    for _, sound in clips(folder):
        samples.append(sound.samples)
        if sum(map(len, samples)) >= seconds * LINE_RATE_HZ:
            break
    return Sound(np.concatenate(samples)[: int(seconds * LINE_RATE_HZ)], LINE_RATE_HZ)


def median_s(job: Any) -> float:
    """Return the median time of a job."""
    times = []
    for _ in range(PASSES):
        began = time.monotonic()
        job()
        times.append(time.monotonic() - began)
    return statistics.median(times)


def main() -> None:
    """Measure one engine, or start one process for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--asr")
    given = parser.parse_args()
    if given.asr is None:
        print(platform.machine(), os.cpu_count(), "cores, load", os.getloadavg(), flush=True)
        for asr in ("whisper-ct2", "whisper"):
            subprocess.run([sys.executable, __file__, str(given.clips), "--asr", asr], check=True)
        return
    engine: Any = open_recogniser(Settings(asr=given.asr))
    began = time.monotonic()
    engine.warm_up()
    load_s = time.monotonic() - began
    figures = {}
    for seconds in (12.0, 3.0):
        sound = joined(given.clips, seconds)
        figures[f"{seconds:.0f} s"] = median_s(lambda sound=sound: engine.transcribe(sound, "zh"))
        quick = engine.transcribe(sound, "zh")
        figures[f"{seconds:.0f} s careful, no facts"] = median_s(
            lambda sound=sound, quick=quick: CarefulHearing(engine).listen(sound, "zh", (), quick)
        )
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(given.asr, f"load {load_s:.2f} s, peak {peak_mb:.0f} MB", {k: round(v, 2) for k, v in figures.items()})


if __name__ == "__main__":
    main()
