"""The same replies, spoken: ``python data/exchanges/spoken.py FOLDER [--every N] [--snr DB]``.

Writes FOLDER/written.jsonl and FOLDER/spoken.jsonl, the second with sound beside each item: every N-th rated reply in
the next of eight voices of its language, with noise. ``simulator validate exchanges`` on both shows what recognition
costs.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import cycle
from pathlib import Path

import soundfile
import soxr
from rich.progress import track

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "hearing"))

from conditions import noisy  # noqa: E402

from simulator.catalog.personas import load_personas  # noqa: E402
from simulator.domain.sound import LINE_RATE_HZ, Sound  # noqa: E402
from simulator.engines.voices import open_synthesiser  # noqa: E402
from simulator.settings import settings  # noqa: E402

VOICES = 8


def main() -> None:
    """Render the replies and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--snr", type=float, default=15.0)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    items = [i for i in _items() if not i["kind"].startswith("adversarial")][:: given.every]
    people = load_personas(settings()).values()
    voices = {lang: cycle([p for p in people if p.lang == lang][:VOICES]) for lang in ("zh", "en")}
    speaker = open_synthesiser(settings())
    spoken = []
    for number, item in enumerate(track(items, "speaking")):
        sound = speaker.render(item["reply"], next(voices[item["lang"]]), 0.5)
        samples = soxr.resample(sound.samples, sound.rate_hz, LINE_RATE_HZ)
        sound = noisy(Sound(samples, LINE_RATE_HZ), given.snr, number)
        name = f"{number:03d}.flac"
        soundfile.write(given.folder / name, sound.samples, sound.rate_hz)
        spoken.append({**item, "audio": name})
    for name, rows in (("written", items), ("spoken", spoken)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (given.folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


def _items() -> list[dict]:
    files = sorted(HERE.glob("rated_*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
