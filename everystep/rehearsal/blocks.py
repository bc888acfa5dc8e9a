"""The tables that seem to stand in a file that no layout knows, and their headings.

The first row of a list without headings is a person. So a heading is only shown where
it is one for certain; the rest are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from everystep.layouts.draft.lying import TableFound
from everystep.layouts.draft.tables import find_tables
from everystep.layouts.draft.vocabulary import vocabulary
from everystep.layouts.values import plain, words
from everystep.readers import Cell, Sheet
from everystep.rehearsal.shape import kind_of

DRAFTED_ROWS = 5_000
"""As many rows as the drafter looks at; a longer table goes on to its sheet's end."""
MOSTLY = 0.5
"""The share of known words by which the rest of a header is one too."""


@dataclass(frozen=True)
class Block:
    """One table as it seems to lie on a sheet; rows and columns count from nought."""

    sheet: int
    header: range
    left: int
    right: int
    rows: int
    turned: bool
    headings: tuple[tuple[str, ...], ...]
    """Those that are headings for certain, in order, each from its upper words down."""
    unsaid: int
    """How many other columns there are."""


def blocks(sheets: Sequence[Sheet], known: Sequence[str]) -> list[Block]:
    """Return the tables that seem to be there; ``known`` are words for headings."""
    told = {plain(one) for one in known}
    return [_block(one, sheets, told) for one in find_tables(sheets, vocabulary())]


def _block(found: TableFound, sheets: Sequence[Sheet], known: set[str]) -> Block:
    sure = _sure(found, known)
    rows = max(len(found.body), max(map(len, found.cells), default=0))
    whole = next(len(one.rows) for one in sheets if one.index == found.sheet)
    if not found.turned and found.body.stop >= DRAFTED_ROWS:
        rows = whole - found.body.start
    return Block(
        sheet=found.sheet,
        header=found.header,
        left=min(found.columns),
        right=max(found.columns),
        rows=rows,
        turned=found.turned,
        headings=sure,
        unsaid=len(found.columns) - len(sure),
    )


def _sure(found: TableFound, known: set[str]) -> tuple[tuple[str, ...], ...]:
    said = [
        (tier, plain(tier[-1]) in known, cells)
        for tier, cells in zip(_tiers(found), found.cells, strict=True)
        if tier
    ]
    if any(kind_of(tier[-1]) in "nd" for tier, _, _ in said):
        return ()
    spoken = sum(is_known for _, is_known, _ in said)
    # A label and what stands beside it look like two headings, and may be a name.
    if len(said) < 3 and spoken < len(said):
        return ()
    # People's names may head columns of figures: then hardly a word is known.
    mostly = spoken >= MOSTLY * len(said)
    return tuple(
        tier
        for tier, is_known, cells in said
        if is_known or (mostly and _is_figures(cells))
    )


def _tiers(found: TableFound) -> list[tuple[str, ...]]:
    return [tuple(filter(None, tier)) for tier in found.tiers]


def _is_figures(cells: Sequence[Cell]) -> bool:
    """Whether most of what stands below is figures or days, as under a heading."""
    kinds = [kind_of(cell) for cell in cells[:200] if words(cell)]
    return bool(kinds) and sum(kind in "nd" for kind in kinds) > len(kinds) / 2
