"""A report changes over the years: one layout, and what is different since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from everystep.layouts.model import Difference, Layout, Table
from everystep.layouts.roles import near

Version = tuple[date | None, Layout]
_WORDS = ("add", "modify", "rename", "remove", "sheets")
_KEPT = "versions"


class DoesNotFit(ValueError):
    """A difference with which a layout is none any more; said in words.

    ``steps`` lead to it in the file; ``points`` are what its layout would be told.
    """

    def __init__(
        self,
        said: str,
        steps: Sequence[int | str] = (),
        points: Sequence[ErrorDetails] = (),
    ) -> None:
        super().__init__(said)
        self.steps = tuple(steps)
        self.points = tuple(points)


# Compared by identity: what is kept with a layout is no part of what it says.
@dataclass(frozen=True, eq=False)
class _Versions:
    layout: Layout
    each: tuple[Version, ...]


def versions(layout: Layout) -> tuple[Version, ...]:
    """Return a layout as it was at first, and as it has been since each difference.

    They are worked out once. Raises :class:`DoesNotFit` where a difference names a
    table or heading that is not there, or makes of the layout what is none.
    """
    known = layout.__dict__.get(_KEPT)
    # A copy with other differences keeps what was worked out for the one before.
    if known is None or known.layout is not layout:
        known = _Versions(layout, _each(layout))
        layout.__dict__[_KEPT] = known
    each: tuple[Version, ...] = known.each
    return each


def _each(layout: Layout) -> tuple[Version, ...]:
    found: list[Version] = [(None, layout)]
    order = sorted(enumerate(layout.differences), key=lambda one: one[1].since)
    for at, difference in order:
        _, before = found[-1]
        _known(at, difference, before)
        tables = [_changed(at, table, difference) for table in before.tables]
        found.append((difference.since, _checked(at, before, tables)))
    return tuple(found)


def _checked(at: int, before: Layout, tables: Sequence[Table]) -> Layout:
    """Return the next version, held to all that a layout is held to."""
    said = before.model_copy(update={"tables": tables}).model_dump(by_alias=True)
    try:
        return Layout.model_validate(said)
    except ValidationError as problem:
        points = problem.errors(include_input=False, include_url=False)
    steps = ("differences", at)
    raise DoesNotFit("it does not fit the layout", steps, points)


def _known(at: int, difference: Difference, layout: Layout) -> None:
    tables = {table.table: table for table in layout.tables}
    for word in _WORDS:
        for name in getattr(difference, word):
            if name not in tables:
                steps = ("differences", at, word, name)
                raise DoesNotFit(near(name, tables, "table"), steps)


def _changed(at: int, table: Table, difference: Difference) -> Table:
    columns = dict(table.columns)
    said: dict[str, Any] = {}
    renamed = difference.rename.get(table.table, {})
    removed = difference.remove.get(table.table, [])
    modified = difference.modify.get(table.table, {})
    for word, headings in (
        ("rename", renamed),
        ("remove", removed),
        ("modify", modified),
    ):
        for place, heading in enumerate(headings):
            if heading not in columns:
                where = heading if word != "remove" else place
                steps = ("differences", at, word, table.table, where)
                raise DoesNotFit(near(heading, columns, "heading"), steps)
    columns = {renamed.get(name, name): column for name, column in columns.items()}
    for heading in removed:
        del columns[heading]
    columns |= {renamed.get(name, name): one for name, one in modified.items()}
    columns |= difference.add.get(table.table, {})
    said["columns"] = columns
    said["headings"] = _names(table.headings, renamed, removed) or list(columns)[:1]
    said["fill_down"] = _names(table.fill_down, renamed, removed)
    said["only_where"] = {
        renamed.get(name, name): words
        for name, words in table.only_where.items()
        if name not in removed
    }
    if table.table in difference.sheets:
        said["sheet"] = difference.sheets[table.table]
    return table.model_copy(update=said)


def _names(
    names: list[str], renamed: Mapping[str, str], removed: list[str]
) -> list[str]:
    return [renamed.get(name, name) for name in names if name not in removed]
