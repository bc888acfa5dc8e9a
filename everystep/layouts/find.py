"""Which layout a file fits, and where its tables start and end: by content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from everystep.layouts.model import Column, Label, Layout, Table, pattern_of
from everystep.layouts.values import plain, words
from everystep.readers.read import Cell, Sheet

LOOK_FOR_HEADER = 60


@dataclass(frozen=True)
class Found:
    """A table as it lies on a sheet; rows and columns count from nought."""

    table: Table
    sheet: Sheet
    header: range
    body: range
    headings: list[str]
    columns: dict[int, tuple[Column, str]]
    """Column → what it is, and the number that ``{n}`` stood for."""


def fitting(layouts: Sequence[Layout], kind: str, sheets: list[Sheet]) -> list[Layout]:
    """Return the layouts whose every table is found in a file."""
    return [
        layout
        for layout in layouts
        if layout.kind == kind and _every_table(layout, sheets)
    ]


def _every_table(layout: Layout, sheets: list[Sheet]) -> bool:
    found = {one.table.table for one in tables(layout, sheets)}
    return found == {table.table for table in layout.tables}


def tables(layout: Layout, sheets: list[Sheet]) -> list[Found]:
    """Return every table of a layout that stands on a shown sheet."""
    return [
        found
        for table in layout.tables
        for sheet in sheets
        if sheet.shown and _named(sheet, table.sheet)
        for found in [_find(table, sheet)]
        if found
    ]


def _named(sheet: Sheet, pattern: str) -> bool:
    return fnmatchcase(sheet.title.strip().casefold(), pattern.casefold())


def label(sheets: list[Sheet], where: Label) -> tuple[str, list[tuple[int, int, int]]]:
    """Return the words right of a label and the places of both, if it is there."""
    wanted = plain(where.beside)
    for sheet in sheets:
        if not sheet.shown or not _named(sheet, where.sheet):
            continue
        for row, cells in enumerate(sheet.rows[:LOOK_FOR_HEADER]):
            for column, cell in enumerate(cells):
                if words(cell).casefold().rstrip(" :") != wanted:
                    continue
                for right in range(column + 1, len(cells)):
                    if words(cells[right]):
                        places = [(sheet.index, row, column), (sheet.index, row, right)]
                        return words(cells[right]), places
    return "", []


def _find(table: Table, sheet: Sheet) -> Found | None:
    wanted = {plain(heading) for heading in table.headings}
    for first in range(min(len(sheet.rows), LOOK_FOR_HEADER)):
        headings = _headings(sheet, first, table.header_rows)
        if wanted <= {heading.casefold() for heading in headings}:
            start = first + table.header_rows
            body = range(start, _end(table, sheet, start))
            header = range(first, start)
            columns = _columns(table, headings)
            return Found(table, sheet, header, body, headings, columns)
    return None


def _headings(sheet: Sheet, first: int, depth: int) -> list[str]:
    """Return each column's heading, its tiers joined, merged cells filled across."""
    tiers = [list(row) for row in sheet.rows[first : first + depth]]
    if len(tiers) < depth:
        return []
    for (top, left), (bottom, right) in sheet.merges:
        if first <= top < first + depth and bottom < first + depth and bottom == top:
            row = tiers[top - first]
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[left]
    width = max(len(row) for row in tiers)
    columns = [[words(_at(row, column)) for row in tiers] for column in range(width)]
    return [" / ".join(part for part in parts if part) for parts in columns]


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def _end(table: Table, sheet: Sheet, start: int) -> int:
    ending = {plain(word) for word in table.until}
    for row in range(start, len(sheet.rows)):
        cells = sheet.rows[row]
        first = words(cells[0]).casefold() if cells else ""
        if first and any(first == word or first.startswith(word) for word in ending):
            return row
        if not any(words(cell) for cell in cells) and _blank_too(sheet, row + 1):
            return row
    return len(sheet.rows)


def _blank_too(sheet: Sheet, row: int) -> bool:
    # One empty row inside a list happens; two end it.
    return row >= len(sheet.rows) or not any(words(cell) for cell in sheet.rows[row])


def _columns(table: Table, headings: list[str]) -> dict[int, tuple[Column, str]]:
    patterns = [
        (pattern_of(plain(name)), column) for name, column in table.columns.items()
    ]
    found: dict[int, tuple[Column, str]] = {}
    for index, heading in enumerate(headings):
        for pattern, column in patterns:
            if match := pattern.fullmatch(heading.casefold()):
                found[index] = (column, match[1] if match.groups() else "")
                break
    return found
