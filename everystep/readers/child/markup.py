"""Tables that a case system exports as HTML or XML under the name of a workbook."""

import datetime
from collections.abc import Iterator
from typing import Any

from .marks import PLAIN, Look, Said
from .page import Page, put
from .shape import Found, Merge, Stop, merged
from .text import decoded
from .xml import Attributes, walk

_LOOKS = {
    "S": Look(struck=True),
    "Del": Look(struck=True),
    "Sup": Look(place="raised"),
    "Sub": Look(place="lowered"),
}


def sheets(content: bytes, kind: str, most_cells: int) -> Iterator[Found]:
    """Give each table of a page, or each worksheet of Excel's XML of 2003."""
    if kind == "html":
        page = Page()
        page.feed(decoded(content))
        page.close()
        grids = [table.found for table in page.tables]
        for grid in grids:
            # A hidden table is counted and not opened, as a hidden sheet is.
            if not grid.shown:
                grid.rows, grid.merges = [], []
                grid.struck, grid.hidden_rows = [], []
    else:
        book = _Book(most_cells)
        walk(content, book.started, book.ended, book.words)
        grids = book.sheets
    if not any(cell for grid in grids for row in grid.rows for cell in row):
        raise Stop("nothing_inside")
    for number, grid in enumerate(grids, 1):
        grid.title = grid.title or f"table {number}"
        grid.merges = merged(grid.rows, grid.merges)
        yield grid


class _Book:
    """Walks Excel's XML of 2003."""

    def __init__(self, most_cells: int) -> None:
        self.sheets: list[Found] = []
        self.left = most_cells
        self.row = self.column = -1
        self.after = 0
        self.kind: str | None = None
        self.said = Said()
        self.within: list[str] = []

    def started(self, name: str, said: Attributes) -> None:
        self.within.append(name)
        self.said = Said() if name in ("Data", "Visible") else self.said
        sheet = self.sheets[-1] if self.sheets else None
        if name == "Worksheet":
            self.sheets.append(Found(said.get("ss:Name", ""), [], looked=False))
            self.row = -1
        elif sheet and name == "Row":
            self.row = int(said.get("ss:Index", self.row + 2)) - 1
            self.column = -1
            if said.get("ss:Hidden") == "1":
                sheet.hidden_rows.append(self.row)
        elif sheet and name == "Cell":
            self.column = int(said.get("ss:Index", self.column + 2)) - 1
            self.merge(sheet.merges, said)
        elif sheet and name == "Comment":
            sheet.comments += 1
        elif name == "Data" and "Comment" not in self.within:
            self.kind = said.get("ss:Type", "String")

    def merge(self, merges: list[Merge], said: Attributes) -> None:
        wide = int(said.get("ss:MergeAcross", 0))
        high = int(said.get("ss:MergeDown", 0))
        if wide or high:
            start = self.row, self.column
            merges.append((start, (start[0] + high, start[1] + wide)))
        self.after = wide

    def words(self, said: str) -> None:
        look = PLAIN
        for name in self.within:
            look = _LOOKS.get(name, PLAIN).over(look)
        self.said.add(said, look)

    def ended(self, name: str) -> None:
        self.within.pop()
        if name not in ("Visible", "Data", "Cell"):
            return
        text, is_struck = self.said.told()
        if name == "Visible" and self.sheets:
            self.sheets[-1].shown = text.strip() != "SheetHidden"
            if not self.sheets[-1].shown:
                self.sheets[-1].rows.clear()
        elif name == "Data" and self.kind and self.sheets:
            self.put(_value(text, self.kind))
            if is_struck:
                self.sheets[-1].struck.append((self.row, self.column))
            self.kind = None
        elif name == "Cell":
            self.column += self.after

    def put(self, value: Any) -> None:
        rows = self.sheets[-1].rows
        self.left -= max(self.row - len(rows), 0) + self.column + 1
        if self.left < 0:
            raise Stop("too_large")
        while len(rows) <= self.row:
            rows.append([])
        put(rows[self.row], self.column, value)


def _value(said: str, kind: str) -> Any:
    match kind:
        case "Number":
            return float(said)
        case "Boolean":
            return said.strip() == "1"
        case "DateTime":
            return datetime.date.fromisoformat(said.strip()[:10])
        case _:
            return said
