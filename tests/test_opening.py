"""Whatever bytes come, they end in cells or in a plain word for what they were."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from everystep.readers import CouldNotRead, Triage, cells_of, triage

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(64)
CONTENT_TYPES = {"[Content_Types]_xml": b"<Types>presentationml</Types>"}
KINDS = {
    "html",
    "spreadsheetml",
    "xlsx",
    "xls",
    "xlsb",
    "ods",
    "text",
    "docx",
    "pdf",
    "zip",
    "none",
}
STARTS = [b"", b"PK\x03\x04", OLE[:8], OLE, b"\xff", b"\xff\xfe", b"%PDF-", b"<", b"{"]
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
        (b"\xef\xbb\xbf\r\n", "empty"),
        (PNG, "photograph"),
        (b"\xff\xd8\xff\xe0", "photograph"),
        (b"GIF89a", "photograph"),
        (b"II*\x00" + bytes(40), "photograph"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "photograph"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "photograph"),
        (b"a\x00b,c\x00d", "other_kind"),
        (b'{"name": "Ines", "n": [1, 2]}\n', "not_a_table"),
        (b'[\n  {"a": 1}\n]', "not_a_table"),
        (b"<?xml version='1.0'?><a/>", "not_a_table"),
        (b"\xef\xbb\xbf<root>\n<a>1</a></root>\r\n", "not_a_table"),
        (b"<!DOCTYPE html><p>Hello", "not_a_table"),
        ("<?xml version='1.0'?><a/>".encode("utf-16"), "not_a_table"),
        (b"{\\rtf1\\ansi Hello}", "not_a_table"),
        (OLE, "other_kind"),
        (LOCKED, "password_protected"),
        (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
        (_packed(notes=b"hello")[:-30], "damaged"),
        (_workbook("a")[:200], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (_packed(ppt__presentation_xml=b"", **CONTENT_TYPES), "other_kind"),
        (_packed(photo=PNG, list=b'{"a": 1}'), "nothing_inside"),
        (_packed(), "nothing_inside"),
        (_saying_it_is_huge(_packed(xl__workbook_xml=b"")), "too_large"),
        (_packed(**{f"m{at}": b"" for at in range(5001)}), "too_large"),
        (_packed(xl__workbook_xml=bytes(40 << 20)), "too_large"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_kind(content: bytes, reason: str) -> None:
    assert triage(content).kind == "none"
    assert triage(content).family == "none"
    assert triage(content).reason == reason


def test_a_workbook_and_a_text_are_known_by_their_bytes() -> None:
    assert triage(_workbook("a")) == Triage("xlsx")
    assert triage(_workbook("a")).family == "workbook"
    assert triage(b"a,b\n1,2\n") == Triage("text")
    assert triage("a;b\n".encode("utf-16")).family == "text"
    assert triage(b"%PDF-1.7\n").family == "document"


@pytest.mark.parametrize(
    "text",
    [b"<5,6\n*,3\n", b"[a],[b]\n1,2\n", b"{x},{y}\n1,2\n", b"BMI,Age\n20,30\n"],
)
def test_a_table_that_only_begins_like_something_else_is_a_text(text: bytes) -> None:
    assert triage(text) == Triage("text")


def test_macros_are_mentioned_and_do_not_stop_a_workbook() -> None:
    stream = io.BytesIO(_workbook("a"))
    with zipfile.ZipFile(stream, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    assert triage(stream.getvalue()) == Triage("xlsx", remarks=("macros",))


@given(st.binary(max_size=400), st.sampled_from(STARTS))
def test_no_bytes_at_all_stop_the_triage(content: bytes, start: bytes) -> None:
    assert triage(start + content).kind in KINDS


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_no_changed_zip_stops_the_triage(at: int, change: bytes) -> None:
    content = _packed(xl__workbook_xml=b"<workbook/>", other=b"x" * 300)
    at %= len(content)

    known = triage(content[:at] + change + content[at + len(change) :])

    assert known.kind in KINDS


def test_a_workbook_keeps_numbers_text_and_truths_apart() -> None:
    [sheet] = cells_of(_workbook(2.5, "2.5", True, 0, ""), "xlsx")

    assert sheet.rows[0][:4] == [2.5, "2.5", True, 0.0]


def test_a_workbook_that_is_none_could_not_be_read() -> None:
    for content in (b"", b"no workbook", _packed(xl__workbook_xml=b"<workbook")):
        with pytest.raises(CouldNotRead, match="damaged"):
            cells_of(content, "xlsx")
