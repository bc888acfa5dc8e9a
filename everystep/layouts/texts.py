"""What the sentences of a document say: a story that is there, a figure in a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from everystep.layouts import values as v
from everystep.layouts.account import Ledger
from everystep.layouts.amounts import Stated
from everystep.layouts.cells import Ground, Part, reads_of
from everystep.layouts.happenings import happenings
from everystep.layouts.model import Layout, Text
from everystep.layouts.says import Row
from everystep.readers.read import Sheet


@dataclass
class Spoken:
    """The rows and totals that a document's sentences give."""

    rows: list[Row] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)


def texts_of(
    layout: Layout, sheets: Sequence[Sheet], ground: Ground, ledger: Ledger
) -> Spoken:
    """Return what the texts that a layout knows say, and note each line's fate."""
    spoken = Spoken()
    headings = {v.plain(text.under).rstrip(" :") for text in layout.texts if text.under}
    for sheet in sheets:
        if sheet.kind != "words" or not sheet.shown:
            continue
        for row, column in sheet.struck:
            ledger.aside(sheet.index, row, column, "", "struck_out")
        for text in layout.texts:
            for lines in _sections(text, sheet, headings, ledger):
                _read(layout, text, sheet, lines, ground, ledger, spoken)
    return spoken


def _line(sheet: Sheet, row: int) -> str:
    cells = sheet.rows[row]
    if (row, 0) in sheet.struck:
        # Crossed out is not said.
        return ""
    return v.words(cells[0]) if cells else ""


def _sections(
    text: Text, sheet: Sheet, headings: set[str], ledger: Ledger
) -> list[list[int]]:
    """Return the lines that a text is about: under its heading, or all of them."""
    if not text.under:
        return [[row for row in range(len(sheet.rows)) if _line(sheet, row)]]
    wanted = v.plain(text.under).rstrip(" :")
    sections = []
    for row in range(len(sheet.rows)):
        if _line(sheet, row).casefold().rstrip(" :") != wanted:
            continue
        ledger.use(sheet.index, row, 0)
        lines = []
        for below in range(row + 1, len(sheet.rows)):
            said = _line(sheet, below).casefold().rstrip(" :")
            if below in sheet.headings or said in headings:
                break
            if said:
                lines.append(below)
        sections.append(lines)
    return sections


def _read(
    layout: Layout,
    text: Text,
    sheet: Sheet,
    lines: list[int],
    ground: Ground,
    ledger: Ledger,
    spoken: Spoken,
) -> None:
    if text.ignored is not None:
        for row in lines:
            ledger.aside(sheet.index, row, 0, text.text, "ignored")
    elif text.story:
        for row in lines:
            ledger.use(sheet.index, row, 0)
        if lines:
            told = Row(sheet.index, lines[0], of="answers")
            told.story = v.BLANK
            spoken.rows.append(told)
    else:
        _match(layout, text, sheet, lines, ground, ledger, spoken)


def _match(
    layout: Layout,
    text: Text,
    sheet: Sheet,
    lines: list[int],
    ground: Ground,
    ledger: Ledger,
    spoken: Spoken,
) -> None:
    """Read every place where the pattern fits; a sentence may run over lines."""
    said = [_line(sheet, row) for row in lines]
    starts, whole = [], ""
    for line in said:
        starts.append(len(whole))
        whole += f"{line} "
    for found in re.finditer(text.pattern, whole, re.I):
        first = bisect_right(starts, found.start()) - 1
        last = bisect_right(starts, max(found.end() - 1, found.start())) - 1
        parts = [
            Part(column, "", reads_of(layout, column, [found[name]], ground))
            for name, column in text.parts.items()
        ]
        fits = all(part.reads[0].kind != "aside" for part in parts)
        for row in lines[first : last + 1]:
            if fits:
                ledger.use(sheet.index, row, 0)
            else:
                ledger.aside(sheet.index, row, 0, text.text, "does_not_fit")
        if fits:
            _say(text, sheet, lines[first], parts, spoken)


def _say(
    text: Text, sheet: Sheet, row: int, parts: Sequence[Part], spoken: Spoken
) -> None:
    for part in parts:
        column = part.column
        if column.amount:
            spoken.stated.append(
                Stated(
                    column.figure,
                    column.amount,
                    column.quarter,
                    part.reads[0],
                    sheet.index,
                    row,
                )
            )
    if text.of == "staff":
        told = Row(sheet.index, row, of="staff")
        happenings(told, parts, text.each_row)
        spoken.rows.append(told)
