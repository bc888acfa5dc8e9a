"""From cells to what a report says, with every cell accounted for.

Rows here still hold identities: they stay in memory, and only
:mod:`everystep.identity.pseudonymise` takes them further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from everystep.calendar import (
    Period,
    in_year_of,
    month_of,
    quarter_of,
    read_period,
    read_quarter,
    year_of,
)
from everystep.layouts import values as v
from everystep.layouts.account import Account, Aside, Ledger, Place
from everystep.layouts.amounts import Stated, amounts_of
from everystep.layouts.cells import Ground
from everystep.layouts.find import Found, label, tables
from everystep.layouts.model import Layout
from everystep.layouts.rows import rows_of
from everystep.layouts.says import Amount, Row
from everystep.layouts.texts import texts_of
from everystep.readers.read import Sheet

__all__ = ["Ground", "NotOurs", "Reading", "Row", "read_report"]


class NotOurs(Exception):
    """A report that waits for a person; ``reason`` is a code that wording knows."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Reading:
    """All that was understood of a file, and what was not, by its place."""

    layout: Layout
    service_id: str
    period: Period
    rows: list[Row]
    declared: dict[str, int]
    accounts: list[Account]
    asides: list[Aside]
    hidden_sheets: int
    amounts: list[Amount] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    fates: dict[Place, str] = field(default_factory=dict)


def read_report(
    layout: Layout,
    sheets: Sequence[Sheet],
    provider_id: str,
    ground: Ground,
    *,
    found: Sequence[Found] | None = None,
    with_fates: bool = False,
) -> Reading:
    """Return what a report says; raises :class:`NotOurs` where a person must look.

    ``found`` are the layout's tables where somebody has looked for them already;
    ``with_fates`` keeps what became of each cell, for who wants to look.
    """
    if provider_id not in layout.services:
        raise NotOurs("another_provider")
    shown = [sheet for sheet in sheets if sheet.shown]
    ledger = Ledger(shown)
    _whose(layout, shown, provider_id, ground.provider_names, ledger)
    found = tables(layout, shown) if found is None else found
    rows: list[Row] = []
    stated: list[Stated] = []
    totals: dict[str, list[tuple[int, list[Place], str]]] = {}
    for table in found:
        if table.table.totals:
            _totals(table, ledger, totals)
        elif table.table.of == "amounts":
            stated += amounts_of(layout, table, ground, ledger)
        else:
            rows += rows_of(layout, table, ground, ledger)
    spoken = texts_of(layout, shown, ground, ledger)
    rows += spoken.rows
    period = _period(layout, shown, rows, ledger, ground.as_of)
    month = _month_of_all(layout, shown)
    for row in rows:
        if row.month:
            row.period = in_year_of(period, row.month)
        elif month and row.period is None:
            row.is_of_month(month)
    amounts = _of_one_word([*stated, *spoken.stated], period, ledger)
    declared = _declared(totals, ledger)
    ledger.rest()
    accounts = ledger.accounts()
    if any(one.cells_in != one.used + one.empty + one.set_aside for one in accounts):
        # Our own slip: this file waits alone, and no other waits for it.
        raise NotOurs("looking_into_it")
    return Reading(
        layout,
        layout.services[provider_id],
        period,
        rows,
        declared,
        accounts,
        ledger.asides(),
        len(sheets) - len(shown),
        amounts,
        list(found),
        ledger.fates() if with_fates else {},
    )


def _whose(
    layout: Layout,
    sheets: Sequence[Sheet],
    provider_id: str,
    names: dict[str, str],
    ledger: Ledger,
) -> None:
    if layout.names_provider is None:
        return
    others = [name for one, name in names.items() if one != provider_id]
    mine = names.get(provider_id, "")
    for said, places in label(sheets, layout.names_provider):
        ledger.used(places)
        if mine.casefold() not in said.casefold() and any(
            name.casefold() in said.casefold() for name in others
        ):
            raise NotOurs("another_provider")


def _period(
    layout: Layout,
    sheets: Sequence[Sheet],
    rows: Sequence[Row],
    ledger: Ledger,
    as_of: date,
) -> Period:
    """Return the quarter that a report speaks of: as it says, or by its newest day."""
    if fixed := read_quarter(layout.period_fixed):
        return fixed
    if layout.period is not None:
        return _labelled(layout, sheets, ledger)
    # A slip of the pen may lie years ahead, and would take the report with it.
    named = {row.period for row in rows if row.period and row.period.start <= as_of}
    if named:
        return max(named)
    days = [
        read.value
        for row in rows
        for read in row.episode.values()
        if isinstance(read.value, date)
    ]
    for row in rows:
        days += [said.day for said in [*row.statements, *row.goals] if said.day]
        days += [one.day for one in row.counts if one.day]
        days += [one.day for one in row.done if one.day]
    newest = max((day for day in days if day <= as_of), default=None)
    if newest is None:
        raise NotOurs("no_period")
    return year_of(newest) if layout.covers == "cumulative" else quarter_of(newest)


def _month_of_all(layout: Layout, sheets: Sequence[Sheet]) -> int:
    """Return the month that a whole report is of, where its label names one."""
    if layout.period is None:
        return 0
    months = {month_of(said) for said, _ in label(sheets, layout.period)}
    return months.pop() if len(months) == 1 else 0


def _labelled(layout: Layout, sheets: Sequence[Sheet], ledger: Ledger) -> Period:
    assert layout.period is not None
    found: set[Period] = set()
    for said, places in label(sheets, layout.period):
        if period := read_period(said):
            ledger.used(places)
            found.add(period)
    if len(found) > 1:
        raise NotOurs("two_periods")
    if not found:
        raise NotOurs("no_period")
    return found.pop()


def _totals(
    found: Found,
    ledger: Ledger,
    totals: dict[str, list[tuple[int, list[Place], str]]],
) -> None:
    """Note each total that a table declares, and where it stands."""
    names = {v.plain(name): figure for name, figure in found.table.totals.items()}
    for row in found.header:
        for column in found.span:
            if found.cell(row, column) is not None:
                ledger.use(*found.place(row, column))
    first = found.span.start
    for row in found.body:
        figure = names.get(v.words(found.cell(row, first)).casefold())
        count = v.as_count(found.cell(row, first + 1))
        if figure and count is not None:
            places = [found.place(row, at) for at in (first, first + 1)]
            ledger.used(places)
            totals.setdefault(figure, []).append((count, places, found.table.table))


def _declared(
    totals: dict[str, list[tuple[int, list[Place], str]]], ledger: Ledger
) -> dict[str, int]:
    """Return each total that a report states in one way; of two ways neither."""
    declared = {}
    for figure, said in totals.items():
        if len({count for count, _, _ in said}) == 1:
            declared[figure] = said[0][0]
            continue
        for _, places, table in said:
            for place in places:
                ledger.back(*place, table, "said_in_two_ways")
    return declared


def _of_one_word(
    stated: Sequence[Stated], report: Period, ledger: Ledger
) -> list[Amount]:
    """Return the amounts that a report states in one way; of two ways neither."""
    by_what: dict[tuple[str, str, str], list[tuple[Stated, Amount]]] = {}
    for one in stated:
        if amount := one.amount(report):
            key = (amount.figure, amount.of, amount.period.name)
            by_what.setdefault(key, []).append((one, amount))
    found = []
    for said in by_what.values():
        values = {amount.value for _, amount in said if amount.value is not None}
        if len(values) < 2:
            known = [amount for _, amount in said if amount.value is not None]
            found.append(known[0] if known else said[0][1])
            continue
        for one, _ in said:
            ledger.back(one.sheet, one.row, one.column, "", "said_in_two_ways")
    return found
