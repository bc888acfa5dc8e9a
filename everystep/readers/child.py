"""The child process that opens one file and sends its cells through a pipe.

It imports its reader and nothing of ours: whatever a file does to a parser, there is
no key and no other file within its reach. Limits are set here, inside the child.
"""

import csv
import datetime
import io
import json
import resource
import sys

ADDRESS_SPACE = 500 << 20
CPU_SECONDS = 20
Merge = tuple[tuple[int, int], tuple[int, int]]


def main() -> None:
    """Read a file from standard input, as the kind that the first argument names."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, most_cells = sys.argv[1], int(sys.argv[2])
    content = sys.stdin.buffer.read()
    sheets = workbook(content, most_cells) if kind == "workbook" else text(content)
    json.dump({"sheets": sheets}, sys.stdout, default=dated, separators=(",", ":"))


def workbook(content: bytes, most_cells: int) -> list[dict[str, object]]:
    """Return the visible sheets; a hidden one is counted and not opened."""
    import python_calamine as calamine

    book = calamine.load_workbook(io.BytesIO(content))
    sheets = []
    for index, about in enumerate(book.sheets_metadata):
        shown = about.visible == calamine.SheetVisibleEnum.Visible
        is_sheet = about.typ == calamine.SheetTypeEnum.WorkSheet
        rows: list[list[object]] = []
        merges: list[Merge] = []
        if shown and is_sheet:
            sheet = book.get_sheet_by_index(index)
            if sheet.total_height * sheet.total_width > most_cells:
                sys.exit(3)
            rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
            merges = list(sheet.merged_cell_ranges or [])
            blank_ghosts(rows, merges)
        sheets.append(
            {"title": about.name, "shown": shown, "rows": rows, "merges": merges}
        )
    return sheets


def blank_ghosts(rows: list[list[object]], merges: list[Merge]) -> None:
    """Blank what stands under a merge: only the anchor is what a person sees."""
    for (top, left), (bottom, right) in merges:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = ""


def text(content: bytes) -> list[dict[str, object]]:
    """Return a delimited text as one sheet."""
    words = decoded(content)
    # A quoted cell may be long, and a field limit would lose its row.
    csv.field_size_limit(len(words) + 1)
    rows = list(csv.reader(io.StringIO(words, newline=""), delimiter=delimiter(words)))
    return [{"title": "text", "shown": True, "rows": rows, "merges": []}]


def decoded(content: bytes) -> str:
    """Return text read as UTF-16 with a mark, else UTF-8, else cp1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The five bytes that cp1252 leaves open are read as Windows itself does.
        return content.decode("cp1252", errors="replace")


def delimiter(words: str) -> str:
    """Return the delimiter under which most rows agree on a width of two or more.

    The idea is CleverCSV's consistency score: a wrong delimiter gives ragged rows.
    """
    sample = words[:65536]
    scores = {}
    for mark in (",", ";", "\t", "|"):
        widths = [
            len(row)
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        ]
        commonest = max(
            set(widths), key=lambda width: (widths.count(width), width), default=1
        )
        agreeing = widths.count(commonest) / max(len(widths), 1)
        scores[mark] = agreeing * (commonest - 1) / commonest
    return max(scores, key=lambda mark: scores[mark])


def dated(value: object) -> object:
    """Return a date or time as a tagged text, since JSON has none."""
    if isinstance(value, datetime.datetime | datetime.date):
        return {"d": value.isoformat()[:10]}
    return {"t": str(value)}


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(3)
