"""Layout files of a folder, and what to say of one that does not fit: which line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from everystep.home import NeedsAttention, read_yaml
from everystep.layouts.differences import DoesNotFit, versions
from everystep.layouts.model import (
    Difference,
    EachRow,
    Label,
    Layout,
    Table,
    Text,
)
from everystep.layouts.roles import Answer, Column, OwnMeasure, Scale, Split

DRAFT = "# draft: not confirmed"
"""A layout with this line is one that nobody has looked at yet."""
_MEASURE = re.compile(r"no measure called (\w+)/")
_PLAINLY = {
    "string_type": "words stand here; a number or a day is put in quotes",
    "too_short": "there is at least one of these",
    "string_pattern_mismatch": "lower-case letters, digits and hyphens (or, for a "
    "measure, underscores) stand here, and no spaces",
    "date_from_datetime_parsing": "a day stands here, such as 2026-04-01",
    "bool_parsing": "true or false stands here",
    "dict_type": "words with what each of them means stand here",
    "model_type": "words with what each of them means stand here",
    "model_attributes_type": "words with what each of them means stand here",
    "list_type": "a list stands here, such as [one, another]",
}
_PARTS: tuple[type[BaseModel], ...] = (
    Layout,
    Table,
    Text,
    Column,
    Label,
    Difference,
    EachRow,
    OwnMeasure,
    Scale,
    Answer,
    Split,
)


def read_layouts(folder: Path) -> list[Layout]:
    """Return the layouts of a folder by file name; raises :class:`NeedsAttention`.

    A draft is left out: nothing is read by what nobody has looked at, and nothing that
    others have confirmed waits for it.
    """
    waiting = set(drafts(folder))
    paths = sorted(set(folder.glob("*.yaml")) - waiting)
    found = [read_layout(path) for path in paths]
    names = [layout.layout for layout in found]
    for name in names:
        if names.count(name) > 1:
            raise NeedsAttention(f"Two files in layouts/ are both called {name}.")
    return found


def drafts(folder: Path) -> list[Path]:
    """Return the layout files that nobody has confirmed yet."""
    return [path for path in sorted(folder.glob("*.yaml")) if is_draft(path)]


def is_draft(path: Path) -> bool:
    """Return whether a layout file still says that it is a draft."""
    return DRAFT in path.read_text(encoding="utf-8", errors="replace").splitlines()


def read_layout(path: Path) -> Layout:
    """Return one layout file; raises :class:`NeedsAttention`, which names the line."""
    if is_draft(path):
        raise NeedsAttention(
            f"layouts/{path.name} is a draft. Look at each line, and take out the line "
            f"“{DRAFT}” once it says what the report means."
        )
    try:
        layout = Layout.model_validate(read_yaml(path))
        versions(layout)
        return layout
    except ValidationError as problem:
        said = "\n".join(_explained(problem, path))
    except DoesNotFit as problem:
        said = "\n".join(_of_a_difference(problem, path))
    except NeedsAttention as problem:
        said = "\n".join(_said_twice(path)) or str(problem)
    raise NeedsAttention(said)


def fingerprint(folder: Path) -> str:
    """Return one hash over all layouts: others may read what these could not."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _explained(problem: ValidationError, path: Path) -> Iterator[str]:
    for point in problem.errors(include_url=False):
        steps = tuple(point["loc"])
        where = ".".join(str(step) for step in steps)
        line = _line(path, steps) or _line_of(path, point["msg"])
        said = f"{where}: {_said(point)}" if where else _said(point)
        yield f"layouts/{path.name}{line}: {said}"


def _of_a_difference(problem: DoesNotFit, path: Path) -> Iterator[str]:
    """Say what a difference makes of the layout: the line is the difference's own."""
    line = _line(path, problem.steps)
    if not problem.points:
        yield f"layouts/{path.name}{line}: {problem}"
    for point in problem.points:
        here = _line_of(path, point["msg"]) or line
        where = ".".join(["differences", *map(str, point["loc"])])
        yield f"layouts/{path.name}{here}: {where}: {_said(point)}"


def _said(point: ErrorDetails) -> str:
    last = str(point["loc"][-1]) if point["loc"] else ""
    if point["type"] == "extra_forbidden":
        words = {name for part in _PARTS for name in _names_of(part)}
        close = get_close_matches(last, sorted(words), n=3, cutoff=0.6)
        fits = f" Did you mean {' or '.join(close)}?" if close else ""
        return f"“{last}” is not a word that fits here.{fits}"
    if point["type"] == "missing":
        return f"“{last}” has to be said."
    if point["type"] in _PLAINLY:
        return _PLAINLY[point["type"]]
    message = point["msg"].removeprefix("Value error, ")
    message = message.replace("Input should be", "this should be")
    if point["type"] == "literal_error" and isinstance(point.get("input"), str):
        return _of_one_word(point["input"], message)
    return message


def _of_one_word(word: str, message: str) -> str:
    """Say a word that is none of a few, and those near to it; else all of them."""
    close = get_close_matches(word, re.findall(r"'([^']*)'", message), n=3, cutoff=0.6)
    if close:
        fits = f"Did you mean {' or '.join(close)}?"
        return f"“{word}” is not a word that fits here. {fits}"
    return f"“{word}” is not a word that fits here; {message}."


def _said_twice(path: Path) -> Iterator[str]:
    """Say each key that stands twice: YAML has room for one, and would not say so."""
    try:
        whole = YAML(typ="safe", pure=True).compose(path.read_text(encoding="utf-8"))
    except YAMLError:
        # What is no YAML is told by what reads it.
        return
    for word, first, again in _twice(whole):
        yield (
            f"layouts/{path.name} line {again}: “{word}” stands there twice, also on "
            f"line {first}. Put the two together, or take one out."
        )


def _twice(whole: Node | None) -> Iterator[tuple[str, int, int]]:
    nodes, seen = [whole], set[int]()
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, SequenceNode):
            nodes += node.value
        if not isinstance(node, MappingNode):
            continue
        lines: dict[str, int] = {}
        for key, value in node.value:
            nodes.append(value)
            if isinstance(key, ScalarNode):
                line = key.start_mark.line + 1
                if key.value in lines:
                    yield key.value, lines[key.value], line
                lines.setdefault(key.value, line)


def _line_of(path: Path, message: str) -> str:
    """Return the first line that says the measure of which a message speaks."""
    if not (found := _MEASURE.search(message)):
        return ""
    said = re.compile(rf"\bmeasure: *[\"']?{re.escape(found[1])}\b")
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(
        (f" line {at}" for at, one in enumerate(lines, 1) if said.search(one)), ""
    )


def _names_of(part: type[BaseModel]) -> Iterator[str]:
    for name, field in part.model_fields.items():
        yield field.alias or name


def _line(path: Path, steps: Sequence[int | str]) -> str:
    """Return the line on which a problem stands, as far down as the file goes."""
    node: Any = YAML().load(path.read_text(encoding="utf-8"))
    line: int | None = None
    for step in steps:
        try:
            known: Any = node.lc
            place = known.key(step) if isinstance(node, dict) else known.item(step)
            node = node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = place[0] + 1
    return f" line {line}" if line else ""
