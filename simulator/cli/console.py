"""Standard output carries results; progress, notices and errors go to standard error."""

from __future__ import annotations

import json
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from simulator.messages import say
from simulator.settings import settings

err = Console(stderr=True, highlight=False)


def emit_json(value: object) -> None:
    """Print one JSON object on standard output and nothing else."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def emit(text: str = "") -> None:
    """Print a line of the result on standard output."""
    sys.stdout.write(text + "\n")


def notice(key: str, /, **fields: object) -> None:
    """Print the message `key` in the user's language on standard error."""
    err.print(say(key, settings().lang, **fields), markup=False)


def progress() -> Progress:
    """Return a progress bar on standard error for anything long."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    )
