"""A report changes over the years: one layout, and what is different since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from everystep.layouts.model import Difference, Layout, Table
from everystep.layouts.roles import near


class DoesNotFit(ValueError):
    """A difference that speaks of what the layout does not have; said in words."""


def versions(layout: Layout) -> list[tuple[date | None, Layout]]:
    """Return a layout as it was at first, and as it has been since each difference.

    Raises :class:`DoesNotFit` where a difference names a table or heading that is not
    there.
    """
    found: list[tuple[date | None, Layout]] = [(None, layout)]
    for difference in sorted(layout.differences, key=lambda one: one.since):
        _, before = found[-1]
        tables = [_changed(table, difference) for table in before.tables]
        _known(difference, before)
        plain = before.model_copy(update={"tables": tables})
        # A copy keeps what was worked out for the one before.
        for name in ("registry", "columns"):
            plain.__dict__.pop(name, None)
        found.append((difference.since, plain))
    return found


def _known(difference: Difference, layout: Layout) -> None:
    tables = {table.table for table in layout.tables}
    named = [
        *difference.add,
        *difference.modify,
        *difference.rename,
        *difference.remove,
        *difference.sheets,
    ]
    for name in named:
        if name not in tables:
            raise DoesNotFit(near(name, tables, "table"))


def _changed(table: Table, difference: Difference) -> Table:
    columns = dict(table.columns)
    said: dict[str, Any] = {}
    renamed = difference.rename.get(table.table, {})
    removed = difference.remove.get(table.table, [])
    modified = difference.modify.get(table.table, {})
    for heading in [*renamed, *removed, *modified]:
        if heading not in columns:
            raise DoesNotFit(near(heading, columns, "heading"))
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
