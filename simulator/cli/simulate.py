"""``simulator simulate``: synthetic agents against the customer, without sound."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from simulator.cli.console import emit, emit_json, progress
from simulator.errors import BadInput
from simulator.messages import say
from simulator.settings import settings

if TYPE_CHECKING:
    from simulator.dialogue.simulate import Outcomes
    from simulator.domain.customer import Move


def simulate(
    agent: Annotated[list[str] | None, typer.Option(help="names, or all")] = None,
    scenario: Annotated[list[str] | None, typer.Option(help="ids or files, or all")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=10_000, help="calls for each agent and scenario")] = 20,
    delivery: Annotated[
        Literal["level", "hurried", "raised", "flat", "unknown"], typer.Option(help="how every reply is spoken")
    ] = "level",
    each: Annotated[bool, typer.Option("--each", help="a line for each scenario")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Play synthetic agents against the customer, without sound. / 用模拟坐席测试客户，不出声音。"""
    from simulator.dialogue.agents import AGENTS
    from simulator.dialogue.simulate import outcomes

    names = list(AGENTS) if not agent or "all" in agent else agent
    if unknown := [name for name in names if name not in AGENTS]:
        raise BadInput("cli.no_synthetic_agent", name=unknown[0], there=", ".join(AGENTS))
    ends = _ends(names, scenario or ["all"], seeds, delivery)
    found = {name: outcomes(m for by in ends[name].values() for m in by) for name in names}
    parts = {name: {s: outcomes(by) for s, by in ends[name].items()} for name in names} if each else {}
    if json:
        whole = {"agents": {name: asdict(o) for name, o in found.items()}}
        split = {name: {s: asdict(o) for s, o in by.items()} for name, by in parts.items()}
        emit_json(whole | ({"scenarios": split} if each else {}))
        return
    for name, total in found.items():
        emit(_line(name, total))
        for one, o in parts.get(name, {}).items():
            emit("  " + _line(one, o))


def _ends(names: list[str], scenarios: list[str], seeds: int, delivery: str) -> dict[str, dict[str, list[Move]]]:
    """Return the last move of every call, by agent and scenario."""
    from simulator.catalog.personas import load_personas
    from simulator.catalog.scenarios import load_scenario, load_scenarios
    from simulator.catalog.table import load_table
    from simulator.dialogue.agents import AGENTS, with_delivery
    from simulator.dialogue.simulate import last_move

    table, people = load_table(settings()), load_personas(settings())
    library = load_scenarios(settings()) if "all" in scenarios else {}
    chosen = library or {name: load_scenario(name, settings()) for name in scenarios}
    ends: dict[str, dict[str, list[Move]]] = {name: {} for name in names}
    with progress() as bar:
        task = bar.add_task(_say("simulating"), total=len(names) * len(chosen))
        for name in names:
            spoken = with_delivery(AGENTS[name], delivery)  # type: ignore[arg-type]
            for key, s in chosen.items():
                person = people[s.persona].temperament
                ends[name][key] = [last_move(s, table, spoken, seed, person) for seed in range(seeds)]
                bar.advance(task)
    return ends


def _line(name: str, o: Outcomes) -> str:
    shares = {key: f"{getattr(o, key):.0%}" for key in ("satisfied", "fell_back", "hung_up", "escalated")}
    return _say("simulated", name=f"{name:<20}", calls=o.calls, p50=f"{o.turns_p50:g}", most=o.turns_max, **shares)


def _say(key: str, **fields: object) -> str:
    return say(f"cli.{key}", settings().lang, **fields)
