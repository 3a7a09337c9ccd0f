"""Fit how far the engines' certainty can be trusted, and write ``calibration.json``.

    python data/hearing/calibrate.py CLIPS RECORDINGS [--asr whisper-ct2 whisper]

CLIPS is the folder that ``clips.py`` filled: each line is heard in one of the conditions, in turn. RECORDINGS is a
folder of human speech with ``manifest.jsonl``: heard as it is, by telephone, and with noise. A word is right if all its
characters are at their place in the cheapest alignment with what was said; numbers are compared as they are said. The
errors before and after are held out: fitted on one half of the clips, measured on the other, and the reverse.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jiwer
from clips import clips
from conditions import CONDITIONS, heard_through, recorded

from simulator.domain.sound import Sound
from simulator.domain.transcript import Transcript
from simulator.engines import recogniser as engines
from simulator.settings import Settings
from simulator.speech.pinyin_windows import read_out
from simulator.speech.reliability import PLAIN, calibration_error, fitted

OUT = Path(__file__).parent / "calibration.json"
Claims = list[tuple[int, float, float]]  # clip, claim, share that was right


def spoken(text: str, lang: str) -> list[str]:
    """Return a text as comparable pieces: characters in Mandarin, words in English."""
    if lang == "en":
        return re.findall(r"[a-z0-9']+", text.lower())
    said = re.sub(r"\d+", lambda m: read_out(m[0]), text)
    return [c for c in said.replace("两", "二").replace("〇", "零") if c.isalnum()]


def rightness(said: list[str], heard: list[str]) -> list[bool]:
    """Return which of the pieces heard were said, in the cheapest alignment."""
    right = [False] * len(heard)
    if said and heard:
        for chunk in jiwer.process_words([" ".join(said)], [" ".join(heard)]).alignments[0]:
            if chunk.type == "equal":
                for i in range(chunk.hyp_start_idx, chunk.hyp_end_idx):
                    right[i] = True
    return right


def judged(transcript: Transcript, text: str) -> tuple[list[tuple[float, float]], float]:
    """Return (claim, right) of each word, and the share of all pieces that are right."""
    pieces = [spoken(w.text, transcript.lang) for w in transcript.words]
    said = spoken(text, transcript.lang)
    right = rightness(said, [p for ps in pieces for p in ps])
    out, at = [], 0
    for word, own in zip(transcript.words, pieces, strict=True):
        if own:
            out.append((word.confidence, float(all(right[at : at + len(own)]))))
        at += len(own)
    return out, sum(right) / max(len(right), len(said), 1)


def material(given: argparse.Namespace) -> Iterator[tuple[int, str, str, Sound]]:
    """Yield (clip, language, text, sound)."""
    for i, (line, sound) in enumerate(clips(given.clips)):
        yield i, line.lang, line.text, heard_through(sound, CONDITIONS[i % len(CONDITIONS)], i)
    for i, (lang, text, sound) in enumerate(recorded(given.recordings), 1_000):
        for condition in ("clean", "phone", "noise10"):
            yield i, lang, text, heard_through(sound, condition, i)


def measured(asr: str, given: argparse.Namespace) -> dict[str, Any]:
    """Return the curves of one engine, with its errors before and after."""
    engine: Any = engines.open_recogniser(Settings(asr=asr))
    engine.reliability = PLAIN
    words: Claims = []
    whole: Claims = []
    for clip, lang, text, sound in material(given):
        heard = engine.transcribe(sound, lang)
        if heard.rejected is None:
            claims, share = judged(heard, text)
            words += [(clip, claim, right) for claim, right in claims]
            whole.append((clip, heard.confidence, share))
    return {"word": _fitted(words), "utterance": _fitted(whole)}


def _fitted(claims: Claims) -> dict[str, Any]:
    curve = fitted([c for _, c, _ in claims], [r for _, _, r in claims])
    after: Claims = []
    for half in (0, 1):
        held = [x for x in claims if x[0] % 2 == half]
        other = fitted(*map(list, zip(*[(c, r) for i, c, r in claims if i % 2 != half], strict=True)))
        after += [(i, other(c), r) for i, c, r in held]
    return {
        "claimed": list(curve.claimed),
        "right": list(curve.right),
        "samples": len(claims),
        "share_right": round(sum(r for _, _, r in claims) / len(claims), 4),
        "error_before": round(calibration_error([c for _, c, _ in claims], [r for _, _, r in claims]), 4),
        "error_after": round(calibration_error([c for _, c, _ in after], [r for _, _, r in after]), 4),
        "auc": round(_auc(claims), 4),
        "deciles": _deciles(claims),
    }


def _auc(claims: Claims) -> float:
    """Return how often a right one is claimed more surely than a wrong one."""
    from sklearn.metrics import roc_auc_score

    labels = [r >= 0.9 for _, _, r in claims]
    return float(roc_auc_score(labels, [c for _, c, _ in claims])) if len(set(labels)) == 2 else float("nan")


def _deciles(claims: Claims) -> list[list[float]]:
    """Return (mean claim, share right) of ten equally filled bins."""
    import numpy as np

    ordered = sorted((c, r) for _, c, r in claims)
    parts = [np.array(part) for part in np.array_split(np.array(ordered), 10)]
    return [[round(float(p[:, 0].mean()), 3), round(float(p[:, 1].mean()), 3)] for p in parts if len(p)]


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("recordings", type=Path)
    parser.add_argument("--asr", nargs="+", default=["whisper-ct2", "whisper"])
    given = parser.parse_args()
    content = {"made_by": "data/hearing/calibrate.py", "engines": {}}
    content["engines"] = {asr: measured(asr, given) for asr in given.asr}
    rows = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: f"[{' '.join(m[1].split())}]", json.dumps(content, indent=1))
    OUT.write_text(rows + "\n", encoding="utf-8")
    for asr, entry in content["engines"].items():  # type: ignore[attr-defined]
        for what in ("word", "utterance"):
            e = entry[what]
            print(asr, what, e["samples"], e["share_right"], e["error_before"], "→", e["error_after"], "AUC", e["auc"])


if __name__ == "__main__":
    main()
