"""Spreadsheets by calamine, with what it does not show from the files' own XML."""

import contextlib
import io
from collections.abc import Iterator
from typing import Any

import python_calamine as calamine

from . import binary, facts, oldbook, opendocument
from .facts import Facts
from .shape import Found, Stop, merged

_FACTS = {
    "xlsx": facts.of_book,
    "xlsb": binary.of_book,
    "ods": opendocument.of_book,
    "xls": oldbook.of_book,
}


def sheets(content: bytes, kind: str, most_cells: int) -> Iterator[Found]:
    """Give the visible sheets; a hidden one is counted and not opened.

    The parser's own abnormal ends are all one to the caller: it gave up.
    """
    book = None
    with contextlib.suppress(calamine.PasswordError):
        book = calamine.load_workbook(io.BytesIO(content))
    if book is None:
        raise Stop("password_protected")
    about = book.sheets_metadata
    opened = [_is_open(one) for one in about]
    seen = _FACTS[kind](content, [one.name for one in about], opened)
    for index, one in enumerate(about):
        known = seen[index]
        shown = one.visible == calamine.SheetVisibleEnum.Visible and not known.is_hidden
        if opened[index] and shown:
            found = _opened(book.get_sheet_by_index(index), one.name, most_cells, known)
            most_cells -= sum(map(len, found.rows))
            yield found
        else:
            yield Found(one.name, [], shown=shown)


def _is_open(about: Any) -> bool:
    shown = about.visible == calamine.SheetVisibleEnum.Visible
    return bool(shown and about.typ == calamine.SheetTypeEnum.WorkSheet)


def _opened(sheet: Any, title: str, most_cells: int, known: Facts) -> Found:
    if sheet.total_height * sheet.total_width > most_cells:
        raise Stop("too_large")
    rows = sheet.to_python(skip_empty_area=False)
    if known.is_old and any(_is_garbled(cell) for row in rows for cell in row):
        # Two bytes a letter, read as one: seen in what an old statistics package wrote.
        raise Stop("gave_up")
    merges = known.merges
    if merges is None:
        merges = list(sheet.merged_cell_ranges or [])
    for (row, column), text in known.texts.items():
        put(rows, row, column, text)
    for (row, column), decimals in known.percents.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = percent(rows[row][column], decimals)
    merges = merged(rows, merges)
    width = max(map(len, rows), default=0)
    return Found(
        title,
        rows,
        merges=merges,
        hidden_rows=[at for at in known.hidden_rows if at < len(rows)],
        hidden_columns=[at for at in known.hidden_columns if at < width],
        struck=[(row, at) for row, at in known.struck if has_words(rows, row, at)],
        comments=known.comments,
        looked=known.looked,
    )


def _is_garbled(cell: Any) -> bool:
    return type(cell) is str and "\x00" in cell


def put(rows: list[list[Any]], row: int, column: int, text: str) -> None:
    """Give a cell its text, where the parser had none; errors may lie at the edge."""
    if row > len(rows) + 1000 or column > 2000:
        return
    width = max(map(len, rows), default=0)
    while len(rows) <= row:
        rows.append([None] * width)
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = text


def has_words(rows: list[list[Any]], row: int, column: int) -> bool:
    """Tell whether there is anything in a cell."""
    return (
        row < len(rows)
        and column < len(rows[row])
        and rows[row][column] not in (None, "")
    )


def percent(value: Any, decimals: int) -> Any:
    """Return a number as its percent format shows it: 0.525 at one decimal is 52.5%."""
    if type(value) not in (int, float) or not -1e6 < value < 1e6:
        return value
    from decimal import ROUND_HALF_UP, Decimal

    exact = Decimal(repr(value)) * 100
    step = Decimal(1).scaleb(-decimals)
    return f"{exact.quantize(step, rounding=ROUND_HALF_UP)}%"
