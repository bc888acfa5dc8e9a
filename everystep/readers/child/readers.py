"""Which reader opens which kind, and how its sheets are written down."""

import datetime
import importlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from .shape import Found, Stop

# Imported before the fork, once, since the child is fresh for every file.
_LIBRARIES = {
    "text": ("csv",),
    "html": ("csv", "html.parser"),
    "spreadsheetml": ("csv", "html.parser"),
    "xls": ("python_calamine", "xlrd"),
    "docx": ("docx",),
    "pdf": ("pdfplumber",),
}
_READERS = {
    "xlsx": "workbook",
    "xlsb": "workbook",
    "xls": "workbook",
    "ods": "workbook",
    "text": "text",
    "docx": "word",
    "pdf": "pdf",
    "html": "markup",
    "spreadsheetml": "markup",
    "xlsx again": "again",
    "xls again": "again",
}


def prepare(kind: str) -> None:
    """Import what reads a kind, before any content is there."""
    for name in _LIBRARIES.get(kind, ("python_calamine", "decimal")):
        importlib.import_module(name)
    importlib.import_module(f"child.{_READERS[kind]}")


def lines(
    kind: str, content: bytes, most_cells: int, most_characters: int
) -> Iterator[bytes]:
    """Give each sheet as a line of JSON; no more cells and characters than allowed.

    A text that stands in a file once may be the text of a million cells.
    """
    reader = importlib.import_module(f"child.{_READERS[kind]}")
    sheets: Iterable[Found] = reader.sheets(content, kind, most_cells)
    left, some = most_cells, False
    for sheet in sheets:
        some = True
        left -= sum(map(len, sheet.rows))
        if left < 0:
            raise Stop("too_large")
        line = written(sheet)
        most_characters -= len(line)
        if most_characters < 0:
            raise Stop("too_large")
        yield line
    if not some:
        raise Stop("gave_up")


def written(sheet: Found) -> bytes:
    """Return a sheet as a line of JSON; where its dates are is said beside them."""
    dates = plain(sheet.rows)
    said: dict[str, Any] = {**vars(sheet), "dates": dates}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def plain(rows: list[list[Any]]) -> list[tuple[int, int]]:
    """Make cells what JSON can say, in place; return the places of the dates."""
    dates = []
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            kind = type(value)
            if kind is str:
                if not value or value.isspace():
                    row[column] = None
            elif kind is float or kind is bool or value is None:
                continue
            elif kind is int:
                row[column] = float(value)
            elif isinstance(value, datetime.date):
                row[column] = value.isoformat()[:10]
                dates.append((at, column))
            else:
                row[column] = str(value)
    return dates
