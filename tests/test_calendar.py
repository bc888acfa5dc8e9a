"""Quarters and years are those of the UK, however reports name them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everystep.calendar import (
    financial_year,
    quarter,
    quarter_of,
    quarters_between,
    read_quarter,
    year_of,
)

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


def test_the_first_quarter_is_april_to_june_and_the_last_is_of_next_year() -> None:
    first, last = quarter(2025, 1), quarter(2025, 4)

    assert (first.name, first.start, first.end) == (
        "2025-26 Q1",
        date(2025, 4, 1),
        date(2025, 6, 30),
    )
    assert (last.name, last.start, last.end) == (
        "2025-26 Q4",
        date(2026, 1, 1),
        date(2026, 3, 31),
    )


def test_the_turn_of_the_century_keeps_two_digits() -> None:
    assert financial_year(2099).name == "2099-00"
    assert financial_year(2008).name == "2008-09"


@given(DAYS)
def test_every_day_lies_in_its_quarter_and_its_quarter_in_its_year(day: date) -> None:
    period, year = quarter_of(day), year_of(day)

    assert period.start <= day <= period.end
    assert year.start <= period.start <= period.end <= year.end
    assert period.name.startswith(year.name)


@given(DAYS)
def test_a_quarter_begins_the_day_after_the_one_before_ends(day: date) -> None:
    period = quarter_of(day)

    assert quarter_of(period.start - timedelta(days=1)).end < period.start
    assert quarter_of(period.end + timedelta(days=1)).start > period.end
    assert 90 <= (period.end - period.start).days + 1 <= 92


@given(DAYS, st.integers(0, 2000))
def test_quarters_between_two_days_leave_no_day_out(first: date, days: int) -> None:
    last = min(first + timedelta(days=days), date(2099, 12, 31))
    found = quarters_between(first, last)

    assert found[0].start <= first
    assert found[-1].start <= last <= found[-1].end
    for before, after in pairwise(found):
        assert after.start == before.end + timedelta(days=1)


@pytest.mark.parametrize(
    "words",
    [
        "Q3 2025/26",
        "2025-26 Q3",
        "Quarter 3, 2025-2026",
        "q3 2025–26",
        "Report for Q3 2025/26 (October to December)",
        "2025/26 – Quarter 3",
    ],
)
def test_a_quarter_is_read_from_the_words_of_reports(words: str) -> None:
    assert read_quarter(words) == quarter(2025, 3)


@pytest.mark.parametrize(
    "words",
    ["", "Q1 2025/27", "Q5 2025/26", "2025-26", "Q3", "Q3 2025", "FAQ1 2025/26"],
)
def test_words_that_name_no_quarter_are_not_taken_for_one(words: str) -> None:
    assert read_quarter(words) is None


@given(st.integers(2000, 2098), st.integers(1, 4))
def test_a_quarter_is_read_back_from_its_own_name(year: int, number: int) -> None:
    period = quarter(year, number)

    assert read_quarter(period.name) == period
