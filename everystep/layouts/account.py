"""Every cell of a file, counted: used, understood as empty, or set aside and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from everystep.layouts import values as v
from everystep.layouts.find import Found
from everystep.readers.read import Sheet


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
    """Counts cells as they are read; an independent count of the grid checks it."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self.sheets = sheets
        self.used: set[tuple[int, int, int]] = set()
        self.empty: Counter[int] = Counter()
        self.marks: dict[tuple[int, int, int], tuple[str, str]] = {}

    def read(self, found: Found, row: int, column: int, read: v.Read) -> None:
        place = (found.sheet.index, row, column)
        if read.kind == "blank":
            self.empty[found.sheet.index] += 1
        elif read.kind == "aside":
            self.aside(place, found.table.table, "does_not_fit")
        else:
            self.used.add(place)

    def aside(self, place: tuple[int, int, int], table: str, reason: str) -> None:
        self.marks[place] = (table, reason)

    def rest(self) -> None:
        """Set aside each filled cell that nothing has read."""
        for place in self.used & self.marks.keys():
            del self.marks[place]
        for sheet in self.sheets:
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    place = (sheet.index, row, column)
                    known = place in self.used or place in self.marks
                    if not known and v.words(cell):
                        self.aside(place, "", "outside_tables")

    def accounts(self, blanks: Counter[int]) -> list[Account]:
        filled = {
            sheet.index: sum(bool(v.words(cell)) for row in sheet.rows for cell in row)
            for sheet in self.sheets
        }
        used = Counter(place[0] for place in self.used)
        aside = Counter(place[0] for place in self.marks)
        return [
            Account(
                index, filled[index] + blanks[index], used[index], empty, aside[index]
            )
            for index in filled
            for empty in [self.empty[index]]
        ]

    def asides(self) -> list[Aside]:
        grouped: dict[tuple[int, str, int, str], list[int]] = {}
        for (sheet, row, column), (table, reason) in sorted(self.marks.items()):
            at = -1 if reason == "outside_tables" else column
            grouped.setdefault((sheet, table, at, reason), []).append(row)
        return [
            Aside(sheet, table, column, rows[0], len(rows), reason)
            for (sheet, table, column, reason), rows in grouped.items()
        ]
