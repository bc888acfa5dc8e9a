"""What a reader finds, before it is written down."""

from dataclasses import dataclass, field
from typing import Any

Merge = tuple[tuple[int, int], tuple[int, int]]
# No report of some 290 real ones has a hundredth of these.
MOST_MERGES = 100_000
MOST_COVERED = 1_000_000


class Stop(Exception):
    """A file gives no cells; ``reason`` is a code, never content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Found:
    """A sheet as its reader found it; fields as the parent's ``Sheet`` has them."""

    title: str
    rows: list[list[Any]]
    shown: bool = True
    merges: list[Merge] = field(default_factory=list)
    kind: str = "grid"
    headings: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    comments: int = 0
    looked: bool = True


def clipped(rows: list[list[Any]], merges: list[Merge]) -> list[Merge]:
    """Return merges as far as the grid is filled, without those of a single cell.

    A merge takes a few bytes to write and may cover a sheet's every place, of which
    there are 17 thousand million. Together they cover no more than the grid has.
    """
    height, width = len(rows), max(map(len, rows), default=0)
    left_over = height * width
    found, covered = [], 0
    if len(merges) > MOST_MERGES:
        raise Stop("too_large")
    for (top, left), (bottom, right) in merges:
        end = min(bottom, height - 1), min(right, width - 1)
        deep, wide = end[0] - top + 1, end[1] - left + 1
        if min(top, left) < 0 or min(deep, wide) < 1 or deep * wide == 1:
            continue
        # No two may overlap; where there is no room left, one does.
        if covered + deep * wide <= left_over:
            covered += deep * wide
            found.append(((top, left), end))
    if covered > MOST_COVERED:
        raise Stop("too_large")
    return found


def merged(rows: list[list[Any]], merges: list[Merge]) -> list[Merge]:
    """Blank what stands under merges, since only the anchor is what a person sees.

    Returns the merges as far as the grid is filled.
    """
    found = clipped(rows, merges)
    for (top, left), (bottom, right) in found:
        for row in range(top, bottom + 1):
            for column in range(left, min(right + 1, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = None
    return found
