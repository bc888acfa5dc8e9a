"""What a reader finds, before it is written down."""

from dataclasses import dataclass, field
from typing import Any

Merge = tuple[tuple[int, int], tuple[int, int]]


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


def blank_ghosts(rows: list[list[Any]], merges: list[Merge]) -> None:
    """Blank what stands under a merge: only the anchor is what a person sees."""
    for (top, left), (bottom, right) in merges:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = None
