"""What case systems export as a page or as XML, and call a workbook, is read too."""

from __future__ import annotations

from datetime import date

import pytest

from everystep.readers import CouldNotRead, cells_of, triage

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>Export
</title></head><body>Ines made this<table border=1>
<tr><th colspan=2>Person</th><th rowspan="2">Score</th></tr>
<tr><th>Ref</th><th>Born</th></tr>
<tr><td>A1</td><td>02/05/2010</td><td>7</td></tr>
<tr><td>B2 &amp; C3<td>one<br>two<td></tr></table></body></html>"""

BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Return"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Quarter 3</Data></Cell>
<Cell><Data ss:Type="String">x</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">7.5</Data>
<Comment><ss:Data>Ask Ines</ss:Data></Comment></Cell>
<Cell><Data ss:Type="DateTime">2026-04-01T00:00:00.000</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="Names"><Table><Row><Cell><Data ss:Type="String">Ines</Data></Cell>
</Row></Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_a_page_that_is_a_table_is_read_as_one() -> None:
    known = triage(PAGE.encode())
    [sheet] = cells_of(PAGE.encode(), known.kind)

    assert (known.kind, known.family) == ("html", "workbook")
    assert sheet.title == "table 1"
    assert sheet.rows == [
        ["Person", None, "Score"],
        ["Ref", "Born"],
        ["A1", "02/05/2010", "7"],
        ["B2 & C3", "one\ntwo", None],
    ]
    assert sheet.merges == [((0, 0), (0, 1)), ((0, 2), (1, 2))]


def test_excels_xml_is_read_as_a_workbook_and_hidden_sheets_are_not_opened() -> None:
    known = triage(BOOK.encode())
    shown, hidden = cells_of(BOOK.encode(), known.kind)

    assert (known.kind, known.family) == ("spreadsheetml", "workbook")
    assert shown.title == "Return"
    assert shown.rows == [
        ["Quarter 3", None, "x"],
        [],
        [None, 7.5, date(2026, 4, 1)],
    ]
    assert shown.merges == [((0, 0), (0, 1))]
    assert shown.hidden_rows == {2}
    assert shown.comments == 1
    assert (hidden.title, hidden.shown, hidden.rows) == ("Names", False, [])


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>Hello</p></body></html>",
        "<html><table><tr><td>menu</td></tr><tr><td>more</td></tr></table></html>",
        "<?xml version='1.0'?><list><table/><tr/><tr/></list>",
    ],
)
def test_any_other_page_is_not_a_table(page: str) -> None:
    assert triage(page.encode()).reason == "not_a_table"


@pytest.mark.parametrize(("page", "kind"), [(PAGE, "html"), (BOOK, "spreadsheetml")])
def test_a_page_cut_short_gives_what_is_there_or_is_told(page: str, kind: str) -> None:
    content = page.encode()

    for end in range(0, len(content), 61):
        try:
            cells_of(content[:end], kind)
        except CouldNotRead as told:
            assert told.reason in ("damaged", "nothing_inside")
