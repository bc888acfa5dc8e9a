"""A second reader, in a fresh child, for a workbook that makes the first give up."""

import io
import sys
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from .shape import Found, Stop, merged
from .xml import MOST_UNPACKED

_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = {
    b"spreadsheetml/main": b"spreadsheetml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"drawingml/main": b"drawingml/2006/main",
}


def sheets(content: bytes, kind: str, most_cells: int) -> Iterator[Found]:
    """Give a workbook's visible sheets; its formats are not looked into."""
    if kind == "xls again":
        from . import oldbook

        yield from oldbook.sheets(content, most_cells)
        return
    for sheet in _opened(content):
        if sheet.sheet_state != "visible" or not hasattr(sheet, "iter_rows"):
            yield Found(sheet.title, [], shown=sheet.sheet_state == "visible")
            continue
        most_cells -= sheet.max_row * sheet.max_column
        if most_cells < 0:
            raise Stop("too_large")
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        merges = [
            ((one.min_row - 1, one.min_col - 1), (one.max_row - 1, one.max_col - 1))
            for one in sheet.merged_cells.ranges
        ]
        merges = merged(rows, merges)
        yield Found(sheet.title, rows, merges=merges, looked=False)


def _opened(content: bytes) -> list[Any]:
    # openpyxl would bring numpy along, which reserves more than the child may hold.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    import openpyxl

    book, stream = None, io.BytesIO(_usual(content))
    try:
        book = openpyxl.load_workbook(stream, data_only=True)
    except MemoryError:
        raise
    # openpyxl meets a broken book with whatever error its next step happens to raise.
    except Exception:  # noqa: BLE001
        book = None
    # No sheet at all is how it answers a dialect that it does not know.
    if book is None or not book.sheetnames:
        raise Stop("damaged")
    return [book[name] for name in book.sheetnames]


def _usual(content: bytes) -> bytes:
    """Return a book written in Strict Office Open XML in the names that are usual."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts, left = {}, MOST_UNPACKED
        for one in packed.infolist():
            with packed.open(one) as stream:
                parts[one.filename] = stream.read(left + 1)
            left -= len(parts[one.filename])
            if left < 0:
                raise Stop("too_large")
    if not any(_STRICT in part for part in parts.values()):
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as usual:
        for name, part in parts.items():
            for strict, known in _USUAL.items():
                new = b"http://schemas.openxmlformats.org/" + known
                part = part.replace(_STRICT + strict, new)
            usual.writestr(name, part)
    return stream.getvalue()
