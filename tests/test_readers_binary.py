"""An .xlsb, put together record by record, since nothing here writes one."""

from __future__ import annotations

import io
import struct
import zipfile

from everystep.readers import cells_of, triage

MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def record(code: int, content: bytes = b"") -> bytes:
    number = bytes([code]) if code < 128 else bytes([code & 0x7F | 0x80, code >> 7])
    return number + bytes([len(content)]) + content


def words(said: str) -> bytes:
    return struct.pack("<I", len(said)) + said.encode("utf-16-le")


def cell(column: int, said: str) -> bytes:
    return record(6, struct.pack("<II", column, 0) + words(said))


def related(part: str, kind: str, target: str) -> tuple[str, str]:
    link = f'<Relationship Id="rId1" Type="{MAIN}/{kind}" Target="{target}"/>'
    said = f'<Relationships xmlns="{RELS}">{link}</Relationships>'
    return part, said


def book() -> bytes:
    sheet = struct.pack("<II", 0, 1) + words("rId1") + words("Return")
    rows = record(0, struct.pack("<I", 0) + bytes(13))
    cells = cell(0, "Q4") + cell(1, "Q1") + cell(2, "y")
    parts = [
        ("[Content_Types].xml", "<Types/>"),
        related("_rels/.rels", "officeDocument", "xl/workbook.bin"),
        related("xl/_rels/workbook.bin.rels", "worksheet", "worksheets/sheet1.bin"),
        (
            "xl/workbook.bin",
            record(131) + record(143) + record(156, sheet) + record(144) + record(132),
        ),
        (
            "xl/worksheets/sheet1.bin",
            record(129)
            + record(148, struct.pack("<4I", 0, 0, 0, 2))
            + record(145)
            + rows
            + cells
            + record(146)
            + record(177, struct.pack("<I", 1))
            + record(176, struct.pack("<4I", 0, 0, 0, 1))
            + record(178)
            + record(130),
        ),
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return stream.getvalue()


def test_what_stands_under_a_merge_of_an_xlsb_is_not_seen() -> None:
    [sheet] = cells_of(book(), "xlsb")

    assert triage(book()).kind == "xlsb"
    assert sheet.title == "Return"
    assert sheet.rows == [["Q4", None, "y"]]
    assert sheet.merges == [((0, 0), (0, 1))]
    assert not sheet.looked
