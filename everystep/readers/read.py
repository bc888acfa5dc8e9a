"""A file's cells, from a child process with limits, however that child ends."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from everystep.readers import server
from everystep.readers.child import shape
from everystep.readers.kinds import Triage, members_of, triage
from everystep.readers.packed import Packed, Unfit

__all__ = ["Cell", "CouldNotRead", "Sheet", "Triage", "cells_of", "triage"]

Cell = str | float | bool | date | None
MOST_CELLS = 5_000_000
# As JSON; three million cells of the largest real workbook tried take 60 million.
MOST_CHARACTERS = 100 << 20
WALL_SECONDS: float = 60
CPU_SECONDS = 20
# On top of what a kind's libraries hold before a file is there. No real document or PDF
# that was tried takes more than 40 MB, nor a workbook of three million cells more than
# this.
MEMORY = 500 << 20
# How a child may end that tells something of its file. Any other end is told to our
# engineer, since a provider cannot help it.
_WORDS_OF = {
    # A parser that asks for more than the child may hold aborts the whole interpreter.
    -signal.SIGABRT: "too_large",
    -signal.SIGXCPU: "took_too_long",
    -signal.SIGALRM: "took_too_long",
    server.TOO_MUCH: "too_large",
    # A parser ran into something that it did not expect, in machine code.
    -signal.SIGSEGV: "damaged",
    -signal.SIGBUS: "damaged",
    -signal.SIGILL: "damaged",
    -signal.SIGFPE: "damaged",
}
# A second reader, in a fresh child, for what makes the first give up.
_AGAIN = {"xlsx": "xlsx again", "xls": "xls again"}
# What a child may tell: a word of its own might be one of the file's.
_REASONS = {
    "gave_up",
    "damaged",
    "too_large",
    "password_protected",
    "no_text",
    "nothing_inside",
}
_CELL_TYPES = {str, float, bool, type(None)}


class CouldNotRead(Exception):
    """A file gave no cells; ``reason`` is a code that wording knows, never content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells row by row, blank ones as ``None``, and what it shows.

    ``grid`` is a table; ``words`` are the paragraphs or lines of a document, a row
    each. ``looked`` is False where the format would not tell about hidden rows and
    columns, strike-through or comments.
    """

    index: int
    title: str
    shown: bool
    rows: list[list[Cell]]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]
    kind: str = "grid"
    headings: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    comments: int = 0
    looked: bool = True

    @cached_property
    def under_merges(self) -> frozenset[tuple[int, int]]:
        """Return the places that a merge covers and that are no cells of their own."""
        return frozenset(
            (row, column)
            for (top, left), (bottom, right) in self.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        )

    @cached_property
    def columns(self) -> list[tuple[Cell, ...]]:
        """Return the cells column by column, as long as the sheet is."""
        return list(zip_longest(*self.rows))


@dataclass
class _Room:
    """What a file may still come to: the members of a zip share it."""

    cells: int
    characters: int

    def take(self, reply: bytes, sheets: list[Sheet]) -> None:
        """Count what a child said, which it may have said in spite of its limits."""
        self.characters -= len(reply)
        self.cells -= sum(len(row) for sheet in sheets for row in sheet.rows)
        if self.cells < 0:
            raise CouldNotRead("too_large")


def cells_of(content: bytes, kind: str) -> list[Sheet]:
    """Return a file's sheets, read in a child with limits.

    Raises :class:`CouldNotRead` however the child ended, with a reason and no content:
    nothing in this module raises where another error is at hand, or that one, with the
    words that it quotes, would come along as its context.
    """
    room = _Room(MOST_CELLS, MOST_CHARACTERS)
    if kind == "zip":
        return list(_members(content, room))
    return _read(content, kind, room)


def _read(content: bytes, kind: str, room: _Room) -> list[Sheet]:
    found, reason = _cells(content, kind, room)
    if reason == "gave_up" and kind in _AGAIN:
        found, reason = _cells(content, _AGAIN[kind], room)
    if reason:
        raise CouldNotRead("damaged" if reason == "gave_up" else reason)
    return found


def _cells(content: bytes, kind: str, room: _Room) -> tuple[list[Sheet], str]:
    """Return a file's sheets, or why there are none."""
    request = server.Request(
        kind=kind,
        cells=room.cells,
        characters=room.characters,
        memory=MEMORY,
        cpu=CPU_SECONDS,
        wall=WALL_SECONDS,
    )
    reply, status = server.ask(request, content)
    if status:
        return [], _WORDS_OF.get(status, "looking_into_it")
    found, reason = _taken(reply)
    room.take(reply, found)
    return found, reason


def _taken(reply: bytes) -> tuple[list[Sheet], str]:
    """Return what a child said, or why it is not taken.

    The child may be the file's by now: what it says is taken for no more than cells.
    """
    try:
        *sheets, end = [
            json.loads(line, parse_constant=str) for line in io.BytesIO(reply)
        ]
        reason = str(end["end"])
        if reason or not sheets:
            return [], reason if reason in _REASONS else "damaged"
        return [_sheet(index, said) for index, said in enumerate(sheets)], ""
    except shape.Stop as told:
        return [], told.reason
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return [], "damaged"


def _sheet(index: int, said: dict[str, Any]) -> Sheet:
    rows: list[list[Cell]] = said["rows"]
    if type(rows) is not list:
        raise TypeError
    for row in rows:
        if type(row) is not list or not _CELL_TYPES.issuperset(map(type, row)):
            raise TypeError
    for at, column in said["dates"]:
        rows[at][column] = date.fromisoformat(str(rows[at][column]))
    return Sheet(
        index=index,
        title=str(said["title"]),
        shown=bool(said["shown"]),
        rows=rows,
        merges=shape.clipped(rows, [_merge(one) for one in said["merges"]]),
        kind="words" if said["kind"] == "words" else "grid",
        headings=frozenset(map(int, said["headings"])),
        hidden_rows=frozenset(map(int, said["hidden_rows"])),
        hidden_columns=frozenset(map(int, said["hidden_columns"])),
        struck=frozenset((int(row), int(column)) for row, column in said["struck"]),
        comments=int(said["comments"]),
        looked=bool(said["looked"]),
    )


def _merge(said: Any) -> tuple[tuple[int, int], tuple[int, int]]:
    (top, left), (bottom, right) = said
    return (int(top), int(left)), (int(bottom), int(right))


def _members(content: bytes, room: _Room) -> Iterator[Sheet]:
    """Give the sheets of a zip's members in turn, each read in a child of its own.

    A member that has no words is left out, as a photograph is. One that should open and
    does not stops the whole: half a report is not a report.
    """
    files, reason = _files(content)
    if reason:
        raise CouldNotRead(reason)
    index = 0
    for name, member, kind in files:
        for sheet in _cells_of_member(member, kind, room):
            stem = PurePosixPath(name).stem
            title = f"{stem}: {sheet.title}" if len(files) > 1 else sheet.title
            yield replace(sheet, index=index, title=title)
            index += 1
    if not index:
        raise CouldNotRead("nothing_inside")


def _files(content: bytes) -> tuple[list[tuple[str, bytes, str]], str]:
    """Return the members to read, or why the zip is not to be read."""
    try:
        members = members_of(Packed(content))
    except Unfit as told:
        return [], told.reason
    found = [
        (name, member, known.kind)
        for name, member, known in members
        if known.kind != "none"
    ]
    return found, "" if found else "nothing_inside"


def _cells_of_member(content: bytes, kind: str, room: _Room) -> list[Sheet]:
    try:
        return _read(content, kind, room)
    except CouldNotRead as told:
        if told.reason in ("no_text", "nothing_inside"):
            return []
        raise
