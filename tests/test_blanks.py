"""A blank erases nothing, a stated gap does, and a row that is gone is gone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from commission import run
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_home import BEECH, REPORTS, small_home, written

from everystep import ledger
from everystep.home import Home
from everystep.lake import submission_path, table_path

REPORT = REPORTS[3]
FIRST_ROW, HEADINGS, GROUPS = 6, 5, 4
Statement = tuple[object, ...]
Change = Callable[[Worksheet, int, range], None]


def _start(sheet: Worksheet) -> range:
    """Return the four columns of the first occasion."""
    at = next(
        column
        for column in range(1, sheet.max_column + 1)
        if "start" in str(sheet.cell(GROUPS, column).value or "").casefold()
        and "SDQ" in str(sheet.cell(GROUPS, column).value)
    )
    return range(at, at + 4)


def _scored(sheet: Worksheet, columns: range) -> int:
    """Return a row with a first score whose reference stands nowhere else."""
    refs = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    return next(
        row
        for row in range(FIRST_ROW, sheet.max_row + 1)
        if isinstance(sheet.cell(row, columns[1]).value, int)
        and refs.count(sheet.cell(row, 1).value) == 1
    )


def _again(home: Home, *changes: Change) -> None:
    for number, change in enumerate(changes, 1):
        book: Workbook = load_workbook(written() / REPORT)
        sheet = book["Young people"]
        columns = _start(sheet)
        change(sheet, _scored(sheet, columns), columns)
        path = (home.inbox / REPORT).with_stem(f"again {number}")
        book.save(path)
        when = (written() / REPORT).stat().st_mtime_ns + number * 10**12
        os.utime(path, ns=(when, when))
        assert run(home).succeeded


def _blank(sheet: Worksheet, row: int, columns: range) -> None:
    for column in columns:
        sheet.cell(row, column).value = None


def _stated(sheet: Worksheet, row: int, columns: range) -> None:
    _blank(sheet, row, columns)
    sheet.cell(row, columns[1]).value = "prefer not to say"


def _corrected(sheet: Worksheet, row: int, columns: range) -> None:
    sheet.cell(row, columns[1]).value = 39


def _gone(sheet: Worksheet, row: int, columns: range) -> None:
    sheet.delete_rows(row)


def _first_scores(home: Home) -> list[Statement]:
    """Return what is said of the person's first total, in the whole commission."""
    entry = min(ledger.entries(home), key=lambda one: one.received_order)
    sheet = load_workbook(written() / REPORT)["Young people"]
    row = _scored(sheet, _start(sheet)) - 1
    scores = pq.read_table(submission_path(home, "scores", entry.key)).to_pylist()
    key = {
        one["record_key"]
        for one in scores
        if (one["row"], one["subscale"], one["position"]) == (row, "total", "start")
    }
    person = {one["person_key"] for one in scores if one["record_key"] in key}
    assert len(person) == 1
    mine = {one["record_key"] for one in _of(home, person)}
    return [
        (one["score"], one["reason"])
        for one in pq.read_table(table_path(home, "reconciled.statements")).to_pylist()
        if one["record_key"] in mine
    ]


def _of(home: Home, person: set[object]) -> list[dict[str, object]]:
    return [
        one
        for entry in ledger.entries(home)
        for entity in ("scores", "score_gaps")
        for one in pq.read_table(submission_path(home, entity, entry.key)).to_pylist()
        if one["person_key"] in person
        and (one["subscale"], one["position"]) == ("total", "start")
    ]


def _home(tmp_path: Path) -> tuple[Home, list[Statement]]:
    home = small_home(tmp_path, (REPORT,), providers=(BEECH,))
    assert run(home).succeeded
    said = _first_scores(home)
    assert len(said) == 1
    assert said[0][0] is not None
    return home, said


def test_a_place_left_blank_in_a_newer_report_erases_no_score(tmp_path: Path) -> None:
    home, said = _home(tmp_path)
    _again(home, _blank)

    assert _first_scores(home) == said


def test_what_a_correction_replaced_does_not_come_back_with_a_blank(
    tmp_path: Path,
) -> None:
    home, said = _home(tmp_path)
    _again(home, _corrected, _blank)

    assert [str(score) for score, _ in _first_scores(home)] == ["39.0000"]
    assert said[0][0] != 39


def test_a_gap_that_is_stated_takes_a_score_s_place(tmp_path: Path) -> None:
    home, _ = _home(tmp_path)
    _again(home, _stated)

    assert _first_scores(home) == [(None, "chose_not_to_say")]


def test_a_row_that_is_gone_is_gone_with_its_scores(tmp_path: Path) -> None:
    home, _ = _home(tmp_path)
    _again(home, _gone)

    assert _first_scores(home) == []
