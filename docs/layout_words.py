"""The tables of docs/reference/layouts.md: every word of a layout, from its schema.

They stand between two comments of the page; what is written around them stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from everystep.layouts.roles import ROLES
from everystep.reference import gap_reasons, indicators, measures, practices, routes

Schema = dict[str, Any]
_TABLE = re.compile(
    r"(<!-- made by docs/generate\.py: (?P<name>[\w ]+) -->\n).*?(<!-- end -->)", re.S
)
_LINKS = {
    "Answer": "an-answer",
    "Column": "a-column",
    "Difference": "a-difference",
    "EachRow": "each-row",
    "Label": "a-label",
    "OwnMeasure": "a-scale-of-its-own",
    "Scale": "a-measure",
    "Split": "a-split-cell",
    "Table": "a-table",
    "Text": "a-text",
}
_MOST_LISTED = 12


def with_tables(page: str, schema: Schema) -> str:
    """Return a page with each of its marked tables as the schema has it now."""

    def table(found: re.Match[str]) -> str:
        return found[1] + "".join(_lines(found["name"], schema)) + found[3]

    return _TABLE.sub(table, page)


def _lines(name: str, schema: Schema) -> Iterator[str]:
    if name in _LISTS:
        yield from _LISTS[name]()
    elif name == "roles":
        words = schema["$defs"]["Column"]["properties"]
        yield from _words({role: words[role] for role in ROLES}, ())
    elif name == "beside a role":
        words = schema["$defs"]["Column"]["properties"]
        yield from _words({w: words[w] for w in words if w not in ROLES}, ())
    else:
        part = schema if name == "Layout" else schema["$defs"][name]
        yield from _words(part["properties"], part.get("required", ()))


def _words(words: Schema, needed: Any) -> Iterator[str]:
    yield "| word | what stands there | if left out | what it says |\n"
    yield "| --- | --- | --- | --- |\n"
    for word, said in words.items():
        without = "has to be said" if word in needed else _default(said)
        kind, says = _kind(said), said.get("description", "")
        yield f"| `{word}` | {kind} | {without} | {_cell(says)} |\n"


def _default(said: Schema) -> str:
    default = said.get("default")
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, dict):
        return ", ".join(f"`{key}: {one}`" for key, one in default.items())
    return f"`{default}`" if default else ""


def _kind(said: Schema) -> str:
    """Return in words what may stand beside a word of a layout."""
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        words = _LINKS[name].replace("-", " ")
        return f"[{words}](#{_LINKS[name]})"
    if "enum" in said:
        listed = [one for one in said["enum"] if one != ""]
        if len(listed) > _MOST_LISTED:
            return "[an id](#what-may-be-said)"
        return ", ".join(f"`{one}`" for one in listed)
    if "anyOf" in said:
        return _kind(said["anyOf"][0])
    match said.get("type"):
        case "array":
            return f"a list: {_kind(said['items'])}"
        case "object":
            return f"words → {_kind(said['additionalProperties'])}"
        case "boolean":
            return "`true`, `false`"
        case "integer" | "number":
            return "a number"
        case _:
            return "a day" if said.get("format") == "date" else "words"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _gap_reasons() -> Iterator[str]:
    yield "| reason | it says | known without a line |\n| --- | --- | --- |\n"
    for code, row in gap_reasons().items():
        examples = row["examples_in_reports"].replace(" (as the whole cell)", "")
        known = ", ".join(f"`{one}`" for one in examples.split("; ") if one)
        yield f"| `{code}` | {_cell(row['label'])} | {_cell(known)} |\n"


def _measures() -> Iterator[str]:
    yield "| measure | what it is called | subscales | raters |\n"
    yield "| --- | --- | --- | --- |\n"
    for measure in dict.fromkeys(key[0] for key in measures()):
        rows = {key: one for key, one in measures().items() if key[0] == measure}
        name = next(iter(rows.values())).name
        areas = ", ".join(dict.fromkeys(f"`{key[1]}`" for key in rows))
        raters = ", ".join(dict.fromkeys(f"`{key[2]}`" for key in rows))
        yield f"| `{measure}` | {_cell(name)} | {areas} | {raters} |\n"


def _named(
    rows: Callable[[], dict[str, dict[str, str]]], column: str
) -> Callable[[], Iterator[str]]:
    def lines() -> Iterator[str]:
        yield "| id | what it is |\n| --- | --- |\n"
        for key, row in rows().items():
            yield f"| `{key}` | {_cell(row[column])} |\n"

    return lines


_LISTS: dict[str, Callable[[], Iterator[str]]] = {
    "gap reasons": _gap_reasons,
    "measures": _measures,
    "indicators": _named(indicators, "name"),
    "practices": _named(practices, "practice"),
    "routes": _named(routes, "label"),
}
