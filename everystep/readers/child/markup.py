"""Tables that a case system exports as HTML or XML under the name of a workbook."""

import datetime
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from .shape import Found, Merge, Stop, blank_ghosts
from .text import decoded
from .xml import Attributes, walk

_WIDEST = 16_384


def sheets(content: bytes, kind: str, most_cells: int) -> Iterator[Found]:
    """Give each table of a page, or each worksheet of Excel's XML of 2003."""
    if kind == "html":
        page = _Page()
        page.feed(decoded(content))
        page.close()
        grids = [table.found for table in page.tables]
    else:
        book = _Book(most_cells)
        walk(content, book.started, book.ended, book.words)
        grids = book.sheets
    if not any(cell for grid in grids for row in grid.rows for cell in row):
        raise Stop("nothing_inside")
    for number, grid in enumerate(grids, 1):
        grid.title = grid.title or f"table {number}"
        blank_ghosts(grid.rows, grid.merges)
        yield grid


class Grid:
    """A table as it is written: cells go where the ones above leave room."""

    def __init__(self) -> None:
        self.found = Found("", [], looked=False)
        self.taken: dict[int, int] = {}
        self.column = 0

    def row(self) -> None:
        """Begin a row; what reaches down from above has one row less to go."""
        self.found.rows.append([])
        self.taken = {at: left - 1 for at, left in self.taken.items() if left > 1}
        self.column = 0

    def cell(self, value: Any, wide: int, high: int) -> None:
        """Put a cell in the first place that is free."""
        if not self.found.rows:
            self.row()
        while self.taken.get(self.column, 0) > 0:
            self.column += 1
        put(self.found.rows[-1], self.column, value)
        at = len(self.found.rows) - 1, self.column
        if wide > 1 or high > 1:
            end = at[0] + high - 1, at[1] + wide - 1
            self.found.merges.append((at, end))
        if high > 1:
            self.taken |= {at[1] + step: high for step in range(wide)}
        self.column += wide


def put(row: list[Any], column: int, value: Any) -> None:
    """Put a value in a row, which grows as far as it must."""
    if column >= _WIDEST:
        raise Stop("too_large")
    row += [None] * (column + 1 - len(row))
    row[column] = value


class _Page(HTMLParser):
    """Takes the tables out of a page; what stands outside them is its frame."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Grid] = []
        self.open: list[tuple[Grid, list[str] | None, int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(Grid())
            self.open.append((self.tables[-1], None, 1, 1))
        elif self.open and tag in ("tr", "td", "th"):
            self.finish()
            grid = self.open[-1][0]
            if tag == "tr":
                grid.row()
            else:
                said = dict(attrs)
                wide, high = _span(said.get("colspan")), _span(said.get("rowspan"))
                self.open[-1] = grid, [], wide, high
        elif tag in ("br", "p", "div") and self.open and self.open[-1][1]:
            self.open[-1][1].append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag in ("td", "th", "tr", "table"):
            self.finish()
        if self.open and tag == "table":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1] is not None:
            self.open[-1][1].append(" ".join(data.split(" ")))

    def finish(self) -> None:
        """End the cell that is open: not every page closes what it opens."""
        grid, words, wide, high = self.open[-1]
        if words is not None:
            lines = "".join(words).replace("\r", "").split("\n")
            said = "\n".join(" ".join(line.split()) for line in lines).strip()
            grid.cell(said or None, wide, high)
            self.open[-1] = grid, None, 1, 1


def _span(said: str | None) -> int:
    return min(int(said), 1000) or 1 if said and said.isdigit() else 1


class _Book:
    """Walks Excel's XML of 2003."""

    def __init__(self, most_cells: int) -> None:
        self.sheets: list[Found] = []
        self.left = most_cells
        self.row = self.column = -1
        self.after = 0
        self.kind: str | None = None
        self.said: list[str] = []
        self.within: list[str] = []

    def started(self, name: str, said: Attributes) -> None:
        self.within.append(name)
        self.said = [] if name in ("Data", "Visible") else self.said
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
        self.said.append(said)

    def ended(self, name: str) -> None:
        self.within.pop()
        if name == "Visible" and self.sheets:
            self.sheets[-1].shown = "".join(self.said).strip() != "SheetHidden"
            if not self.sheets[-1].shown:
                self.sheets[-1].rows.clear()
        elif name == "Data" and self.kind and self.sheets:
            self.put(_value("".join(self.said), self.kind))
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
