"""A progress bar for models, voices and whatever else takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import TaskID

from simulator.cli.console import progress


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function ``tell(what, done, total)`` that moves one bar for each `what`; done bars vanish."""
    tasks: dict[str, TaskID] = {}
    with progress() as shown:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total, visible=done < total)

        yield tell
