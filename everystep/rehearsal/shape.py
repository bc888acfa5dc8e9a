"""What shape the sheets of a file have that no layout knows: is it one clear table?

Nothing is understood here and nothing is read: these are the looks of a file, for the
person who will describe it. What its columns may be belongs in
:mod:`everystep.layouts.draft`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from everystep.layouts.values import as_date, as_decimal, plain, words
from everystep.readers import Cell, Sheet

CLEAR = "clear"
EMPTY = "empty"
"""What a sheet that needs no describing looks like; all other looks need it."""
LOOK = 400
"""Rows that are looked at closely; a long list repeats its shape."""
A_SENTENCE = 10
SOME_PROSE = 40
"""Words by which a document has something to say: one sentence, or several lines."""
_FIGURE = re.compile(r"<\d+|\*|-?[\d,.]+%?|£[\d,.]+")


@dataclass(frozen=True)
class Shape:
    """How one sheet looks: ``clear``, ``empty``, or why somebody has to describe it."""

    sheet: int
    looks: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether a table with one row of headings stands here, and nothing else."""
        return self.looks == (CLEAR,)


def kind_of(cell: Cell) -> str:
    """Return ``b`` for a blank cell, ``d`` a day, ``n`` a number and ``t`` words."""
    text = words(cell)
    if not text:
        return "b"
    if isinstance(cell, float | bool) or _FIGURE.fullmatch(text):
        return "n"
    if as_decimal(cell) is not None:
        return "n"
    return "d" if as_date(cell) is not None else "t"


def shapes(sheets: Sequence[Sheet]) -> list[Shape]:
    """Return the shape of each shown sheet."""
    return [
        _words(sheet) if sheet.kind == "words" else _grid(sheet)
        for sheet in sheets
        if sheet.shown
    ]


def _words(sheet: Sheet) -> Shape:
    return Shape(sheet.index, ("prose" if has_prose(sheet) else EMPTY,))


def has_prose(sheet: Sheet) -> bool:
    """Whether sentences stand on a sheet that somebody may want to read."""
    lengths = [len(words(cell).split()) for row in sheet.rows for cell in row]
    return max(lengths, default=0) >= A_SENTENCE or sum(lengths) >= SOME_PROSE


def _grid(sheet: Sheet) -> Shape:
    every = (at for at, row in enumerate(sheet.rows) if any(map(words, row)))
    filled = list(islice(every, LOOK))
    last = filled[-1] + 1 if filled else 0
    kinds = ["".join(map(kind_of, row)) for row in sheet.rows[:last]]
    if not filled:
        return Shape(sheet.index, (EMPTY,))
    columns = sorted({at for row in kinds for at, one in enumerate(row) if one != "b"})
    if len(columns) == 1:
        return Shape(sheet.index, ("one_column",))
    if len(filled) == 1:
        return Shape(sheet.index, ("one_row",))
    header = _header(kinds, filled)
    looks = tuple(dict.fromkeys(_looks(sheet, kinds, filled, header)))
    return Shape(sheet.index, looks or (CLEAR,))


def _header(kinds: Sequence[str], filled: Sequence[int]) -> int:
    """Return the first row with two or more filled cells: right nine times in ten."""
    return next((at for at in filled if _count(kinds[at]) > 1), filled[0])


def _count(row: str) -> int:
    return len(row) - row.count("b")


def _looks(
    sheet: Sheet, kinds: Sequence[str], filled: Sequence[int], header: int
) -> Iterator[str]:
    """Yield each reason for which a sheet is not simply one table."""
    head = kinds[header].rstrip("b")
    below = [at for at in filled if at > header]
    if header > filled[0]:
        yield "words_above"
    if not below:
        yield "one_row"
        return
    if sheet.merges:
        yield "merged"
    if _count(head) < 2 or sum(kind in "nd" for kind in head) > len(head) / 2:
        yield "no_headings"
    if _two_tiers(kinds, header, below):
        yield "two_tiers"
    if below[-1] - header + 1 > len(below) + 1:
        yield "blank_rows"
    if _is_ragged(kinds, head, below):
        yield "ragged"
    said = Counter(plain(cell) for cell in map(words, sheet.rows[header]) if cell)
    if said and max(said.values()) > 1:
        yield "same_headings"
    last = next(row for row in reversed(sheet.rows) if any(map(words, row)))
    if len(head) > 2 and len(below) > 1 and sum(map(bool, map(words, last))) == 1:
        yield "words_below"


def _two_tiers(kinds: Sequence[str], header: int, below: Sequence[int]) -> bool:
    """Whether the row under the headings is words too where figures follow."""
    if len(below) < 2 or below[0] != header + 1:
        return False
    second = kinds[below[0]]
    here = [at for at, kind in enumerate(second) if kind == "t"]
    if len(here) < 2 or _count(second) > len(here):
        return False
    beneath = [kinds[row] for row in below[1:]]
    figures = [
        at
        for at in here
        for kind in [[row[at] for row in beneath if at < len(row) and row[at] != "b"]]
        if kind and sum(one in "nd" for one in kind) > len(kind) / 2
    ]
    return len(figures) >= len(here) / 2


def _is_ragged(kinds: Sequence[str], head: str, below: Sequence[int]) -> bool:
    """Whether rows are wider than the headings, or a heading is not there."""
    if "b" in head.lstrip("b"):
        return True
    left = len(head) - len(head.lstrip("b"))
    widest = max(len(kinds[at].rstrip("b")) for at in below)
    first = min(len(kinds[at]) - len(kinds[at].lstrip("b")) for at in below)
    if widest > len(head) or first < left:
        return True
    # A text's row that ends early has lost a cell on its way; a workbook's has blanks.
    return any(len(kinds[at]) < len(head) for at in below)
