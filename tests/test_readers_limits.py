"""Whatever a file does to its reader, it does to a child that nobody misses."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from everystep.readers import CouldNotRead, cells_of, packed, read, server, triage


def _workbook(*cells: object) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet().write_row(0, 0, cells)
    return stream.getvalue()


def _with(content: bytes, **parts: bytes) -> bytes:
    """Return a workbook with some of its parts put in the place of others."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(name, parts.get(stem, old.read(name)))
    return stream.getvalue()


def _sheet(cells: bytes, dimension: bytes = b"A1") -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="%s"/><sheetData>%s</sheetData></worksheet>'
    ) % (dimension, cells)


def _reason(content: bytes, kind: str = "xlsx") -> str:
    with pytest.raises(CouldNotRead) as told:
        cells_of(content, kind)
    assert "Ines" not in repr(told.value)
    return told.value.reason


@pytest.mark.parametrize(("row", "column"), [(2_999, 1_999), (1_048_575, 16_383)])
def test_a_sheet_of_too_many_cells_is_too_large(row: int, column: int) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "first")
        sheet.write(row, column, "last")

    assert _reason(stream.getvalue()) == "too_large"


def test_a_sheet_that_only_says_it_is_vast_is_read() -> None:
    cells = b'<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
    vast = _with(_workbook("a"), sheet1=_sheet(cells, b"A1:XFD1048576"))

    assert cells_of(vast, "xlsx")[0].rows == [[None, None], [1.0, 2.0]]


def test_a_child_that_takes_too_much_memory_is_ended_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A few kilobytes unpack to more than the child may hold."""
    monkeypatch.setattr(packed, "MOST_RATIO", 2000)
    bomb = _with(
        _workbook("a"),
        sharedStrings=b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        b'2006/main"><si><t>' + b"a" * (340 << 20) + b"</t></si></sst>",
    )

    assert triage(bomb).kind == "xlsx"
    assert _reason(bomb) == "too_large"


def test_entities_that_unpack_to_gigabytes_are_not_unpacked() -> None:
    entities = b'<!ENTITY a0 "Ines">' + b"".join(
        b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10) for at in range(1, 12)
    )
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    bomb = b"<!DOCTYPE worksheet [%s]>%s" % (entities, _sheet(cell))
    began = time.monotonic()

    try:
        [sheet] = cells_of(_with(_workbook("a"), sheet1=bomb), "xlsx")
        assert len(str(sheet.rows)) < 1000
    except CouldNotRead as told:
        assert told.reason in ("damaged", "too_large")
    assert time.monotonic() - began < 10


def test_styles_with_a_document_type_are_refused() -> None:
    styles = b'<!DOCTYPE s [<!ENTITY a "b">]><styleSheet><cellXfs/></styleSheet>'

    assert _reason(_with(_workbook("a"), styles=styles)) == "damaged"


def test_a_list_of_members_that_lies_does_not_help_a_bomb() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("list.csv", b"a,b\n" * 1_000_000)
    content = bytearray(stream.getvalue())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.index(mark) + at
        content[start : start + 4] = (8).to_bytes(4, "little")

    known = triage(bytes(content))

    assert (known.kind, known.reason) == ("none", "damaged")


def test_a_child_that_does_not_come_back_is_ended_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Less time than any reading needs.
    monkeypatch.setattr(read, "WALL_SECONDS", 0.00001)

    assert _reason(_workbook("a")) == "took_too_long"
    monkeypatch.undo()
    assert cells_of(_workbook("a"), "xlsx")


def test_a_child_that_works_on_and_on_is_ended_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(read, "CPU_SECONDS", 1)

    assert _reason(b"1,22,33,44\n" * 1_200_000, "text") == "took_too_long"


@pytest.fixture
def other_helper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A helper's start that a test writes, in the place of ours."""
    server.end_all()
    start = tmp_path / "start.py"
    monkeypatch.setattr(server, "_START", start)
    return start


FORKING = """
import os, socket, sys
control = socket.socket(fileno=0)
while True:
    line, handles, _, _ = socket.recv_fds(control, 4096, 1)
    if not line:
        break
    if not os.fork():
        said = socket.socket(fileno=handles[0])
        {act}
        said.close()
        os._exit(0)
    os.close(handles[0])
    control.sendall(b"%d\\n" % os.waitstatus_to_exitcode(os.wait()[1]))
"""


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("os.kill(os.getpid(), 9)", "looking_into_it"),
        ("os._exit(1)", "looking_into_it"),
        ("print('Ines', file=sys.stderr); sys.exit(1)", "looking_into_it"),
        ("os.kill(os.getpid(), 11)", "damaged"),
        ("said.sendall(b'Ines')", "damaged"),
        ('said.sendall(b\'{"end": ""\')', "damaged"),
        ('said.sendall(b\'{"title": "Ines"}\\n{"end": ""}\\n\')', "damaged"),
        ("said.sendall(b'[' * 200000)", "damaged"),
    ],
)
def test_a_child_that_ends_otherwise_is_told_without_its_words(
    other_helper: Path, act: str, reason: str
) -> None:
    other_helper.write_text(FORKING.format(act=act))

    assert _reason(b"a,b\n", "text") == reason
    server.end_all()


def test_a_helper_that_ends_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cells_of(b"a,b\n", "text")
    for helper in server._idle:
        os.kill(helper.process.pid, signal.SIGKILL)
        helper.process.wait()

    assert cells_of(b"a,b\n", "text")


def test_a_helper_that_cannot_even_start_is_told(other_helper: Path) -> None:
    other_helper.write_text("raise SystemExit(3)")

    assert _reason(b"a,b\n", "text") == "looking_into_it"


def test_threads_that_read_at_once_each_get_their_own() -> None:
    def one(number: int) -> bool:
        [sheet] = cells_of(b"a,%d\n" % number * 50, "text")
        return sheet.rows == [["a", str(number)]] * 50

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(one, range(40)))
    assert threading.active_count() < 20


def test_a_process_that_was_forked_has_helpers_of_its_own() -> None:
    assert cells_of(b"a,b\n", "text")
    mine = [helper.process.pid for helper in server._idle]
    code = (
        "import os; from everystep.readers import cells_of, server\n"
        "cells_of(b'a,b', 'text'); mine = server._idle[0].process.pid\n"
        "if not os.fork():\n"
        "    assert not server._idle; cells_of(b'a,b', 'text')\n"
        "    assert server._idle[0].process.pid != mine; raise SystemExit(7)\n"
        "status = os.waitstatus_to_exitcode(os.wait()[1])\n"
        "cells_of(b'a,b', 'text'); assert server._idle[0].process.pid == mine\n"
        "raise SystemExit(status)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7
    assert all(Path(f"/proc/{number}").exists() for number in mine)


def test_a_helper_ends_when_its_parent_is_killed() -> None:
    code = (
        "import os, sys; from everystep.readers import cells_of, server\n"
        "cells_of(b'a,b', 'text'); print(server._idle[0].process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=-1, check=False)
    helper = Path(f"/proc/{int(done.stdout)}/stat")

    for _ in range(100):
        if not helper.exists() or helper.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the helper lives on")


def test_where_nothing_forks_a_child_is_started_for_each_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "FORKS", False)

    assert cells_of(_workbook("a", 1), "xlsx")[0].rows == [["a", 1.0]]
    assert _reason(b"nothing", "xlsx") == "damaged"


def test_a_child_knows_nothing_of_ours() -> None:
    code = (
        "import sys; sys.argv = ['x']; import runpy\n"
        f"start = runpy.run_path({str(server._START)!r}, run_name='start')\n"
        "start['child_package'](); import importlib\n"
        "readers = importlib.import_module('child.readers')\n"
        "[readers.prepare(kind) for kind in readers._READERS]\n"
        "ours = {'everystep', 'polars', 'pyarrow', 'duckdb', 'numpy', 'pandas'}\n"
        "raise SystemExit(len(ours & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-I", "-c", code], check=False)

    assert done.returncode == 0


@settings(max_examples=40)
@given(st.floats(0, 1), st.sampled_from(["xlsx", "xls", "docx"]))
def test_a_report_cut_short_anywhere_is_told_and_nothing_else(
    share: float, kind: str
) -> None:
    whole = _whole(kind)
    content = whole[: int(len(whole) * share)]

    known = triage(content)
    if known.kind == "none":
        assert known.reason in ("damaged", "empty", "other_kind")
        return
    try:
        cells_of(content, known.kind)
    except CouldNotRead as told:
        assert told.reason in ("damaged", "nothing_inside")


def _whole(kind: str) -> bytes:
    if kind == "xlsx":
        return _workbook(*range(200))
    stream = io.BytesIO()
    if kind == "docx":
        import docx

        document = docx.Document()
        document.add_paragraph("words")
        document.save(stream)
    else:
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("Return")
        for row in range(300):
            sheet.write(row, 0, f"words {row}")
        book.save(stream)
    return stream.getvalue()
