"""However little a file takes to write, what it comes to here has its bounds."""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from everystep.readers import CouldNotRead, cells_of, packed, server, triage
from everystep.readers.child import shape

READERS = Path(server.__file__).parent
HELPER = READERS / "child" / "start.py"


def saved(*rows: Sequence[object]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def with_merges(content: bytes, *ranges: str) -> bytes:
    said = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    after = f"</sheetData><mergeCells>{said}</mergeCells>".encode()
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", after)
            new.writestr(name, part)
    return stream.getvalue()


def reason(content: bytes, kind: str) -> str:
    with pytest.raises(CouldNotRead) as told:
        cells_of(content, kind)
    return told.value.reason


@pytest.mark.parametrize(
    ("ranges", "merges"),
    [
        (["A3:XFD1048576"], []),
        (["A1:XFD1048576"], [((0, 0), (1, 2))]),
        (["B2:XFD2"], [((1, 1), (1, 2))]),
        (["C1:C2", "C2:Z9", "B2:B2"], [((0, 2), (1, 2))]),
    ],
)
def test_a_merge_covers_no_more_than_the_grid(
    ranges: list[str], merges: list[object]
) -> None:
    book = with_merges(saved(["Ref", "Score", "Note"], ["A1", 3, "x"]), *ranges)

    [sheet] = cells_of(book, "xlsx")

    assert sheet.merges == merges
    assert len(sheet.under_merges) < 6


def test_merges_that_lie_on_each_other_cover_no_more_than_the_grid() -> None:
    book = with_merges(saved(["a", "b"], ["c", "d"]), *["A1:B2"] * 50_000)

    [sheet] = cells_of(book, "xlsx")

    assert sheet.merges == [((0, 0), (1, 1))]
    assert sheet.under_merges == {(0, 1), (1, 0), (1, 1)}


def test_more_merges_than_any_report_has_are_too_large() -> None:
    book = with_merges(saved(["a", "b"]), *["A1:B1"] * (shape.MOST_MERGES + 1))

    assert reason(book, "xlsx") == "too_large"


@pytest.mark.parametrize("within", ["", "a zip"])
def test_one_long_text_in_many_cells_is_too_large(within: str) -> None:
    """What is sent is bounded where it is sent, by whatever way it was multiplied."""
    content = saved(*[["x" * 32_000]] * 4_000)
    kind = "xlsx"
    if within:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            made.writestr("one.xlsx", saved(*[["x" * 32_000]] * 2_000))
            made.writestr("two.xlsx", saved(*[["y" * 32_000]] * 2_000))
        content, kind = stream.getvalue(), "zip"

    assert len(content) < 1 << 20
    assert reason(content, kind) == "too_large"


def test_a_child_that_says_more_than_it_may_is_ended_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "MOST_REPLY", 1 << 20)
    content = b"abcdefgh,1\n" * 300_000

    assert reason(content, "text") == "too_large"
    assert cells_of(b"a,b\n", "text")


ENDING_ONCE = """
import os, pathlib, runpy, sys
mark = pathlib.Path({mark!r})
if not mark.exists():
    mark.touch()
    import socket
    socket.recv_fds(socket.socket(fileno=0), 4096, 1)
    os.kill(os.getpid(), 9)
sys.argv = [{start!r}]
runpy.run_path({start!r}, run_name="__main__")
"""


def test_a_reading_that_something_else_ended_is_begun_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.end_all()
    mark, start = tmp_path / "mark", tmp_path / "start.py"
    start.write_text(ENDING_ONCE.format(mark=str(mark), start=str(HELPER)))
    monkeypatch.setattr(server, "_START", start)

    [sheet] = cells_of(b"a,b\n", "text")

    assert mark.exists()
    assert sheet.rows == [["a", "b"]]
    server.end_all()


def linked(error: BaseException | None) -> list[BaseException]:
    """Return an error and all that come along with it."""
    if error is None:
        return []
    return [error, *linked(error.__context__), *linked(error.__cause__)]


@pytest.mark.parametrize(
    "reply",
    [
        b"Ines Acorn",
        b'{"title": "Ines", "rows": [["Ines"]]}\n{"end": ""}\n',
        b'{"end": ""}\nInes',
    ],
)
def test_what_a_child_said_does_not_come_along_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, reply: bytes
) -> None:
    monkeypatch.setattr(server, "ask", lambda *_: (reply, 0))

    with pytest.raises(CouldNotRead) as told:
        cells_of(b"a,b\n", "text")

    assert [type(one) for one in linked(told.value)] == [CouldNotRead]


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"PK\x03\x04Ines", "zip"), (b"PK\x03\x04Ines", "xlsx"), (b"Ines", "docx")],
)
def test_no_parsers_words_come_along_with_the_reason(content: bytes, kind: str) -> None:
    with pytest.raises(CouldNotRead) as told:
        cells_of(content, kind)
    with pytest.raises(packed.Unfit) as unfit:
        packed.Packed(b"PK\x03\x04Ines")

    assert {type(one) for one in linked(told.value)} == {CouldNotRead}
    assert {type(one) for one in linked(unfit.value)} == {packed.Unfit}
    assert triage(content).reason in ("damaged", "")


@pytest.mark.parametrize(
    "path", sorted(READERS.rglob("*.py")), ids=lambda one: one.stem
)
def test_no_reader_raises_where_another_error_is_at_hand(path: Path) -> None:
    """``from None`` would only keep it from being shown: it is still the context."""
    handlers = [
        one
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.ExceptHandler)
    ]
    raised = [
        one.lineno
        for handler in handlers
        for one in ast.walk(handler)
        if isinstance(one, ast.Raise) and one.exc is not None
    ]

    assert raised == []
