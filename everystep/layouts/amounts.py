"""Totals that a report states of itself: figures down, quarters or aims across."""

from __future__ import annotations

from dataclasses import dataclass

from everystep.calendar import Period, quarter, read_period, year_of
from everystep.layouts import values as v
from everystep.layouts.account import Ledger
from everystep.layouts.cells import Ground, parts_of
from everystep.layouts.find import Found
from everystep.layouts.model import Layout
from everystep.layouts.records import cover, described
from everystep.layouts.says import Amount


@dataclass(frozen=True)
class Stated:
    """A total whose quarter is known once its report's is."""

    figure: str
    of: str
    quarter: str
    """A quarter in words, a number from 1 to 4, or ``report``."""
    read: v.Read
    sheet: int
    row: int
    column: int = 0

    def amount(self, report: Period) -> Amount | None:
        """Return the total, if it says anything: a quarter still to come does not."""
        period = self._period(report)
        if self.read.kind == "blank" and (period is None or period.start > report.end):
            return None
        value = self.read.value if isinstance(self.read.value, int) else None
        kinds = {"value": "", "gap": str(self.read.value), "aside": "set_aside"}
        reason = kinds.get(self.read.kind, "unknown")
        if period is None:
            return None
        return Amount(self.figure, self.of, period, value, reason, self.sheet, self.row)

    def _period(self, report: Period) -> Period | None:
        if self.quarter == "report":
            return report
        if self.quarter in ("1", "2", "3", "4"):
            year = year_of(report.start).start.year
            return quarter(year, int(self.quarter))
        return read_period(self.quarter)


def amounts_of(
    layout: Layout, found: Found, ground: Ground, ledger: Ledger
) -> list[Stated]:
    """Return the totals of a table, and note what became of each of its cells."""
    labelled = next(
        (at for at, (one, _) in found.columns.items() if one.names == "label"),
        found.span.start,
    )
    table = found.table
    figures = {v.plain(label): figure for label, figure in table.rows.items()}
    ignored = {v.plain(label) for label in table.ignored_rows}
    stated: list[Stated] = []
    rows = [row for row in found.body if _any(found, row)]
    covered = []
    for row in rows:
        said = v.words(found.cell(row, labelled)).casefold().rstrip(" :")
        figure = figures.get(said)
        if figure is None and said not in ignored:
            _aside(found, row, ledger, "unknown_row")
            continue
        covered.append(row)
        if figure is None:
            _aside(found, row, ledger, "ignored")
            continue
        ledger.use(*found.place(row, labelled))
        stated += _stated(layout, found, row, figure, labelled, ground, ledger)
    _cover(found, covered, ledger)
    return stated


def _any(found: Found, row: int) -> bool:
    return any(found.cell(row, column) is not None for column in found.span)


def _cover(found: Found, rows: list[int], ledger: Ledger) -> None:
    """Note the header, and that blanks of the rows that are read are cells too."""
    cover(found, rows, ledger)
    for row in rows:
        for at in described(found):
            place = found.place(row, at)
            is_cell = place[1:] not in found.sheet.under_merges
            if found.cell(row, at) is None and is_cell:
                ledger.empty(*place)


def _aside(found: Found, row: int, ledger: Ledger, reason: str) -> None:
    for column in found.span:
        if found.cell(row, column) is not None:
            ledger.aside(*found.place(row, column), found.table.table, reason)


def _stated(
    layout: Layout,
    found: Found,
    row: int,
    figure: str,
    labelled: int,
    ground: Ground,
    ledger: Ledger,
) -> list[Stated]:
    stated: list[Stated] = []
    for at in found.span:
        if at == labelled:
            continue
        column, n = found.columns.get(at, (None, ""))
        if column is None or column.amount is None:
            if found.cell(row, at) is not None and (column or found.heading_of(at)):
                reason = "ignored" if column else "unknown_column"
                ledger.aside(*found.place(row, at), found.table.table, reason)
            continue
        place = found.place(row, at)
        if place[1:] in found.sheet.under_merges:
            continue
        _, (read,) = parts_of(layout, found, [row], at, ground)
        said = column.quarter.replace("{n}", n)
        words = found.heading_of(at) if said == "heading" else said
        if not _names_a_quarter(words):
            # A total of no quarter that we know would be used and go nowhere.
            if read.kind != "blank":
                ledger.aside(*place, found.table.table, "does_not_fit")
            continue
        if read.kind == "aside":
            ledger.aside(*place, found.table.table, str(read.value))
        elif read.kind != "blank":
            ledger.use(*place)
        stated.append(Stated(figure, column.amount, words, read, *place))
    if all(one.read.kind == "blank" for one in stated):
        return []
    return stated


def _names_a_quarter(words: str) -> bool:
    return words in ("report", "1", "2", "3", "4") or read_period(words) is not None
