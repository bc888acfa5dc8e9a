"""Every cell of a file, counted: used, understood as empty, or set aside and why."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from everystep.layouts.values import Read
from everystep.readers.read import Sheet

Place = tuple[int, int, int]
_UNTOUCHED, _EMPTY, _USED, _FIRST_ASIDE = 0, 1, 2, 3
_WHOLE_ROWS = {
    "outside_tables",
    "hidden",
    "struck_out",
    "names_nobody",
    "unplaced",
}
"""Reasons that are about rows or notes: no column says more."""
_CODES = {"blank": _EMPTY, "value": _USED, "gap": _USED}


@dataclass(frozen=True)
class Aside:
    """Cells that were set aside: where the first stands, how many, and why."""

    sheet: int
    table: str
    column: int
    row: int
    cells: int
    reason: str


@dataclass(frozen=True)
class Account:
    """A sheet's cells: in = used + understood as empty + set aside."""

    sheet: int
    cells_in: int
    used: int
    empty: int
    set_aside: int


class Ledger:
    """Notes what became of each cell; an independent count of the grid checks it.

    A cell that was used stays used, whoever else sets it aside: two tables of a layout
    may lie over one another. Fates lie column by column, as tables are read.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = {sheet.index: sheet for sheet in sheets}
        self._reasons: list[tuple[str, str]] = []
        self._covered: dict[int, list[tuple[Sequence[int], Sequence[int]]]] = {}
        self._fates: dict[int, list[array[int]]] = {
            sheet.index: [array("H", bytes(2 * len(sheet.rows))) for _ in sheet.columns]
            for sheet in sheets
        }

    def covers(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Say that a table's body lies here: its blanks are cells too."""
        self._covered.setdefault(sheet, []).append((rows, columns))

    def use(self, sheet: int, row: int, column: int) -> None:
        """Note that a cell was used."""
        self._fates[sheet][column][row] = _USED

    def used(self, places: Iterable[Place]) -> None:
        """Note that each of these cells was used."""
        for place in places:
            self.use(*place)

    def empty(self, sheet: int, row: int, column: int) -> None:
        """Note that a blank cell was understood as empty."""
        # A row may be shorter than its table: what is not there is blank as well.
        columns = self._fates[sheet]
        while column >= len(columns):
            columns.append(array("H", bytes(2 * len(self._sheets[sheet].rows))))
        if columns[column][row] == _UNTOUCHED:
            columns[column][row] = _EMPTY

    def aside(self, sheet: int, row: int, column: int, table: str, reason: str) -> None:
        """Note that a cell was set aside, unless something else has used it."""
        fates = self._fates[sheet][column]
        if fates[row] != _USED:
            fates[row] = self._code(table, reason)

    def back(self, sheet: int, row: int, column: int, table: str, reason: str) -> None:
        """Set aside a cell that was taken for used, and gave nothing after all."""
        fates = self._fates[sheet][column]
        if fates[row] == _USED:
            fates[row] = self._code(table, reason)

    def column(
        self, sheet: int, column: int, rows: range, table: str, reads: Sequence[Read]
    ) -> bool:
        """Note a whole column at once; say whether that could be done.

        It can where nothing else has spoken of these cells.
        """
        fates = self._fates[sheet]
        if column >= len(fates):
            return False
        codes = array("H", [_CODES.get(read.kind, _FIRST_ASIDE) for read in reads])
        if any(fates[column][rows.start : rows.stop]):
            return False
        if _FIRST_ASIDE in codes:
            for at, read in enumerate(reads):
                if read.kind == "aside":
                    codes[at] = self._code(table, str(read.value))
        fates[column][rows.start : rows.stop] = codes
        return True

    def _code(self, table: str, reason: str) -> int:
        pair = (table, reason)
        if pair not in self._reasons:
            self._reasons.append(pair)
        return _FIRST_ASIDE + self._reasons.index(pair)

    def rest(self) -> None:
        """Set aside each filled cell that nothing has read."""
        code = self._code("", "outside_tables")
        for index, sheet in self._sheets.items():
            for fates, cells in zip(self._fates[index], sheet.columns, strict=False):
                if _UNTOUCHED not in fates:
                    continue
                for row, (fate, cell) in enumerate(zip(fates, cells, strict=True)):
                    if fate == _UNTOUCHED and cell is not None:
                        fates[row] = code

    def accounts(self) -> list[Account]:
        """Return each sheet's account; the cells that came in are counted anew."""
        found = []
        for index, sheet in self._sheets.items():
            columns = self._fates[index]
            used = sum(fates.count(_USED) for fates in columns)
            empty = sum(fates.count(_EMPTY) for fates in columns)
            touched = sum(len(one) - one.count(_UNTOUCHED) for one in columns)
            cells_in = _filled(sheet) + self._blanks(sheet)
            found.append(Account(index, cells_in, used, empty, touched - used - empty))
        return found

    def _blanks(self, sheet: Sheet) -> int:
        """Return how many blank cells the tables cover, whatever was noted of them."""
        covered = self._covered.get(sheet.index, [])
        if len(covered) == 1 and not sheet.merges:
            rows, columns = covered[0]
            if isinstance(rows, range) and len(rows):
                return sum(_blank_in(sheet, column, rows) for column in columns)
        spans: dict[int, set[int]] = {}
        for rows, columns in covered:
            for row in rows:
                spans.setdefault(row, set()).update(columns)
        return sum(
            (row, column) not in sheet.under_merges
            and (column >= len(sheet.rows[row]) or sheet.rows[row][column] is None)
            for row, columns in spans.items()
            for column in columns
        )

    def asides(self) -> list[Aside]:
        """Return what was set aside, by sheet, table, column and reason."""
        grouped: dict[tuple[int, str, int, str], list[int]] = {}
        for index, columns in self._fates.items():
            for column, fates in enumerate(columns):
                if not fates or max(fates) < _FIRST_ASIDE:
                    continue
                for row, fate in enumerate(fates):
                    if fate >= _FIRST_ASIDE:
                        table, reason = self._reasons[fate - _FIRST_ASIDE]
                        at = -1 if reason in _WHOLE_ROWS else column
                        grouped.setdefault((index, table, at, reason), []).append(row)
        return [
            Aside(sheet, table, column, min(rows), len(rows), reason)
            for (sheet, table, column, reason), rows in sorted(grouped.items())
        ]

    def fates(self) -> dict[Place, str]:
        """Return each cell's fate: ``used``, ``empty`` or ``aside:<reason>``."""
        return {
            (index, row, column): self._word(fate)
            for index, columns in self._fates.items()
            for column, fates in enumerate(columns)
            for row, fate in enumerate(fates)
            if fate != _UNTOUCHED
        }

    def _word(self, fate: int) -> str:
        if fate < _FIRST_ASIDE:
            return "used" if fate == _USED else "empty"
        return f"aside:{self._reasons[fate - _FIRST_ASIDE][1]}"


def _filled(sheet: Sheet) -> int:
    return sum(len(row) - row.count(None) for row in sheet.rows)


def _blank_in(sheet: Sheet, column: int, rows: range) -> int:
    if column >= len(sheet.columns):
        return len(rows)
    return sheet.columns[column][rows.start : rows.stop].count(None)
