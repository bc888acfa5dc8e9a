"""What a draft is made of: tables, columns, and up to three proposals for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from everystep.layouts.draft.lying import TableFound
from everystep.layouts.model import Label

MOST_PROPOSALS = 3
LEAST_CONFIDENCE = 0.3
"""Below it a proposal is only mentioned; the column is written as not known."""


@dataclass(frozen=True)
class Proposal:
    """One thing that a column may be."""

    column: Mapping[str, object]
    """As a layout would write it, its words' meanings aside."""
    confidence: float
    """From 0 to 1, among everything that the column may be."""
    reason: str

    @property
    def role(self) -> str:
        """Return the one role's name."""
        return next(iter(self.column))


@dataclass(frozen=True)
class ColumnDraft:
    """One column of a table, and what it may be."""

    at: int
    heading: str
    proposals: Sequence[Proposal] = ()
    markers: Mapping[str, str] = field(default_factory=dict)
    """Words that stand for a gap, with the reason that is common for each."""
    strange: Sequence[str] = ()
    """Words among its numbers or dates that somebody must explain."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Words of a coded column, with what each may mean (empty where nobody knows)."""
    unlisted: int = 0
    """How many other words stand there that are not shown, lest they name someone."""
    many: str = ""
    """The mark between answers, where a cell may hold several."""
    gaps: Sequence[str] = ()
    """Numbers outside its own range that may stand for a gap."""
    unclear: bool = False
    """Whether most of its cells say nothing until somebody says what they mean."""
    span: tuple[float, float] | None = None
    """The least and the greatest of its numbers, the odd ones aside."""

    @property
    def best(self) -> Proposal | None:
        """Return the first proposal, if there is one."""
        return self.proposals[0] if self.proposals else None


@dataclass(frozen=True)
class TableDraft:
    """One table, and what its columns may be."""

    name: str
    of: str
    found: TableFound
    columns: Sequence[ColumnDraft]
    rows: Mapping[str, Sequence[Proposal]] = field(default_factory=dict)
    """Of a table of amounts: its labels, and the figures that each may state."""
    each_row: Mapping[str, str] = field(default_factory=dict)
    sheets: Sequence[str] = ()
    """Every sheet that the same headings stand on."""


@dataclass(frozen=True)
class Draft:
    """A first reading of a report that nobody has described yet."""

    name: str
    tables: Sequence[TableDraft]
    period: Label | None = None
    provider: Label | None = None
    unknown: Sequence[str] = ()
    """What somebody must say, a sentence each."""
