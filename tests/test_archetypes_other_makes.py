"""The same list says the same, whichever make of spreadsheet it is kept in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import odf.opendocument
import odf.style
import odf.table
import odf.text
import pytest
import xlwt
from archetype_reading import adds_up, read, told_apart
from odf.teletype import addTextToElement
from openpyxl import load_workbook

from everystep.demo.archetypes import a02_monthly, a18_sent_again
from everystep.demo.archetypes.truth import Sample

Write = Callable[[Path, int], Sample]
Copy = Callable[[Path, Path], None]


def sent_again(folder: Path, seed: int) -> Sample:
    return a18_sent_again.samples(folder, seed)[1]


def as_xls(source: Path, home: Path) -> None:
    book = xlwt.Workbook()
    dated = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for sheet in load_workbook(source):
        copy = book.add_sheet(sheet.title)
        copy.visibility = int(sheet.sheet_state != "visible")
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, datetime):
                    copy.write(cell.row - 1, cell.column - 1, cell.value, dated)
                elif cell.value is not None:
                    copy.write(cell.row - 1, cell.column - 1, cell.value)
    book.save(str(home))


def as_ods(source: Path, home: Path) -> None:
    book = odf.opendocument.OpenDocumentSpreadsheet()
    hidden = odf.style.Style(name="hidden", family="table")
    hidden.addElement(odf.style.TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    for sheet in load_workbook(source):
        look = {} if sheet.sheet_state == "visible" else {"stylename": hidden}
        table = odf.table.Table(name=sheet.title, **look)
        for row in sheet.iter_rows(values_only=True):
            line = odf.table.TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(home))


def _ods_cell(value: object) -> odf.table.TableCell:
    if value is None:
        return odf.table.TableCell()
    if isinstance(value, datetime):
        return odf.table.TableCell(valuetype="date", datevalue=f"{value:%Y-%m-%d}")
    if isinstance(value, int | float):
        return odf.table.TableCell(valuetype="float", value=str(value))
    cell = odf.table.TableCell(valuetype="string")
    for part in str(value).split("\n"):
        line = odf.text.P()
        addTextToElement(line, part)
        cell.addElement(line)
    return cell


@pytest.mark.parametrize("copy", [as_xls, as_ods])
@pytest.mark.parametrize("write", [a02_monthly.sample, sent_again])
def test_an_old_or_a_free_spreadsheet_says_the_same(
    write: Write, copy: Copy, tmp_path: Path
) -> None:
    sample = write(tmp_path, 7)
    home = tmp_path / f"copy.{copy.__name__[3:]}"
    copy(sample.path, home)

    reading = read(replace(sample, path=home))

    assert told_apart(sample, reading) == ""
    assert adds_up(reading)


def test_a_file_name_that_promises_another_kind_does_not_matter(tmp_path: Path) -> None:
    sample = a18_sent_again.sample(tmp_path, 7)
    home = tmp_path / "no name to go by.doc"
    home.write_bytes(sample.path.read_bytes())

    assert told_apart(sample, read(replace(sample, path=home))) == ""
