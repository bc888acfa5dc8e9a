"""A cell is read as a person would read it, and never as something it does not say."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everystep.layouts.values import (
    ASIDE,
    BLANK,
    Read,
    as_count,
    as_date,
    as_decimal,
    as_text,
    as_truth,
    one_of,
    reader,
    words,
)
from everystep.readers.read import Cell
from everystep.reference import markers

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.0, "12"),
        ("12 ", "12"),
        ("\N{NO-BREAK SPACE}12", "12"),
        ("12", "12"),
        ("2.9", "2.9"),
        (2.9, "2.9"),
        ("½", "0.5"),
        ("2½", "2.5"),
        ("2 ½", "2.5"),
        ("1,024", "1024"),
        ("−3", "-3"),
        ("0", "0"),
        (0.0, "0"),
    ],
)
def test_a_number_is_read_as_it_stands(cell: Cell, number: str) -> None:
    assert as_decimal(cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell",
    ["14²", "1_0", "12 of 40", "<5", "nan", "inf", "1,02", "", None, True, "1e5"],
)
def test_what_is_no_number_is_not_read_as_one(cell: Cell) -> None:
    assert as_decimal(cell) is None


def test_a_date_is_no_number() -> None:
    assert as_decimal(date(2025, 4, 3)) is None


@pytest.mark.parametrize("cell", ["2.9", "-1", "½", "99999999999999999999", "many"])
def test_a_count_is_whole_and_of_a_size_that_happens(cell: str) -> None:
    assert as_count(cell) is None


def test_zero_is_zero_and_not_nothing() -> None:
    assert reader(as_count, {})(0.0) == Read("value", 0)
    assert reader(as_count, {})("0") == Read("value", 0)
    assert reader(as_count, {})(None) == BLANK


@pytest.mark.parametrize(
    "cell",
    [
        "03/04/2025",
        "3/4/25",
        "3.4.2025",
        "3-4-25",
        "3–4–25",
        "2025-04-03",
        "2025-04-03T09:15:00",
        "03/04/2025 09:15",
        "3 April 2025",
        "3rd Apr 25",
        "45750",
        45750.0,
        " 03/04/2025\N{NO-BREAK SPACE}",
        "０３/０４/２０２５",
        date(2025, 4, 3),
    ],
)
def test_a_date_is_read_day_first_however_it_is_written(cell: Cell) -> None:
    assert as_date(cell) == date(2025, 4, 3)


@pytest.mark.parametrize(
    "cell",
    ["31/02/2025", "04/13/2025", "2025", "Q1", "3 Maybe 2025", "soon", "12", 12.0, ""],
)
def test_what_is_no_date_is_not_read_as_one(cell: Cell) -> None:
    assert as_date(cell) is None


@given(DAYS)
def test_every_way_of_writing_a_day_means_that_day(day: date) -> None:
    short = f"{day.day}/{day.month}/{day:%y}"
    serial = float((day - date(1899, 12, 30)).days)
    ways: list[Cell] = [day, day.isoformat(), f"{day:%d/%m/%Y}", short]
    ways += [serial + 0.25] if serial < 73051 else []

    assert {as_date(way) for way in ways} == {day}


@given(st.text())
def test_no_text_at_all_stops_a_reading(text: str) -> None:
    for parse in (as_date, as_decimal, as_count, as_truth, as_text, one_of({"F": "f"})):
        read = reader(parse, {"DNA": "no_session"})(text)
        assert read.kind in ("value", "gap", "blank", "aside")
        assert (read.kind == "blank") == (words(text) == "")


@given(st.decimals(-9999, 9999, places=4))
def test_a_number_keeps_every_digit(number: Decimal) -> None:
    assert as_decimal(f"{number:f}") == number
    assert as_decimal(f"\N{NO-BREAK SPACE}{number:f} ") == number


@given(st.integers(0, 999_999))
def test_full_width_digits_are_digits(number: int) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))

    assert unicodedata.normalize("NFKC", wide) == str(number)
    assert as_count(wide) == number


def test_a_marker_is_a_gap_only_as_the_whole_cell() -> None:
    read = reader(as_text, markers("measures"))

    assert read(" dna ") == Read("gap", "no_session")
    assert read("DNA, rang later") == Read("value", "DNA, rang later")
    assert reader(as_decimal, markers("measures"))("12 DNA") == ASIDE


def test_a_marker_is_found_however_its_dash_and_spaces_are_written() -> None:
    read = reader(as_text, {"closed – stepped  up": "moved_on_as_planned"})

    assert read("Closed - stepped up") == Read("gap", "moved_on_as_planned")


def test_a_number_is_a_marker_only_where_the_layout_says_so() -> None:
    assert reader(as_decimal, {"99": "does_not_know"})(99.0).kind == "gap"
    assert reader(as_decimal, markers("measures"))(99.0).kind == "value"


@pytest.mark.parametrize("marker", sorted(markers("measures")))
def test_no_marker_is_taken_for_a_score(marker: str) -> None:
    assert reader(as_decimal, markers("measures"))(marker.upper()).kind == "gap"


def test_a_yes_and_a_no_are_read_and_nothing_between() -> None:
    assert [as_truth(cell) for cell in ("Yes", "y", "✓", True, 1.0)] == [True] * 5
    assert [as_truth(cell) for cell in ("No", "N", False, 0.0)] == [False] * 4
    assert [as_truth(cell) for cell in ("perhaps", "no idea", 2.0)] == [None] * 3


def test_a_code_means_what_its_list_says() -> None:
    code = one_of({"Non–binary": "non_binary", "F": "female"})

    assert code(" non-BINARY ") == "non_binary"
    assert code("f") == "female"
    assert code("X") is None


@given(st.integers(10000, 73050))
def test_a_serial_day_of_a_spreadsheet_is_its_day(serial: int) -> None:
    day = date(1899, 12, 30) + timedelta(days=serial)

    assert as_date(float(serial)) == day
    assert as_date(str(serial)) == day
