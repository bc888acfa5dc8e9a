"""A workbook is read as a person sees it, whichever program saved it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf import office, opendocument, style, table, text
from openpyxl.comments import Comment
from openpyxl.styles import Font

from everystep.readers import CouldNotRead, Sheet, cells_of, triage
from everystep.readers.child import facts, scan
from everystep.readers.child.xml import Parts

ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!"]
STRICT = "http://purl.oclc.org/ooxml/"


def read(content: bytes) -> list[Sheet]:
    return cells_of(content, triage(content).kind)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def telling_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Quarter", "Share", "Part", "Count"])
    sheet.append(["Q3", 0.52, 0.525, 7])
    sheet.append(["Q4", 1, 0.0714, 8])
    for row in (2, 3):
        sheet.cell(row, 2).number_format = "0%"
        sheet.cell(row, 3).number_format = "0.0%"
    sheet["A3"].font = Font(strike=True)
    sheet["A2"].comment = Comment("Ask Ines", "A person")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    return saved(book)


def telling_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Return")
    for column, said in enumerate(["Quarter", "Share", "Part", "Count"]):
        sheet.write(0, column, said)
    whole, tenth = (xlwt.easyxf(num_format_str=code) for code in ("0%", "0.0%"))
    struck = xlwt.easyxf("font: struck_out on")
    for row, cells in enumerate([("Q3", 0.52, 0.525, 7), ("Q4", 1, 0.0714, 8)], 1):
        sheet.write(row, 0, cells[0], struck if row == 2 else xlwt.easyxf(""))
        sheet.write(row, 1, cells[1], whole)
        sheet.write(row, 2, cells[2], tenth)
        sheet.write(row, 3, cells[3])
    sheet.row(2).hidden = True
    sheet.col(3).hidden = True
    return saved(book)


def telling_ods() -> bytes:
    book = opendocument.OpenDocumentSpreadsheet()
    struck = style.Style(name="struck", family="table-cell")
    struck.addElement(style.TextProperties(textlinethroughstyle="solid"))
    book.automaticstyles.addElement(struck)
    sheet = table.Table(name="Return")
    sheet.addElement(table.TableColumn(numbercolumnsrepeated=3))
    sheet.addElement(table.TableColumn(visibility="collapse"))
    rows = [
        ["Quarter", "Share", "Part", "Count"],
        ["Q3", (0.52, "52%"), (0.525, "52.5%"), 7],
        ["Q4", (1, "100%"), (0.0714, "7.1%"), 8],
    ]
    for number, row in enumerate(rows):
        line = table.TableRow(visibility="collapse" if number == 2 else "visible")
        for cell in row:
            line.addElement(ods_cell(cell, struck if cell == "Q4" else None))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    first = sheet.getElementsByType(table.TableCell)[4]
    note = office.Annotation()
    note.addElement(text.P(text="Ask Ines"))
    first.addElement(note)
    return saved(book)


def ods_cell(value: Any, look: Any = None) -> Any:
    match value:
        case (number, said):
            about, shown = {"valuetype": "percentage", "value": number}, said
        case str():
            about, shown = {"valuetype": "string"}, value
        case _:
            about, shown = {"valuetype": "float", "value": value}, str(value)
    cell = table.TableCell(**about, **({"stylename": look} if look else {}))
    cell.addElement(text.P(text=shown))
    return cell


@pytest.mark.parametrize("book", [telling_xlsx, telling_xls, telling_ods])
def test_what_only_the_format_shows_is_seen(book: Callable[[], bytes]) -> None:
    [sheet] = read(book())

    assert sheet.rows == [
        ["Quarter", "Share", "Part", "Count"],
        ["Q3", "52%", "52.5%", 7.0],
        ["Q4", "100%", "7.1%", 8.0],
    ]
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {3}
    assert sheet.struck == {(2, 0)}
    assert sheet.comments == (0 if book is telling_xls else 1)
    assert sheet.looked


def test_search_and_walk_see_the_same() -> None:
    parts = Parts(telling_xlsx())
    styles = facts.styles_of(parts.get("xl/styles.xml"))
    [(_, path)] = facts.sheet_paths(parts)
    content, searched, walked = parts.get(path), facts.Facts(), facts.Facts()

    assert scan.of_sheet(content, styles, searched)
    facts._Sheet(walked, styles).walk(content)

    assert searched == walked


def test_a_sheet_written_in_an_unusual_way_is_walked() -> None:
    def unusual(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        return re.sub(rb' (r|s|hidden)="(\w+)"', rb"\n\1 = '\2'", part)

    assert read(repacked(telling_xlsx(), unusual)) == read(telling_xlsx())


def test_an_error_in_a_formula_is_no_silent_gap() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for row, error in enumerate(ERRORS):
            sheet.write_formula(row, 1, "=A1/B9", None, error)
        sheet.write(4, 0, 'a <c t="e"> in words')
    [found] = read(stream.getvalue())

    assert [row[1] for row in found.rows] == [*ERRORS, None]


def test_what_stands_under_a_merge_is_not_seen() -> None:
    def haunted(name: str, part: bytes) -> bytes:
        return part.replace(b'<c r="B1"', b'<c r="B1" t="str"><v>Q1</v></c><c r="Z1"')

    book = openpyxl.Workbook()
    book.active.append(["Q4 2023/24", "x", "y"])
    book.active.merge_cells("A1:B1")
    book.active["B1"].font = Font(bold=True)
    [sheet] = read(repacked(saved(book), haunted))

    assert sheet.rows[0][:3] == ["Q4 2023/24", None, "y"]
    assert sheet.merges == [((0, 0), (0, 1))]


def test_what_stands_under_a_merge_of_an_ods_is_not_seen() -> None:
    book = opendocument.OpenDocumentSpreadsheet()
    sheet, row = table.Table(name="Return"), table.TableRow()
    anchor = ods_cell("Q4")
    anchor.setAttribute("numbercolumnsspanned", 2)
    ghost = table.CoveredTableCell(valuetype="string")
    ghost.addElement(text.P(text="Q1"))
    for cell in (anchor, ghost, ods_cell("y")):
        row.addElement(cell)
    sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    [found] = read(saved(book))

    assert found.rows == [["Q4", None, "y"]]
    assert found.merges == [((0, 0), (0, 1))]


def test_hidden_sheets_are_counted_and_not_opened() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a"])
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).append(["Ines"])
        book[state].sheet_state = state
    book.create_chartsheet("Chart")
    found = read(saved(book))

    assert [(one.title, one.shown, one.rows) for one in found] == [
        ("Sheet", True, [["a"]]),
        ("hidden", False, []),
        ("veryHidden", False, []),
        ("Chart", True, []),
    ]


def test_a_hidden_sheet_of_an_ods_is_not_opened() -> None:
    book = opendocument.OpenDocumentSpreadsheet()
    away = style.Style(name="away", family="table")
    away.addElement(style.TableProperties(display="false"))
    book.automaticstyles.addElement(away)
    for name, look in (("Names", {"stylename": away}), ("Return", {})):
        sheet, row = table.Table(name=name, **look), table.TableRow()
        row.addElement(ods_cell(name))
        sheet.addElement(row)
        book.spreadsheet.addElement(sheet)
    found = read(saved(book))

    assert [(one.title, one.shown, one.rows) for one in found] == [
        ("Names", False, []),
        ("Return", True, [["Return"]]),
    ]


def test_dates_are_dates_and_blanks_are_blank_in_every_format() -> None:
    when = datetime(2026, 4, 1)
    book, old = openpyxl.Workbook(), xlwt.Workbook()
    book.active.append([when, " \u00a0", None, True, "x"])
    sheet = old.add_sheet("Return")
    sheet.write(0, 0, when, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(0, 1, " \u00a0")
    sheet.write(0, 3, True)
    sheet.write(0, 4, "x")

    for content in (saved(book), saved(old)):
        [found] = read(content)
        assert found.rows == [[date(2026, 4, 1), None, None, True, "x"]]


def test_rows_and_columns_keep_their_places_below_and_right_of_blank_ones() -> None:
    book = openpyxl.Workbook()
    book.active["C4"] = "here"
    [sheet] = read(saved(book))

    assert sheet.rows[3][2] == "here"
    assert sum(cell is not None for row in sheet.rows for cell in row) == 1


def test_a_strict_workbook_has_its_sheets() -> None:
    def strict(name: str, part: bytes) -> bytes:
        said = part.decode()
        for usual, there in (
            ("spreadsheetml/2006/main", "spreadsheetml/main"),
            ("officeDocument/2006/relationships", "officeDocument/relationships"),
        ):
            said = said.replace(
                f"http://schemas.openxmlformats.org/{usual}", STRICT + there
            )
        return said.encode()

    found = read(repacked(telling_xlsx(), strict))

    assert [row[0] for row in found[0].rows] == ["Quarter", "Q3", "Q4"]


def test_what_one_reader_gives_up_on_is_read_by_another() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    with pytest.raises(CouldNotRead, match="damaged"):
        read(repacked(saved(book), lambda name, part: part[:60]))
    [new] = cells_of(saved(book), "xlsx again")
    assert new.rows == [["a", "b"]]
    [old] = cells_of(telling_xls(), "xls again")
    assert old.rows[1] == ["Q3", 0.52, 0.525, 7.0]
    assert not old.looked


def test_an_old_workbook_with_a_password_is_known_by_it() -> None:
    content = telling_xls()
    bof = content.index(b"\x09\x08\x10\x00")
    locked = content[: bof + 20] + b"\x2f\x00" + content[bof + 22 :]

    assert triage(locked).reason == "password_protected"


def test_an_ods_with_a_password_is_known_by_it() -> None:
    def lock(name: str, part: bytes) -> bytes:
        said = b"<manifest:encryption-data/></manifest:manifest>"
        return part.replace(b"</manifest:manifest>", said)

    assert triage(repacked(telling_ods(), lock)).reason == "password_protected"
