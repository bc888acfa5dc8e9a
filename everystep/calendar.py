"""UK financial quarters and years, and the words in which reports name them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """A quarter (``2025-26 Q1``) or a financial year (``2025-26``)."""

    start: date
    end: date
    name: str
    kind: str


def quarter(year: int, number: int) -> Period:
    """Return a quarter (1 = April to June) of the financial year from ``year``."""
    month = 3 * number + 1 if number < 4 else 1
    first = date(year if number < 4 else year + 1, month, 1)
    last = date(first.year, month + 2, monthrange(first.year, month + 2)[1])
    return Period(first, last, f"{financial_year(year).name} Q{number}", "quarter")


def financial_year(year: int) -> Period:
    """Return the financial year that starts in April of ``year``."""
    name = f"{year}-{(year + 1) % 100:02d}"
    return Period(date(year, 4, 1), date(year + 1, 3, 31), name, "year")


def quarter_of(day: date) -> Period:
    """Return the quarter that a day lies in."""
    if day.month < 4:
        return quarter(day.year - 1, 4)
    return quarter(day.year, (day.month - 1) // 3)


def year_of(day: date) -> Period:
    """Return the financial year that a day lies in."""
    return financial_year(day.year if day.month >= 4 else day.year - 1)


def quarters_between(first: date, last: date) -> list[Period]:
    """Return every quarter from the one of ``first`` to the one of ``last``."""
    found = [quarter_of(first)]
    while found[-1].end < last:
        found.append(quarter_of(date.fromordinal(found[-1].end.toordinal() + 1)))
    return found


_NUMBER_FIRST = re.compile(
    r"\bQ(?:uarter)?\s*([1-4])\D{0,4}(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)\b", re.I
)
_YEAR_FIRST = re.compile(
    r"\b(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)\D{0,4}Q(?:uarter)?\s*([1-4])\b", re.I
)


def read_quarter(text: str) -> Period | None:
    """Return the quarter that words such as ``Q3 2025/26`` name, or nothing.

    Years must follow one another: ``Q1 2025/27`` names no quarter.
    """
    if found := _NUMBER_FIRST.search(text):
        number, year, following = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.search(text):
        year, following, number = (int(part) for part in found.groups())
    else:
        return None
    return quarter(year, number) if (year + 1) % 100 == following else None
