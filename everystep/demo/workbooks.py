"""Workbooks whose bytes depend on nothing but what is written into them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | date | None

_MADE_ON = datetime(2024, 1, 1, 9, 0)


@dataclass(frozen=True)
class Book:
    """A workbook being written, with the two looks that its cells need."""

    workbook: xlsxwriter.Workbook
    heading: Format

    def sheet(self, name: str) -> Worksheet:
        """Return a new sheet."""
        return self.workbook.add_worksheet(name)


@contextmanager
def new_book(home: Path) -> Iterator[Book]:
    """Give a workbook that is written to its home when all is done."""
    with xlsxwriter.Workbook(home, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        workbook.set_properties({"created": _MADE_ON})
        yield Book(workbook, workbook.add_format({"bold": True, "align": "center"}))


def write_row(sheet: Worksheet, row: int, cells: list[Cell]) -> None:
    """Write cells side by side, numbers as numbers and text as text."""
    for column, cell in enumerate(cells):
        write_cell(sheet, row, column, cell)


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Write one cell; nothing at all for an empty one."""
    match cell:
        case None | "":
            return
        case str():
            sheet.write_string(row, column, cell)
        case int():
            sheet.write_number(row, column, cell)
        case _:
            sheet.write_datetime(row, column, cell)
