"""That a person has agreed to be recorded on this computer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from simulator.store.files import write_whole

NAME = "consent.txt"


def consented(data_dir: Path) -> bool:
    """Return whether the answer was yes before; deleting the file withdraws it."""
    return (data_dir / NAME).is_file()


def remember(data_dir: Path) -> None:
    """Keep the yes, with its date."""
    now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    write_whole(data_dir / NAME, f"Recording on this computer was agreed to on {now}. Delete this file to withdraw.\n")
