"""The published JSON Schema of a layout, for editors: made from the layout's own model.

What the model checks in words, such as that an indicator is one of ours, stands here
as lists, so that an editor completes them. What the schema refuses, the loader refuses;
the loader sees more than a schema can, and has the last word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from everystep.layouts.model import FIGURES_KNOWN, Layout
from everystep.layouts.roles import ROLES, Mode
from everystep.layouts.scoring import SCORED_FROM_ITEMS
from everystep.reference import gap_reasons, indicators, measures, practices, routes

IDENTITY = "urn:everystep:layout"
Schema = dict[str, Any]
_MODES = list(Mode.__args__)  # type: ignore[attr-defined]
_VALUES_NEEDED = {
    "form": ["position"],
    "happened": ["event", "contact"],
    "training": ["practice", "attended"],
    "story": ["permission"],
    "supervision": ["kind"],
    "names": ["service"],
    "staff": ["role", "team"],
}


def layout_schema() -> Schema:
    """Return the schema, always in the same order."""
    made = Layout.model_json_schema(by_alias=True)
    parts = made.pop("$defs")
    _column(parts["Column"])
    _lists(made, parts)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTITY,
        **made,
        "title": "A layout: how one existing report is read",
        "description": (
            "One YAML file for each report that a provider already makes. "
            "docs/reference/layouts.md shows every word at work."
        ),
        "$defs": {name: parts[name] for name in sorted(parts)},
    }
    whole["anyOf"] = [{"required": ["tables"]}, {"required": ["texts"]}]
    tidy: Schema = _tidy(whole)
    return tidy


def as_text() -> str:
    """Return the schema as it is published, and as it lies in a home."""
    return json.dumps(layout_schema(), indent=2, ensure_ascii=False) + "\n"


def _lists(layout: Schema, parts: dict[str, Schema]) -> None:
    """Say which words are known, where the model checks them or a person wants them."""
    properties = {name: part["properties"] for name, part in parts.items()}
    figures = {"enum": sorted(FIGURES_KNOWN)}
    layout["properties"]["markers"]["additionalProperties"] = _reasons()
    # A scale of the provider's own has an id of its own: offered, not insisted on.
    properties["Scale"]["measure"] |= {
        "anyOf": [
            _ids({key[0]: one.name for key, one in measures().items()}),
            {"pattern": "^[a-z][a-z0-9_]*$"},
        ]
    }
    properties["OwnMeasure"]["measure"]["not"] = {
        "enum": sorted({key[0] for key in measures()})
    }
    for name in ("totals", "rows"):
        properties["Table"][name]["additionalProperties"] = figures
    properties["EachRow"]["event"] |= _named(indicators(), "name")
    properties["EachRow"]["contact"] |= {"enum": _MODES}
    properties["EachRow"]["training"] |= _named(practices(), "practice")
    parts["EachRow"]["minProperties"] = parts["EachRow"]["maxProperties"] = 1
    parts["Table"]["anyOf"] = [{"required": ["columns"]}, {"required": ["totals"]}]
    parts["Table"]["if"] = _says("of", ["amounts"])
    parts["Table"]["then"] = {"required": ["rows"]}
    parts["Text"]["oneOf"] = [
        {"required": ["pattern"]},
        {"required": ["ignored"]},
        {**_says("story", [True])},
    ]


def _column(column: Schema) -> None:
    properties = column["properties"]
    properties["markers"]["additionalProperties"] = _reasons()
    for name in ("event", "state"):
        properties[name] |= _named(indicators(), "name")
    properties["figure"]["enum"] = ["", *sorted(FIGURES_KNOWN)]
    properties["quarter"]["anyOf"] = [
        {"enum": ["report", "heading", "1", "2", "3", "4", "{n}"]},
        {"minLength": 1},
    ]
    properties["item"]["properties"] = {"measure": {"enum": sorted(SCORED_FROM_ITEMS)}}
    column["oneOf"] = [{"required": [role]} for role in ROLES]
    needed = [
        {"if": _says(role, kinds), "then": {"required": ["values"]}}
        for role, kinds in _VALUES_NEEDED.items()
    ]
    needed.append({"if": {"required": ["answer"]}, "then": {"required": ["values"]}})
    known = [
        {"if": rule, "then": {"properties": {"values": {"additionalProperties": ids}}}}
        for rule, ids in (
            (_says("episode", ["route"]), _named(routes(), "label")),
            (_says("happened", ["event"]), _named(indicators(), "name")),
            (_says("happened", ["contact"]), {"enum": _MODES}),
            (_says("training", ["practice"]), _named(practices(), "practice")),
            ({"required": ["state"]}, {"enum": ["yes", "no"]}),
        )
    ]
    column["allOf"] = needed + known


def _says(word: str, kinds: list[Any]) -> Schema:
    return {"properties": {word: {"enum": kinds}}, "required": [word]}


def _reasons() -> Schema:
    return _ids(
        {
            code: f"{row['label']}: {row['meaning']}"
            for code, row in gap_reasons().items()
        }
    )


def _named(rows: Mapping[str, Mapping[str, str]], column: str) -> Schema:
    return _ids({key: row[column] for key, row in rows.items()})


def _ids(names: Mapping[str, str]) -> Schema:
    """Return ids as a list, each with its name for an editor that shows it."""
    ids = sorted(names)
    return {"enum": ids, "enumDescriptions": [names[one] for one in ids]}


def _tidy(part: Any) -> Any:
    """Return a part with its words on one line, and nothing that may be null.

    In a layout nothing is said by saying null; a word is said or left out.
    """
    if isinstance(part, list):
        return [_tidy(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _tidy(said) for name, said in part.items()}
    if isinstance(kept.get("description"), str):
        kept["description"] = " ".join(kept["description"].replace("``", "`").split())
    if kept.get("anyOf", [None])[-1] == {"type": "null"}:
        (said, _) = kept.pop("anyOf")
        kept = {**said, **kept}
        del kept["default"]
    # Pydantic's titles repeat the names of the fields.
    if "$defs" not in kept and isinstance(kept.get("title"), str):
        del kept["title"]
    return kept
