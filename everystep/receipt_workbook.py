"""A receipt's points as a workbook, with room for a provider's own words.

What the points are belongs in :mod:`everystep.receipt_points`; knowing such a workbook
when it comes back, in :mod:`everystep.answers`.
"""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import datetime
from io import BytesIO

import xlsxwriter

from everystep import wording
from everystep import wording_points as words
from everystep.answers import MARK, NOT_A_SOUND_ZIP
from everystep.receipt_points import points
from everystep.receipts import Facts, visible

# A fixed day, so that the same facts give the same bytes on any day.
_MADE = datetime(2000, 1, 1)
_MOST_BYTES = 100_000
_WIDTHS = (14, 7, 9, 40, 36, 40, 40, 18, 7)
_TEXT = {"font_name": "Calibri", "font_size": 12, "text_wrap": True, "valign": "top"}
_INK, _QUIET, _LINE, _ROOM = "#1F2A33", "#51616B", "#B9C8CD", "#EEF5F4"
_AS_WRITTEN = {
    "in_memory": True,
    # A label that starts with “=” is a label, never something to be worked out.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(facts: Facts) -> bytes:
    """Return a receipt's points as an xlsx workbook, the same for the same facts."""
    stream = BytesIO()
    fingerprint = visible(facts.fingerprint[:8])
    with xlsxwriter.Workbook(stream, _AS_WRITTEN) as book:
        title = wording.title(facts.received_on, fingerprint)
        book.set_properties({"title": title, "created": _MADE})
        book.set_custom_property(MARK, fingerprint, "text")
        _points(book, facts)
        _how_to_answer(book, fingerprint)
    return stream.getvalue()


def is_as_we_made_it(content: bytes) -> bool:
    """Say whether nobody has saved this workbook since it was written here.

    Every program that saves a workbook puts its own time into it; ours has a fixed one.
    """
    with suppress(KeyError, *NOT_A_SOUND_ZIP):
        with (
            zipfile.ZipFile(BytesIO(content)) as packed,
            packed.open("docProps/core.xml") as stream,
        ):
            about = stream.read(_MOST_BYTES)
        return f"{_MADE:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>".encode() in about
    return False


def _points(book: xlsxwriter.Workbook, facts: Facts) -> None:
    found = points(facts)
    sheet = book.add_worksheet(words.POINTS)
    plain = book.add_format(
        {**_TEXT, "font_color": _INK, "bottom": 1, "border_color": _LINE}
    )
    room = book.add_format(
        {**_TEXT, "bg_color": _ROOM, "bottom": 1, "border_color": _LINE}
    )
    quiet = book.add_format(
        {
            **_TEXT,
            "font_color": _QUIET,
            "font_size": 10,
            "bottom": 1,
            "border_color": _LINE,
        }
    )
    head = book.add_format({**_TEXT, "bold": True, "font_color": _INK, "bottom": 2})
    forms = [plain] * 6 + [room] * 2 + [quiet]
    rows = [
        (*vars(point).values(), "", words.NO, f"p{number}")
        for number, point in enumerate(found, 1)
    ]
    for at, (width, form) in enumerate(zip(_WIDTHS, forms, strict=True)):
        sheet.set_column(at, at, width)
        for down, row in enumerate(rows, 1):
            _write(sheet, down, at, row[at], form)
    sheet.add_table(
        0,
        0,
        len(rows),
        len(_WIDTHS) - 1,
        {
            "name": words.POINTS,
            "style": None,
            # No arrows over the headings: there is nothing to sort out here.
            "autofilter": False,
            "columns": [
                {"header": heading, "header_format": head} for heading in words.COLUMNS
            ],
        },
    )
    seen = words.COLUMNS.index(words.MAY_BE_SEEN)
    sheet.data_validation(
        1,
        seen,
        len(rows),
        seen,
        {
            "validate": "list",
            "source": [words.NO, words.YES],
            "input_title": words.CHOOSE,
            "input_message": words.CHOOSE_MEANS,
            "error_title": words.CHOOSE,
            "error_message": words.CHOOSE_MEANS,
            "error_type": "information",
        },
    )
    sheet.freeze_panes(1, 0)
    _for_paper(sheet)
    sheet.repeat_rows(0)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: int | str,
    form: xlsxwriter.format.Format,
) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, form)
    elif value:
        sheet.write_string(row, column, value, form)
    else:
        sheet.write_blank(row, column, None, form)


def _how_to_answer(book: xlsxwriter.Workbook, fingerprint: str) -> None:
    sheet = book.add_worksheet(words.HOW_TO_ANSWER)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 90)
    head = book.add_format({**_TEXT, "bold": True, "font_size": 16, "font_color": _INK})
    plain = book.add_format({**_TEXT, "font_color": _INK})
    sheet.write_string(0, 0, words.HOW_TO_ANSWER, head)
    about = f"{words.ABOUT_FILE} {fingerprint}."
    for row, sentence in enumerate([*words.INSTRUCTIONS, about], 1):
        sheet.write_string(row, 0, sentence, plain)
    _for_paper(sheet)


def _for_paper(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
