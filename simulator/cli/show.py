"""Shows a call while it goes on: what the customer says, what was heard of the reply, and the four outcomes."""

from __future__ import annotations

from simulator.cli.console import err, notice
from simulator.domain.customer import Move
from simulator.domain.record import AgentTurn, CallSummary
from simulator.domain.score import DIMENSIONS, Outcome, Score
from simulator.errors import Broken
from simulator.messages import Lang, say
from simulator.record.recorder import KEEP_S
from simulator.session.watcher import Unwatched
from simulator.settings import settings
from simulator.speech.markup import plain

SIGN = {
    Outcome.CREDIT: "[green]●[/]",
    Outcome.PARTIAL: "[yellow]◐[/]",
    Outcome.NONE: "[red]○[/]",
    Outcome.UNDETERMINED: "[dim]?[/]",
    Outcome.NOT_APPLICABLE: "[dim]–[/]",
}


def show_event(event: AgentTurn | Move, lang: Lang) -> None:
    """Print one turn on standard error."""
    if isinstance(event, Move):
        level = "▮" * round(event.state.anger) + "▯" * (3 - round(event.state.anger))
        err.print(f"\n[bold red]{say('cli.customer', lang)}[/] [red]{level}[/] {_plain(plain(event.line.text))}")
        err.print(f"  [dim]{event.row} · {event.method} · {_plain(event.why)}[/]")
    else:
        err.print(f"[bold cyan]{say('cli.agent', lang)}[/] {_plain(event.text) or say('cli.nothing', lang)}")
        err.print("  " + outcomes({d: event.scores[d] for d in DIMENSIONS}, lang))


def on_screen() -> Unwatched:
    """Return a watcher that shows each turn in the user's language."""
    return Unwatched(lambda event: show_event(event, settings().lang), show_disk)


def show_disk(failure: Broken | None, wait_s: float | None) -> None:
    """Tell that the disk refuses, or takes the recording again."""
    if failure is None:
        notice("cli.disk_again")
    elif wait_s is None:
        notice("cli.disk_refuses", **_of(failure), minutes=round(KEEP_S / 60))
    else:
        notice("cli.disk_waits", **_of(failure), seconds=round(wait_s))


def _of(failure: Broken) -> dict[str, object]:
    """Return the fields of the sentences: where, and why."""
    return {"path": failure.fields.get("path"), "reason": failure.fields.get("reason", failure)}


def outcomes(scores: dict[str, Score], lang: Lang) -> str:
    """Return the four outcomes in one line of markup."""
    parts = []
    for dimension, score in scores.items():
        value = "" if score.value is None else f" {score.value:.0f}"
        parts.append(f"{SIGN[score.outcome]} {say(f'cli.{dimension}', lang)}{value}")
    return "   ".join(parts)


def show_summary(summary: CallSummary, lang: Lang) -> None:
    """Print the end of a call: outcome, scores, one strength, one thing to change."""
    err.print(f"\n[bold]{say(f'cli.ending_{summary.ending}', lang)}[/]")
    err.print(outcomes({d: summary.scores[d] for d in DIMENSIONS}, lang))
    err.print(f"[green]＋[/] {_plain(summary.strength)}")
    err.print(f"[yellow]→[/] {_plain(summary.change)}")


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
