"""Whatever bytes come, they end in cells or in a plain word for what they were."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from everystep.readers import CouldNotRead, cells_of, read, triage

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(64)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def _packed(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def _workbook(*cells: object) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet().write_row(0, 0, cells)
    return stream.getvalue()


def _saying_it_is_huge(content: bytes) -> bytes:
    """Return a zip of which the list of members says that one unpacks to a gigabyte."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + (1 << 30).to_bytes(4, "little") + content[at + 4 :]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (PNG, "other_kind"),
        (b"%PDF-1.7\n", "other_kind"),
        (b"\xff\xd8\xff\xe0", "other_kind"),
        (b"GIF89a", "other_kind"),
        (b"a\x00b,c\x00d", "other_kind"),
        (OLE, "other_kind"),
        (LOCKED, "password_protected"),
        (_packed(notes=b"hello"), "other_kind"),
        (_workbook("a")[:200], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (_saying_it_is_huge(_packed(xl__workbook_xml=b"")), "too_large"),
        (_packed(**{f"m{at}": b"" for at in range(5001)}), "too_large"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_kind(content: bytes, reason: str) -> None:
    assert triage(content).kind == "none"
    assert triage(content).reason == reason


def test_a_workbook_and_a_text_are_known_by_their_bytes() -> None:
    assert triage(_workbook("a")).kind == "workbook"
    assert triage(b"a,b\n1,2\n").kind == "text"
    assert triage("a;b\n".encode("utf-16")).kind == "text"


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE[:8], b"\xff"]))
def test_no_bytes_at_all_stop_the_triage(content: bytes, start: bytes) -> None:
    assert triage(start + content).kind in ("workbook", "text", "none")


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_no_changed_zip_stops_the_triage(at: int, change: bytes) -> None:
    content = _packed(xl__workbook_xml=b"<workbook/>", other=b"x" * 300)
    at %= len(content)

    known = triage(content[:at] + change + content[at + len(change) :])

    assert known.kind in ("workbook", "text", "none")


@pytest.mark.parametrize("text", ["Zoë;12\r\nÉva;9\r\n", "Zoë,12\r\nÉva,9\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_read_in_its_encoding_and_by_its_mark(
    text: str, encoding: str
) -> None:
    [sheet] = cells_of(text.encode(encoding), "text")

    assert sheet.rows == [["Zoë", "12"], ["Éva", "9"]]


def test_line_breaks_in_quotes_stay_in_their_cell() -> None:
    [sheet] = cells_of(b'a,b\r\n"one, two\nthree",4\r\n', "text")

    assert sheet.rows == [["a", "b"], ["one, two\nthree", "4"]]


def test_a_workbook_keeps_numbers_text_and_truths_apart() -> None:
    [sheet] = cells_of(_workbook(2.5, "2.5", True, 0, ""), "workbook")

    assert sheet.rows[0][:4] == [2.5, "2.5", True, 0.0]


def test_a_workbook_that_is_none_could_not_be_read() -> None:
    for content in (b"", b"no workbook", _packed(xl__workbook_xml=b"<workbook")):
        with pytest.raises(CouldNotRead, match="damaged"):
            cells_of(content, "workbook")


@pytest.mark.parametrize(("row", "column"), [(2_999, 1_999), (1_000_000, 16_000)])
def test_a_sheet_of_too_many_cells_is_too_large(row: int, column: int) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "first")
        sheet.write(row, column, "last")

    with pytest.raises(CouldNotRead, match="too_large"):
        cells_of(stream.getvalue(), "workbook")


def test_a_child_that_takes_too_much_memory_is_ended_and_told() -> None:
    """A few kilobytes unpack to more than the child may hold."""
    with zipfile.ZipFile(io.BytesIO(_workbook("a"))) as sound:
        members = {name: sound.read(name) for name in sound.namelist()}
    members["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>" + b"a" * (340 << 20) + b"</t></si></sst>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for name, content in members.items():
            bomb.writestr(name, content)

    assert triage(stream.getvalue()).kind == "workbook"
    with pytest.raises(CouldNotRead, match="too_large"):
        cells_of(stream.getvalue(), "workbook")


def test_a_child_that_does_not_come_back_is_ended_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Less time than any process needs to begin.
    monkeypatch.setattr(read, "WALL_SECONDS", 0.0001)

    with pytest.raises(CouldNotRead, match="took_too_long"):
        cells_of(_workbook("a"), "workbook")


@pytest.mark.parametrize("ending", ["os.kill(os.getpid(), 9)", "sys.exit(1)"])
def test_a_child_that_is_killed_is_told_without_its_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str
) -> None:
    child = tmp_path / "child.py"
    child.write_text(f"import os, sys\nprint('Ines', file=sys.stderr)\n{ending}\n")
    monkeypatch.setattr(read, "_CHILD", child)

    with pytest.raises(CouldNotRead) as told:
        cells_of(b"a,b\n", "text")

    assert told.value.reason == "damaged"
    assert "Ines" not in repr(told.value)
