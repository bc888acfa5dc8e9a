"""Files sent together in a zip are read in turn, as if they had come alone."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from everystep.readers import CouldNotRead, Triage, cells_of, triage

CSV = b"ref,score\nA1,3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


def workbook(title: str) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.title = title
    book.active.append(["a", 1])
    book.save(stream)
    return stream.getvalue()


def document(*words: str) -> bytes:
    made, stream = docx.Document(), io.BytesIO()
    for one in words:
        made.add_paragraph(one)
    made.save(stream)
    return stream.getvalue()


def test_members_are_read_in_turn_and_their_sheets_say_whose_they_are() -> None:
    sent = zipped({"q3/List.csv": CSV, "q3/Return.xlsx": workbook("Outcomes")})

    found = cells_of(sent, "zip")

    assert [(one.index, one.title) for one in found] == [
        (0, "List: text"),
        (1, "Return: Outcomes"),
    ]
    assert found[0].rows == [["ref", "score"], ["A1", "3"]]
    assert found[1].rows == [["a", 1.0]]


def test_a_zip_of_one_file_is_as_that_file() -> None:
    [sheet] = cells_of(zipped({"List.csv": CSV}), "zip")

    assert sheet.title == "text"


@pytest.mark.parametrize(
    ("members", "family"),
    [
        ({"a.csv": CSV, "b.txt": CSV}, "text"),
        ({"a.docx": document("words")}, "document"),
        ({"a.csv": CSV, "a.docx": document("words")}, "workbook"),
        ({"a.xlsx": workbook("a")}, "workbook"),
    ],
)
def test_a_zips_family_is_that_of_all_its_members(
    members: dict[str, bytes], family: str
) -> None:
    known = triage(zipped(members))

    assert (known.kind, known.family) == ("zip", family)


def test_members_of_other_kinds_are_left_and_mentioned() -> None:
    sent = zipped({"a.csv": CSV, "b.png": PNG, "c.zip": zipped({"d.csv": CSV})})

    assert triage(sent).remarks == ("members_left",)
    assert len(cells_of(sent, "zip")) == 1


def test_what_computers_leave_in_a_zip_by_themselves_is_no_member() -> None:
    sent = zipped(
        {"a.csv": CSV, "__MACOSX/._a.csv": CSV, ".DS_Store": CSV, "~$a.xlsx": PNG}
    )

    assert triage(sent) == Triage("zip", members=("text",))
    assert len(cells_of(sent, "zip")) == 1


def test_a_member_without_words_does_not_hold_up_the_others() -> None:
    sent = zipped({"a.docx": document(), "b.csv": CSV})

    assert [one.title for one in cells_of(sent, "zip")] == ["b: text"]


def test_a_zip_of_nothing_that_is_read_has_nothing_inside() -> None:
    assert triage(zipped({"b.png": PNG})).reason == "nothing_inside"
    with pytest.raises(CouldNotRead, match="nothing_inside"):
        cells_of(zipped({"a.docx": document()}), "zip")


def test_half_a_report_is_no_report() -> None:
    broken = workbook("a").replace(b"xl/workbook.xml", b"xl/workbook.xmk", 1)

    with pytest.raises(CouldNotRead, match="damaged"):
        cells_of(zipped({"a.csv": CSV, "b.xlsx": broken}), "zip")


LOCKED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(504)
    + "EncryptedPackage".encode("utf-16-le")
    + bytes(64)
)


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (LOCKED, "password_protected"),
        (workbook("a")[:-40], "damaged"),
        (LOCKED[:8] + b"x" * 600, "damaged"),
    ],
)
def test_a_workbook_that_is_locked_or_broken_is_not_silently_left(
    member: bytes, reason: str
) -> None:
    sent = zipped({"a.csv": CSV, "b.xlsx": member})

    assert triage(sent).reason == reason
    with pytest.raises(CouldNotRead, match=reason):
        cells_of(sent, "zip")


def test_a_locked_member_locks_the_zip() -> None:
    sent = bytearray(zipped({"a.csv": CSV}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        sent[sent.index(mark) + at] |= 1

    assert triage(bytes(sent)).reason == "password_protected"
