"""Columns whose heading is known and whose cells would be set aside all the same.

A layout may name every column and give the words of none: what a column's own codes
mean stands under ``values``, and without it they are kept and not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from everystep.layouts.drift import columns_of
from everystep.layouts.find import Found
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, Reading
from everystep.layouts.roles import Column
from everystep.receipts import column_name

_MISREAD = {f"aside:{reason}" for reason in ("does_not_fit", "two_dates")}
_RANGE = "aside:out_of_range"
_CODED = {
    ("person", "gender"),
    ("person", "ethnic_group"),
    ("person", "place"),
    ("episode", "route"),
    ("happened", "event"),
    ("happened", "contact"),
    ("training", "practice"),
    ("training", "attended"),
    ("supervision", "kind"),
    ("form", "position"),
    ("form", "status"),
}
"""Roles whose cells are words that a layout gives the meaning of."""


@dataclass(frozen=True)
class Unmet:
    """How many of a column's filled cells would be set aside."""

    place: str
    """Its letters, or the number of its row where a table is turned."""
    turned: bool
    heading: str
    """The layout's own word for it."""
    cells: int
    filled: int
    is_coded: bool

    @property
    def is_most(self) -> bool:
        """Whether more than half of the column would be set aside."""
        return 2 * self.cells > self.filled


def unmet(reading: Reading, layout: Layout, ground: Ground) -> list[Unmet]:
    """Return the columns of a reading that keeps its fates, in the report's order.

    One that stands on several sheets is one. Without a home no place is known, and
    that is not for a layout to say.
    """
    known: dict[tuple[str, str], tuple[Found, int, Column]] = {}
    filled, cells = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for found in reading.found:
        for key, at in _known(found, layout):
            column = found.columns[at][0]
            if column.person == "place" and not ground.places:
                continue
            known.setdefault(key, (found, at, column))
            fates = [
                reading.fates.get(found.place(row, at), "")
                for row in found.body
                if found.cell(row, at) is not None
            ]
            met = sum(fate == "used" for fate in fates)
            aside = sum(fate in _MISREAD or fate == _RANGE for fate in fates)
            filled[key] += met + aside
            cells[key] += aside
    return [
        Unmet(
            place=_place(found, at),
            turned=found.table.turned,
            heading=heading,
            cells=cells[table, heading],
            filled=filled[table, heading],
            is_coded=_is_coded(column),
        )
        for (table, heading), (found, at, column) in known.items()
        if cells[table, heading]
    ]


def _known(found: Found, layout: Layout) -> Sequence[tuple[tuple[str, str], int]]:
    return [
        ((one.table, one.heading), one.row if found.table.turned else one.column)
        for one in columns_of([found], layout)
        if one.how == "known"
    ]


def _place(found: Found, at: int) -> str:
    return str(at + 1) if found.table.turned else column_name(at)


def _is_coded(column: Column) -> bool:
    if column.split is not None or column.ignored is not None:
        return False
    if column.values or column.state is not None or column.answer is not None:
        return True
    return (column.role, str(getattr(column, column.role))) in _CODED
