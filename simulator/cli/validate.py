"""``simulator validate``: agreement of the scores with anybody's own labels."""

from __future__ import annotations

import csv
import json as jsonlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.cli.console import emit, emit_json, notice, progress
from simulator.domain.delivery import Delivery
from simulator.errors import BadInput
from simulator.messages import say
from simulator.scoring import rated
from simulator.settings import settings

app = typer.Typer(help="Agreement of the scores with labels. / 评分与人工标注的一致性。", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="labelled data: JSON lines, or CSV for tone")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
Predictions = Annotated[Path | None, typer.Option(help="write each item's scores, a JSON line each")]


@app.command()
def exchanges(file: File, json: Json = False, predictions: Predictions = None) -> None:
    """Compare rated replies with mirroring, labelling, solution, facts and acts. / 与已评分的应答比较。"""
    from simulator.engines.understanding import judged, open_acts, open_facts
    from simulator.scoring.labelled import read_reply
    from simulator.scoring.scorer import Scorer

    items = _read(file, _check_exchange)
    scorer, hear = judged(Scorer(open_acts(), open_facts()), settings()), _Ears(file)
    pairs = [(item, scorer.judge(hear.reply(item, line, read_reply))) for line, item in _watched(items)]
    _write(predictions, [rated.prediction(item, judgement) for item, judgement in pairs])
    _print(rated.exchanges(pairs), json)


@app.command()
def acts(file: File, json: Json = False, predictions: Predictions = None) -> None:
    """Compare labelled utterances with the acts that are found. / 与已标注的话语行为比较。"""
    from simulator.domain.transcript import written
    from simulator.engines.understanding import open_acts
    from simulator.scoring import acts as finding
    from simulator.scoring.agreement import acts_agreement

    items = _read(file, _check_acts)
    classifier = open_acts()
    got: list[list[str]] = []
    for _, item in _watched(items):
        view = finding.look(written(item["lang"], item["text"]), item["lang"], classifier)
        got.append([str(a) for a in finding.present(view)])
    gold = [item["acts"] for _, item in items]
    _write(predictions, [{"id": i.get("id"), "acts": a} for (_, i), a in zip(items, got, strict=True)])
    _print({"n": len(items)} | acts_agreement(gold, got), json)


@app.command()
def tone(
    file: File,
    json: Json = False,
    predictions: Predictions = None,
    baseline: Annotated[int, typer.Option(min=1, help="neutral clips of each speaker that make the baseline")] = 3,
    page: Annotated[Path | None, typer.Option(help="an .html file with pictures of the agreement")] = None,
) -> None:
    """Compare recorded emotions with calm tone. / 与已标注情绪的录音比较。"""
    from simulator.batch.tone_page import page as drawn
    from simulator.batch.tone_trial import Clip, trials
    from simulator.engines.delivery_model import open_tone
    from simulator.scoring.calm_tone import LEVEL

    rows = _tone_rows(file)
    clips = [Clip(r["path"], r["speaker"], r["emotion"], _measured(file, line, r)) for line, r in _watched(rows)]
    tried = trials(clips, baseline, open_tone(settings()))
    found = rated.tones([(t.clip.speaker, t.clip.emotion, t.raised) for t in tried], 1 - LEVEL / 100)
    if found["auc"] is None:
        raise BadInput("scoring.tone_one_class", path=file)
    found["flat"] = rated.shares([(t.clip.emotion, t.flat) for t in tried if t.reason is None])
    found["reasons"] = dict(Counter(t.reason for t in tried if t.reason))
    _write(predictions, [t.line() for t in tried])
    if page:
        _write_page(page, drawn(found, tried, file.name, settings().lang))
    _print(found, json)


def _write_page(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput("scoring.cannot_write", path=path, why=error.strerror or error) from error
    notice("scoring.page_written", path=path)


Numbered = tuple[int, dict[str, Any]]


def _read(path: Path, check: Callable[[dict[str, Any]], None]) -> list[Numbered]:
    """Return the items of a JSON-lines file with their line numbers."""
    if not path.is_file():
        raise BadInput("scoring.file_missing", path=path)
    items = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadInput("scoring.file_line", path=path, line=1, reason=error.reason) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            items.append((number, _item(path, number, line, check)))
    if not items:
        raise BadInput("scoring.file_empty", path=path)
    return items


def _item(path: Path, number: int, line: str, check: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    try:
        item = jsonlib.loads(line)
        if not isinstance(item, dict):
            raise TypeError("no JSON object")  # noqa: TRY301
        check(item)
    except KeyError as error:
        raise BadInput("scoring.file_line", path=path, line=number, reason=f"missing field {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInput("scoring.file_line", path=path, line=number, reason=error) from error
    return item


def _check_exchange(item: dict[str, Any]) -> None:
    """Refuse an item that could not be judged."""
    from simulator.scoring.labelled import read_reply

    read_reply(item)
    for dimension in rated.VERBAL:
        if item["gold"][dimension] not in (0, 1, 2):
            raise ValueError(f"gold.{dimension} must be 0, 1 or 2, not {item['gold'][dimension]!r}")


def _check_acts(item: dict[str, Any]) -> None:
    if item["lang"] not in ("zh", "en"):
        raise ValueError(f"lang must be zh or en, not {item['lang']!r}")
    if not isinstance(item["text"], str) or not isinstance(item["acts"], list):
        raise TypeError("text must be a string and acts a list")


class _Ears:
    """Recognises the sound of an item where it has one, with its facts in mind; the engine is loaded at first need."""

    def __init__(self, file: Path) -> None:
        self._folder, self._file = file.parent, file
        self._engine: Any = None

    def reply(self, item: dict[str, Any], line: int, read: Callable[..., Any]) -> Any:
        if not item.get("audio"):
            return read(item)
        from simulator.audio.files import read_sound
        from simulator.engines.careful import CarefulHearing
        from simulator.engines.recogniser import open_recogniser
        from simulator.scoring.labelled import read_fact

        self._engine = self._engine or open_recogniser(settings())
        sound, lang = read_sound(self._folder / str(item["audio"])), item["lang"]
        facts = [read_fact(fact, lang) for fact in item["facts"]]
        quick = self._engine.transcribe(sound, lang)
        return read(item, CarefulHearing(self._engine).listen(sound, lang, facts, quick))


def _tone_rows(path: Path) -> list[Numbered]:
    if not path.is_file():
        raise BadInput("scoring.file_missing", path=path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            reader = csv.DictReader(f)
            missing = [c for c in ("path", "speaker", "emotion") if c not in (reader.fieldnames or ())]
            rows = [] if missing else [(n, dict(row)) for n, row in enumerate(reader, start=2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput("scoring.file_line", path=path, line=1, reason=error) from error
    if missing:
        raise BadInput("scoring.tone_columns", path=path, column=missing[0])
    if not rows:
        raise BadInput("scoring.file_empty", path=path)
    return rows


def _measured(file: Path, line: int, row: dict[str, Any]) -> Delivery:
    from simulator.audio.files import read_sound
    from simulator.speech.prosody import measure

    path = file.parent / str(row["path"])
    try:
        sound = read_sound(path)
    except BadInput as error:
        reason = error.sentence(settings().lang).rstrip("。.")
        raise BadInput("scoring.tone_audio", path=file, line=line, sound=path, reason=reason) from error
    return measure(sound, "", "en")


def _watched(items: Sequence[Numbered]) -> Iterator[Numbered]:
    """Yield the items under a progress bar."""
    with progress() as bar:
        task = bar.add_task(say("scoring.validate_progress", settings().lang), total=len(items))
        for item in items:
            yield item
            bar.advance(task)


def _write(path: Path | None, lines: Sequence[dict[str, Any]]) -> None:
    if path is not None:
        path.write_text("".join(jsonlib.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def _print(found: dict[str, Any], json: bool) -> None:
    if json:
        emit_json(found)
    else:
        for name, value in found.items():
            emit(f"{name}: {_short(value)}")


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, dict):
        return "  ".join(
            f"{k} {_short(v)}" if not isinstance(v, dict) else f"{k} ({_short(v)})" for k, v in value.items()
        )
    return "–" if value is None else str(value)
