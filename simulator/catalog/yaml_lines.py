"""YAML read into a pydantic model, so that each error names the file, the line and the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from simulator.errors import BadInput
from simulator.messages import say
from simulator.settings import settings

M = TypeVar("M", bound=BaseModel)
Key = str | int
Loc = tuple[Key, ...]

MAX_BYTES = 2_000_000  # a thousand times a long scenario; beyond it, it's the wrong file
MAX_NODES = 100_000  # aliases can multiply a small file without end
_PROBLEMS = {
    "missing": "problem_missing",
    "extra_forbidden": "problem_extra",
    "string_type": "problem_text",
    "int_type": "problem_number",
    "int_parsing": "problem_number",
    "float_type": "problem_number",
    "float_parsing": "problem_number",
    "bool_type": "problem_bool",
    "bool_parsing": "problem_bool",
    "tuple_type": "problem_list",
    "list_type": "problem_list",
    "dict_type": "problem_mapping",
    "model_type": "problem_mapping",
    "string_too_short": "problem_empty",
    "too_short": "problem_too_few",
}


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # five times quicker where libyaml is there


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.2's plain words: only ``true`` and ``false`` are truth values, dates and ``12:30`` stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag.rpartition(":")[2] in ("null", "merge")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _name, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), list(_first))


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each field of a file stands.

    Parameters
    ----------
    file
        The file.
    starts
        Line (from 1) by path of keys and indices, ``("facts", 0, "id")``.
    """

    file: Path
    starts: Mapping[Loc, int]

    def at(self, *loc: Key) -> int:
        """Return the line of a field, or of the nearest thing around it that the file has."""
        while loc and loc not in self.starts:
            loc = loc[:-1]
        return self.starts.get(loc, 1)

    def refuse(self, problem: str, *loc: Key) -> NoReturn:
        """Raise the error that names this field's line."""
        raise BadInput("catalog.bad_field", file=self.file, line=self.at(*loc), field=_dotted(loc), problem=problem)


def load(path: Path, model: type[M]) -> M:
    """Return the file as a validated model.

    Parameters
    ----------
    path
        A YAML file in UTF-8.
    model
        What it must be.

    Raises
    ------
    BadInput
        ``catalog.no_file``, ``catalog.bad_yaml`` or ``catalog.bad_field``, each with the file and the line.
    """
    return load_lines(path, model)[0]


def load_lines(path: Path, model: type[M]) -> tuple[M, Lines]:
    """Return the file as a validated model, and where each of its fields stands; raises like `load`."""
    data, lines = read(path)
    try:
        return model.model_validate(data), lines
    except ValidationError as error:
        found = error.errors(include_url=False)
        first = next((e for e in found if e["type"] == "extra_forbidden"), found[0])  # a slip of the pen explains both
        lines.refuse(_problem(dict(first)), *_in_file(first["loc"], first["type"], lines))


def read(path: Path) -> tuple[Any, Lines]:
    """Return the plain values of a YAML file, and their lines; raises like `load`, but for ``catalog.bad_field``."""
    loader = _Loader(_text(path))
    try:
        node = loader.get_single_node()
        if node is None:
            _bad_yaml(path, 1, "problem_empty")
        lines = Lines(path, _starts(path, node))
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadInput(
            "catalog.bad_yaml", file=path, line=mark.line + 1 if mark else 1, problem=error.problem or "YAML"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadInput("catalog.bad_yaml", file=path, line=1, problem=str(error).splitlines()[0]) from error
    finally:
        loader.dispose()


def _text(path: Path) -> str:
    if not path.is_file():
        raise BadInput("catalog.no_file", file=path)
    if path.stat().st_size > MAX_BYTES:
        _bad_yaml(path, 1, "problem_too_large")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _bad_yaml(path, raw.count(b"\n", 0, error.start) + 1, "problem_not_utf8")
    for odd in yaml.SafeLoader.NON_PRINTABLE.finditer(text):
        _bad_yaml(path, text.count("\n", 0, odd.start()) + 1, "problem_control")
    return text


def _starts(path: Path, root: yaml.Node) -> dict[Loc, int]:
    starts: dict[Loc, int] = {}
    waiting: list[tuple[Loc, yaml.Node]] = [((), root)]
    while waiting:
        loc, node = waiting.pop()
        starts.setdefault(loc, node.start_mark.line + 1)
        if len(starts) > MAX_NODES or len(loc) > 40:
            _bad_yaml(path, node.start_mark.line + 1, "problem_too_large")
        if isinstance(node, yaml.SequenceNode):
            waiting += [((*loc, i), item) for i, item in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                below = (*loc, str(key.value))
                if below in starts:
                    _bad_yaml(path, key.start_mark.line + 1, "problem_twice", key=key.value)
                starts[below] = key.start_mark.line + 1
                waiting.append((below, value))
    return starts


def _in_file(loc: tuple[int | str, ...], kind: str, lines: Lines) -> Loc:
    """Return the part of a pydantic location that is a path in the file, and the missing field's name after it."""
    kept: Loc = ()
    for key in loc:
        if (*kept, key) in lines.starts:
            kept = (*kept, key)
        elif key == loc[-1] and kind == "missing":
            return (*kept, key)
    return kept


def _problem(error: dict[str, Any]) -> str:
    kind = _PROBLEMS.get(error["type"])
    if kind:
        return say(f"catalog.{kind}", settings().lang)
    return str(error["msg"]).removeprefix("Value error, ")


def _bad_yaml(path: Path, line: int, problem: str, **fields: object) -> NoReturn:
    raise BadInput(
        "catalog.bad_yaml", file=path, line=line, problem=say(f"catalog.{problem}", settings().lang, **fields)
    )


def _dotted(loc: Loc) -> str:
    return ".".join(map(str, loc)) or "-"
