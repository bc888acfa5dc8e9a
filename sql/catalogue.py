"""Reads the SQL files: words and columns from comments, edges from the select."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
STAGES = ("reconciled", "outcomes", "marts")

# What Python hands in, and the tables that it is made from. Registers, settings and
# reference data are handed in once every report of the run has been read.
_HANDED_IN_AFTER = ("pseudonymised.readings",)
INPUT_READS: dict[str, tuple[str, ...]] = {
    "inputs.links": ("pseudonymised.tokens", "pseudonymised.people"),
    "inputs.people": ("pseudonymised.tokens", "pseudonymised.people"),
}
_COLUMN = re.compile(r"^-- (\w+)  +(\S.*)$")


@dataclass(frozen=True)
class Described:
    """A table: its select, what it is, its key and what each column holds."""

    name: str
    select: str
    says: str
    key: tuple[str, ...]
    columns: dict[str, str]

    @property
    def stage(self) -> str:
        """Return the schema that the table stands in."""
        return self.name.partition(".")[0]


@cache
def described(name: str) -> Described:
    """Return a table's description, from the comment at the head of its file."""
    stage, _, table = name.partition(".")
    text = (HERE / stage / f"{table}.sql").read_text(encoding="utf-8")
    head = list(takewhile(lambda line: line.startswith("--"), text.splitlines()))
    says, key, columns = [], "", {}
    last = ""
    for line in head:
        if found := _COLUMN.match(line):
            last = found[1]
            columns[last] = found[2]
        elif line.startswith("-- key: "):
            key = line.removeprefix("-- key: ")
        elif line.startswith("--     ") and last:
            columns[last] += " " + line.removeprefix("--").strip()
        elif line != "--":
            says.append(line.removeprefix("-- "))
    names = tuple(part.strip() for part in key.split(",") if part.strip())
    return Described(name, text, " ".join(says), names, columns)


@cache
def tables() -> tuple[str, ...]:
    """Return every table in an order in which each comes after what it reads."""
    ordered: list[str] = []
    left = sorted(
        f"{stage}.{path.stem}"
        for stage in STAGES
        for path in (HERE / stage).glob("*.sql")
    )
    while left:
        ready = [
            name
            for name in left
            if not any(upstream in left for upstream in deps_of(name))
        ]
        if not ready:
            raise ValueError(f"these tables read one another: {', '.join(left)}")
        ordered += ready
        left = [name for name in left if name not in ready]
    return tuple(ordered)


@cache
def reads(name: str) -> tuple[str, ...]:
    """Return every relation that a table's select names, inputs included."""
    select = described(name).select
    connection = duckdb.connect()
    found = connection.execute("select json_serialize_sql(?)", [select]).fetchall()
    connection.close()
    parsed = json.loads(found[0][0])
    if parsed.get("error"):
        raise ValueError(f"{name}: {parsed.get('error_message')}")
    return tuple(sorted({relation for relation in _relations(parsed)}))


def deps_of(name: str) -> tuple[str, ...]:
    """Return the tables that a table is made from: the edges of the asset graph."""
    found: set[str] = set()
    for relation in reads(name):
        if relation.startswith("inputs."):
            found.update(INPUT_READS.get(relation, _HANDED_IN_AFTER))
        else:
            found.add(relation)
    return tuple(sorted(found))


def _relations(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            yield f"{node['schema_name']}.{node['table_name']}"
        for part in node.values():
            yield from _relations(part)
    elif isinstance(node, list):
        for part in node:
            yield from _relations(part)
