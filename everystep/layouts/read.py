"""From cells to rows that say who and what, with every cell accounted for.

Rows here still hold identities: they stay in memory, and only
:mod:`everystep.identity.pseudonymise` takes them further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from everystep.calendar import Period, quarter_of, read_quarter, year_of
from everystep.layouts import values as v
from everystep.layouts.account import Account, Aside, Ledger
from everystep.layouts.find import Found, label, tables
from everystep.layouts.model import Column, Layout, Scale
from everystep.layouts.occasions import Statement, form_of, slot
from everystep.readers.read import Cell, Sheet
from everystep.reference import ethnic_groups, markers, routes


class NotOurs(Exception):
    """A report that waits for a person; ``reason`` is a code that wording knows."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Ground:
    """What a reading stands on besides the file: the day, places and names."""

    as_of: date
    places: tuple[str, ...]
    provider_names: dict[str, str]
    """Provider id → name, so that a report naming another provider waits."""


@dataclass
class Row:
    """What one row of a report says of one person."""

    sheet: int
    row: int
    who: dict[str, v.Read] = field(default_factory=dict)
    episode: dict[str, v.Read] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    contacts: dict[str, v.Read] = field(default_factory=dict)
    events: dict[str, v.Read] = field(default_factory=dict)
    states: dict[str, v.Read] = field(default_factory=dict)


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


def read_report(
    layout: Layout,
    sheets: list[Sheet],
    provider_id: str,
    ground: Ground,
) -> Reading:
    """Return what a report says; raises :class:`NotOurs` where a person must look."""
    if provider_id not in layout.services:
        raise NotOurs("another_provider")
    shown = [sheet for sheet in sheets if sheet.shown]
    ledger = Ledger(shown)
    _whose(layout, shown, provider_id, ground.provider_names, ledger)
    rows: list[Row] = []
    declared: dict[str, int] = {}
    blanks = Counter[int]()
    for found in tables(layout, shown):
        for row in found.header:
            for column, cell in enumerate(found.sheet.rows[row]):
                if v.words(cell):
                    ledger.used.add((found.sheet.index, row, column))
        if found.table.totals:
            declared |= _totals(found, ledger)
        else:
            rows += _rows(layout, found, ground, ledger, blanks)
    period = _period(layout, shown, rows, ledger, ground.as_of)
    ledger.rest()
    return Reading(
        layout,
        layout.services[provider_id],
        period,
        rows,
        declared,
        ledger.accounts(blanks),
        ledger.asides(),
        len(sheets) - len(shown),
    )


def _whose(
    layout: Layout,
    sheets: list[Sheet],
    provider_id: str,
    names: dict[str, str],
    ledger: Ledger,
) -> None:
    if layout.names_provider is None:
        return
    said, places = label(sheets, layout.names_provider)
    ledger.used.update(places)
    others = [name for one, name in names.items() if one != provider_id]
    mine = names.get(provider_id, "")
    if mine.casefold() not in said.casefold() and any(
        name.casefold() in said.casefold() for name in others
    ):
        raise NotOurs("another_provider")


def _period(
    layout: Layout,
    sheets: list[Sheet],
    rows: list[Row],
    ledger: Ledger,
    as_of: date,
) -> Period:
    if fixed := read_quarter(layout.period_fixed):
        return fixed
    if layout.period is not None:
        said, places = label(sheets, layout.period)
        ledger.used.update(places)
        if found := read_quarter(said):
            return found
        raise NotOurs("no_period")
    days = [
        read.value
        for row in rows
        for read in row.episode.values()
        if isinstance(read.value, date)
    ]
    days += [said.day for row in rows for said in row.statements if said.day]
    # A slip of the pen may lie years ahead, and would take the report with it.
    newest = max((day for day in days if day <= as_of), default=None)
    if newest is None:
        raise NotOurs("no_period")
    return year_of(newest) if layout.covers == "cumulative" else quarter_of(newest)


def _totals(found: Found, ledger: Ledger) -> dict[str, int]:
    names = {v.plain(name): figure for name, figure in found.table.totals.items()}
    declared: dict[str, int] = {}
    for row in found.body:
        cells = found.sheet.rows[row]
        figure = names.get(v.words(cells[0]).casefold()) if cells else None
        count = v.as_count(cells[1]) if len(cells) > 1 else None
        if figure and count is not None:
            declared[figure] = count
            ledger.used |= {(found.sheet.index, row, at) for at in (0, 1)}
    return declared


def _rows(
    layout: Layout,
    found: Found,
    ground: Ground,
    ledger: Ledger,
    blanks: Counter[int],
) -> list[Row]:
    readers = {
        at: _reader(layout, column, ground) for at, (column, _) in found.columns.items()
    }
    rows = []
    for number in found.body:
        cells = found.sheet.rows[number]
        if not any(v.words(cell) for cell in cells):
            continue
        reads: dict[int, v.Read] = {}
        for at, heading in enumerate(found.headings):
            cell: Cell = cells[at] if at < len(cells) else None
            column = found.columns.get(at, (None, ""))[0]
            if not v.words(cell):
                # Blanks of a covered table are cells too: a gap is something we read.
                blanks[found.sheet.index] += 1
                ledger.empty[found.sheet.index] += 1
                reads[at] = v.BLANK
            elif column is None or column.ignored is not None:
                reason = "ignored" if column else "unknown_column"
                if heading or column:
                    place = (found.sheet.index, number, at)
                    ledger.aside(place, found.table.table, reason)
            else:
                reads[at] = readers[at](cell)
                ledger.read(found, number, at, reads[at])
        rows.append(_row(found, number, reads, ledger))
    return rows


def _reader(layout: Layout, column: Column, ground: Ground) -> Callable[[Cell], v.Read]:
    scope, parse = _scope_and_parse(column, ground)
    known = markers(scope) if scope else {}
    if column.person in ("forename", "surname"):
        # Na, Dk and Nk are people's names too; a gap is written in longer words.
        known = {marker: code for marker, code in known.items() if len(marker) != 2}
    own = layout.markers | column.markers
    return v.reader(parse, {**known, **{v.plain(key): own[key] for key in own}})


def _scope_and_parse(
    column: Column, ground: Ground
) -> tuple[str, Callable[[Cell], object | None]]:
    """Return in which scope a column's markers count, and how its values are read."""
    if column.person:
        return column.person, _person_parse(column, ground)
    if column.score or column.item:
        return "measures", v.as_decimal
    if column.score_day or column.form == "day":
        return "measures", v.as_date
    if column.reason_for or column.form:
        return "measures", v.one_of(column.values) if column.values else v.as_text
    if column.contact or column.event:
        return "counts", v.as_count
    if column.state:
        return "measures", v.as_truth
    if column.episode in ("start", "end"):
        return "", v.as_date
    if column.episode == "route":
        examples = {
            word: key
            for key, row in routes().items()
            for word in row["examples_in_reports"].split("; ")
        }
        return "", v.one_of(examples | column.values)
    return "", v.as_text


def _person_parse(column: Column, ground: Ground) -> Callable[[Cell], object | None]:
    match column.person:
        case "birth_date":
            return lambda cell: _birth_date(cell, ground.as_of)
        case "gender":
            return v.one_of(column.values)
        case "ethnic_group":
            return v.one_of(ethnic_groups() | column.values)
        case "place":
            return v.one_of({place: place for place in ground.places} | column.values)
        case _:
            return v.as_text


def _birth_date(cell: Cell, as_of: date) -> date | None:
    day = v.as_date(cell)
    if day and day > as_of:
        # A two-digit year that would lie ahead is of the century before.
        return day.replace(year=day.year - 100)
    return day


def _row(found: Found, number: int, reads: dict[int, v.Read], ledger: Ledger) -> Row:
    row = Row(found.sheet.index, number)
    form: dict[str, v.Read] = {}
    items: dict[tuple[str, str, str], dict[int, v.Read]] = {}
    slots: dict[tuple[str, str, str], dict[str, dict[str, tuple[int, v.Read]]]] = {}
    for at, (column, n) in found.columns.items():
        read = reads.get(at, v.BLANK)
        if column.person:
            row.who[column.person] = read
        elif column.episode:
            row.episode[column.episode] = read
        elif column.contact:
            row.contacts[column.contact] = read
        elif column.event:
            row.events[column.event] = read
        elif column.state:
            row.states[column.state] = read
        elif column.form:
            form[column.form] = read
        elif column.item:
            items.setdefault(column.item.key, {})[int(n or 0)] = read
        else:
            for kind in ("score", "score_day", "reason_for"):
                scale: Scale | None = getattr(column, kind)
                if scale:
                    place = column.position.replace("{n}", n)
                    group = (scale.measure, scale.rater, place)
                    name = scale.subscale if kind == "score" else f"({kind})"
                    slots.setdefault(group, {}).setdefault(name, {})["it"] = (at, read)
    for (measure, rater, place), parts in slots.items():
        row.statements += slot(found, number, measure, rater, place, parts, ledger)
    for scale_key, answers in items.items():
        if said := form_of(scale_key, answers, form, found, number, ledger):
            row.statements.append(said)
    return row
