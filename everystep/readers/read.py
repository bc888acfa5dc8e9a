"""What a file is, by its bytes; and its cells, from a child process."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

Cell = str | float | bool | date | None
MOST_CELLS = 5_000_000
MOST_UNPACKED = 400 << 20
MOST_MEMBERS = 5_000
WALL_SECONDS = 60
# A parser that asks for more than the child may hold aborts the whole interpreter.
_ENDINGS = {
    0: "",
    3: "too_large",
    -signal.SIGABRT: "too_large",
    -signal.SIGXCPU: "took_too_long",
}
_CHILD = Path(__file__).with_name("child.py")


class CouldNotRead(Exception):
    """A file gave no cells; ``reason`` is a code that wording knows, never content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Triage:
    """What a file is: ``workbook``, ``text``, or ``none`` with a reason."""

    kind: str
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells row by row, blank ones as ``None``."""

    index: int
    title: str
    shown: bool
    rows: list[list[Cell]]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]


def triage(content: bytes) -> Triage:
    """Tell what bytes are, with the standard library alone, before any parser."""
    if not content:
        return Triage("none", "empty")
    if content[:4] == b"PK\x03\x04":
        return _triage_zip(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return Triage("none", "password_protected" if locked else "other_kind")
    if content[:5] == b"%PDF-" or content[:3] == b"\xff\xd8\xff":
        return Triage("none", "other_kind")
    if content[:4] in (b"\x89PNG", b"GIF8", b"{\\rt"):
        return Triage("none", "other_kind")
    return _triage_text(content)


def _triage_text(content: bytes) -> Triage:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Triage("text")
    if b"\x00" in content[:65536]:
        return Triage("none", "other_kind")
    return Triage("text") if content.strip() else Triage("none", "empty")


def _triage_zip(content: bytes) -> Triage:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            names = {member.filename for member in members}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Triage("none", "damaged")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        return Triage("none", "too_large")
    if len(members) > MOST_MEMBERS:
        return Triage("none", "too_large")
    is_workbook = any(name.startswith("xl/workbook.") for name in names)
    return Triage("workbook") if is_workbook else Triage("none", "other_kind")


def cells_of(content: bytes, kind: str) -> list[Sheet]:
    """Return a file's sheets, read in a child with limits.

    Raises :class:`CouldNotRead` however the child ended, with a reason and no content.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), kind, str(MOST_CELLS)],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
        reason = _ENDINGS.get(done.returncode, "damaged")
    except subprocess.TimeoutExpired:
        reason = "took_too_long"
    if reason:
        raise CouldNotRead(reason)
    sheets = json.loads(done.stdout)["sheets"]
    if not sheets:
        raise CouldNotRead("damaged")
    return [_sheet(index, found) for index, found in enumerate(sheets)]


def _sheet(index: int, found: dict[str, object]) -> Sheet:
    rows: list[list[Cell]] = [
        [_cell(value) for value in row]
        for row in found["rows"]  # type: ignore[attr-defined]
    ]
    merges = [
        ((top, left), (bottom, right))
        for (top, left), (bottom, right) in found["merges"]  # type: ignore[attr-defined]
    ]
    return Sheet(index, str(found["title"]), bool(found["shown"]), rows, merges)


def _cell(value: object) -> Cell:
    if value == "" or value is None:
        return None
    if isinstance(value, dict):
        return date.fromisoformat(value["d"]) if "d" in value else str(value["t"])
    if isinstance(value, str | float | bool):
        return value
    return float(value) if isinstance(value, int) else str(value)
