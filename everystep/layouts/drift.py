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


def nearest(layout: Layout, family: str, sheets: Sequence[Sheet]) -> Near | None:
    """Return a layout with which a report that has changed can still be read.

    Each table is known by most of its headings, on its own sheet or on another.
    """
    if layout.kind not in (None, family) or not layout.tables:
        return None
    kept: list[Table] = []
    elsewhere: dict[str, str] = {}
    absent: list[str] = []
    for table in layout.tables:
        found = _nearest(table, sheets)
        if found is None:
            absent += [] if table.may_be_absent else [table.table]
            continue
        near, sheet, moved = found
        kept.append(near)
        if moved:
            elsewhere[table.table] = sheet.title
    if not kept or len(absent) > len(kept):
        return None
    # Text that belongs to another report still speaks against it.
    relaxed = layout.model_copy(update={"tables": kept})
    relaxed.__dict__.pop("columns", None)
    return Near(relaxed, elsewhere, absent) if fits(relaxed, sheets) else None


def _nearest(table: Table, sheets: Sequence[Sheet]) -> tuple[Table, Sheet, bool] | None:
    grids = [sheet for sheet in sheets if sheet.shown and sheet.kind == "grid"]
    best: tuple[float, Sheet, list[str]] | None = None
    wanted = list(table.columns) or table.headings
    for sheet in grids:
        for seen in headings_at(table, sheet):
            matched = [name for name in wanted if _stands(name, seen)]
            if len(matched) < max(2, ENOUGH * len(wanted)):
                continue
            # Its own sheet comes before another that looks the same.
            worth = len(matched) / len(wanted) + named(sheet, table.sheet)
            if best is None or worth > best[0]:
                best = (worth, sheet, matched)
    if best is None:
        return None
    _, sheet, matched = best
    names = [name for name in table.headings if name in matched] or matched[:3]
    names = [name for name in names if "{n}" not in name] or names
    moved = not named(sheet, table.sheet)
    place = _exactly(sheet.title) if moved else table.sheet
    return table.model_copy(update={"headings": names, "sheet": place}), sheet, moved


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
