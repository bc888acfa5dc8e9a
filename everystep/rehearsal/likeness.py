"""How near a file is to a layout that does not fit it: by the headings that they share.

Nothing is read on the strength of it; :mod:`everystep.layouts.drift` decides what is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from everystep.layouts.differences import versions
from everystep.layouts.drift import ENOUGH
from everystep.layouts.headers import headings_at
from everystep.layouts.model import Layout, Table, pattern_of
from everystep.layouts.values import plain
from everystep.readers import Sheet

WORTH_NAMING = 0.3
"""The share of a layout's headings by which it is named as the nearest."""


@dataclass(frozen=True)
class Likeness:
    """A layout beside a file: how many of its headings are there, and which are not."""

    layout: Layout
    here: int
    not_here: tuple[str, ...]
    best_table: float
    """The largest share of one table's headings."""

    @property
    def share(self) -> float:
        """Return the share of the layout's headings that are there."""
        return self.here / max(self.here + len(self.not_here), 1)

    @property
    def may_be_near(self) -> bool:
        """Whether the layout may be read around, with one of its tables at least."""
        return self.best_table >= ENOUGH


class Likenesses:
    """A file's rows as headings, worked out once for all layouts."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = [one for one in sheets if one.shown and one.kind == "grid"]
        self._rows: dict[tuple[int, bool], list[set[str]]] = {}

    def of(self, layout: Layout) -> Likeness:
        """Return how near a layout, as it stands today, is to the file."""
        _, newest = versions(layout)[-1]
        here, not_here, best = 0, [], 0.0
        for table in newest.tables:
            there = self._best_row(table)
            here += len(there)
            not_here += [name for name in table.columns if name not in there]
            wanted = len(table.columns) or len(table.headings)
            # A table of totals has its words down the side: its header says enough.
            share = len(there) / wanted if table.columns else 1.0
            best = max(best, share)
        return Likeness(layout, here, tuple(dict.fromkeys(not_here)), best)

    def _rows_for(self, table: Table) -> list[set[str]]:
        key = table.header_rows, table.turned
        if key not in self._rows:
            self._rows[key] = [
                row for sheet in self._sheets for row in headings_at(table, sheet)
            ]
        return self._rows[key]

    def _best_row(self, table: Table) -> set[str]:
        """Return the headings that stand in the row that has most of them."""
        words = {plain(name): name for name in table.columns if "{n}" not in name}
        families = {
            name: pattern_of(plain(name)) for name in table.columns if "{n}" in name
        }
        best: set[str] = set()
        for row in self._rows_for(table):
            here = {words[one] for one in words.keys() & row}
            if len(here) + len(families) <= len(best):
                continue
            here |= {
                name for name, one in families.items() if any(map(one.fullmatch, row))
            }
            best = max(best, here, key=len)
        return best
