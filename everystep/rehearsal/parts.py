"""The parts that a rehearsal is told in, and whom it is told to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Listing:
    """A small table: its caption, its headings, and rows of words."""

    caption: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """One part of what is told, under its heading; what is empty is left out."""

    heading: str
    says: Sequence[str] = ()
    named: Sequence[tuple[str, str]] = ()
    points: Sequence[str] = ()
    listings: Sequence[Listing] = ()
    places: Sequence[tuple[str, Sequence[str]]] = ()
    after: Sequence[str] = ()
    commands: Sequence[tuple[str, str]] = ()
    """What a command does, and the command; for engineers."""


@dataclass(frozen=True)
class Listener:
    """Whom it is told to."""

    is_engineer: bool
    layouts_looked_at: int = 1
    knows_places: bool = True
    """Whether the commission's places are known, as they are in its home."""
    path: Path | None = None
    program: str = "everystep"
    """The command line as it was called."""
    check_with: str = ""
    """Where the layouts are, as a command is told it."""
    more: str = ""
    """What else a command is told: whose report it is, and the home."""
    drafts: Sequence[str] = ()
    """Layout files that nobody has confirmed yet; they were not looked at."""
    is_the_homes: bool = True
    """Whether the layouts are those that a run reads by."""


def quoted(path: Path) -> str:
    """Return a path as it is typed in a command."""
    # A name need not be text; what cannot be printed is written out.
    return shlex.quote(str(path).encode(errors="backslashreplace").decode())
