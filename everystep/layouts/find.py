"""Which layout a file fits, and where its tables start and end: by content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from everystep.layouts.headers import (
    LOOK_FOR_HEADER,
    Grid,
    Header,
    described_columns,
    headers_of,
)
from everystep.layouts.model import Label, Layout, Table
from everystep.layouts.roles import Column
from everystep.layouts.values import plain, words
from everystep.readers.read import Cell, Sheet

LOOK_ABOVE = 6


@dataclass(frozen=True)
class Found:
    """A table as it lies on a sheet; rows and columns count from nought.

    Of a table that is turned, ``grid`` is the sheet turned round, and :meth:`place`
    gives where a cell really stands.
    """

    table: Table
    sheet: Sheet
    grid: Grid
    header: range
    body: range
    span: range
    """The columns that belong to it."""
    headings: list[str]
    """One for each column of the grid."""
    columns: dict[int, tuple[Column, str]]
    """Column → what it is, and the number that ``{n}`` stood for."""
    period_words: str = ""

    def place(self, row: int, column: int) -> tuple[int, int, int]:
        """Return a cell's sheet, row and column as a person sees them."""
        if self.table.turned:
            return self.sheet.index, column, row
        return self.sheet.index, row, column

    def cells(self, rows: Sequence[int], column: int) -> Sequence[Cell]:
        """Return a column's cells in these rows."""
        lines: Grid = self.sheet.rows if self.table.turned else self.sheet.columns
        if column >= len(lines):
            return [None] * len(rows)
        line = lines[column]
        if isinstance(rows, range) and rows.stop <= len(line):
            cells = line[rows.start : rows.stop]
        else:
            cells = [line[row] if row < len(line) else None for row in rows]
        if bool in set(map(type, cells)):
            # True equals 1.0, and a ticked box is no score of one.
            return [str(cell) if isinstance(cell, bool) else cell for cell in cells]
        return cells

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, blank where a row ends before its table does."""
        cells = self.grid[row]
        return cells[column] if column < len(cells) else None

    def heading_of(self, column: int) -> str:
        """Return a column's heading, or nothing."""
        return self.headings[column] if column < len(self.headings) else ""


def fitting(
    layouts: Sequence[Layout], family: str, sheets: Sequence[Sheet]
) -> list[Layout]:
    """Return the layouts whose every table is found in a file."""
    return [
        layout
        for layout in layouts
        if layout.kind in (None, family) and fits(layout, sheets)
    ]


def fits(layout: Layout, sheets: Sequence[Sheet]) -> bool:
    """Return whether every table of a layout stands in a file, and nothing against."""
    return as_it_fits(layout, sheets) is not None


def as_it_fits(layout: Layout, sheets: Sequence[Sheet]) -> list[Found] | None:
    """Return a layout's tables as they stand in a file, or nothing if it does not fit.

    A layout of texts alone has no tables, and fits where their headings stand.
    """
    found = tables(layout, sheets)
    names = {one.table.table for one in found}
    needed = {table.table for table in layout.tables if not table.may_be_absent}
    if not (names >= needed and (names or _any_text(layout, sheets))):
        return None
    against = {plain(word) for word in layout.not_with}
    if against and against & set(_every_word(sheets)):
        return None
    return found


def _any_text(layout: Layout, sheets: Sequence[Sheet]) -> bool:
    wanted = {plain(text.under) for text in layout.texts if text.under}
    return not layout.tables and wanted <= set(_every_word(sheets))


def _every_word(sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for row in sheet.rows if sheet.shown else ():
            for cell in row:
                if isinstance(cell, str):
                    yield plain(cell).rstrip(" :")


def tables(layout: Layout, sheets: Sequence[Sheet]) -> list[Found]:
    """Return every table of a layout that stands on a shown sheet."""
    grids = [sheet for sheet in sheets if sheet.shown and sheet.kind == "grid"]
    found = [
        one
        for sheet in grids
        for one in _on_sheet(
            sheet, [table for table in layout.tables if named(sheet, table.sheet)]
        )
    ]
    order = {table.table: at for at, table in enumerate(layout.tables)}
    return sorted(found, key=lambda one: (order[one.table.table], one.sheet.index))


def named(sheet: Sheet, pattern: str) -> bool:
    """Return whether a sheet's name fits a pattern such as ``People Q*``."""
    return fnmatchcase(sheet.title.strip().casefold(), pattern.casefold())


def label(
    sheets: Sequence[Sheet], where: Label
) -> list[tuple[str, list[tuple[int, int, int]]]]:
    """Return the words right of a label and the places of both, each time it stands.

    ``Period: Q3 2025/26`` in one cell is a label and its words as well.
    """
    wanted = plain(where.beside).rstrip(" :")
    found = []
    for sheet in sheets:
        if not sheet.shown or not named(sheet, where.sheet):
            continue
        for row, cells in enumerate(sheet.rows[:LOOK_FOR_HEADER]):
            for column, cell in enumerate(cells):
                if not isinstance(cell, str):
                    continue
                if (said := _beside(wanted, cells, column)) is not None:
                    places = [(sheet.index, row, at) for at in (column, said[1])]
                    found.append((said[0], list(dict.fromkeys(places))))
    return found


def _beside(wanted: str, cells: Sequence[Cell], column: int) -> tuple[str, int] | None:
    text = words(cells[column])
    said = text.casefold()
    if said.rstrip(" :") == wanted:
        for right in range(column + 1, len(cells)):
            if words(cells[right]):
                return words(cells[right]), right
        return None
    start = f"{wanted}:"
    if said.startswith(start) and len(said) > len(start):
        return text[len(start) :].strip(), column
    return None


def _on_sheet(sheet: Sheet, wanted: Sequence[Table]) -> list[Found]:
    turned: Grid = []
    if any(table.turned for table in wanted):
        turned = sheet.columns
    headers = [
        header
        for table in wanted
        for header in headers_of(table, sheet, turned if table.turned else sheet.rows)
    ]
    return [_found(header, sheet, headers) for header in headers]


def _found(header: Header, sheet: Sheet, headers: Sequence[Header]) -> Found:
    table, grid = header.table, header.grid
    start = header.first + table.header_rows
    body = range(start, _end(header, sheet, start, headers))
    columns = described_columns(table, header.headings, header.others, header.span)
    return Found(
        table,
        sheet,
        grid,
        range(header.first, start),
        body,
        header.span,
        header.headings,
        columns,
        _period_words(header, sheet),
    )


def _period_words(header: Header, sheet: Sheet) -> str:
    if header.table.period_from == "sheet":
        return sheet.title
    if header.table.period_from == "above":
        above = range(max(0, header.first - LOOK_ABOVE), header.first)
        return "\n".join(
            words(cell)
            for row in reversed(above)
            for cell in header.grid[row]
            if cell is not None
        )
    return ""


def _end(header: Header, sheet: Sheet, start: int, headers: Sequence[Header]) -> int:
    grid = header.grid
    last = _next_header(header, start, headers)
    ending = {plain(word) for word in header.table.until}
    merged = {
        row
        for (top, left), (bottom, _) in sheet.merges
        if top >= start and left in header.span
        for row in range(top, bottom + 1)
    }
    ends = re.compile("|".join(rf"{re.escape(word)}(?!\w)" for word in ending) or "$^")
    left, right = header.span.start, header.span.stop
    for row in range(start, last):
        cells = grid[row][left:right]
        first = next((cell for cell in cells if cell is not None), None)
        if first is not None:
            if ends.match(words(first).casefold()):
                return row
            continue
        # One empty row inside a list happens; two end it.
        inside = row in merged or row + 1 in merged
        if not inside and _blank(grid, header.span, row + 1, last):
            return row
    return last


def _next_header(header: Header, start: int, headers: Sequence[Header]) -> int:
    """Return where the next table below starts; its title is not a row of this one."""
    below = [
        other.first
        for other in headers
        if other.grid is header.grid
        and other.first >= start
        and set(other.span) & set(header.span)
    ]
    if not below:
        return len(header.grid)
    nearest = min(below)
    for row in range(nearest - 1, start, -1):
        if _blank(header.grid, header.span, row, nearest):
            return row
    return nearest


def _blank(grid: Grid, span: range, row: int, last: int) -> bool:
    if row >= last:
        return True
    return not any(
        grid[row][column] is not None for column in span if column < len(grid[row])
    )
