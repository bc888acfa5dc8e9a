"""Sheets of a sample report as they are written, cell by cell, with what is true.

A :class:`Grid` holds what stands where and tells the :class:`Pen`; what makes a file
of grids stands at the end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from everystep.demo.archetypes.truth import Fact, Pen
from everystep.demo.workbooks import Book, Cell, new_book, write_cell


class Said(NamedTuple):
    """A cell that is about to be written: its fate, and what it says."""

    value: Cell | float
    fate: str = "used"
    facts: tuple[Fact, ...] = ()


def used(value: Cell | float, *facts: Fact) -> Said:
    """Return a cell that is read; a blank one is understood as empty."""
    is_blank = value is None or value == ""
    return Said(value, "empty" if is_blank else "used", facts)


def aside(value: Cell | float, reason: str, *facts: Fact) -> Said:
    """Return a cell that is set aside, and why."""
    return Said(value, f"aside:{reason}", facts)


def unheard(said: Said, reason: str) -> Said:
    """Return a cell of a row that says nothing of anyone: read, and set aside."""
    return said._replace(fate=f"aside:{reason}") if said.fate == "used" else said


BLANK = Said(None, "empty")


@dataclass
class Grid:
    """One sheet or table that is being written."""

    pen: Pen
    sheet: int
    title: str
    cells: dict[tuple[int, int], Cell | float] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    ghosts: dict[tuple[int, int], Cell | float] = field(default_factory=dict)
    """What still stands under a merge, where nobody sees it."""
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, said: Said) -> None:
        """Write one cell and note what is true of it."""
        self.pen.cell((self.sheet, row, column), said.fate, said.facts)
        if said.value is not None and said.value != "":
            self.cells[row, column] = said.value

    def row(self, row: int, cells: Sequence[Said | None], start: int = 0) -> None:
        """Write cells side by side; ``None`` is no cell of any table."""
        for at, said in enumerate(cells, start):
            if said is not None:
                self.put(row, at, said)

    def words(self, row: int, texts: Iterable[Cell], fate: str = "used") -> None:
        """Write texts side by side, all of one fate; a blank one is no cell."""
        for at, text in enumerate(texts):
            if text is not None and text != "":
                self.put(row, at, Said(text, fate))

    def note(self, row: int, column: int, text: Cell) -> None:
        """Write something that stands outside every table."""
        self.put(row, column, Said(text, "aside:outside_tables"))

    def merge(self, row: int, column: int, row_to: int, column_to: int) -> None:
        """Merge a range whose first cell is written, or will be."""
        self.merges.append((row, column, row_to, column_to))

    @property
    def rows(self) -> list[list[Cell | float]]:
        """Return what stands on the sheet, row by row, blank cells as ``None``."""
        deep = max((row for row, _ in self.cells), default=-1) + 1
        wide = max((column for _, column in self.cells), default=-1) + 1
        return [
            [self.cells.get((row, column)) for column in range(wide)]
            for row in range(deep)
        ]


def write_workbook(
    path: Path, grids: Sequence[Grid], hidden: dict[str, list[list[Cell]]] | None = None
) -> None:
    """Write a workbook of shown sheets in order, and hidden ones after them."""
    with new_book(path) as book:
        for grid in grids:
            _draw(book, book.sheet(grid.title), grid)
        for title, rows in (hidden or {}).items():
            sheet = book.sheet(title)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    write_cell(sheet, row, column, cell)
            sheet.hide()


def _draw(book: Book, sheet: Worksheet, grid: Grid) -> None:
    for row, column, row_to, column_to in grid.merges:
        # The anchor's own value is written below, over the blank that this leaves.
        sheet.merge_range(row, column, row_to, column_to, "", book.heading)
    struck = book.workbook.add_format({"font_strikeout": True}) if grid.struck else None
    for (row, column), value in sorted({**grid.ghosts, **grid.cells}.items()):
        if isinstance(value, float):
            sheet.write_number(row, column, value)
        elif struck is not None and (row, column) in grid.struck:
            sheet.write(row, column, value, struck)
        else:
            write_cell(sheet, row, column, value)
    for (row, column), text in grid.comments.items():
        sheet.write_comment(row, column, text, {"author": "admin"})
    for row in grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in grid.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})


def as_csv(grid: Grid, delimiter: str = ",", ends: str = "\r\n") -> str:
    """Return a grid as delimited text, whose dates are written day first."""
    lines = io.StringIO()
    pen = csv.writer(lines, delimiter=delimiter, lineterminator=ends)
    for cells in grid.rows:
        pen.writerow(["" if cell is None else as_text(cell) for cell in cells])
    return lines.getvalue()


def as_text(cell: Cell | float) -> str:
    """Return a cell as a person would type it."""
    return f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else str(cell)
