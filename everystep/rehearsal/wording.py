"""Every sentence of a rehearsal, for whoever sends a report and whoever describes it.

What a receipt says too stands in :mod:`everystep.wording` once. Where an engineer needs
other words than a provider, both stand here side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from everystep.rehearsal.unmet import Unmet

TITLE = "What we would read"
NOTHING_KEPT = (
    "This is a rehearsal. Nothing of the file has been kept, and nothing has been "
    "counted."
)
NO_VALUES = (
    "Besides headings, no cell of the report is shown here. Where something is said "
    "of a cell, it is said by its place."
)
CLOSING = "With thanks for all the work behind it."

THE_FILE = "The file"
FILE, WHAT_IT_IS, SIZE = "File", "What it is", "Size"
UNDERSTOOD = "What we understood"
LAYOUT, PERIOD, SERVICE = "Layout", "Quarter", "Service"
TABLES = "Where the tables stand"
COULD_USE = "What we could use"
GAPS = "What we would understand as a gap"
SET_ASIDE = "What would be set aside"
ACCOUNT = "Every cell, accounted for"
NEXT = "What comes next"
EVERY_FACT = "What the report says, one fact a line"

KINDS = {
    "xlsx": "a workbook (Excel)",
    "xls": "a workbook (Excel, the older kind)",
    "xlsb": "a workbook (Excel, the binary kind)",
    "ods": "a workbook (OpenDocument)",
    "text": "a table of text",
    "docx": "a Word document",
    "pdf": "a PDF",
    "zip": "a zip file",
}
REASON_KINDS = {
    "empty": "an empty file",
    "damaged": "a file that we could not open",
    "too_large": "a file that is larger than we can read in one go",
    "password_protected": "a file that is locked with a password",
    "photograph": "a picture",
    "old_word": "a Word document of the older kind",
    "not_a_table": "a web page, or a file made for computers to read",
    "nothing_inside": "a zip file",
}
ANOTHER_KIND = "a file of another kind"

SHEETS = "The sheets that are shown"
SHEET_HEADINGS = ("Sheet", "Size", "Also there")
NOT_LOOKED = "we cannot see what is hidden or crossed out"
ALSO = {
    "comments": ("one note on a cell", "{} notes on cells"),
    "hidden_rows": ("one hidden row", "{} hidden rows"),
    "hidden_columns": ("one hidden column", "{} hidden columns"),
    "struck": ("one cell crossed out", "{} cells crossed out"),
}

READ_BY = "The layout “{name}” fits, and this is what it would read."
READ_BY_PROVIDER = "We know this report, and this is what we would read."
NEARLY = (
    "The layout “{name}” fits nearly. The report has changed, so we read what we know "
    "again and leave the rest untouched."
)
NEARLY_PROVIDER = (
    "We know this report, and it has changed since. We read what we know again and "
    "leave the rest untouched."
)
SEVERAL_SERVICES = "It depends on the folder that the report is dropped in"
TEXTS_TOO = "Sentences of the document are read too, beside what its tables say."

NO_PLACES = (
    "The commission’s own places are in its home. Without --home none is known, and "
    "each place is set aside here."
)

COLUMN_HEADINGS = ("Column", "Heading", "What we took it for")
TURNED_HEADINGS = ("Row", "Heading", "What we took it for")
UNKNOWN = "not met before; it stays untouched"
RESEMBLES = "not met before; it looks like “{heading}” under a new name"
HIDDEN_COLUMN = "hidden; we leave it alone"
LOST = "No longer there: {names}."
TABLE_ABSENT = "We no longer see the table “{name}”."
TABLE_MOVED = "The table “{name}” now stands on another sheet."

NO_GAPS = "None. Everything that was asked came back."
GAP_CAPTION = "Gaps, by reason"
UNKNOWN_GAP = "Left blank, and nothing says why"
NOTHING_ASIDE = "Nothing. Every filled cell would be used."
ASIDE_MEANS = "A receipt would say this of them:"
ACCOUNT_CAPTION = "Cells, sheet by sheet"
ACCOUNT_HEADINGS = ("Sheet", "Cells in", "Used", "Empty", "Set aside")
ACCOUNT_ADDS_UP = (
    "Used, understood as empty and set aside add up to the cells that came in."
)
ACCOUNT_DOES_NOT = (
    "These do not add up, and that lies with us. Please tell whoever maintains this "
    "software."
)

LOOKS = {
    "prose": "words without a table",
    "one_column": "one column only",
    "one_row": "one row only",
    "words_above": "words stand above the table",
    "words_below": "words stand below the table",
    "merged": "cells are merged",
    "no_headings": "no row of headings",
    "two_tiers": "headings in two rows",
    "blank_rows": "blank rows within, so perhaps several tables",
    "ragged": "columns without a heading, or rows of different lengths",
    "same_headings": "two columns have the same heading",
    "clear": "one row of headings and the rows below it",
    "empty": "nothing",
}
BLOCKS = "Tables that seem to be there"
BLOCK_HEADINGS = ("Where", "Rows below", "Headings")
SHAPES = "How the sheets look"
SHAPE_HEADINGS = ("Sheet", "How it looks")

NO_LAYOUT = {
    "readable": (
        "No layout knows this report yet. It is laid out clearly, so a first layout "
        "can be drafted at once."
    ),
    "needs_layout": (
        "No layout knows this report yet. It would be kept safe, and somebody has to "
        "describe it once; the draft makes a start."
    ),
}
NO_LAYOUT_PROVIDER = {
    "readable": (
        "We have not met a report of this form before. It is laid out clearly, so our "
        "data engineer can teach our software to read it soon."
    ),
    "needs_layout": (
        "We have not met a report of this form before. Our data engineer will teach "
        "our software to read it, and nothing about it has to change."
    ),
}
NOTHING_TO_CHANGE = "Nothing is needed from you."
DRAFT = "{program} layout draft {name}{more}"
DRAFT_SAYS = "This drafts a layout, column by column, for you to look at:"
CHECK_SAYS = "This proposes what to add to the layout:"
CHECK = "{program} layout check{layouts} --file {name}{more}"
WOULD_WAIT = "But a run would wait."
RUN_READS = "Dropped into the provider’s folder, it is read by the next run."
ELSEWHERE = (
    "Put this layout into your home’s layouts/ and the service into "
    "registers/services.csv; then, dropped into the provider’s folder, the report is "
    "read by the next run."
)
NEAREST = "The layout nearest to it is “{name}”: {here} of its {all} headings are here."
NEAREST_NOT_HERE = "Not here: {names}."
NO_LAYOUTS = (
    "No layouts were looked at. Say where they are, with --home or --layouts, to see "
    "whether one of them knows this report."
)
NO_TABLE = {
    "no_table": "There is no table in this file, nor a paragraph to read.",
    "nothing_inside": "There is no table in this file, nor a paragraph to read.",
    "code": "This looks like a program rather than a report.",
}
KEPT_ALL_THE_SAME = "Dropped in, it would be kept, with thanks, as it is."

TWO_FIT = "These layouts fit: {names}."
TWO_FIT_NEXT = (
    "Say whose report it is, with --provider. If one provider has both, give one of "
    "them a heading that only it has."
)
WAITS = {
    "another_provider": (
        "A layout fits, and it belongs to another provider. Add this one under its "
        "services, if their reports are alike."
    ),
    "no_period": (
        "The layout fits, and it does not say where the quarter stands in a report "
        "like this one: see period: in the layout."
    ),
    "two_periods": (
        "The layout fits, and the report speaks of two quarters. Somebody has to say "
        "which one is meant."
    ),
    "form_changed": (
        "A layout nearly fits, but the column that says who each row is about is no "
        "longer there."
    ),
}


def misnamed(ending: str, kind: str) -> str:
    """Return that a file is something else than its name says; kindly."""
    return (
        f"Its name ends in {ending}, and inside it is {kind}. We go by what is inside, "
        "so nothing has to be changed."
    )


def fits_whole(name: str) -> str:
    """Return that a report is as its layout says, as far as headings go."""
    return f"{name} fits this report. Every heading is known."


def unmet(one: Unmet) -> str:
    """Return how much of a column would be set aside, and where that is mended."""
    what = "row" if one.turned else "column"
    many = f"{one.cells} of {one.filled} cells"
    of = f"of {what} {one.place} ({one.heading}) would be set aside"
    why = "their words are not under `values`"
    if not one.is_coded:
        why = "they do not make sense as what the layout takes them for"
    return f"But {many} {of}: {why}."


def drafts(names: Sequence[str]) -> str:
    """Return that drafts were passed over, and how one is confirmed."""
    if len(names) == 1:
        return (
            f"One file there, {names[0]}, is a draft and was not looked at. Take out "
            "its first line when it is right."
        )
    said = ", ".join(names[:12])
    said += f" and {len(names) - 12} more" if len(names) > 12 else ""
    return (
        f"{len(names)} files there are drafts and were not looked at: {said}. Take out "
        "the first line of each when it is right."
    )


def hidden_sheets(count: int) -> str:
    """Return that hidden sheets stay closed."""
    if count == 1:
        return "One sheet is hidden. We do not open it."
    return f"{count} sheets are hidden. We do not open them."


def also(kind: str, count: int) -> str:
    """Return something that stands on a sheet besides its cells."""
    one, many = ALSO[kind]
    return one if count == 1 else many.format(count)


def sheet_size(rows: int, columns: int, filled: int) -> str:
    """Return how large a sheet is, in rows, columns and filled cells."""
    if not filled:
        return "empty"
    counted = [
        f"one {noun}" if count == 1 else f"{count} {noun}s"
        for count, noun in ((rows, "row"), (columns, "column"), (filled, "filled cell"))
    ]
    return ", ".join(counted)


def lines(count: int) -> str:
    """Return how many lines of words a document has beside its tables."""
    return "one line of words" if count == 1 else f"{count} lines of words"


def unsaid(count: int, more: bool) -> str:
    """Return how many columns there are besides those whose headings are said."""
    noun = "column" if count == 1 else "columns"
    return f"and {count} more" if more else f"{count} {noun}"


def size(count: int) -> str:
    """Return a number of bytes as people say it."""
    if count < 1024:
        return "1 byte" if count == 1 else f"{count} bytes"
    if count < 1 << 20:
        return f"{count / 1024:.0f} KB"
    return f"{count / (1 << 20):.1f} MB"


def table_caption(name: str, sheet: str, cells: str, rows: int) -> str:
    """Return what a table is called and where it stands."""
    said = "one row" if rows == 1 else f"{rows} rows"
    return f"{name.replace('_', ' ').capitalize()}: {sheet}, {cells}, {said}"


def listed(names: Sequence[str], most: int = 12) -> str:
    """Return names in quotation marks, not too many of them."""
    said = ", ".join(f"“{name}”" for name in names[:most])
    return f"{said} and {len(names) - most} more" if len(names) > most else said
