"""A receipt's workbook: each point with room for a provider's own words."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from receipt_cases import (
    DRIFT,
    EVERY,
    GOLDEN,
    RECEIPTS,
    RESENT,
    STOPPED,
    WELL_READ,
    blame,
    read_out,
    rows_of,
)

from everystep import wording
from everystep import wording_points as words
from everystep.answers import MARK, is_answer
from everystep.receipt_workbook import is_as_we_made_it, workbook
from everystep.receipts import Facts, Place

EMPTY_WORKBOOK = io.BytesIO()
xlsxwriter.Workbook(EMPTY_WORKBOOK, {"in_memory": True}).close()


def points_of(facts: Facts) -> list[dict[str, str]]:
    """Return the points as rows of a table."""
    head, *rows = rows_of(workbook(facts))[words.POINTS]
    return [dict(zip(head, row, strict=True)) for row in rows]


def saved(content: bytes, write: str = "It is meant.") -> bytes:
    """Return a workbook as a person leaves it: words in it, saved by a program."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[words.POINTS]
    sheet.cell(2, words.COLUMNS.index(words.YOUR_WORDS) + 1).value = write
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", RECEIPTS)
def test_every_workbook_reads_as_it_was_reviewed(name: str) -> None:
    """``UPDATE_GOLDEN=1`` writes them anew, to be read aloud again."""
    golden = GOLDEN / f"receipt-{name}.points.txt"
    said = read_out(workbook(RECEIPTS[name]))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_bytes(said.encode())

    assert said.encode() == golden.read_bytes()


def test_no_workbook_was_reviewed_that_is_no_longer_sent() -> None:
    kept = {path.name for path in GOLDEN.glob("receipt-*.points.txt")}

    assert kept == {f"receipt-{name}.points.txt" for name in RECEIPTS}


@pytest.mark.parametrize("name", EVERY)
def test_no_workbook_has_a_word_that_carries_blame(name: str) -> None:
    assert blame(read_out(workbook(EVERY[name]))) == []


@pytest.mark.parametrize("name", EVERY)
def test_every_point_says_what_we_read_and_did_and_what_may_be_done(name: str) -> None:
    points = points_of(EVERY[name])

    assert points
    for number, point in enumerate(points, 1):
        assert point[words.SHEET] and point[words.READ] and point[words.DID]
        assert point[words.MAY_DO]
        assert point[words.YOUR_WORDS] == ""
        assert point[words.MAY_BE_SEEN] == words.NO
        assert point[words.POINT] == f"p{number}"


def test_the_columns_come_in_the_order_that_was_promised() -> None:
    head = rows_of(workbook(WELL_READ))[words.POINTS][0]

    assert head[:3] == ("Sheet", "Row", "Column")
    assert head[3:6] == (
        "What we read",
        "What we did",
        "What you may do, if you like",
    )
    assert head[6:] == ("Your words", "May the commissioner see this?", "Point")


def test_each_place_gap_and_question_is_one_point() -> None:
    asked = ["conflicts", "totals_differ"]

    assert len(points_of(WELL_READ)) == (
        len(asked) + len(WELL_READ.asides) + len(WELL_READ.gaps)
    )


def test_what_is_not_as_before_is_one_point_for_each_kind() -> None:
    kinds = {difference.kind for difference in DRIFT.differences}
    points = points_of(DRIFT)

    assert len(points) == len(kinds) + 1
    [renamed] = [one for one in points if "SDQ total" in one[words.READ]]
    where = [renamed[column] for column in (words.SHEET, words.ROW, words.COLUMN)]
    assert where == ["2", "8", "M"]


def test_a_point_names_its_place_as_a_spreadsheet_shows_it() -> None:
    [point] = [one for one in points_of(WELL_READ) if one[words.COLUMN] == "AB"]

    assert (point[words.SHEET], point[words.ROW]) == ("2", "12")


@pytest.mark.parametrize(
    "facts",
    [
        replace(RESENT, gaps=()),
        replace(WELL_READ, again=True),
        replace(WELL_READ, standing="superseded"),
    ],
    ids=["all read", "again", "older"],
)
def test_where_nothing_is_needed_one_row_says_so(facts: Facts) -> None:
    [point] = points_of(facts)

    assert point[words.MAY_DO] == words.NOTHING_NEEDED


def test_a_reason_that_is_new_to_wording_is_still_a_point() -> None:
    [point] = points_of(
        replace(RESENT, gaps=(), asides=[Place(0, 0, 0, 2, "quite_new")])
    )

    assert point[words.READ] == words.OTHER_ASIDE.many.format(2)


def test_every_reason_that_the_page_knows_has_words_here() -> None:
    assert set(words.ASIDES) == set(wording.ASIDE_REASONS)


def test_a_total_and_a_name_of_a_file_are_never_quoted() -> None:
    said = read_out(workbook(WELL_READ))

    assert "977" not in said
    assert "Acorn Q3 report" not in said


def test_a_label_is_a_label_and_is_never_worked_out() -> None:
    label = '=HYPERLINK("https://example.org","here")'
    content = workbook(replace(RESENT, totals_differ=[(label, 1, 2)]))
    gap = workbook(replace(RESENT, gaps=[("x", "=1+1", 2)]))

    for one in (content, gap):
        sheet = load_workbook(io.BytesIO(one))[words.POINTS]
        assert all(cell.data_type in "sn" for row in sheet.rows for cell in row)
        assert all(not cell.hyperlink for row in sheet.rows for cell in row)


def test_the_answer_may_be_yes_or_no_and_starts_at_no() -> None:
    sheet = load_workbook(io.BytesIO(workbook(WELL_READ)))[words.POINTS]
    [rule] = sheet.data_validations.dataValidation
    last = len(points_of(WELL_READ)) + 1

    assert rule.formula1 == '"no,yes"'
    assert str(rule.sqref) == f"H2:H{last}"
    assert {sheet.cell(row, 8).value for row in range(2, last + 1)} == {"no"}


def test_a_workbook_suits_a_screen_reader_and_a_small_screen() -> None:
    book = load_workbook(io.BytesIO(workbook(WELL_READ)))
    points, how = book.worksheets

    assert [points.title, how.title] == [words.POINTS, words.HOW_TO_ANSWER]
    assert points.freeze_panes == "A2"
    assert list(points.tables) == [words.POINTS]
    assert points.tables[words.POINTS].headerRowCount == 1
    assert not any(sheet.merged_cells.ranges for sheet in book.worksheets)
    assert all(cell.alignment.wrap_text for row in points.rows for cell in row)
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)


def test_the_same_facts_give_the_same_bytes() -> None:
    turned = replace(WELL_READ, asides=list(reversed(WELL_READ.asides)))

    assert workbook(WELL_READ) == workbook(turned)


def test_a_workbook_is_known_when_it_comes_back() -> None:
    content = workbook(WELL_READ)

    assert is_answer(content)
    assert is_answer(saved(content))
    assert is_as_we_made_it(content)
    assert not is_as_we_made_it(saved(content))


def test_what_ties_it_to_its_file_is_the_fingerprint_and_no_name() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(WELL_READ))) as packed:
        said = {name: packed.read(name).decode() for name in packed.namelist()}

    assert f'name="{MARK}"' in said["docProps/custom.xml"]
    assert "3f9a01bc" in said["docProps/custom.xml"]
    assert not [name for name, text in said.items() if "Acorn" in text]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Thing,Count\nWalks,3\n",
        b"PK\x03\x04 docProps/custom.xml",
        b"\xd0\xcf\x11\xe0docProps/custom.xml everystep_receipt",
        EMPTY_WORKBOOK.getvalue(),
    ],
    ids=["nothing", "a list", "no zip", "an older kind", "another workbook"],
)
def test_what_is_no_answer_is_not_taken_for_one(content: bytes) -> None:
    assert not is_answer(content)
    assert not is_as_we_made_it(content)


def test_a_property_that_is_a_bomb_is_read_to_a_bound() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("docProps/custom.xml", b" " * 20_000_000 + MARK.encode())

    assert not is_answer(stream.getvalue())


@given(data=st.data())
def test_no_harm_to_a_workbook_stops_the_look_at_it(data: st.DataObject) -> None:
    content = bytearray(workbook(STOPPED))
    at = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(1, 40))
    content[at : at + length] = data.draw(st.binary(max_size=40))

    assert is_answer(bytes(content)) in (True, False)
    assert is_as_we_made_it(bytes(content)) in (True, False)


def test_what_could_help_comes_before_what_was_left_alone_on_purpose() -> None:
    placed = [point for point in points_of(WELL_READ) if point[words.ROW]]
    needs_nothing = [one[words.MAY_DO] == words.NOTHING_NEEDED for one in placed]

    assert needs_nothing == sorted(needs_nothing)
