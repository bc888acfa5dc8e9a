"""The published schema of a layout: up to date, and never stricter than the loader."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from layout_examples import examples, layout_of

from docs.generate import LAYOUTS, SCHEMA, layouts, schema
from everystep.home import Home, NeedsAttention, read_yaml
from everystep.layouts.load import read_layout
from everystep.layouts.model import Layout
from everystep.layouts.schema import layout_schema
from pipelines.making import make_home

ROOT = Path(__file__).parent.parent
FILES = sorted(
    [
        *(ROOT / "examples" / "layouts").glob("*.yaml"),
        *(ROOT / "everystep" / "demo" / "layouts").glob("*.yaml"),
    ]
)
GOOD = """layout: oak-talks
title: Oak House's talks
services: {oak-house: oak-talks}
covers: whole
tables:
  - table: people
    headings: [Ref, Score]
    columns:
      Ref: {person: reference}
      Score: {score: {measure: swemwbs}, position: start}
      Why: {markers: {away: in_crisis_or_away}, contact: phone}
"""
SLIPS = {
    "a word that is none": ("title:", "tittle:"),
    "a word that is none, of a column": ("position: start", "occasion: start"),
    "something that has to be said": ("covers: whole\n", ""),
    "a kind that is none": ("covers: whole", "covers: everything"),
    "a field that is none": ("person: reference", "person: shoe_size"),
    "a way of contact that is none": ("contact: phone", "contact: pigeon"),
    "an indicator that is none": ("contact: phone", "event: ae_visits"),
    "a state that is none": ("contact: phone", "state: settled"),
    "a gap reason that is none": ("in_crisis_or_away", "on_holiday"),
    "two roles": ("person: reference", "person: reference, contact: phone"),
    "no role": ("{person: reference}", "{position: start}"),
    "an occasion without its words": ("person: reference", "form: position"),
    "an answer without its words": ("person: reference", "answer: {question: safe}"),
    "a route that is none": (
        "person: reference",
        "episode: route, values: {Left: ran_off}",
    ),
    "a practice that is none": (
        "person: reference",
        "training: practice, values: {Yoga: yoga}",
    ),
    "a state that is neither yes nor no": (
        "contact: phone",
        "state: settled_home, values: {Hostel: maybe}",
    ),
    "a measure that is not scored from items": (
        "score: {measure: swemwbs}",
        "item: {measure: swemwbs}",
    ),
    "a header that is too deep": ("    headings:", "    header_rows: 4\n    headings:"),
    "no headings": ("headings: [Ref, Score]", "headings: []"),
    "nobody's service": ("services: {oak-house: oak-talks}", "services: {}"),
    "a name with a space": ("layout: oak-talks", "layout: oak talks"),
    "a number for words": ("title: Oak House's talks", "title: 7"),
    "amounts without their rows": (
        "    headings:",
        "    of: amounts\n    headings:",
    ),
    "a figure that is none": (
        "    headings:",
        "    totals: {All: everybody}\n    headings:",
    ),
    "rows that are two things": (
        "    headings:",
        "    each_row: {event: arrest, contact: phone}\n    headings:",
    ),
    "rows that are an event that is none": (
        "    headings:",
        "    each_row: {event: party}\n    headings:",
    ),
    "no tables and no texts": (GOOD[GOOD.index("tables:") :], ""),
    "a text that is two things": (
        "tables:",
        "texts: [{text: a, under: A, story: true, ignored: why}]\ntables:",
    ),
    "a difference without its day": ("tables:", "differences: [{add: {}}]\ntables:"),
    "a measure of its own that is the registry's": (
        "tables:",
        "measures: [{measure: sdq, name: S, lowest: 0, highest: 9, "
        "direction: lower_is_better}]\ntables:",
    ),
}


def validator() -> Draft202012Validator:
    return Draft202012Validator(layout_schema())


def as_json(said: Any) -> Any:
    """Return YAML's content as JSON has it: days are words there."""
    if isinstance(said, dict):
        return {name: as_json(one) for name, one in said.items()}
    if isinstance(said, list):
        return [as_json(one) for one in said]
    return said.isoformat() if isinstance(said, date) else said


def refusals(said: Any) -> list[str]:
    return [
        f"{'.'.join(map(str, one.absolute_path))}: {one.message}"
        for one in validator().iter_errors(as_json(said))
    ]


def test_the_published_schema_is_what_the_model_says() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema()


def test_the_page_of_layouts_has_every_word_of_the_schema() -> None:
    assert LAYOUTS.read_text(encoding="utf-8") == layouts()


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(layout_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_accepts_every_layout_of_ours(path: Path) -> None:
    assert not refusals(read_yaml(path))


def test_it_accepts_every_worked_example() -> None:
    for example in examples():
        assert not refusals(layout_of(example)), example.name


@pytest.mark.parametrize("slip", SLIPS)
def test_what_it_refuses_the_loader_refuses(slip: str, tmp_path: Path) -> None:
    right, wrong = SLIPS[slip]
    path = tmp_path / "oak-talks.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert not refusals(read_yaml(path))
    assert read_layout(path)

    assert GOOD.count(right) == 1
    path.write_text(GOOD.replace(right, wrong), encoding="utf-8")

    assert refusals(read_yaml(path))
    with pytest.raises(NeedsAttention):
        read_layout(path)


def test_a_new_home_holds_the_schema_for_its_editor(tmp_path: Path) -> None:
    home = make_home(Home(tmp_path / "home", tmp_path / "key"))

    lies = home.root / "layout.schema.json"
    assert lies.read_text(encoding="utf-8") == schema()


def test_every_word_says_what_it_is() -> None:
    whole = layout_schema()
    parts = {"Layout": whole, **whole["$defs"]}

    silent = [
        f"{name}.{word}"
        for name, part in parts.items()
        for word, said in part["properties"].items()
        if not said.get("description")
    ]

    assert not silent


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("Scale", "measure"),
        ("Column", "event"),
        ("Column", "state"),
        ("Column", "contact"),
        ("Column", "markers"),
        ("Column", "figure"),
        ("EachRow", "training"),
        ("Table", "rows"),
    ],
)
def test_an_editor_can_complete_it(part: str, word: str) -> None:
    said = layout_schema()["$defs"][part]["properties"][word]
    within = said.get("additionalProperties", said)

    assert "enum" in within or "enum" in within["anyOf"][0]


def test_every_example_tells_an_editor_where_the_schema_is() -> None:
    for path in (ROOT / "examples" / "layouts").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        named = re.findall(
            r"^# yaml-language-server: \$schema=(.+)\nlayout:", text, re.M
        )

        assert len(named) == 1, path.name
        assert (path.parent / named[0]).resolve() == SCHEMA.resolve()


def test_a_line_for_an_editor_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "oak-talks.yaml"
    path.write_text(GOOD, encoding="utf-8")
    before = deepcopy(read_layout(path))

    line = "# yaml-language-server: $schema=../../docs/reference/layout.schema.json\n"
    path.write_text(line + GOOD, encoding="utf-8")

    assert read_layout(path) == before
    assert isinstance(before, Layout)
