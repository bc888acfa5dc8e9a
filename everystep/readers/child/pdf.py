"""PDFs with text: lines of words outside tables, then each table.

A table is what ruled lines make; on a page without any, lines whose words stand in
evident columns. One that goes on over the page is one table.
"""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from . import form
from .columns import Line, evident_tables, lines_of
from .form import within
from .shape import Found, Stop

# What stands in the outer twelfth of a page, above or below, is a header or footer.
_EDGE = 1 / 12
_LARGER = 1.15
Rows = list[list[str | None]]


@dataclass
class _Table:
    rows: Rows
    edges: tuple[float, float]
    bold_first: bool
    is_first: bool = False
    is_last: bool = False


@dataclass
class _Page:
    lines: list[str] = field(default_factory=list)
    headings: list[bool] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)


def sheets(content: bytes, kind: str, most_cells: int) -> Iterator[Found]:
    """Give the words outside tables as one sheet, and each table as one."""
    pages, reason = [], "damaged"
    try:
        with pdfplumber.open(io.BytesIO(content)) as book:
            pages = [_read(page) for page in book.pages]
    except PdfminerException as told:
        if any(isinstance(one, PDFPasswordIncorrect) for one in told.args):
            reason = "password_protected"
    except MemoryError:
        raise
    # pdfminer meets a broken file with whatever its next step happens to raise.
    except Exception:  # noqa: BLE001
        pages = []
    if not pages:
        raise Stop(reason)
    words: list[list[Any]] = [[line] for page in pages for line in page.lines]
    tables = joined([page.tables for page in pages])
    if not words and not tables:
        raise Stop("no_text")
    marks = [mark for page in pages for mark in page.headings]
    headings = [row for row, is_heading in enumerate(marks) if is_heading]
    yield Found("words", words, kind="words", headings=headings, looked=False)
    for number, rows in enumerate(tables, 1):
        yield Found(f"table {number}", [[*row] for row in rows], looked=False)


def _read(page: Any) -> _Page:
    answers = form.answers(page)
    words = page.extract_words(extra_attrs=["fontname"]) + answers
    read = [(one, one.extract()) for one in page.find_tables() if one.rows]
    found = [(one, rows) for one, rows in read if _is_table(rows)]
    form.put_in_tables(answers, found)
    # Not the table's whole box: a word between its cells would be nowhere.
    cells = [cell for one, _ in found for cell in one.cells]
    outside = [word for word in words if not any(within(word, cell) for cell in cells)]
    lines = lines_of(outside)
    places = [
        (one.bbox[1], one.bbox[3], _ruled(one, rows, words)) for one, rows in found
    ]
    if not found:
        for one in evident_tables(lines):
            lines = [line for line in lines if line not in one.lines]
            edges = one.columns[0][0], one.columns[-1][1]
            table = _Table(one.rows(), edges, one.lines[0].is_bold)
            places.append((one.lines[0].top, one.lines[-1].bottom, table))
    _order(places, lines, page.height)
    page.close()
    tables = [table for _, _, table in sorted(places, key=lambda place: place[0])]
    return _Page([line.text for line in lines], _headings(lines), tables)


def _headings(lines: list[Line]) -> list[bool]:
    """Return which lines stand out as headings do: all bold, or larger than most."""
    heights = sorted(line.bottom - line.top for line in lines)
    usual = heights[len(heights) // 2] if heights else 0
    return [line.is_bold or line.bottom - line.top > usual * _LARGER for line in lines]


def _order(
    places: list[tuple[float, float, _Table]], lines: list[Line], height: float
) -> None:
    """Tell which tables are the first or last thing on their page."""
    inner = [line for line in lines if height * _EDGE < line.top < height * (1 - _EDGE)]
    for top, bottom, table in places:
        above = [line for line in inner if line.top < top]
        below = [line for line in inner if line.top > bottom]
        others = [place for place in places if place[2] is not table]
        table.is_first = not above and all(place[0] > top for place in others)
        table.is_last = not below and all(place[1] < bottom for place in others)


def _is_table(rows: Rows) -> bool:
    """Tell a table from a frame around words, or from lines under some of them."""
    parted = sum(sum(cell is not None for cell in row) > 1 for row in rows)
    filled = sum(sum(1 for cell in row if cell and cell.strip()) > 1 for row in rows)
    lines = max(str(cell).count("\n") for row in rows for cell in row)
    return filled > 0 and 2 * parted >= len(rows) and (len(rows) > 1 or lines < 6)


def _ruled(table: Any, rows: Rows, words: list[Any]) -> _Table:
    left, _, right, _ = table.bbox
    top = table.rows[0].bbox
    first = [word for word in words if within(word, top)]
    bold = bool(first) and all("bold" in word["fontname"].lower() for word in first)
    return _Table(rows, (left, right), bold)


def joined(pages: list[list[_Table]]) -> list[Rows]:
    """Return the tables, with one that goes on over a page break as one."""
    found: list[_Table] = []
    for tables in pages:
        before = found[-1] if found else None
        for table in tables:
            if before is not None and goes_on(before, table):
                again = table.rows[0] == before.rows[0]
                before.rows += table.rows[1:] if again else table.rows
                before.is_last = table.is_last
            else:
                found.append(table)
            before = None
    return [table.rows for table in found]


def goes_on(before: _Table, after: _Table) -> bool:
    """Tell whether a page's first table is the rest of the last page's last one."""
    widths = {len(row) for row in itertools.chain(before.rows, after.rows)}
    near = all(
        abs(one - other) < 6
        for one, other in zip(before.edges, after.edges, strict=True)
    )
    own_header = after.bold_first and after.rows[0] != before.rows[0]
    placed = before.is_last and after.is_first
    return placed and len(widths) == 1 and near and not own_header
