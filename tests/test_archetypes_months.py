"""Months of a quarter are added up, however they are named; how things stood is not."""

from __future__ import annotations

from datetime import date

import pytest
from archetype_reading import AS_OF

from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, NotOurs, Reading, Row, read_report
from everystep.readers import Sheet

Line = list[str | float | bool | date | None]
COLUMNS = {
    "Ref": {"person": "reference"},
    "Month": {"names": "period"},
    "A&E": {"event": "ae_attendance"},
    "GP": {"state": "registered_with_gp"},
}
HEADINGS: Line = ["Ref", "Month", "A&E", "GP"]


def layout(period_from: str = "report", **more: object) -> Layout:
    table = {
        "table": "months",
        "period_from": period_from,
        "headings": ["Ref", "A&E"],
        "columns": COLUMNS,
    }
    said = {
        "layout": "months",
        "title": "Months",
        "services": {"provider": "service"},
        "covers": "whole",
        "period_fixed": "2025-26 Q1",
        "tables": [table],
    }
    return Layout.model_validate(said | more)


def read(layout: Layout, *sheets: tuple[str, list[Line]]) -> Reading:
    made = [Sheet(at, title, True, rows, []) for at, (title, rows) in enumerate(sheets)]
    return read_report(layout, made, "provider", Ground(AS_OF, (), {}))


def month(title: str) -> tuple[str, list[Line]]:
    return title, [HEADINGS, ["001", None, 2.0, "yes"]]


def periods(reading: Reading) -> list[str]:
    return [(row.period or reading.period).name for row in reading.rows]


def added(row: Row) -> dict[str, bool]:
    return {count.entity: count.adds for count in row.counts}


@pytest.mark.parametrize(
    "titles",
    [
        ("April 2025", "May 25", "Jun-25"),
        ("April", "May", "June"),
        ("Apr", "MAY", "jun"),
    ],
)
def test_months_on_sheets_of_their_own_are_parts_of_their_quarter(
    titles: tuple[str, ...],
) -> None:
    reading = read(layout("sheet"), *(month(title) for title in titles))

    assert periods(reading) == ["2025-26 Q1"] * 3
    assert [added(row) for row in reading.rows] == [
        {"events": True, "states": False}
    ] * 3


def test_a_month_without_a_year_is_of_the_reports_own_year() -> None:
    reading = read(layout("sheet"), month("July"), month("January"))

    assert periods(reading) == ["2025-26 Q2", "2025-26 Q4"]


def test_a_quarter_on_a_sheet_of_its_own_is_no_part() -> None:
    reading = read(layout("sheet"), month("Q1 2025/26"))

    assert added(reading.rows[0]) == {"events": False, "states": False}


@pytest.mark.parametrize("title", ["Marsden 24", "Mayfield 25", "Junior 25"])
def test_a_name_that_begins_like_a_month_is_none(title: str) -> None:
    reading = read(layout("sheet"), month(title))

    assert periods(reading) == ["2025-26 Q1"]
    assert added(reading.rows[0]) == {"events": False, "states": False}


def test_months_in_a_column_are_parts_of_their_quarter() -> None:
    rows: list[Line] = [
        HEADINGS,
        ["001", "April 2025", 2.0, "yes"],
        ["001", date(2025, 5, 1), 1.0, "yes"],
        ["001", "Q2 2025/26", 4.0, "no"],
    ]

    reading = read(layout(), ("List", rows))

    assert periods(reading) == ["2025-26 Q1", "2025-26 Q1", "2025-26 Q2"]
    assert [added(row)["events"] for row in reading.rows] == [True, True, False]
    assert not any(added(row)["states"] for row in reading.rows)


@pytest.mark.parametrize(
    "said",
    [
        "Q3 2025/26",
        "Q3 25/26",
        "Q3 (Oct-Dec) 2025/26",
        "FY25/26 Q3",
        "3rd quarter 2025/26",
        "Quarter 3 (October - December 2025)",
        "Oct – Dec 2025",
        "1st October to 31st December 2025",
        "01/10/2025 – 31/12/2025",
        "December 2025",
        "31/12/2025",
        date(2025, 12, 31),
        date(2025, 12, 1),
    ],
)
def test_a_quarter_is_read_in_the_words_that_reports_have(said: str | date) -> None:
    rows: list[Line] = [["Quarter ending:", said], [None], HEADINGS, ["001"]]
    labelled = layout(period_fixed="", period={"beside": "Quarter ending"})

    assert read(labelled, ("List", rows)).period.name == "2025-26 Q3"


@pytest.mark.parametrize("said", ["Q3", "2025", "Q3 2025/27", "this quarter"])
def test_a_quarter_that_could_be_any_waits(said: str) -> None:
    rows: list[Line] = [["Quarter ending:", said], [None], HEADINGS, ["001"]]
    labelled = layout(period_fixed="", period={"beside": "Quarter ending"})

    with pytest.raises(NotOurs):
        read(labelled, ("List", rows))
