"""``simulator scenarios``: the library, one role card, the linter for authors, and the schema for editors."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.console import emit, emit_json, err
from simulator.messages import say
from simulator.settings import settings

if TYPE_CHECKING:
    from simulator.domain.scenario import Scenario

app = typer.Typer(help="Scenarios: list, show, check, schema. / 场景：列表、查看、检查、格式。", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


@app.command("list")
def list_(json: Json = False) -> None:
    """List the scenarios. / 列出所有场景。"""
    from simulator.catalog.scenarios import load_scenarios

    scenarios = load_scenarios(settings()).values()
    if json:
        emit_json({"scenarios": [_summary(s) for s in scenarios]})
        return
    for s in scenarios:
        emit(f"{s.id:<24} {s.lang}  {s.title} · {s.industry} · {_say('difficulty', n=s.difficulty)} · {s.caller}")


@app.command()
def show(scenario: Annotated[str, typer.Argument(help="id, or a YAML file")], json: Json = False) -> None:
    """Show the role card, the facts and a master's answers. / 查看角色卡、事实与示范回答。"""
    from simulator.catalog.scenarios import load_scenario

    found = load_scenario(scenario, settings())
    if json:
        emit_json(_whole(found))
        return
    for line in _card(found):
        emit(line)


@app.command()
def check(
    files: Annotated[list[str] | None, typer.Argument(help="ids, YAML files or folders; without any, all")] = None,
    json: Json = False,
) -> None:
    """Check scenarios and the customer's table; each problem with file and line. / 检查场景与客户行为表。"""
    from simulator.catalog.check import check as problems_of

    paths = [path for name in files or [""] for path in _paths(name)]
    problems = [p for path in paths for p in problems_of(path, settings())]
    if json:
        found = [
            {"file": str(p.file), "line": p.line, "code": p.code, "text": _text(p.code, p.fields)} for p in problems
        ]
        emit_json({"checked": len(paths), "problems": found})
    else:
        for p in problems:
            emit(p.sentence(settings().lang))
        err.print(_say("check_failed" if problems else "check_passed", n=len(paths), problems=len(problems)))
    if problems:
        raise typer.Exit(2)


@app.command()
def schema(
    table: Annotated[bool, typer.Option("--table", help="of the customer's table instead of a scenario")] = False,
    json: Json = True,
) -> None:
    """Print the JSON schema for editors. / 输出供编辑器使用的 JSON schema。"""
    from simulator.catalog.scenario_file import ScenarioFile
    from simulator.catalog.table_rows import TableFile

    emit_json((TableFile if table else ScenarioFile).model_json_schema())


def _paths(name: str) -> list[Path]:
    from simulator.catalog.scenarios import find, scenario_files
    from simulator.catalog.table import TABLE, callers_files, manners_files, table_file

    if not name:
        parts = (callers_files(settings()), manners_files(settings()), scenario_files(settings()))
        return [table_file(settings()), *(path for by in parts for _, path in sorted(by.items()))]
    if Path(name).is_dir():
        return sorted(Path(name).rglob("*.yaml"))
    return [table_file(settings()) if name == TABLE else find(name, settings())]


def _summary(s: Scenario) -> dict[str, Any]:
    fields = ("id", "lang", "title", "industry", "difficulty", "caller", "persona")
    return {name: getattr(s, name) for name in fields}


def _whole(s: Scenario) -> dict[str, Any]:
    lines = {trigger: [asdict(line) for line in wordings] for trigger, wordings in s.lines.items()}
    parts = {name: asdict(getattr(s, name)) for name in ("role", "feelings", "policy")}
    lists = {name: [asdict(item) for item in getattr(s, name)] for name in ("facts", "model_answers")}
    rows = [row.id for row in s.overrides.rows] if s.overrides else []
    ends = {"stakes": s.stakes, "bottom_line": s.bottom_line, "lines": lines, "rows": rows, "source": s.source}
    return _summary(s) | parts | lists | ends


def _card(s: Scenario) -> list[str]:
    head = [f"{s.title} ({s.id})", f"{s.lang} · {s.industry} · {_say('difficulty', n=s.difficulty)} · {s.caller}", ""]
    texts = {"who": s.role.who, "situation": s.role.situation, "policy": s.policy.statement}
    texts |= {"stakes": s.stakes, "bottom_line": s.bottom_line, "feelings": ", ".join(s.feelings.apt)}
    lists: dict[str, tuple[str, ...]] = {"may": s.role.may, "may_not": s.role.may_not, "systems": s.role.systems}
    lists["facts"] = tuple(f"{fact.statement} [{fact.id}: {fact.type}]" for fact in s.facts)
    lists["answers"] = tuple(
        f"{a.step}  {a.master}" + (f"\n        ({_say('card_mistake')}: {a.mistake})" if a.mistake else "")
        for a in s.model_answers
    )
    order = ("who", "situation", "may", "may_not", "systems", "policy", "facts", "feelings", "stakes", "bottom_line")
    return head + [line for name in (*order, "answers") for line in _part(name, texts.get(name), lists.get(name))]


def _part(name: str, text: str | None, items: tuple[str, ...] | None) -> list[str]:
    title = _say(f"card_{name}")
    if items:
        return [f"{title}:", *(f"  - {item}" for item in items)]
    return [f"{title}: {text}"] if text else []


def _say(key: str, **fields: object) -> str:
    return _text(f"catalog.{key}", fields)


def _text(code: str, fields: dict[str, object]) -> str:
    return say(code, settings().lang, **fields)
