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
from everystep.readers.kinds import Triage, inner, triage
from everystep.readers.packed import Packed, Unfit

__all__ = ["Cell", "CouldNotRead", "Sheet", "Triage", "cells_of", "triage"]

Cell = str | float | bool | date | None
MOST_CELLS = 5_000_000
WALL_SECONDS: float = 60
CPU_SECONDS = 20
# On top of what a kind's libraries hold before a file is there. No document or PDF of
# the corpus takes more than 40 MB, nor a workbook of three million cells more than 500.
MEMORY = 500 << 20
_WORDS_OF = {
    # A parser that asks for more than the child may hold aborts the whole interpreter.
    -signal.SIGABRT: "too_large",
    -signal.SIGXCPU: "took_too_long",
    -signal.SIGALRM: "took_too_long",
}
# A second reader, in a fresh child, for what makes the first give up.
_AGAIN = {"xlsx": "xlsx again", "xls": "xls again"}
# What a child may tell: a word of its own might be one of the file's.
_REASONS = {
    "",
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
    def columns(self) -> list[tuple[Cell, ...]]:
        """Return the cells column by column, as long as the sheet is."""
        return list(zip_longest(*self.rows))


def cells_of(content: bytes, kind: str) -> list[Sheet]:
    """Return a file's sheets, read in a child with limits.

    Raises :class:`CouldNotRead` however the child ended, with a reason and no content.
    """
    if kind == "zip":
        return list(_members(content))
    try:
        return _cells(content, kind)
    except CouldNotRead as told:
        if told.reason != "gave_up":
            raise
    return _a_second_time(content, kind)


def _a_second_time(content: bytes, kind: str) -> list[Sheet]:
    if kind not in _AGAIN:
        raise CouldNotRead("damaged")
    try:
        return _cells(content, _AGAIN[kind])
    except CouldNotRead as told:
        raise CouldNotRead(
            "damaged" if told.reason == "gave_up" else told.reason
        ) from None


def _cells(content: bytes, kind: str) -> list[Sheet]:
    request = server.Request(
        kind=kind,
        cells=MOST_CELLS,
        memory=MEMORY,
        cpu=CPU_SECONDS,
        wall=WALL_SECONDS,
    )
    reply, status = server.ask(request, content)
    if status:
        raise CouldNotRead(_WORDS_OF.get(status, "damaged"))
    # The child may be the file's by now: what it says is taken for no more than cells.
    try:
        *sheets, end = [
            json.loads(line, parse_constant=str) for line in io.BytesIO(reply)
        ]
        reason = str(end["end"])
        found = [_sheet(index, said) for index, said in enumerate(sheets)]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise CouldNotRead("damaged") from None
    if reason or not found:
        raise CouldNotRead(reason if reason in _REASONS - {""} else "damaged")
    return found


def _sheet(index: int, said: dict[str, Any]) -> Sheet:
    rows: list[list[Cell]] = said["rows"]
    for row in rows:
        if not _CELL_TYPES.issuperset(map(type, row)):
            raise TypeError
    for at, column in said["dates"]:
        rows[at][column] = date.fromisoformat(str(rows[at][column]))
    return Sheet(
        index=index,
        title=str(said["title"]),
        shown=bool(said["shown"]),
        rows=rows,
        merges=[_merge(one) for one in said["merges"]],
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


def _members(content: bytes) -> Iterator[Sheet]:
    """Give the sheets of a zip's members in turn, each read in a child of its own.

    A member that has no words is left out, as a photograph is. One that should open and
    does not stops the whole: half a report is not a report.
    """
    try:
        files = [
            (name, member, known.kind)
            for name, member in Packed(content).files()
            if (known := inner(member)).kind != "none"
        ]
    except Unfit as told:
        raise CouldNotRead(told.reason) from None
    if not files:
        raise CouldNotRead("nothing_inside")
    index, left = 0, MOST_CELLS
    for name, member, kind in files:
        for sheet in _cells_of_member(member, kind):
            left -= sum(map(len, sheet.rows))
            if left < 0:
                raise CouldNotRead("too_large")
            stem = PurePosixPath(name).stem
            title = f"{stem}: {sheet.title}" if len(files) > 1 else sheet.title
            yield replace(sheet, index=index, title=title)
            index += 1
    if not index:
        raise CouldNotRead("nothing_inside")


def _cells_of_member(content: bytes, kind: str) -> list[Sheet]:
    try:
        return cells_of(content, kind)
    except CouldNotRead as told:
        if told.reason in ("no_text", "nothing_inside"):
            return []
        raise
