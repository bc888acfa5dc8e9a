"""Which layout a file fits, and where its tables start and end: by content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from everystep.layouts.model import Label, Layout, Table, pattern_of
from everystep.layouts.roles import Column
from everystep.layouts.values import plain, words
from everystep.readers.read import Cell, Sheet

LOOK_FOR_HEADER = 60
LOOK_ABOVE = 6
Grid = Sequence[Sequence[Cell]]


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


@dataclass(frozen=True)
class _Header:
    table: Table
    grid: Grid
    first: int
    span: range
    headings: list[str]
    others: list[str]


def _on_sheet(sheet: Sheet, wanted: Sequence[Table]) -> list[Found]:
    turned: Grid = []
    if any(table.turned for table in wanted):
        turned = sheet.columns
    headers = [
        header
        for table in wanted
        for header in _headers(table, sheet, turned if table.turned else sheet.rows)
    ]
    return [_found(header, sheet, headers) for header in headers]


def _headers(table: Table, sheet: Sheet, grid: Grid) -> list[_Header]:
    """Return where a table's header stands: once, unless it may stand again."""
    needed = [plain(heading) for heading in table.headings]
    found: list[_Header] = []
    last = len(grid) if table.several else min(len(grid), LOOK_FOR_HEADER)
    for first in range(last):
        if not _may_start(grid, first, table.header_rows, needed):
            continue
        exact, filled = _headings(sheet, grid, first, table)
        here = [
            _Header(table, grid, first, span, exact, filled)
            for span in _spans(table, exact, filled, needed)
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


def _spans(
    table: Table, exact: list[str], filled: list[str], needed: list[str]
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
        return [_span(table, exact, filled, range(len(names)))]
    anchor = min(needed, key=lambda heading: first[heading])
    starts = [at for at, said in enumerate(names) if anchor in said]
    ends = [*starts[1:], len(names)]
    blocks = [range(start, end) for start, end in zip(starts, ends, strict=True)]
    return [
        _span(table, exact, filled, block)
        for block in blocks
        if all(any(heading in names[at] for at in block) for heading in needed)
    ]


def _span(table: Table, exact: list[str], filled: list[str], within: range) -> range:
    """Return a table's columns: from the first described one to the last, and on
    as long as headings stand beside them."""
    known = _columns(table, exact, filled, within)
    if not known:
        wanted = {plain(heading) for heading in table.headings}
        known = {at: None for at in within if exact[at].casefold() in wanted}  # type: ignore[misc]
    left, right = min(known), max(known)
    while left - 1 in within and exact[left - 1]:
        left -= 1
    while right + 1 in within and exact[right + 1]:
        right += 1
    return range(left, right + 1)


def _found(header: _Header, sheet: Sheet, headers: Sequence[_Header]) -> Found:
    table, grid = header.table, header.grid
    start = header.first + table.header_rows
    body = range(start, _end(header, sheet, start, headers))
    columns = _columns(table, header.headings, header.others, header.span)
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


def _period_words(header: _Header, sheet: Sheet) -> str:
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


def _end(header: _Header, sheet: Sheet, start: int, headers: Sequence[_Header]) -> int:
    grid = header.grid
    last = _next_header(header, start, headers)
    ending = {plain(word) for word in header.table.until}
    merged = {
        row
        for (top, left), (bottom, _) in sheet.merges
        if top >= start and left in header.span
        for row in range(top, bottom + 1)
    }
    ends = tuple(ending)
    left, right = header.span.start, header.span.stop
    for row in range(start, last):
        cells = grid[row][left:right]
        first = next((cell for cell in cells if cell is not None), None)
        if first is not None:
            if ends and words(first).casefold().startswith(ends):
                return row
            continue
        # One empty row inside a list happens; two end it.
        inside = row in merged or row + 1 in merged
        if not inside and _blank(grid, header.span, row + 1, last):
            return row
    return last


def _next_header(header: _Header, start: int, headers: Sequence[_Header]) -> int:
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


def _columns(
    table: Table, exact: list[str], filled: list[str], within: range
) -> dict[int, tuple[Column, str]]:
    """Return what each column is; of two with one heading the first counts."""
    patterns = [
        (name, pattern_of(plain(name)), column, _says(column))
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
                n = match[1] if match and match.groups() else ""
                # Two columns that say the same thing would be one of them unheard.
                if match and not ((name, n) in taken or (says, n) in said):
                    found[index] = (column, n)
                    taken.add((name, n))
                    said |= {(says, n)} if says else set()
                    break
    return found


def _says(column: Column) -> str:
    """Return what a column says and of what, where one of a table may say it."""
    many = column.ignored is not None or column.split or column.quarter == "heading"
    how = {"values", "markers", "dates"}
    return "" if many else column.model_dump_json(exclude_none=True, exclude=how)
