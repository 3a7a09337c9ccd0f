"""Print how well the words of a reply are understood: ``python data/exchanges/figures.py [--data FOLDER]``.

The folder may hold ``exchanges*.jsonl``, ``acts*.jsonl`` and ``mirroring*.jsonl`` (pairs of facts and a mirror,
labelled accurate,
partial, loaded, wrong or none); without it, the rated exchanges beside this file are measured.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from simulator.domain.score import Outcome
from simulator.domain.transcript import written
from simulator.engines.understanding import open_acts, open_facts
from simulator.scoring import acts, agreement, rated
from simulator.scoring.labelled import read_reply
from simulator.scoring.reply import Judgement
from simulator.scoring.scorer import Scorer

HERE = Path(__file__).resolve().parent
Item = dict[str, Any]
Pairs = Sequence[tuple[Item, Judgement]]


def read(files: Iterable[Path]) -> list[Item]:
    """Return the items of JSON-lines files."""
    return [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]


def show(name: str, pairs: Pairs) -> None:
    """Print the agreement of some exchanges in one line."""
    found = rated.exchanges(pairs)
    cells = [f"{name:28s} n {len(pairs):4d}"]
    for dimension in rated.VERBAL:
        kappa = found[dimension]["kappa"]
        cells.append(
            f"{dimension} {kappa if kappa is None else round(kappa, 3)} ({found[dimension]['undetermined']:.0%} open)"
        )
    cells.append(f"check {found['check_question']['f1']:.2f}  acts {found['acts']['micro_f1']:.2f}")
    cells.append(f"leak {found['adversarial']['leak']:.3f} of {found['adversarial']['n']}")
    print("  ".join(cells))


def exchanges(items: Sequence[Item], scorer: Scorer) -> None:
    """Print the agreement with rated exchanges: all, by language, by punctuation; facts; the time a reply takes."""
    replies = [read_reply(i) for i in items]
    for reply in replies[:20]:
        scorer.judge(reply)
    began = time.perf_counter()
    pairs = [(i, scorer.judge(r)) for i, r in zip(items, replies, strict=True)]
    each_ms = 1000 * (time.perf_counter() - began) / len(items)
    show("all", pairs)
    for lang in ("zh", "en"):
        show(lang, [p for p in pairs if p[0]["lang"] == lang])
    bare = [i | {"reply": unpunctuated(str(i["reply"]), i["lang"])} for i in items]
    show("the same, unpunctuated", [(i, scorer.judge(read_reply(i))) for i in bare])
    print("facts", {k: {a: round(b or 0, 3) for a, b in v.items()} for k, v in rated.exchanges(pairs)["facts"].items()})
    print(f"{each_ms:.1f} ms a reply, each seen for the first time")


def unpunctuated(text: str, lang: str) -> str:
    """Return a reply as a recogniser without punctuation writes it: the signs gone, spaces in their place."""
    kept = "".join(c if c.isalnum() or c in "'’£$€%¥." or c.isspace() else " " for c in text).replace(". ", " ")
    kept = " ".join(kept.rstrip(".").split())
    return kept.replace(" ", "") if lang == "zh" else kept.lower()


def mirrors(items: Sequence[Item], scorer: Scorer) -> None:
    """Print how accurate mirrors are told from the rest, with what is called contradicted."""
    judged = [scorer.judge(read_reply(i | {"feelings": [], "policy": ""})) for i in items]
    truth = [i["label"] == "accurate" for i in items]
    mirror = [j.scorecard.mirroring for j in judged]
    score = [{Outcome.UNDETERMINED: 60.0}.get(s.outcome, s.value or 0.0) for s in mirror]
    credit = [s.outcome is Outcome.CREDIT for s in mirror]
    false = sum(c and not t for c, t in zip(credit, truth, strict=True))
    wrong = [(set(i["gold_contra"]), set(j.facts_contradicted)) for i, j in zip(items, judged, strict=True)]
    right = [(set(i["gold_hit"]), set(j.facts_hit)) for i, j in zip(items, judged, strict=True)]
    auc = agreement.area_under_curve(truth, score)
    outcomes = [s.outcome for s, t in zip(mirror, truth, strict=True) if t]
    print(f"mirrors n {len(items)}  AUC accurate against the rest {auc:.3f}  false {false} of {truth.count(False)}")
    print(f"  accurate: { ({o.value: outcomes.count(o) for o in Outcome}) }")
    for name, both in (("hit", right), ("contradicted", wrong)):
        found, claimed, true = (
            sum(map(len, x)) for x in ([a & b for a, b in both], [b for _, b in both], [a for a, _ in both])
        )
        print(f"  {name}: precision {found / max(claimed, 1):.3f} recall {found / max(true, 1):.3f}")


def utterances(items: Sequence[Item], classifier: Any) -> None:
    """Print F1 of the acts."""
    got = [
        [str(a) for a in acts.present(acts.look(written(i["lang"], i["text"]), i["lang"], classifier))] for i in items
    ]
    found = agreement.acts_agreement([i["acts"] for i in items], got)
    weak = {a: round(v["f1"], 2) for a, v in found["acts"].items() if v["n"] >= 10 and v["f1"] < 0.6}  # type: ignore[attr-defined]
    print(f"acts n {len(items)}  micro-F1 {found['micro_f1']:.3f}  macro-F1 {found['macro_f1']:.3f}  below 0.6: {weak}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE)
    folder = parser.parse_args().data
    began = time.perf_counter()
    classifier = open_acts()
    scorer = Scorer(classifier, open_facts())
    print(f"models opened in {time.perf_counter() - began:.2f} s")
    rows = read(
        [
            *sorted(folder.glob("exchanges*.jsonl")),
            *sorted(folder.glob("rated*.jsonl")),
            *sorted(folder.glob("outside*.jsonl")),
        ]
    )
    if rows:
        exchanges(rows, scorer)
    pairs = read(sorted(folder.glob("mirroring*.jsonl")))
    if pairs:
        mirrors(pairs, scorer)
    labelled = read(sorted(folder.glob("acts_dev*.jsonl")))
    if labelled:
        utterances(labelled, classifier)


if __name__ == "__main__":
    main()
