"""Lists of records on a sheet: headings on two levels, and rows, some set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from everystep.demo.archetypes.grids import Grid, Said
from everystep.demo.archetypes.truth import Fact
from everystep.demo.workbooks import Cell

Look = str
"""``plain``, or why a whole row is set aside: ``struck_out`` or ``hidden``."""


def says(
    cell: Cell | float,
    kind: str,
    who: str,
    about: str,
    when: str = "",
    value: str = "",
    reason: str = "",
    fate: str = "used",
) -> Said:
    """Return a cell that carries one fact; a blank one is understood as empty."""
    fact = Fact(kind, who, about, when, value, reason)
    return Said(cell, "empty" if is_blank(cell) else fate, (fact,))


def quiet(cell: Cell | float, fate: str = "used") -> Said:
    """Return a cell that says nothing of its own."""
    return Said(cell, "empty" if is_blank(cell) else fate)


def is_blank(cell: Cell | float) -> bool:
    """Return whether a person sees nothing in a cell."""
    return cell is None or not str(cell).strip()


def record(
    grid: Grid,
    row: int,
    cells: Sequence[Said | None],
    first: int = 0,
    look: Look = "plain",
) -> None:
    """Write a record's row; ``None`` stands where no cell is, as within a merge.

    A row that is struck out or hidden is no record: it says nothing, and its blanks are
    no cells. A row in which nothing is filled is none either.
    """
    if all(one is None or is_blank(one.value) for one in cells):
        return
    if look == "plain":
        grid.row(row, cells, first)
        return
    fate = f"aside:{look}"
    for column, one in enumerate(cells, first):
        if one is not None and not is_blank(one.value):
            grid.put(row, column, Said(one.value, fate))
    if look == "hidden":
        grid.hidden_rows.add(row)
    else:
        grid.struck |= {(row, column) for column in range(first, first + len(cells))}


def two_tiers(
    grid: Grid, row: int, column: int, groups: Mapping[str, Sequence[str]]
) -> int:
    """Write headings on two levels, merged; return the first column after them.

    A group without headings is one heading that is merged over both levels.
    """
    for group, headings in groups.items():
        grid.put(row, column, Said(group))
        last = column + max(len(headings), 1) - 1
        if not headings:
            grid.merge(row, column, row + 1, column)
        elif len(headings) > 1:
            grid.merge(row, column, row, last)
        for at, heading in enumerate(headings, column):
            grid.put(row + 1, at, Said(heading))
        column = last + 1
    return column
