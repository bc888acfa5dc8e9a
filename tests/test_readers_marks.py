"""A number is what stands on the page, without what was struck out or set above."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
import xlsxwriter
import xlwt
from docx.enum.style import WD_STYLE_TYPE
from odf import opendocument, style, table, text

from everystep.layouts.values import as_decimal
from everystep.readers import Sheet, cells_of, triage

Run = tuple[str, str]
# What stands in each row beside its name, as runs: how each looks, and what it says.
ROWS: list[tuple[str, list[Run]]] = [
    ("footnote", [("", "2"), ("raised", "1")]),
    ("lowered", [("", "2"), ("lowered", "3")]),
    ("corrected", [("struck", "5"), ("", "4")]),
    ("taken back", [("struck", "5"), ("struck", "4")]),
    ("as it stands", [("", "5"), ("bold", "4")]),
]
SAID = ["2¹", "2₃", "4", "54", "54"]


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def in_xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        looks = {
            "": book.add_format({"font_size": 11}),
            "raised": book.add_format({"font_script": 1}),
            "lowered": book.add_format({"font_script": 2}),
            "struck": book.add_format({"font_strikeout": True}),
            "bold": book.add_format({"bold": True}),
        }
        sheet = book.add_worksheet("Return")
        for row, (name, runs) in enumerate(ROWS):
            sheet.write(row, 0, name)
            parts = [part for look, said in runs for part in (looks[look], said)]
            sheet.write_rich_string(row, 1, *parts)
    return stream.getvalue()


def in_xls() -> bytes:
    book = xlwt.Workbook()
    looks = {
        "": xlwt.easyfont(""),
        "raised": xlwt.easyfont("escapement superscript"),
        "lowered": xlwt.easyfont("escapement subscript"),
        "struck": xlwt.easyfont("struck_out on"),
        "bold": xlwt.easyfont("bold on"),
    }
    sheet = book.add_sheet("Return")
    for row, (name, runs) in enumerate(ROWS):
        sheet.write(row, 0, name)
        sheet.write_rich_text(row, 1, [(said, looks[look]) for look, said in runs])
    return saved(book)


def in_ods() -> bytes:
    book = opendocument.OpenDocumentSpreadsheet()
    for name, about in (
        ("raised", {"textposition": "super 58%"}),
        ("lowered", {"textposition": "-33% 58%"}),
        ("struck", {"textlinethroughstyle": "solid"}),
        ("bold", {"fontweight": "bold"}),
    ):
        look = style.Style(name=name, family="text")
        look.addElement(style.TextProperties(**about))
        book.automaticstyles.addElement(look)
    sheet = table.Table(name="Return")
    for name, runs in ROWS:
        line, said = table.TableRow(), text.P()
        first = table.TableCell(valuetype="string")
        first.addElement(text.P(text=name))
        for look_name, words in runs:
            if look_name:
                said.addElement(text.Span(stylename=look_name, text=words))
            else:
                said.addText(words)
        second = table.TableCell(valuetype="string")
        second.addElement(said)
        line.addElement(first)
        line.addElement(second)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    return saved(book)


def in_docx() -> bytes:
    document = docx.Document()
    made = document.add_table(len(ROWS), 2)
    for row, (name, runs) in enumerate(ROWS):
        made.cell(row, 0).text = name
        for look, said in runs:
            font = made.cell(row, 1).paragraphs[0].add_run(said).font
            if look == "raised":
                font.superscript = True
            if look == "lowered":
                font.subscript = True
            font.strike = look == "struck" or None
            font.bold = look == "bold" or None
    return saved(document)


TAGS = {"": "i", "raised": "sup", "lowered": "sub", "struck": "s", "bold": "b"}


def in_html() -> bytes:
    rows = ""
    for name, runs in ROWS:
        said = "".join(f"<{TAGS[look]}>{one}</{TAGS[look]}>" for look, one in runs)
        rows += f"<tr><td>{name}</td><td>{said}</td></tr>"
    return f"<html><table>{rows}</table></html>".encode()


def in_old_xml() -> bytes:
    rows = ""
    for name, runs in ROWS:
        tags = {look: tag.capitalize() for look, tag in TAGS.items()}
        said = "".join(f"<{tags[look]}>{one}</{tags[look]}>" for look, one in runs)
        rows += (
            f'<Row><Cell><Data ss:Type="String">{name}</Data></Cell><Cell><ss:Data '
            f'ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{said}</ss:Data>'
            "</Cell></Row>"
        )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Return"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def grid(content: bytes) -> Sheet:
    sheets = cells_of(content, triage(content).kind)
    return next(sheet for sheet in sheets if sheet.kind == "grid")


@pytest.mark.parametrize(
    "made", [in_xlsx, in_xls, in_ods, in_docx, in_html, in_old_xml]
)
def test_what_is_struck_or_raised_is_not_joined_into_a_number(
    made: Callable[[], bytes],
) -> None:
    sheet = grid(made())

    assert [row[0] for row in sheet.rows] == [name for name, _ in ROWS]
    assert [row[1] for row in sheet.rows] == SAID
    assert sheet.struck == {(3, 1)}
    assert [as_decimal(row[1]) is None for row in sheet.rows[:3]] == [True, True, False]


def test_a_row_of_a_document_that_is_struck_through_is_told() -> None:
    document = docx.Document()
    made = document.add_table(2, 2)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        run = made.cell(row, column).paragraphs[0].add_run(f"{row}{column}")
        run.font.double_strike = row == 1 or None

    assert grid(saved(document)).struck == {(1, 0), (1, 1)}
    assert grid(saved(document)).rows[1] == ["10", "11"]


def test_words_that_a_document_hides_or_strikes_are_not_among_what_it_says() -> None:
    document = docx.Document()
    said = document.add_paragraph("Two people ")
    said.add_run("Ines Acorn ").font.hidden = True
    said.add_run("left").font.strike = True
    said.add_run("stayed")
    document.add_paragraph().add_run("All of it").font.strike = True
    [words, *_] = cells_of(saved(document), "docx")

    assert [row[0] for row in words.rows] == ["Two people stayed", "All of it"]
    assert words.struck == {(1, 0)}


def test_a_style_by_which_a_document_strikes_is_seen_and_can_be_undone() -> None:
    document = docx.Document()
    gone = document.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER)
    gone.font.strike = True
    after = document.styles.add_style("After", WD_STYLE_TYPE.CHARACTER)
    after.base_style = gone
    cell = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    cell.add_run("5", style="Gone")
    cell.add_run("6", style="After")
    cell.add_run("4", style="After").font.strike = False

    assert grid(saved(document)).rows == [["4"]]


def test_a_row_that_a_document_hides_is_hidden() -> None:
    document = docx.Document()
    made = document.add_table(2, 1)
    made.cell(0, 0).text, made.cell(1, 0).text = "Ref", "A1"
    about = made.rows[1]._tr.get_or_add_trPr()
    about.append(about.makeelement(docx.oxml.ns.qn("w:hidden"), {}))

    assert grid(saved(document)).hidden_rows == {1}


PAGE = """<html><div style="display: none"><div>x</div><table><tr><td>Ines</td></tr>
</table></div><table><tr><th>Ref</th><th>Visits</th></tr>
<tr style="display:none"><td>A1</td><td>9</td></tr>
<tr><td>A2</td><td>3<span style="display:none">0</span><style>td {}</style></td></tr>
<tr><td>A3</td><td style="text-decoration: line-through">7</td></tr>
<tr style="text-decoration:line-through"><td><s>A4</td><td>8</td></tr>
<tbody hidden><tr><td>A5</td><td>2<sup>nd</sup></td></tr></tbody></table></html>"""


def test_what_a_page_hides_or_strikes_by_its_style_is_seen() -> None:
    hidden, shown = cells_of(PAGE.encode(), "html")

    assert (hidden.shown, hidden.rows) == (False, [])
    assert shown.rows[2:4] == [["A2", "3"], ["A3", "7"]]
    assert shown.rows[5] == ["A5", "2nd"]
    assert shown.hidden_rows == {1, 5}
    assert shown.struck == {(3, 1), (4, 0), (4, 1)}


def test_rows_that_an_ods_writes_once_are_read_alike() -> None:
    content = in_ods()
    once = table.TableRow(numberrowsrepeated=3)
    cell = table.TableCell(valuetype="percentage", value=0.5)
    cell.addElement(text.P(text="50%"))
    once.addElement(cell)
    book = opendocument.load(io.BytesIO(content))
    book.spreadsheet.getElementsByType(table.Table)[0].addElement(once)

    assert [row[0] for row in grid(saved(book)).rows[-3:]] == ["50%"] * 3
