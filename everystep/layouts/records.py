"""Which rows of a table are records, and which only stand between them.

What a record says is :mod:`everystep.layouts.rows`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from everystep.layouts import values as v
from everystep.layouts.account import Ledger
from everystep.layouts.cells import Part
from everystep.layouts.find import Found
from everystep.layouts.model import Layout


def records(layout: Layout, found: Found, ledger: Ledger) -> Sequence[int]:
    """Return the rows of a body that hold a record and may be read."""
    sheet, kept = found.sheet, []
    first, last = found.span.start, found.span.stop
    look = bool(sheet.struck or sheet.hidden_rows)
    no_records = between(found)
    for row in found.body:
        cells = found.grid[row][first:last]
        if cells.count(None) == len(cells):
            continue
        if row in no_records:
            if no_records[row] == "heading":
                ledger.used(found.place(row, at) for at in _filled(found, row))
            continue
        if look and _was_left_alone(layout, found, row, ledger):
            continue
        if not found.table.only_where or _belongs(found, row):
            kept.append(row)
    # Rows that follow one another are read as a slice.
    if kept and kept[-1] - kept[0] + 1 == len(kept):
        return range(kept[0], kept[-1] + 1)
    return kept


def _was_left_alone(layout: Layout, found: Found, row: int, ledger: Ledger) -> bool:
    places = [
        found.place(row, column)
        for column in found.span
        if found.cell(row, column) is not None
    ]
    reason = _left_alone(layout, found, places)
    for place in places if reason else ():
        ledger.aside(*place, found.table.table, reason)
    return bool(reason)


def between(found: Found) -> dict[int, str]:
    """Return the rows of a body that are no records but stand between them.

    The headings again, as at the top of each printed page; or a title such as "Closed
    cases" that is merged over several columns. Read as a record, either would be one
    person more.
    """
    rows = {row: "title" for row in [*_titles(found), *_notes(found)]}
    starts = [
        (top, at, v.words(found.cell(top, at)))
        for top in found.header
        for at in _filled(found, top)[:1]
    ]
    for row in found.body:
        for top, at, words in starts:
            cell = found.cell(row, at)
            if isinstance(cell, str) and v.words(cell) == words:
                filled = _filled(found, row)
                if len(filled) > 1 and all(_same(found, row, top, at) for at in filled):
                    rows[row] = "heading"
    return rows


_TOTALS = {"total", "totals", "grand total", "subtotal", "sub total", "sum"}
_NOTE = re.compile(r"[*†‡#]|notes?\b|source\b|n\.?b\b|key\b|updated\b|report", re.I)


def _notes(found: Found) -> list[int]:
    """Return rows with a note or the word for a total where a reference would stand."""
    named = {
        at
        for at, (column, _) in found.columns.items()
        if column.person in ("reference", "surname", "surname_comma_forename")
        or column.staff in ("reference", "name")
    }
    first = min(named, default=None)
    if first is None or found.table.turned or len(found.columns) < 3:
        return []
    notes = []
    for row in found.body:
        cell = found.cell(row, first)
        if not isinstance(cell, str):
            continue
        said = v.words(cell)
        is_total = said.casefold().rstrip(":") in _TOTALS
        like_a_note = said.count(" ") > 1 or bool(_NOTE.match(said))
        if is_total or (like_a_note and _filled(found, row) == [first]):
            notes.append(row)
    return notes


def _titles(found: Found) -> list[int]:
    if found.table.turned:
        return []
    # Where the heading itself is as wide, each record's cell is, too.
    as_headings = {
        (left, right)
        for (_, left), (bottom, right) in found.sheet.merges
        if bottom == found.header.stop - 1
    }
    wide = {
        top: left
        for (top, left), (_, right) in found.sheet.merges
        if right > left and top in found.body and (left, right) not in as_headings
    }
    return [row for row, left in wide.items() if _filled(found, row) == [left]]


def _filled(found: Found, row: int) -> list[int]:
    return [at for at in found.span if found.cell(row, at) is not None]


def _same(found: Found, row: int, top: int, at: int) -> bool:
    return v.words(found.cell(row, at)) == v.words(found.cell(top, at))


def _left_alone(
    layout: Layout, found: Found, places: Sequence[tuple[int, int, int]]
) -> str:
    sheet = found.sheet
    if sheet.struck and all(place[1:] in sheet.struck for place in places):
        return "struck_out"
    if not sheet.hidden_rows or layout.hidden_rows == "read" or found.table.turned:
        return ""
    return "hidden" if all(place[1] in sheet.hidden_rows for place in places) else ""


def _belongs(found: Found, row: int) -> bool:
    for heading, wanted in found.table.only_where.items():
        column = found.table.column(heading)
        at = next((at for at, (one, _) in found.columns.items() if one is column), None)
        said = v.words(found.cell(row, at)).casefold() if at is not None else ""
        if said not in {v.plain(word) for word in wanted}:
            return False
    return True


def cover(found: Found, numbers: Sequence[int], ledger: Ledger) -> None:
    """Note the header as used, and that blanks of the body are cells too."""
    for row in found.header:
        for column in found.span:
            if found.cell(row, column) is not None:
                ledger.use(*found.place(row, column))
    columns = described(found)
    if found.table.turned:
        ledger.covers(found.sheet.index, columns, numbers)
    else:
        ledger.covers(found.sheet.index, numbers, columns)


def described(found: Found) -> list[int]:
    """Return the columns that are one: described, or with a heading at least."""
    return [at for at in found.span if at in found.columns or found.heading_of(at)]


def rows_above(
    found: Found, numbers: Sequence[int], at: int, down: set[int]
) -> list[int]:
    """Return, for each row, the row whose cell of a filled-down column counts for it.

    A block begins wherever a column that says whom it is about is filled, in a row of
    any table; nothing is ever carried from one block into the next.
    """
    side = [
        column
        for column in down
        if found.columns[column][0].person or found.columns[column][0].staff
    ]
    above: dict[int, int] = {}
    start = last = found.body.start
    no_records = between(found)
    for row in found.body:
        if row in no_records:
            # Whoever stands above a title is not who stands below it.
            start = last = row + 1
            continue
        if any(found.cell(row, column) is not None for column in side):
            start = last = row
        if found.cell(row, at) is not None:
            last = row
        above[row] = start if at in side else last
    return [above[row] for row in numbers]


def without(
    layout: Layout,
    found: Found,
    numbers: Sequence[int],
    at: int,
    parts: list[Part],
    whole: list[v.Read],
) -> tuple[list[Part], list[v.Read]]:
    """Return a column without the cells that are crossed out or hidden."""
    sheet = found.sheet
    reasons = []
    for row in numbers:
        _, real_row, real_column = found.place(row, at)
        hidden = layout.hidden_rows == "aside" and (
            real_column in sheet.hidden_columns or real_row in sheet.hidden_rows
        )
        struck = (real_row, real_column) in sheet.struck
        reasons.append("hidden" if hidden else "struck_out" if struck else "")

    def kept(reads: list[v.Read]) -> list[v.Read]:
        return [
            v.Read("aside", reason) if reason and read.kind != "blank" else read
            for reason, read in zip(reasons, reads, strict=True)
        ]

    return [Part(one.column, one.n, kept(one.reads)) for one in parts], kept(whole)
