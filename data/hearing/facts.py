"""Measure how many facts of a reply survive recognition, and how many appear that were not said.

    python data/hearing/facts.py CLIPS [--asr whisper-ct2] [--conditions clean phone …] [--every N] [--out FILE]

A fact counts as said if the scorer finds it in the text that was spoken, and as heard if it finds it in the transcript.
CLIPS is the folder that ``clips.py`` filled. Each line is heard against its own scenario's facts; Mandarin replies also
against those of another call, of which they say nothing.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jiwer
from clips import Line, clips
from conditions import heard_through, plain

from simulator.catalog.scenarios import load_scenarios
from simulator.domain.scenario import Fact, FactType
from simulator.domain.transcript import Transcript, written
from simulator.engines import careful
from simulator.engines.recogniser import open_recogniser
from simulator.engines.threads import wait_asleep
from simulator.scoring.told import told_in
from simulator.settings import Settings

ELSEWHERE = (
    Fact("cold", FactType.EVENT, "冰箱不制冷", "冰箱不制冷", ("不制冷了", "冷藏室不凉", "东西都化了", "一点都不凉")),
    Fact(
        "repairs",
        FactType.NUMBER,
        "修了四次",
        "修了四次",
        ("跑了四趟", "来了四回"),
        value=4,
        unit="次",
        anchors=("修", "跑"),
    ),
    Fact("part", FactType.EVENT, "换过压缩机", "换了压缩机", ("换过主机", "换了主控板", "主机都换了")),
    Fact("bought", FactType.DATE, "五月八号买的", "五月八号买的", ("五月八日买的",), value="05-08", anchors=("买",)),
    Fact(
        "price", FactType.AMOUNT, "花了两千六", "两千六", ("两千六百块",), value=2600, unit="元", anchors=("花", "买")
    ),
    Fact("lost", FactType.EVENT, "一冰箱菜坏了", "菜都坏了", ("东西坏了一冰箱", "肉都臭了", "海鲜都丢了")),
    Fact("promise", FactType.EVENT, "说好上门没来", "师傅没上门", ("等了一天没人来", "说好上门没来", "放了鸽子")),
)


class Loud(careful.CarefulHearing):
    """Remembers what each candidate lost."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.losses: dict[str, float] = {}

    def _checked(self, draft: Any, fact: Fact) -> Any:
        after = super()._checked(draft, fact)
        for was, now in ((draft.losses, after.losses), (draft.refused, after.refused)):
            self.losses.update(dict(now[len(was) :]))
        return after


def facts_in(transcript: Transcript, facts: Sequence[Fact], line: Line) -> set[str]:
    """Return the facts that the scorer finds."""
    return set(told_in(transcript, facts, line.lang)) if transcript.text else set()  # type: ignore[arg-type]


def rows(given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yield what was said and heard, line by line."""
    engine = open_recogniser(Settings(asr=given.asr))
    engine.warm_up()  # type: ignore[attr-defined]
    own = {s.lang: s.facts for s in load_scenarios(Settings()).values() if s.id.endswith("phone-crashing")}
    for line, sound in list(clips(given.clips))[given.offset :: given.every]:
        for condition in given.conditions:
            there = heard_through(sound, condition, line.number)
            began = time.monotonic()
            quick = engine.transcribe(there, line.lang)  # type: ignore[arg-type]
            took_s = time.monotonic() - began
            cases = [("own", own[line.lang])]  # type: ignore[index]
            if line.lang == "zh" and line.kind == "reply" and condition in ("clean", "phone"):
                cases.append(("elsewhere", ELSEWHERE))
            for against, facts in cases:
                hearing = Loud(engine)
                began = time.monotonic()
                slow = hearing.listen(there, line.lang, facts, quick)  # type: ignore[arg-type]
                yield {
                    "line": line.number,
                    "lang": line.lang,
                    "kind": line.kind,
                    "against": against,
                    "condition": condition,
                    "text": line.text,
                    "quick": quick.text,
                    "careful": slow.text,
                    "said": sorted(facts_in(written(line.lang, line.text), facts, line)),
                    "heard": sorted(facts_in(quick, facts, line)),
                    "found": sorted(facts_in(slow, facts, line)),
                    "doubtful": list(slow.doubtful),
                    "losses": {k: round(v, 2) for k, v in hearing.losses.items()},
                    "corrections": [[c.heard, slow.text[c.start : c.end], c.fact] for c in slow.corrections],
                    "facts": [f.id for f in facts],
                    "quick_s": round(took_s, 3),
                    "careful_s": round(time.monotonic() - began, 3),
                }


def summary(results: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return, for each condition and language, recall, false facts and doubt, quick and careful."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in results:
        groups[f"{row['lang']} {row['condition']}"].append(row)
    return {name: _figures(group) for name, group in sorted(groups.items())}


def _figures(group: Sequence[dict[str, Any]]) -> dict[str, Any]:
    n: Counter[str] = Counter()
    texts: dict[str, list[str]] = defaultdict(list)
    for row in group:
        said, heard, found = (set(row[k]) for k in ("said", "heard", "found"))
        doubt, unsaid = set(row["doubtful"]), set(row["facts"]) - said
        n.update(said=len(said), heard=len(said & heard), found=len(said & found))
        n.update(unsaid=len(unsaid), false_quick=len(unsaid & heard), false=len(unsaid & found))
        n.update(
            missed=len(said - found), doubted=len((said - found) & doubt), doubt_unsaid=len((unsaid - found) & doubt)
        )
        if row["against"] == "own":
            texts["reference"].append(plain(row["text"], row["lang"]))
            texts["quick"].append(plain(row["quick"], row["lang"]))
            texts["careful"].append(plain(row["careful"], row["lang"]))
    rate = jiwer.cer if group[0]["lang"] == "zh" else jiwer.wer
    return {
        "lines": len(group),
        "error_quick": round(100 * rate(texts["reference"], texts["quick"]), 1),
        "error_careful": round(100 * rate(texts["reference"], texts["careful"]), 1),
        "recall_quick": round(100 * n["heard"] / max(n["said"], 1), 1),
        "recall_careful": round(100 * n["found"] / max(n["said"], 1), 1),
        **{k: n[k] for k in ("said", "unsaid", "false_quick", "false", "missed", "doubted", "doubt_unsaid")},
        "quick_s": round(sum(r["quick_s"] for r in group) / len(group), 2),
        "careful_s": round(sum(r["careful_s"] for r in group) / len(group), 2),
    }


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--asr", default="whisper-ct2")
    parser.add_argument("--conditions", nargs="+", default=["clean", "phone"])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    wait_asleep()
    results = []
    for row in rows(given):
        results.append(row)
        if given.out:
            with given.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(json.dumps(summary(results), indent=1))


if __name__ == "__main__":
    main()
