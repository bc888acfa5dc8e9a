"""Where the tables of a report that nobody has described yet may stand.

A guess to draft with, never to load with: the header is the row whose cells read most
like headings and whose rows below look different from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from everystep.layouts.draft.header import Finder
from everystep.layouts.draft.lying import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TABLES,
    TableFound,
)
from everystep.layouts.draft.turned import turned
from everystep.layouts.draft.vocabulary import Vocabulary
from everystep.layouts.values import plain, words
from everystep.readers.read import Cell, Sheet


def find_tables(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> list[TableFound]:
    """Return the tables that seem to stand on the shown sheets, in order."""
    found: list[TableFound] = []
    for sheet in sheets:
        if sheet.shown and sheet.kind == "grid" and not _makes_a_form(sheet):
            found += _on_sheet(sheet, vocabulary)
        if len(found) >= MOST_TABLES:
            break
    return found[:MOST_TABLES]


_FORM_MADE_OF = (
    {"list_name", "name"}, {"list name", "name"}, {"type", "name", "label"},
)  # fmt: skip


def _makes_a_form(sheet: Sheet) -> bool:
    """Whether a sheet is a form's own: its choices or its questions, and nobody's rows.

    KoboToolbox, ODK and others put both beside the answers (the XLSForm standard).
    """
    for row in sheet.rows:
        said = {plain(words(cell)).partition("::")[0] for cell in row} - {""}
        if said:
            labelled = "label" in said or any(one.startswith("label") for one in said)
            return labelled and any(form <= said for form in _FORM_MADE_OF)
    # Nothing stands on it at all.
    return True


def _on_sheet(sheet: Sheet, vocabulary: Vocabulary) -> list[TableFound]:
    rows = _seen(sheet)
    if one := turned(sheet, rows, vocabulary):
        return [one]
    return _again(Finder(sheet, rows, vocabulary).tables())


def _seen(sheet: Sheet) -> list[list[Cell]]:
    """Return what a person sees: what is hidden or struck out may be an old name."""
    return [
        [
            None
            if number in sheet.hidden_rows
            or column in sheet.hidden_columns
            or (number, column) in sheet.struck
            else cell
            for column, cell in enumerate(row[:MOST_COLUMNS])
        ]
        for number, row in enumerate(sheet.rows[:MOST_ROWS])
    ]


def _again(found: list[TableFound]) -> list[TableFound]:
    """Return the tables with those that only repeat one above taken together."""
    kept: list[TableFound] = []
    for one in found:
        same = [at for at, other in enumerate(kept) if other.headings == one.headings]
        if not same:
            kept.append(one)
            continue
        first = kept[same[0]]
        beside = first.header == one.header
        kept[same[0]] = replace(
            first,
            cells=tuple(
                above + below
                for above, below in zip(first.cells, one.cells, strict=True)
            ),
            side_by_side=first.side_by_side or beside,
            several=first.several or not beside,
        )
    return kept
