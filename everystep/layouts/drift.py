"""A report that is no longer as its layout says: read around, and told, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_sort_ratio

from everystep.layouts.find import Found, fits, named
from everystep.layouts.headers import headings_at
from everystep.layouts.model import Layout, Table, pattern_of
from everystep.layouts.values import plain
from everystep.readers.read import Sheet

ENOUGH = 0.6
"""The share of a table's headings by which it is still known for itself."""
ALIKE = 80
"""How alike two headings are, of a hundred, for the one to be taken for the other's
new name in a proposal. Nothing is read on the strength of it."""


@dataclass(frozen=True)
class Column:
    """A column of a report beside its layout's words."""

    table: str
    heading: str
    """The layout's own word; empty where it has none."""
    words: str
    """The report's word, which may be anything: shown to an engineer, never stored."""
    how: str
    sheet: int
    row: int
    column: int


@dataclass(frozen=True)
class Near:
    """A layout with what is no longer as it says left out, and what that is."""

    layout: Layout
    elsewhere: dict[str, str]
    """Table → the sheet that it stands on now."""
    absent: list[str]
    share: float = 1.0
    """The share of the described headings that are there, its absent tables' too."""


def nearest(layout: Layout, family: str, sheets: Sequence[Sheet]) -> Near | None:
    """Return a layout with which a report that has changed can still be read.

    Each table is known by most of its headings, on its own sheet or on another, and
    most of the tables that it needs are there: half of a report may be another one.
    """
    if layout.kind not in (None, family) or not layout.tables:
        return None
    seen = [one for table in layout.tables if (one := _nearest(table, sheets))]
    kept = [one for one in seen if not any(_anothers(one, other) for other in seen)]
    here = {one.table.table for one in kept}
    absent = [
        table
        for table in layout.tables
        if table.table not in here and not table.may_be_absent
    ]
    needed = [one for one in kept if not one.table.may_be_absent]
    if not kept or (absent and len(absent) >= len(needed)):
        return None
    # Text that belongs to another report still speaks against it.
    relaxed = layout.model_copy(update={"tables": [one.table for one in kept]})
    relaxed.__dict__.pop("columns", None)
    if not fits(relaxed, sheets):
        return None
    matched = sum(one.matched for one in kept)
    wanted = sum(one.wanted for one in kept) + sum(len(_wanted(one)) for one in absent)
    if matched < 2 or matched < ENOUGH * wanted:
        return None
    return Near(
        relaxed,
        {one.table.table: one.sheet.title for one in kept if one.moved},
        [table.table for table in absent],
        matched / wanted,
    )


@dataclass(frozen=True)
class _Kept:
    """A table by those of its headings that are left, and where it stands."""

    table: Table
    own: str
    """The sheet's name that its layout gives it."""
    sheet: Sheet
    header: set[str]
    moved: bool
    matched: int
    wanted: int


def _anothers(one: _Kept, other: _Kept) -> bool:
    """Return whether a table stands, on a new sheet, where another does.

    Of two sheets with the same headings one may be gone: the other is not both.
    """
    same = one.sheet is other.sheet and one.header == other.header
    return one.moved and same and one.own != other.own


def _wanted(table: Table) -> list[str]:
    return list(table.columns) or table.headings


def _nearest(table: Table, sheets: Sequence[Sheet]) -> _Kept | None:
    grids = [sheet for sheet in sheets if sheet.shown and sheet.kind == "grid"]
    best: tuple[float, Sheet, set[str], list[str]] | None = None
    wanted = _wanted(table)
    # One word is a little to know a table by: it is enough on its own sheet alone.
    alone = len(wanted) == 1
    enough = max(1 if alone else 2, ENOUGH * len(wanted))
    for sheet in grids:
        if alone and not named(sheet, table.sheet):
            continue
        for seen in headings_at(table, sheet):
            matched = [name for name in wanted if _stands(name, seen)]
            if len(matched) < enough:
                continue
            # Its own sheet comes before another that looks the same.
            worth = len(matched) / len(wanted) + named(sheet, table.sheet)
            if best is None or worth > best[0]:
                best = (worth, sheet, seen, matched)
    if best is None:
        return None
    _, sheet, header, matched = best
    names = [name for name in table.headings if name in matched] or matched[:3]
    names = [name for name in names if "{n}" not in name] or names
    moved = not named(sheet, table.sheet)
    place = _exactly(sheet.title) if moved else table.sheet
    left = table.model_copy(update={"headings": names, "sheet": place})
    return _Kept(left, table.sheet, sheet, header, moved, len(matched), len(wanted))


def _stands(name: str, seen: Iterable[str]) -> bool:
    pattern = pattern_of(plain(name))
    return any(pattern.fullmatch(heading) for heading in seen)


def _exactly(title: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", title.strip())


def columns_of(found: Sequence[Found], layout: Layout) -> list[Column]:
    """Return every column of the tables that were found, beside the layout's words."""
    columns: list[Column] = []
    whole = {table.table: table for table in layout.tables}
    for one in found:
        described = whole.get(one.table.table, one.table)
        names = {id(column): name for name, column in described.columns.items()}
        known = {
            at: names.get(id(column), "") for at, (column, _) in one.columns.items()
        }
        lost = [name for name in described.columns if name not in known.values()]
        for at in one.span:
            words = one.heading_of(at)
            if not words and at not in known:
                continue
            place = one.place(one.header.stop - 1, at)
            if at in known:
                columns.append(
                    Column(one.table.table, known[at], words, "known", *place)
                )
                continue
            if not any(one.cell(row, at) is not None for row in one.body):
                # A heading over nothing says nothing, and so do we.
                continue
            like = _like(words, lost)
            how = "resembles" if like else "unknown"
            columns.append(Column(one.table.table, like, words, how, *place))
    return columns


def lost_of(found: Sequence[Found], layout: Layout) -> list[tuple[str, str]]:
    """Return each table and heading that a layout describes and no column stands for.

    What a table that is not there had is lost with it, and is not listed.
    """
    names = {one.table.table for one in found}
    here = {
        (one.table, one.heading)
        for one in columns_of(found, layout)
        if one.how == "known"
    }
    return [
        (table.table, heading)
        for table in layout.tables
        if table.table in names
        for heading in table.columns
        if (table.table, heading) not in here
    ]


def _like(words: str, lost: Sequence[str]) -> str:
    """Return the heading that is not there and that these words are closest to."""
    digits = re.findall(r"\d+", words)
    scored = [
        (token_sort_ratio(plain(words), plain(name)), name)
        for name in lost
        if re.findall(r"\d+", name) == digits
    ]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else ""
