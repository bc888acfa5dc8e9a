"""The worked examples of docs/reference/layouts.md, read by the real engine.

A block ``csv reads`` or ``text reads`` is a report, or a sheet of one; ``yaml reads``
is its layout without the head, and ``text gives`` is what the engine makes of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from ruamel.yaml import YAML

from everystep.layouts.choose import understand
from everystep.layouts.facts import Fact, facts, who_of
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, Reading
from everystep.readers import cells_of, triage

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "layouts.md"
HEAD = {
    "layout": "example",
    "title": "An example",
    "services": {"oak-house": "oak-talks"},
    "covers": "whole",
    "period_fixed": "2025-26 Q1",
}
_BLOCK = re.compile(
    r"^### ([^\n]+)$|^```(\w+) (reads|gives)(?:, sheet ([^\n]+))?\n(.*?)^```$",
    re.M | re.S,
)


@dataclass
class Example:
    """A report, its layout, and what it is said to give."""

    name: str
    sheets: list[tuple[str, str]] = field(default_factory=list)
    is_document: bool = False
    layout: str = ""
    gives: str = ""


def examples() -> list[Example]:
    """Return every worked example of the page, in its order."""
    found: list[Example] = []
    heading, open_ = "", Example("")
    for name, language, what, sheet, block in _BLOCK.findall(PAGE.read_text("utf-8")):
        if name:
            heading = name
            continue
        open_.name = heading
        if what == "gives":
            open_.gives = block
            found.append(open_)
            open_ = Example("")
        elif language == "yaml":
            open_.layout = block
        else:
            open_.sheets.append((sheet, block))
            open_.is_document = language == "text"
    return found


def layout_of(example: Example) -> dict[str, Any]:
    """Return an example's layout with its head."""
    said: dict[str, Any] = YAML(typ="safe", pure=True).load(example.layout)
    return {**HEAD, **said}


def given(example: Example) -> str:
    """Return what the engine makes of an example."""
    content = _file(example)
    what = triage(content)
    sheets = cells_of(content, what.kind)
    layout = Layout.model_validate(layout_of(example))
    ground = Ground(date(2025, 12, 1), ("Brookmere",), {})
    reading = understand([layout], what.family, sheets, "oak-house", ground).reading
    return "".join(f"{line}\n" for line in _lines(reading))


def _file(example: Example) -> bytes:
    into = BytesIO()
    (title, first), *more = example.sheets
    if example.is_document:
        document = Document()
        for line in first.splitlines():
            if line.startswith("# "):
                document.add_heading(line.removeprefix("# "))
            else:
                document.add_paragraph(line)
        document.save(into)
        return into.getvalue()
    if not (title or more):
        return first.encode()
    book = Workbook()
    for name, text in example.sheets:
        sheet = book.create_sheet(name)
        for row in csv.reader(StringIO(text)):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(into)
    return into.getvalue()


def _lines(reading: Reading) -> Iterator[str]:
    for fact in facts(reading):
        yield _line(fact)
    for row in reading.rows:
        if row.service_id:
            yield f"{who_of(row)} | of the service {row.service_id}"
    for figure, count in reading.declared.items():
        yield f"declared | {figure} | {count}"
    for one in reading.asides:
        column = get_column_letter(one.column + 1) if one.column >= 0 else "row "
        more = f" and {one.cells - 1} more" if one.cells > 1 else ""
        yield f"set aside | {column}{one.row + 1}{more} | {one.reason}"


def _line(fact: Fact) -> str:
    says = f"gap: {fact.reason}" if fact.reason else fact.value
    parts = (fact.who, f"{fact.kind} {fact.about}", fact.when.strip("@"), says)
    return " | ".join(part for part in parts if part)
