"""What the customer says, as it stands in a file: wordings by mode and trigger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from simulator.catalog.table_rows import Entry
from simulator.domain.scenario import Line

Text = Annotated[str, Field(min_length=1)]
Texts = tuple[Text, ...]
Wordings = Mapping[str, tuple[Line, ...]]  # by ``mode.trigger``


class LineEntry(Entry):
    """A line that reveals facts."""

    say: Text
    tells: Texts = ()


LineEntries = dict[str, dict[str, tuple[Text | LineEntry, ...]]]


class LinesFile(Entry):
    """Wordings that fit every scenario: a manner."""

    lines: LineEntries

    def domain(self) -> dict[str, tuple[Line, ...]]:
        """Return the wordings by ``mode.trigger``."""
        return wordings(self.lines)


def wordings(lines: Mapping[str, Mapping[str, tuple[str | LineEntry, ...]]]) -> dict[str, tuple[Line, ...]]:
    """Return the wordings by ``mode.trigger``."""
    return {f"{mode}.{t}": tuple(map(_line, said)) for mode, by in lines.items() for t, said in by.items()}


def _line(entry: str | LineEntry) -> Line:
    return Line(entry) if isinstance(entry, str) else Line(entry.say, entry.tells)
