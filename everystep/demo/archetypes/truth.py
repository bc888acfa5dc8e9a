"""What a sample report says, cell by cell, as its writer knows it.

Nothing here reads a report: a :class:`Pen` notes what is true while it writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

Place = tuple[int, int, int]
"""Sheet, row and column, counted from nought."""


class Fact(NamedTuple):
    """One thing that a report says, in words that any reading can be compared by."""

    kind: str
    who: str
    about: str
    when: str = ""
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Sample:
    """A report that was written, and all that is true of it."""

    path: Path
    layout: str
    """The name of the layout in ``examples/layouts`` that reads it."""
    provider_id: str
    service_id: str
    period: str
    """The quarter, or year, that it speaks of (``2025-26 Q3``)."""
    facts: list[Fact]
    fates: dict[Place, str]
    places: tuple[str, ...] = ("Brookmere", "Castleholm", "Thornley")
    hidden_sheets: int = 0


@dataclass
class Pen:
    """Notes what each cell is for, while something else puts it on a sheet."""

    facts: list[Fact] = field(default_factory=list)
    fates: dict[Place, str] = field(default_factory=dict)

    def cell(
        self, place: Place, fate: str = "used", facts: Iterable[Fact] = ()
    ) -> None:
        """Note one cell's fate and what it says."""
        self.fates[place] = fate
        self.facts.extend(facts)

    def cells(self, places: Iterable[Place], fate: str) -> None:
        """Note the same fate for several cells."""
        for place in places:
            self.fates[place] = fate
