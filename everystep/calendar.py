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
    r"\bQ(?:uarter|tr)?\.?\s*([1-4])\D{0,24}?((?:20)?\d\d)\s*[/–-]\s*(?:20)?(\d\d)\b",
    re.I,
)
_ORDINAL = re.compile(
    r"\b([1-4])(?:st|nd|rd|th) quarter\D{0,8}?((?:20)?\d\d)\s*[/–-]\s*(?:20)?(\d\d)\b",
    re.I,
)
_ONE_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.](\d{1,2})[/.](20\d\d|\d\d)")
_YEAR_FIRST = re.compile(
    r"\b(?:FY ?)?((?:20)?\d\d)\s*[/–-]\s*(?:20)?(\d\d)\D{0,4}"
    r"Q(?:uarter|tr)?\.?\s*([1-4])\b",
    re.I,
)
_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
# Whole names or the first letters: Marsden 25 and Mayfield 25 are no months.
_NAMED = (
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?(?![a-z])"
)
_TO = r"\s*(?:to|until|–|-|/)\s*"
_MONTH = re.compile(rf"\b{_NAMED}[\s,'’_-]*(20\d\d|\d\d)\b", re.I)
_MONTHS_OF = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_NAMED}\s*(?:20\d\d|\d\d)?{_TO}"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_NAMED}[\s,'’]*(20\d\d|\d\d)\b",
    re.I,
)
_DAYS_OF = re.compile(
    rf"(\d{{1,2}})[/.](\d{{1,2}})[/.](20\d\d|\d\d){_TO}"
    r"(\d{1,2})[/.](\d{1,2})[/.](20\d\d|\d\d)"
)


def read_quarter(text: str) -> Period | None:
    """Return the quarter that words such as ``Q3 2025/26`` name, or nothing.

    Also by its months (``Oct – Dec 2025``) or its first and last days. Years must
    follow one another: ``Q1 2025/27`` names no quarter, and ``Q3 2025`` could be two.
    """
    named = {
        (_full(int(year)), int(following), int(number))
        for pattern in (_NUMBER_FIRST, _ORDINAL)
        for number, year, following in pattern.findall(text)
    } or {
        (_full(int(year)), int(following), int(number))
        for year, following, number in _YEAR_FIRST.findall(text)
    }
    if len(named) > 1:
        # From one quarter to another is no quarter.
        return None
    for year, following, number in named:
        return quarter(year, number) if (year + 1) % 100 == following else None
    return _by_its_ends(text)


def _by_its_ends(text: str) -> Period | None:
    if found := _MONTHS_OF.search(text):
        last, year = _month_number(found[2]), _full(int(found[3]))
        quarter_ = quarter_of(date(year, last, 1))
        first = _month_number(found[1])
        whole = first == quarter_.start.month and last == quarter_.end.month
        return quarter_ if whole else None
    if found := _DAYS_OF.search(text):
        day, month, year, last_day, last_month, last_year = map(int, found.groups())
        try:
            start = date(_full(year), month, day)
            end = date(_full(last_year), last_month, last_day)
        except ValueError:
            return None
        quarter_ = quarter_of(start)
        return quarter_ if (quarter_.start, quarter_.end) == (start, end) else None
    return None


def read_month(text: str) -> date | None:
    """Return the first day of the one month that words such as ``Apr 25`` name."""
    found = _MONTH.findall(text)
    if len(found) != 1 or _MONTHS_OF.search(text):
        return None
    return date(_full(int(found[0][1])), _month_number(found[0][0]), 1)


def month_of(text: str) -> int:
    """Return the number of the one month that words name, with or without a year."""
    if read_quarter(text):
        return 0
    found = re.findall(rf"\b{_NAMED}", text, re.I)
    return _month_number(found[0]) if len(found) == 1 else 0


def in_year_of(period: Period, month: int) -> Period:
    """Return the quarter of a month in the financial year that a period lies in."""
    year = year_of(period.start).start.year
    return quarter_of(date(year if month > 3 else year + 1, month, 1))


def read_period(text: str) -> Period | None:
    """Return the quarter that words name, or the one that their month or day lies in.

    A spreadsheet makes a date of ``Dec-25`` as it is typed.
    """
    if found := read_quarter(text):
        return found
    day = read_month(text) or _one_day(text)
    return quarter_of(day) if day else None


def _one_day(text: str) -> date | None:
    found = _ONE_DAY.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = found.groups()[:3] if found[1] else found.groups()[5:2:-1]
    try:
        return date(_full(int(year)), int(month), int(day))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return _MONTHS.index(name.casefold()[:3]) + 1


def _full(year: int) -> int:
    return year if year > 99 else 2000 + year
