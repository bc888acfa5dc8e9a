"""A table as it may lie on a sheet, and what kind of thing stands in each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from everystep.layouts.values import as_date, as_decimal, words
from everystep.readers.read import Cell, Sheet

MOST_ROWS, MOST_COLUMNS, MOST_TABLES = 5_000, 250, 40

Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class TableFound:
    """A table as it may lie on a sheet; rows and columns count from nought.

    Of a table that is turned, rows are the sheet's columns and the other way round.
    """

    sheet: int
    title: str
    header: range
    body: range
    columns: tuple[int, ...]
    headings: tuple[str, ...]
    tiers: tuple[tuple[str, ...], ...]
    """For each column, its heading from the top down, upper tiers carried on."""
    cells: tuple[tuple[Cell, ...], ...] = field(repr=False)
    """For each column, the body's cells."""
    turned: bool = False
    until: tuple[str, ...] = ()
    above: str = ""
    """Words above the table, which may say what it is about."""
    side_by_side: bool = False
    several: bool = False
    fill_down: tuple[str, ...] = ()
    """Headings of columns with cells that are merged down over several rows."""


def kind_of(cell: Cell) -> str:
    """Return ``b`` for a blank cell, ``d`` a date, ``n`` a number and ``t`` words."""
    text = words(cell)
    if not text:
        return "b"
    if isinstance(cell, float | bool) or as_decimal(cell) is not None:
        return "n"
    if re.fullmatch(r"<\d+|\*|-?[\d,]+(?:\.\d+)?%?|£[\d,]+(?:\.\d+)?", text):
        return "n"
    return "d" if as_date(cell) is not None else "t"


def headings_of(
    sheet: Sheet, rows: Grid, header: range, columns: Sequence[int]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return each column's heading as a layout names it, and its tiers.

    Where no merge carries an upper tier over its columns, it is carried to the right,
    as the reading engine does.
    """
    width = max(columns) + 1
    tiers = [[words(cell_at(rows[row], at)) for at in range(width)] for row in header]
    merged = False
    for (top, left), (_, right) in sheet.merges:
        if top in header and right > left:
            merged = True
            tier = tiers[top - header.start]
            for at in range(left, min(right + 1, width)):
                tier[at] = tier[left]
    carried = [*(_carried(tier) for tier in tiers[:-1]), tiers[-1]]
    exact = tiers if merged else carried
    return (
        [" / ".join(tier[at] for tier in exact if tier[at]) for at in columns],
        [tuple(tier[at] for tier in exact if tier[at]) for at in columns],
    )


def _carried(tier: list[str]) -> list[str]:
    said = ""
    found = []
    for one in tier:
        said = one or said
        found.append(said)
    return found


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    """Return a cell, blank where its row ends before."""
    return row[column] if column < len(row) else None
