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
    OUT_OF_RANGE,
    TWO_DATES,
    Read,
    Reader,
    as_amount,
    as_count,
    as_date,
    as_decimal,
    as_score,
    as_text,
    as_truth,
    dates_in,
    one_of,
    order_of,
    plain,
    several_of,
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
    assert Reader(as_count, {})[0.0] == Read("value", 0)
    assert Reader(as_count, {})["0"] == Read("value", 0)
    assert Reader(as_count, {})[None] == BLANK


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


def test_a_date_that_fits_one_order_only_is_read_in_it() -> None:
    assert as_date("04/13/2025") == as_date("13/04/2025") == date(2025, 4, 13)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2025", "05/06/2025"], "day_first"),
        (["03/04/2025", "21/06/2025"], "day_first"),
        (["03/04/2025", "06/21/2025"], "month_first"),
        (["06/21/2025", "21/06/2025"], "unclear"),
        (["06/21/2025", "06/22/2025", "21/06/2025"], "month_first"),
    ],
)
def test_a_column_s_own_dates_say_which_comes_first(
    column: list[Cell], order: str
) -> None:
    assert order_of(column, "day_first") == order


def test_a_date_that_could_be_two_is_set_aside_where_its_column_is_unclear() -> None:
    read = Reader(dates_in("unclear"), {})

    assert read["03/04/2025"] == TWO_DATES
    assert read["21/04/2025"] == Read("value", date(2025, 4, 21))
    assert read["04/04/2025"] == Read("value", date(2025, 4, 4))
    assert read["soon"] == ASIDE


@given(st.lists(DAYS, min_size=1))
def test_dates_written_day_first_are_never_read_another_way(days: list[date]) -> None:
    column: list[Cell] = [f"{day:%d/%m/%Y}" for day in days]
    order = order_of(column, "day_first")

    assert [as_date(cell, order) for cell in column] == days


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("w/c 12/05/2025", date(2025, 5, 12)),
        ("week commencing 12 May 2025", date(2025, 5, 12)),
        ("12-May-25", date(2025, 5, 12)),
        ("Monday 12th of May 2025", date(2025, 5, 12)),
        ("12/05/2025 14:30", date(2025, 5, 12)),
        ("2025/05/12", date(2025, 5, 12)),
    ],
)
def test_days_are_read_in_the_spellings_that_people_use(cell: str, day: date) -> None:
    assert as_date(cell) == day


def test_several_answers_of_one_cell_are_read_or_none_is() -> None:
    read = Reader(several_of({"Home": "home", "Other*": "other"}, ";"), {})

    assert read["home; Other: my gran"] == Read("value", "home;other")
    assert read["home; the moon"] == ASIDE
    assert read[""] == BLANK


def test_a_score_out_of_its_highest_is_a_score_and_another_is_not() -> None:
    read = Reader(as_score(Decimal(0), Decimal(10)), {})

    assert read["3/10"] == read["3 out of 10"] == Read("value", Decimal(3))
    assert read["3/5"] == ASIDE
    assert read["11"] == read["-1"] == OUT_OF_RANGE


@pytest.mark.parametrize("cell", ["<5", "< 5", "*", "[c]", "fewer than 5"])
def test_a_total_that_is_kept_back_is_a_gap_and_not_a_number(cell: str) -> None:
    assert Reader(as_amount, {})[cell] == Read("gap", "small_number_hidden")
    assert Reader(as_amount, {})["1,234"] == Read("value", 1234)


@pytest.mark.parametrize(
    "cell",
    ["31/02/2025", "13/13/2025", "2025", "Q1", "3 Maybe 2025", "soon", "12", 12.0, ""],
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
        read = Reader(parse, {"dna": "no_session"})[text]
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
    read = Reader(as_text, markers("measures"))

    assert read[" dna "] == Read("gap", "no_session")
    assert read["DNA, rang later"] == Read("value", "DNA, rang later")
    assert Reader(as_decimal, markers("measures"))["12 DNA"] == ASIDE


def test_a_marker_is_found_however_its_dash_and_spaces_are_written() -> None:
    read = Reader(as_text, {"closed - stepped up": "moved_on_as_planned"})

    assert read["Closed - stepped up"] == Read("gap", "moved_on_as_planned")


def test_a_number_is_a_marker_only_where_the_layout_says_so() -> None:
    assert Reader(as_decimal, {"99": "does_not_know"})[99.0].kind == "gap"
    assert Reader(as_decimal, markers("measures"))[99.0].kind == "value"


@pytest.mark.parametrize("marker", sorted(markers("measures")))
def test_no_marker_is_taken_for_a_score(marker: str) -> None:
    known = {plain(one): code for one, code in markers("measures").items()}

    assert Reader(as_decimal, known)[marker.upper()].kind == "gap"


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
