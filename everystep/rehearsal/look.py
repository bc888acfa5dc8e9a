"""A file as it lies there: what it is by its content, and its sheets.

Nothing is kept and nothing is written. What the cells mean belongs in
:mod:`everystep.rehearsal.rehearse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from everystep.home import NeedsAttention
from everystep.readers import CouldNotRead, Sheet, Triage, cells_of, triage
from everystep.receipts import visible

MOST_BYTES = 1 << 30
_KINDS = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xltx": "xlsx",
    ".xls": "xls",
    ".xlsb": "xlsb",
    ".ods": "ods",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".zip": "zip",
}
"""What a file's name promises; what it is, only its content says."""
_TELLING = {"photograph", "old_word", "not_a_table"}
"""Reasons that say what a file is, so that its name can be wrong."""


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: its sheets, or the reason why there are none."""

    name: str
    content: bytes = field(repr=False)
    what: Triage
    sheets: Sequence[Sheet] = field(repr=False)
    reason: str
    """Why there are no sheets, as a code that wording knows; else nothing."""
    name_says: str
    """The file name's ending, where the content is something else."""


@dataclass(frozen=True)
class SheetSeen:
    """One shown sheet, in numbers; its title may be anything, even a name."""

    number: int
    title: str
    kind: str
    rows: int
    columns: int
    filled: int
    comments: int
    hidden_rows: int
    hidden_columns: int
    struck: int
    looked: bool


def look(path: Path) -> Looked:
    """Return what a file is; raises :class:`NeedsAttention` where there is none."""
    content = _content(path)
    what = triage(content)
    reason = what.reason
    sheets: list[Sheet] = []
    if what.kind != "none":
        try:
            sheets = cells_of(content, what.kind)
        except CouldNotRead as told:
            reason = _reason(what.kind, content, told.reason)
    ending = _misnamed(path, what, reason)
    return Looked(path.name, content, what, sheets, reason, ending)


def _content(path: Path) -> bytes:
    name = visible(path.name) or "."
    try:
        if path.name.startswith("~$"):
            raise NeedsAttention(
                f"{name} is a note that Word or Excel leaves while a file is open. "
                f"The report beside it is called {name.removeprefix('~$')}: take that "
                "one."
            )
        if path.is_dir():
            raise NeedsAttention(f"{name} is a folder. Say which file in it you mean.")
        if not path.exists():
            raise NeedsAttention(f"There is no file at {visible(str(path))}.")
        # A pipe or a device could be waited for without end.
        if not path.is_file():
            raise NeedsAttention(f"{name} is not a file that can be read to its end.")
        if path.stat().st_size > MOST_BYTES:
            raise NeedsAttention(
                f"{name} is larger than what can be read in one go (1 GB). Would a "
                "part of it do?"
            )
        return path.read_bytes()
    except (OSError, ValueError):
        pass
    raise NeedsAttention(
        f"{name} cannot be opened from here. May this account read it, and is the "
        "folder still there?"
    )


def _reason(kind: str, content: bytes, reason: str) -> str:
    # Words on a page stand in a stream; a whole PDF without any has nothing to say.
    whole = content.rstrip().endswith(b"%%EOF")
    if kind == "pdf" and reason == "damaged" and whole and b"stream" not in content:
        return "nothing_inside"
    return reason


def _misnamed(path: Path, what: Triage, reason: str) -> str:
    ending = path.suffix.lower()
    promised = _KINDS.get(ending)
    if promised is None or what.kind == promised:
        return ""
    if what.kind == "none" and reason not in _TELLING:
        return ""
    return ending


def seen(sheets: Sequence[Sheet]) -> list[SheetSeen]:
    """Return the shown sheets in numbers; a hidden one is never opened."""
    return [
        SheetSeen(
            number=sheet.index + 1,
            title=sheet.title,
            kind=sheet.kind,
            rows=len(sheet.rows),
            columns=max(map(len, sheet.rows), default=0),
            filled=sum(len(row) - row.count(None) for row in sheet.rows),
            comments=sheet.comments,
            hidden_rows=len(sheet.hidden_rows),
            hidden_columns=len(sheet.hidden_columns),
            struck=len(sheet.struck),
            looked=sheet.looked,
        )
        for sheet in sheets
        if sheet.shown
    ]
