"""Every cell of a file, counted: used, understood as empty, or set aside and why."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from everystep.readers.read import Sheet

Place = tuple[int, int, int]
_UNTOUCHED, _EMPTY, _USED, _FIRST_ASIDE = 0, 1, 2, 3


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
    may lie over one another.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = {sheet.index: sheet for sheet in sheets}
        self._fates: dict[int, list[array[int]]] = {}
        self._reasons: list[tuple[str, str]] = []
        self._covered: dict[int, list[tuple[Sequence[int], Sequence[int]]]] = {}
        for sheet in sheets:
            width = max(map(len, sheet.rows), default=0)
            self._fates[sheet.index] = [
                array("H", bytes(2 * width)) for _ in sheet.rows
            ]

    def covers(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Say that a table's body lies here: its blanks are cells too."""
        self._covered.setdefault(sheet, []).append((rows, columns))

    def use(self, sheet: int, row: int, column: int) -> None:
        """Note that a cell was used."""
        self._fates[sheet][row][column] = _USED

    def used(self, places: Iterable[Place]) -> None:
        """Note that each of these cells was used."""
        for sheet, row, column in places:
            self._fates[sheet][row][column] = _USED

    def empty(self, sheet: int, row: int, column: int) -> None:
        """Note that a blank cell was understood as empty."""
        rows = self._fates[sheet]
        # A row may be shorter than its table: what is not there is blank as well.
        if column >= len(rows[row]):
            rows[row].extend([_UNTOUCHED] * (column + 1 - len(rows[row])))
        if rows[row][column] == _UNTOUCHED:
            rows[row][column] = _EMPTY

    def aside(self, sheet: int, row: int, column: int, table: str, reason: str) -> None:
        """Note that a cell was set aside, unless something else has used it."""
        rows = self._fates[sheet]
        if rows[row][column] != _USED:
            rows[row][column] = self._code(table, reason)

    def back(self, sheet: int, row: int, column: int, table: str, reason: str) -> None:
        """Set aside a cell that was taken for used."""
        self._fates[sheet][row][column] = self._code(table, reason)

    def _code(self, table: str, reason: str) -> int:
        pair = (table, reason)
        if pair not in self._reasons:
            self._reasons.append(pair)
        return _FIRST_ASIDE + self._reasons.index(pair)

    def rest(self) -> None:
        """Set aside each filled cell that nothing has read."""
        code = self._code("", "outside_tables")
        for index, sheet in self._sheets.items():
            for fates, cells in zip(self._fates[index], sheet.rows, strict=True):
                if _UNTOUCHED not in fates:
                    continue
                for column, cell in enumerate(cells):
                    if cell is not None and fates[column] == _UNTOUCHED:
                        fates[column] = code

    def accounts(self) -> list[Account]:
        """Return each sheet's account; the cells that came in are counted anew."""
        found = []
        for index, sheet in self._sheets.items():
            counted = Counter[int]()
            for fates in self._fates[index]:
                counted.update(fates)
            del counted[_UNTOUCHED]
            used, empty = counted.pop(_USED, 0), counted.pop(_EMPTY, 0)
            cells_in = _filled(sheet) + self._blanks(sheet)
            found.append(Account(index, cells_in, used, empty, sum(counted.values())))
        return found

    def _blanks(self, sheet: Sheet) -> int:
        """Return how many blank cells the tables cover, whatever was noted of them."""
        columns: dict[int, set[int]] = {}
        for rows, spans in self._covered.get(sheet.index, []):
            for row in rows:
                columns.setdefault(row, set()).update(spans)
        under = under_merges(sheet)
        return sum(
            (row, column) not in under
            and (column >= len(sheet.rows[row]) or sheet.rows[row][column] is None)
            for row, spans in columns.items()
            for column in spans
        )

    def asides(self) -> list[Aside]:
        """Return what was set aside, by sheet, table, column and reason."""
        grouped: dict[tuple[int, str, int, str], list[int]] = {}
        for index, rows in self._fates.items():
            for row, fates in enumerate(rows):
                if not fates or max(fates) < _FIRST_ASIDE:
                    continue
                for column, fate in enumerate(fates):
                    if fate >= _FIRST_ASIDE:
                        table, reason = self._reasons[fate - _FIRST_ASIDE]
                        at = -1 if reason == "outside_tables" else column
                        grouped.setdefault((index, table, at, reason), []).append(row)
        return [
            Aside(sheet, table, column, rows[0], len(rows), reason)
            for (sheet, table, column, reason), rows in sorted(grouped.items())
        ]

    def fates(self) -> dict[Place, str]:
        """Return each cell's fate: ``used``, ``empty`` or ``aside:<reason>``."""
        return {
            (index, row, column): self._word(fate)
            for index, rows in self._fates.items()
            for row, fates in enumerate(rows)
            for column, fate in enumerate(fates)
            if fate != _UNTOUCHED
        }

    def _word(self, fate: int) -> str:
        if fate < _FIRST_ASIDE:
            return "used" if fate == _USED else "empty"
        return f"aside:{self._reasons[fate - _FIRST_ASIDE][1]}"


def _filled(sheet: Sheet) -> int:
    return sum(len(row) - row.count(None) for row in sheet.rows)


def under_merges(sheet: Sheet) -> set[tuple[int, int]]:
    """Return the places that a merge covers and that are no cells of their own."""
    return {
        (row, column)
        for (top, left), (bottom, right) in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
