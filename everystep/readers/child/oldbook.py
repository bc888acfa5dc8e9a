"""Facts of an .xls, and its cells where calamine gives up, by xlrd."""

import contextlib
import datetime
import io
import itertools
import os
from collections.abc import Iterator
from typing import Any

import xlrd  # type: ignore[import-untyped]

from .facts import Facts, percent_decimals
from .marks import Look, Said
from .shape import Found, Stop, merged

# xlrd takes seconds for what calamine does at once; a larger book is not looked into.
LARGEST = 6 << 20


def opened_book(content: bytes, *, formatting: bool) -> Any:
    """Return xlrd's book; it writes what puzzles it to a log that nobody reads."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # noqa: PTH123
        return xlrd.open_workbook(
            file_contents=content, formatting_info=formatting, logfile=io.StringIO()
        )


def of_book(content: bytes, names: list[str], opened: list[bool]) -> list[Facts]:
    """Return the facts of each sheet; where xlrd gives up, say that it did not look."""
    unseen = [Facts(looked=False, is_old=True) for _ in names]
    if len(content) > LARGEST:
        return unseen
    try:
        book = opened_book(content, formatting=True)
        sheets = book.sheets()
        if [sheet.name for sheet in sheets] != names:
            return unseen
        return [
            of_sheet(book, sheet) if is_open else Facts()
            for sheet, is_open in zip(sheets, opened, strict=True)
        ]
    # xlrd meets a broken book with whatever error its next step happens to raise.
    except Exception:  # noqa: BLE001
        return unseen


def of_sheet(book: Any, sheet: Any) -> Facts:
    """Return the facts of one sheet."""
    percents, struck = _styles(book)
    found = Facts(comments=len(sheet.cell_note_map), is_old=True)
    found.hidden_rows = [
        row for row, about in sheet.rowinfo_map.items() if about.hidden
    ]
    found.hidden_columns = [
        column for column, about in sheet.colinfo_map.items() if about.hidden
    ]
    found.merges = _merges(sheet)
    for row in range(sheet.nrows):
        for column, style in enumerate(sheet._cell_xf_indexes[row]):
            if style in percents:
                found.percents[row, column] = percents[style]
            if style in struck:
                found.struck.append((row, column))
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                found.texts[row, column] = _error(sheet.cell_value(row, column))
    for place, runs in sheet.rich_text_runlist_map.items():
        _take_runs(book, sheet, place, runs, found)
    return found


def _take_runs(
    book: Any, sheet: Any, place: Any, runs: list[tuple[int, int]], found: Facts
) -> None:
    """Add what a text says of which a part looks otherwise than its cell."""
    text, said = str(sheet.cell_value(*place)), Said()
    first = book.xf_list[sheet.cell_xf_index(*place)].font_index
    starts = [(0, first), *runs, (len(text), 0)]
    for (start, font), (end, _) in itertools.pairwise(starts):
        said.add(text[start:end], _look(book.font_list[font]))
    told, is_struck = said.told()
    found.struck = [one for one in found.struck if one != place]
    if is_struck:
        found.struck.append(place)
    elif told != text:
        found.texts[place] = told


def _look(font: Any) -> Look:
    place = {1: "raised", 2: "lowered"}.get(font.escapement, "")
    return Look(struck=bool(font.struck_out), place=place)


def _styles(book: Any) -> tuple[dict[int, int], set[int]]:
    percents, struck = {}, set()
    for number, style in enumerate(book.xf_list):
        said = book.format_map.get(style.format_key)
        decimals = percent_decimals(said.format_str) if said else None
        if decimals is not None:
            percents[number] = decimals
        fonts = book.font_list
        if style.font_index < len(fonts) and fonts[style.font_index].struck_out:
            struck.add(number)
    return percents, struck


def _merges(sheet: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [
        ((top, left), (below - 1, right - 1))
        for top, below, left, right in sheet.merged_cells
    ]


def _error(code: int) -> str:
    return str(xlrd.error_text_from_code.get(code, "#ERROR"))


def sheets(content: bytes, most_cells: int) -> Iterator[Found]:
    """Give a book's visible sheets where calamine could not."""
    reason = ""
    try:
        book = opened_book(content, formatting=False)
    except xlrd.XLRDError as told:
        reason = "password_protected" if "encrypted" in str(told) else "damaged"
    if reason:
        raise Stop(reason)
    for sheet in book.sheets():
        if sheet.visibility:
            yield Found(sheet.name, [], shown=False)
            continue
        most_cells -= sheet.nrows * sheet.ncols
        if most_cells < 0:
            raise Stop("too_large")
        rows = [
            [_value(cell, book.datemode) for cell in sheet.row(row)]
            for row in range(sheet.nrows)
        ]
        merges = merged(rows, _merges(sheet))
        yield Found(sheet.name, rows, merges=merges, looked=False)


def _value(cell: Any, datemode: int) -> Any:
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            try:
                when = xlrd.xldate_as_datetime(cell.value, datemode)
            except (ValueError, OverflowError):
                return cell.value
            is_time = cell.value < 1
            return (
                when.time() if is_time else datetime.date.fromordinal(when.toordinal())
            )
        case xlrd.XL_CELL_ERROR:
            return _error(cell.value)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case _:
            return cell.value
