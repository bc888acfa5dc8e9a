"""A report that has changed is read around, and its receipt tells of it once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from commission import run
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_home import BEECH, GORSE, REPORTS, receipts, small_home, written

from everystep import ledger
from everystep.home import Home
from everystep.lake import submission_path, table_path

FIRST, SECOND = REPORTS[1], REPORTS[3]
Change = Callable[[Worksheet], None]


def _column(sheet: Worksheet, heading: str) -> int:
    for row in (4, 5):
        for column in range(1, sheet.max_column + 1):
            if sheet.cell(row, column).value == heading:
                return column
    raise LookupError(heading)


def _reworded(sheet: Worksheet) -> None:
    sheet.cell(5, _column(sheet, "How it ended")).value = "How did it end"


def _began(sheet: Worksheet) -> None:
    sheet.cell(5, _column(sheet, "Start date")).value = "Day one"


def _new(sheet: Worksheet) -> None:
    at = sheet.max_column + 1
    sheet.cell(5, at).value = "Shoe size"
    sheet.cell(7, at).value = 5


def _lost(sheet: Worksheet) -> None:
    at = _column(sheet, "Ethnicity")
    for row in range(5, sheet.max_row + 1):
        sheet.cell(row, at).value = None


def _lower(sheet: Worksheet) -> None:
    sheet.insert_rows(2, 3)
    for merged in list(sheet.merged_cells.ranges):
        sheet.merged_cells.remove(merged)
        merged.shift(row_shift=3)
        sheet.merged_cells.add(merged)


def _renamed(sheet: Worksheet) -> None:
    sheet.title = "Children and young people"


@dataclass(frozen=True)
class Told:
    """What became of a second report that had changed, and of one that had not."""

    home: Home
    plain: Home
    key: str

    def differences(self) -> list[tuple[object, ...]]:
        rows = pq.read_table(
            table_path(self.home, "reconciled.differences")
        ).to_pylist()
        return [
            (row["kind"], row["heading"])
            for row in rows
            if row["submission"] == self.key
        ]

    def receipt(self) -> str:
        name = self.key.rpartition("/")[2]
        found = [text for path, text in receipts(self.home).items() if name in path]
        assert len(found) == 1
        return found[0]

    def scores(self, home: Home) -> list[tuple[object, ...]]:
        """Return the newest report's scores, by whom and when."""
        entry = next(one for one in ledger.entries(home) if one.key == self._last(home))
        table = pq.read_table(submission_path(home, "scores", entry.key))
        names = ("person_key", "subscale", "position", "day", "score")
        return sorted(tuple(row[name] for name in names) for row in table.to_pylist())

    def _last(self, home: Home) -> str:
        mine = [one for one in ledger.entries(home) if one.provider_id == BEECH]
        return max(mine, key=lambda one: one.received_order).key


def _changed(tmp_path: Path, *changes: Change) -> Told:
    plain = small_home(tmp_path / "plain", REPORTS, providers=(BEECH, GORSE))
    told = _after(tmp_path, (FIRST,), changes)
    assert run(plain).succeeded
    return replace(told, plain=plain)


def _first(tmp_path: Path, *changes: Change) -> Told:
    """Return what became of a first report that is not as its layout says."""
    return _after(tmp_path, (), changes)


def _after(
    tmp_path: Path, before: tuple[str, ...], changes: tuple[Change, ...]
) -> Told:
    home = small_home(tmp_path / "changed", before, providers=(BEECH, GORSE))
    book: Workbook = load_workbook(written() / SECOND)
    for change in changes:
        change(book["Young people"])
    path = home.inbox / SECOND
    book.save(path)
    about = (written() / SECOND).stat()
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert run(home).succeeded
    last = max(ledger.entries(home), key=lambda one: one.received_order)
    return Told(home, home, last.key)


@pytest.mark.promise("W1")
def test_a_report_with_a_reworded_heading_a_new_column_and_a_lower_table_is_read(
    tmp_path: Path,
) -> None:
    told = _changed(tmp_path, _reworded, _new, _lower)

    assert told.scores(told.home) == told.scores(told.plain)
    assert set(told.differences()) == {
        ("renamed_column", "Support / How it ended"),
        ("new_column", ""),
    }
    receipt = told.receipt()
    assert "seems to have a new name" in receipt
    assert receipt.count("have not met before") == 1
    assert "Shoe size" not in receipt


@pytest.mark.promise("W7")
def test_a_column_that_is_no_longer_there_is_asked_about_and_is_not_nought(
    tmp_path: Path,
) -> None:
    told = _changed(tmp_path, _lost)

    assert told.differences() == [("lost_column", "About the young person / Ethnicity")]
    assert "Is that meant?" in told.receipt()
    fields = pq.read_table(submission_path(told.home, "person_fields", told.key))
    groups = [row for row in fields.to_pylist() if row["field"] == "ethnic_group"]
    assert groups
    assert {row["value"] for row in groups} == {None}


def test_a_sheet_with_a_new_name_is_found_by_its_headings(tmp_path: Path) -> None:
    told = _changed(tmp_path, _renamed)

    assert told.scores(told.home) == told.scores(told.plain)
    assert told.differences() == [("renamed_sheet", "")]
    assert "Children and young people" not in told.receipt()


def test_a_first_report_that_is_not_as_its_layout_says_is_told_so(
    tmp_path: Path,
) -> None:
    """There is no report before it: the layout's own words are what we looked for."""
    told = _first(tmp_path, _reworded, _began, _renamed)

    assert set(told.differences()) == {
        ("renamed_sheet", ""),
        ("renamed_column", "Support / How it ended"),
        ("lost_column", "Support / Start date"),
    }
    assert "Day one" not in told.receipt()


def test_a_report_that_has_not_changed_is_told_nothing_of_changes(
    tmp_path: Path,
) -> None:
    told = _changed(tmp_path)

    assert told.scores(told.home) == told.scores(told.plain)
    assert told.differences() == []


def test_without_the_column_that_says_who_each_row_is_about_a_report_waits(
    tmp_path: Path,
) -> None:
    def anonymous(sheet: Worksheet) -> None:
        for heading in ("Ref", "Surname", "NHS no."):
            sheet.cell(5, _column(sheet, heading)).value = f"Old {heading}"

    told = _changed(tmp_path, anonymous)
    reading = pq.read_table(submission_path(told.home, "readings", told.key))

    assert reading.column("outcome").to_pylist() == ["form_changed"]
