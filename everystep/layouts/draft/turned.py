"""Tables that stand on their side: headings down, and a column for each record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from everystep.calendar import read_quarter
from everystep.layouts.draft.labels import NAMES_PERIOD
from everystep.layouts.draft.lying import Grid, TableFound, kind_of
from everystep.layouts.draft.vocabulary import Vocabulary
from everystep.layouts.values import words
from everystep.readers.read import Cell, Sheet

_RECORD = ("person:", "episode:", "staff:", "form:")


def turned(sheet: Sheet, rows: Grid, vocabulary: Vocabulary) -> TableFound | None:
    """Return a sheet's table if its headings stand down the side."""
    if len(rows) < 4 or len(rows) > 80 or max(map(len, rows)) < 3:
        return None
    grid: list[tuple[Cell, ...]] = list(zip_longest(*rows))
    for column, cells in enumerate(grid[:3]):
        said = [(row, words(cell)) for row, cell in enumerate(cells) if words(cell)]
        known = [row for row, one in said if _is_field(one, vocabulary)]
        if len(known) >= 3 and len(known) >= 0.5 * len(said):
            across = _across(rows[known[0]], column)
            if len(across) > 1 and not any(
                _is_field(one, vocabulary) for one in across
            ):
                return _turned_at(sheet, grid, column, known[0], said[-1][0])
        if column == 0 and (top := _mixed_columns(rows)) is not None:
            return _turned_at(sheet, grid, column, top, said[-1][0])
        named = [row for row, one in said if _is_quarter(one)]
        if len(named) >= 3 and named[0] > 0 and _are_numbers(rows, named, column):
            across = _across(rows[named[0] - 1], column)
            if across and not any(_is_quarter(one) for one in across):
                last = max(row for row, _ in said if row <= named[-1] + 2)
                return _turned_at(sheet, grid, column, named[0] - 1, last)
    return None


_SHAPES = (
    ("upn", re.compile(r"[A-Z]\d{12}")),
    ("postcode", re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")),
    ("code", re.compile(r"[A-Z]{1,5}[-/ ]?\d{2,}", re.I)),
    ("long", re.compile(r".{30,}")),
)


def _shape(cell: Cell) -> str:
    kind = kind_of(cell)
    if kind != "t":
        return kind
    text = words(cell)
    return next((name for name, shape in _SHAPES if shape.fullmatch(text)), kind)


def _mixed_columns(rows: Grid) -> int | None:
    """Return the first row of a table whose rows are each of one kind of cell, and
    whose columns are mixed: its headings stand down the side."""
    width = max(len(row) for row in rows)
    shapes = [[_shape(cell) for cell in row] for row in rows]
    wide = [
        at for at, row in enumerate(shapes)
        if row and row[0] == "t" and sum(one != "b" for one in row) >= 0.4 * width
    ]  # fmt: skip
    if len(wide) < 4 or width < 4:
        return None
    labels = [words(rows[at][0]).casefold() for at in wide]
    if len(set(labels)) < len(labels):
        return None
    body = [shapes[at][1:] for at in wide]
    found = {max(sorted(set(row)), key=row.count) for row in body if row}
    if len(found - {"b"}) < 3 or not found & {"d", "upn", "code", "postcode"}:
        return None
    across = _unity(body)
    down = _unity(list(zip_longest(*body, fillvalue="b")))
    return wide[0] if across > 0.85 and across > down + 0.25 else None


def _unity(lines: Sequence[Sequence[str]]) -> float:
    """Return how much the cells of each line are of one kind, from 0 to 1."""
    shares = []
    for line in lines:
        filled = [one for one in line if one != "b"]
        if len(filled) > 1:
            shares.append(max(filled.count(one) for one in set(filled)) / len(filled))
    return sum(shares) / len(shares) if shares else 0.0


def _across(row: Sequence[Cell], column: int) -> list[str]:
    return [words(cell) for cell in row[column + 1 :] if words(cell)]


def _is_quarter(text: str) -> bool:
    return bool(NAMES_PERIOD.fullmatch(text)) or read_quarter(text) is not None


def _are_numbers(rows: Grid, named: Sequence[int], column: int) -> bool:
    kinds = [kind_of(cell) for row in named for cell in rows[row][column + 1 :]]
    return "n" in kinds and not set(kinds) & {"d", "t"}


def _turned_at(
    sheet: Sheet, grid: Sequence[Sequence[Cell]], column: int, top: int, last: int
) -> TableFound:
    cells = grid[column]
    here = [row for row in range(top, last + 1) if words(cells[row])]
    body = range(column + 1, len(grid))
    headings = tuple(words(cells[row]) for row in here)
    return TableFound(
        sheet=sheet.index,
        title=sheet.title,
        header=range(column, column + 1),
        body=body,
        columns=tuple(here),
        headings=headings,
        tiers=tuple((one,) for one in headings),
        cells=tuple(tuple(grid[at][row] for at in body) for row in here),
        turned=True,
    )


def _is_field(text: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.known(text) and any(
        one.role.startswith(_RECORD) for one in vocabulary.like(text)[:2]
    )
