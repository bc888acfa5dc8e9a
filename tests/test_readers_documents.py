"""A document gives its words in reading order, and each of its tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from fpdf.enums import AccessPermission
from fpdf.fonts import FontFace

from everystep.readers import CouldNotRead, Sheet, cells_of, triage

Write = Callable[[Any], None]
TALK = "Ava started swimming again."


def word(write: Write) -> list[Sheet]:
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    assert triage(stream.getvalue()).kind == "docx"
    return cells_of(stream.getvalue(), "docx")


def pdf(write: Write) -> list[Sheet]:
    return cells_of(pdf_of(write), "pdf")


def pdf_of(write: Write) -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    write(page)
    content = bytes(page.output())
    assert triage(content).kind == "pdf"
    return content


def said(sheet: Sheet) -> list[object]:
    assert sheet.kind == "words"
    return [row[0] for row in sheet.rows]


def table(document: Any, *rows: list[str]) -> Any:
    made = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            made.cell(at, column).text = text
    return made


def test_words_and_tables_of_a_document_come_apart_in_order() -> None:
    def write(document: Any) -> None:
        document.add_heading("Quarter 3", 1)
        document.add_paragraph("What went well")
        table(document, ["Measure", "Count"], ["Seen", "12"])
        document.add_paragraph(TALK)
        table(document, ["Training", "Staff"], ["PACE\nday two", "4"])

    words, first, second = word(write)

    assert said(words) == ["Quarter 3", "What went well", TALK]
    assert words.headings == {0}
    assert (first.title, first.kind) == ("table 1", "grid")
    assert first.rows == [["Measure", "Count"], ["Seen", "12"]]
    assert second.title == "table 2"
    assert second.rows == [["Training", "Staff"], ["PACE\nday two", "4"]]


def test_a_merged_cell_is_given_once_with_its_merge() -> None:
    def write(document: Any) -> None:
        rows = ["", "", "c"], ["d", "e", "f"], ["", "h", "i"]
        made = table(document, *(list(row) for row in rows))
        made.cell(0, 0).merge(made.cell(0, 1)).text = "wide"
        made.cell(1, 0).merge(made.cell(2, 0)).text = "high"

    _, grid = word(write)

    assert grid.rows == [["wide", None, "c"], ["high", "e", "f"], [None, "h", "i"]]
    assert grid.merges == [((0, 0), (0, 1)), ((1, 0), (2, 0))]


def test_a_table_in_a_cell_follows_the_table_that_it_is_in() -> None:
    def write(document: Any) -> None:
        outer = table(document, ["a", "b"])
        table(outer.cell(0, 1), ["inner", "one"])
        table(document, ["last", "one"])

    _, *grids = word(write)

    assert [grid.rows[0] for grid in grids] == [
        ["a", "b"],
        ["inner", "one"],
        ["last", "one"],
    ]


def test_what_was_deleted_with_changes_tracked_is_not_text() -> None:
    tracked = (
        f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>Kept </w:t></w:r>"
        "<w:del w:id='1' w:author='x'><w:r><w:delText>Ines </w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='x'><w:r><w:t>and added</w:t></w:r></w:ins></w:p>"
    )

    def write(document: Any) -> None:
        document.element.body.insert(0, parse_xml(tracked))

    assert said(word(write)[0]) == ["Kept and added"]


def test_fields_of_a_form_are_words_and_old_ticks_are_ticks() -> None:
    form = (
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Service: Acorn</w:t>"
        "</w:r></w:p></w:sdtContent></w:sdt>"
    )
    box = (
        f"<w:p {nsdecls('w')}><w:r><w:fldChar w:fldCharType='begin'><w:ffData>"
        "<w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
        "<w:r><w:t xml:space='preserve'> Yes</w:t></w:r></w:p>"
    )

    def write(document: Any) -> None:
        document.element.body.insert(0, parse_xml(form))
        document.element.body.insert(1, parse_xml(box))

    assert said(word(write)[0]) == ["Service: Acorn", "☒ Yes"]


def test_headers_and_footers_come_last() -> None:
    def write(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Acorn Trust"
        document.sections[0].footer.paragraphs[0].text = "Q3"
        document.add_paragraph(TALK)

    first, *last = said(word(write)[0])

    assert first == TALK
    assert sorted(map(str, last)) == ["Acorn Trust", "Q3"]


def test_a_document_without_a_word_has_nothing_inside() -> None:
    with pytest.raises(CouldNotRead, match="nothing_inside"):
        word(lambda document: table(document, ["", ""]))


def ruled(page: FPDF, rows: list[list[str]], **about: Any) -> None:
    with page.table(**about) as made:
        for row in rows:
            made.row(row)


def test_words_and_ruled_tables_of_a_pdf_come_apart() -> None:
    def write(page: FPDF) -> None:
        page.cell(text="Quarter 3 at Acorn", new_x="LMARGIN", new_y="NEXT")
        ruled(page, [["Measure", "Count"], ["Seen", "12"], ["Left", ""]])
        page.cell(text=TALK)

    words, grid = pdf(write)

    assert said(words) == ["Quarter 3 at Acorn", TALK]
    assert grid.title == "table 1"
    assert grid.rows == [["Measure", "Count"], ["Seen", "12"], ["Left", None]]


@pytest.mark.parametrize("repeats", [0, 1])
def test_a_table_that_goes_on_over_the_page_is_one(repeats: int) -> None:
    rows = [["Month", "Seen"], *([f"Week {at}", str(at)] for at in range(60))]
    [_, grid] = pdf(lambda page: ruled(page, rows, repeat_headings=repeats))

    assert grid.rows == rows


def test_a_table_with_a_header_of_its_own_is_another() -> None:
    def write(page: FPDF) -> None:
        ruled(page, [["Month", "Seen"], ["April", "3"]])
        page.add_page()
        ruled(page, [["Training", "Staff"], ["PACE", "4"]],
              headings_style=FontFace(emphasis="BOLD"))  # fmt: skip

    assert len(pdf(write)) == 3


def test_evident_columns_without_rules_are_a_table() -> None:
    def write(page: FPDF) -> None:
        page.cell(text="Numbers this quarter", new_x="LMARGIN", new_y="NEXT")
        page.ln(8)
        for row in (["Measure", "Target", "Actual"], ["People seen", "20", "18"],
                    ["Sessions", "100", "96"]):  # fmt: skip
            for text in row:
                page.cell(60, text=text)
            page.ln(8)
        page.ln(8)
        page.multi_cell(0, text=f"{TALK} " * 8)

    words, grid = pdf(write)

    assert grid.rows == [
        ["Measure", "Target", "Actual"],
        ["People seen", "20", "18"],
        ["Sessions", "100", "96"],
    ]
    assert said(words)[0] == "Numbers this quarter"
    assert " ".join(map(str, said(words)[1:])) == " ".join([TALK] * 8)


def test_a_pdf_that_is_a_picture_has_no_text() -> None:
    with pytest.raises(CouldNotRead, match="no_text"):
        pdf(lambda page: page.rect(10, 10, 50, 50))


def test_a_pdf_with_a_password_is_told_so() -> None:
    def lock(page: FPDF) -> None:
        page.set_encryption("owner", "user", permissions=AccessPermission.none())
        page.cell(text="Ines")

    with pytest.raises(CouldNotRead, match="password_protected"):
        pdf(lock)


def test_a_pdf_cut_short_is_damaged_or_gives_what_is_whole() -> None:
    content = pdf_of(lambda page: ruled(page, [["Month", "Seen"], ["April", "3"]]))

    for end in range(20, len(content), 97):
        try:
            cells_of(content[:end], "pdf")
        except CouldNotRead as told:
            assert told.reason in ("damaged", "no_text")


FORM = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources
<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>
/Annots[5 0 R 6 0 R 7 0 R]>>endobj
4 0 obj<</Length 103>>stream
BT /F1 12 Tf 20 150 Td (People seen) Tj ET
BT /F1 12 Tf 20 120 Td (Nothing to report this quarter) Tj ET
endstream endobj
5 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(seen)/V(12)/Rect[120 148 180 162]>>endobj
6 0 obj<</Type/Annot/Subtype/Widget/FT/Btn/AS/Yes/V/Yes/Rect[220 118 232 130]>>endobj
7 0 obj<</Type/Annot/Subtype/Text/Contents(Ask Ines)/Rect[20 20 30 30]>>endobj
trailer<</Root 1 0 R>>
"""


def test_what_was_filled_in_on_a_form_stands_beside_its_question() -> None:
    [words] = cells_of(FORM, "pdf")

    assert said(words) == ["People seen 12", "Nothing to report this quarter ☒"]
