"""Synthesise the replies of ``replies.tsv``: each line in the next of the voices, kept as FLAC at 16 kHz.

    python data/hearing/clips.py FOLDER [--first N]

What is in the folder already is not made again. Two cores need about twenty minutes for all of them.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.domain.persona import Persona
from simulator.domain.sound import Sound

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """One line of the list: ``reply`` states facts, ``trap`` nearly does, ``other`` is about something else."""

    number: int
    lang: str
    kind: str
    text: str

    @property
    def file(self) -> str:
        """Name of its clip."""
        return f"{self.number:03d}.flac"


def lines() -> list[Line]:
    """Return the list."""
    rows = (HERE / "replies.tsv").read_text(encoding="utf-8").splitlines()
    return [Line(i, *row.split("\t")) for i, row in enumerate(rows)]


def voices(lang: str, folder: Path) -> list[Persona]:
    """Return eight Mandarin or six English voices: the product's styles, their halfway blends, some higher or lower."""
    from simulator.catalog.personas import load_personas
    from simulator.resources import bundled
    from simulator.settings import settings

    own = [p for p in load_personas(settings()).values() if p.lang == lang]
    styles = {p.style: np.load(bundled("voices") / "styles" / f"{p.style}.npz") for p in own}
    folder.mkdir(parents=True, exist_ok=True)
    made = list(own)
    for i, a in enumerate(own):
        b = own[(i + 1) % len(own)]
        name = f"{a.style}_{b.style}"
        x, y = styles[a.style], styles[b.style]
        if not (folder / f"{name}.npz").exists():
            np.savez(folder / f"{name}.npz", lengths=x["lengths"], vectors=(x["vectors"] + y["vectors"]) / 2)
        made.append(dataclasses.replace(a, id=name, style=name))
    made += [_pitched(p, st) for p, st in zip(made[3:5], (2.5, -2.0), strict=False)] if lang == "zh" else []
    return made


def _pitched(persona: Persona, semitones: float) -> Persona:
    body = dataclasses.replace(persona.body, pitch_st=persona.body.pitch_st + semitones)
    return dataclasses.replace(persona, id=f"{persona.id}{semitones:+g}", body=body)


def clips(folder: Path) -> Iterator[tuple[Line, Sound]]:
    """Yield the lines whose clips are there."""
    import soundfile

    for line in lines():
        if (folder / line.file).exists():
            samples, rate_hz = soundfile.read(folder / line.file, dtype="float32")
            yield line, Sound(samples, rate_hz)


def main() -> None:
    """Make the clips."""
    import soundfile
    import soxr

    from simulator.engines.kokoro import KokoroSynthesiser
    from simulator.engines.weights import ensure
    from simulator.resources import bundled
    from simulator.settings import settings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, default=10_000, help="how many at most")
    given = parser.parse_args()
    styles = given.folder / "styles"
    cast = {lang: voices(lang, styles) for lang in ("zh", "en")}
    engine = KokoroSynthesiser(ensure("kokoro", settings()), [bundled("voices") / "styles", styles])
    todo = [line for line in lines() if not (given.folder / line.file).exists()][: given.first]
    for done, line in enumerate(todo):
        persona = cast[line.lang][line.number % len(cast[line.lang])]
        sound = engine.render(line.text, persona, 0.0)
        samples = soxr.resample(sound.samples, sound.rate_hz, 16_000)
        soundfile.write(given.folder / line.file, samples, 16_000)
        print(f"{done + 1}/{len(todo)} {persona.id} {line.text}", flush=True)


if __name__ == "__main__":
    main()
