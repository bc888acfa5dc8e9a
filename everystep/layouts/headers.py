"""Where a table's headings stand, and which columns are its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from everystep.layouts.model import Table, pattern_of
from everystep.layouts.roles import Column
from everystep.layouts.values import plain, words
from everystep.readers.read import Cell, Sheet

LOOK_FOR_HEADER = 60
Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Header:
    table: Table
    grid: Grid
    first: int
    span: range
    headings: list[str]
    others: list[str]


def headers_of(table: Table, sheet: Sheet, grid: Grid) -> list[Header]:
    """Return where a table's header stands: once, unless it may stand again."""
    needed = [plain(heading) for heading in table.headings]
    found: list[Header] = []
    last = len(grid) if table.several else min(len(grid), LOOK_FOR_HEADER)
    for first in range(last):
        if not _may_start(grid, first, table.header_rows, needed):
            continue
        exact, filled = _headings(sheet, grid, first, table)
        beside = _beside_it(table, grid, first, exact)
        here = [
            Header(table, grid, first, span, exact, filled)
            for span in _spans(table, exact, filled, needed, beside)
        ]
        found += here
        if here and not table.several:
            break
    return found


def headings_at(table: Table, sheet: Sheet) -> Iterator[set[str]]:
    """Yield the headings that each row would give, were it the table's header."""
    grid: Grid = sheet.columns if table.turned else sheet.rows
    for first in range(min(len(grid) - table.header_rows + 1, LOOK_FOR_HEADER)):
        if sum(cell is not None for cell in grid[first]) > 1:
            exact, filled = _headings(sheet, grid, first, table)
            yield {name.casefold() for name in [*exact, *filled] if name}


def _may_start(grid: Grid, first: int, depth: int, needed: Sequence[str]) -> bool:
    """Return whether a row holds a part of a wanted heading: the rest is costly."""
    cells = {words(cell).casefold() for cell in grid[first] if cell is not None}
    return any(
        part in cells for heading in needed for part in heading.split(" / ")
    ) and first + depth <= len(grid)


def _beside_it(
    table: Table, grid: Grid, first: int, headings: Sequence[str]
) -> list[bool]:
    """Return which columns may belong to a table beside the ones it describes.

    On a sheet that is turned, titles and footnotes stand where headings do: they have
    nothing beside them.
    """
    below = grid[first + table.header_rows :] if table.turned else ()
    return [
        bool(said) and (not table.turned or any(row[at] is not None for row in below))
        for at, said in enumerate(headings)
    ]


def _spans(
    table: Table,
    exact: list[str],
    filled: list[str],
    needed: list[str],
    beside: list[bool],
) -> list[range]:
    names = [
        {one.casefold(), two.casefold()} for one, two in zip(exact, filled, strict=True)
    ]
    first = {
        heading: next((at for at, said in enumerate(names) if heading in said), -1)
        for heading in needed
    }
    if -1 in first.values():
        return []
    if not table.side_by_side:
        return [_span(table, exact, filled, range(len(names)), beside)]
    anchor = min(needed, key=lambda heading: first[heading])
    starts = [at for at, said in enumerate(names) if anchor in said]
    ends = [*starts[1:], len(names)]
    blocks = [range(start, end) for start, end in zip(starts, ends, strict=True)]
    return [
        _span(table, exact, filled, block, beside)
        for block in blocks
        if all(any(heading in names[at] for at in block) for heading in needed)
    ]


def _span(
    table: Table,
    exact: list[str],
    filled: list[str],
    within: range,
    beside: list[bool],
) -> range:
    """Return a table's columns: from the first described one to the last, and on
    as long as headings stand beside them."""
    known = described_columns(table, exact, filled, within)
    if not known:
        wanted = {plain(heading) for heading in table.headings}
        known = {at: None for at in within if exact[at].casefold() in wanted}  # type: ignore[misc]
    left, right = min(known), max(known)
    while left - 1 in within and beside[left - 1]:
        left -= 1
    while right + 1 in within and beside[right + 1]:
        right += 1
    return range(left, right + 1)


def _headings(
    sheet: Sheet, grid: Grid, first: int, table: Table
) -> tuple[list[str], list[str]]:
    """Return each column's heading, its tiers joined: as they stand under merged
    cells, and with every upper tier carried on to the right."""
    tiers = [list(row) for row in grid[first : first + table.header_rows]]
    if not table.turned:
        _fill_merges(tiers, first, sheet)
    width = max(len(row) for row in tiers)
    tiers = [row + [None] * (width - len(row)) for row in tiers]
    carried = [_carried(row) for row in tiers[:-1]] + [tiers[-1]]
    return _joined(tiers), _joined(carried) if len(tiers) > 1 else _joined(tiers)


def _fill_merges(tiers: list[list[Cell]], first: int, sheet: Sheet) -> None:
    for (top, left), (_, right) in sheet.merges:
        if first <= top < first + len(tiers):
            row = tiers[top - first]
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[left]


def _carried(row: Sequence[Cell]) -> list[Cell]:
    found: list[Cell] = []
    for cell in row:
        found.append(cell if cell is not None else (found[-1] if found else None))
    return found


def _joined(tiers: Sequence[Sequence[Cell]]) -> list[str]:
    columns = ([words(cell) for cell in column] for column in zip(*tiers, strict=True))
    return [" / ".join(part for part in parts if part) for parts in columns]


def _number(match: re.Match[str], name: str, column: Column) -> str:
    """Return what ``{n}`` stands for; a question that stands alone has its own."""
    if match.groups():
        return str(match[1])
    digits = re.findall(r"\d+", name) if column.item else []
    return digits[-1] if digits else ""


def described_columns(
    table: Table, exact: list[str], filled: list[str], within: range
) -> dict[int, tuple[Column, str]]:
    """Return what each column is; of two with one heading the first counts."""
    patterns = [
        (name, pattern_of(plain(name)), column, column.says)
        for name, column in table.columns.items()
    ]
    found: dict[int, tuple[Column, str]] = {}
    taken: set[tuple[str, str]] = set()
    said: set[tuple[str, str]] = set()
    for headings in (exact, filled):
        for index in within:
            if index in found:
                continue
            for name, pattern, column, says in patterns:
                match = pattern.fullmatch(headings[index].casefold())
                n = _number(match, name, column) if match else ""
                # Two columns that say the same thing would be one of them unheard.
                if match and not ((name, n) in taken or (says, n) in said):
                    found[index] = (column, n)
                    taken.add((name, n))
                    said |= {(says, n)} if says else set()
                    break
    return found
