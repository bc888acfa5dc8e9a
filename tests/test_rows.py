"""A row is read as a person at the table would read it, and no cell is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_table import layout_of, read, sheet_of

from everystep.calendar import read_quarter
from everystep.layouts.facts import facts
from everystep.layouts.read import NotOurs
from everystep.readers import Cell

VISITS = """tables:
  - table: people
    headings: [Ref, Visits]
    until: [End]
    columns:
      Ref: {person: reference}
      Visits: {event: ae_attendance}
      Area: {person: place}
"""
EVENTS = """tables:
  - table: events
    headings: [Ref, Day, What]
    columns:
      Ref: {person: reference}
      Day: {happened: day}
      What: {happened: event, values: {Arrest: arrest}}
"""
AMOUNTS = """tables:
  - table: figures
    of: amounts
    headings: [Measure, Actual]
    columns:
      Measure: {names: label}
      Actual: {amount: actual}
      Target: {amount: target}
    rows: {People: people, Arrests: arrest}
"""


def test_a_row_that_names_nobody_is_set_aside_and_told() -> None:
    reading = read(layout_of(VISITS), sheet_of([["Ref", "Visits"], ["A1", 2], ["", 3]]))

    assert {one.who for one in facts(reading)} == {"A1"}
    assert reading.fates[0, 2, 1] == "aside:names_nobody"


@pytest.mark.parametrize(
    "note",
    ["Total", "Grand total:", "* provisional figures", "Source: our own database"],
)
def test_a_note_or_a_total_under_a_list_is_nobody(note: str) -> None:
    rows: list[list[Cell]] = [["Ref", "Area", "Visits"], ["A1", "Brookmere", 2], [note]]
    reading = read(layout_of(VISITS), sheet_of(rows))

    assert {one.who for one in facts(reading)} == {"A1"}
    assert reading.fates[0, 2, 0] == "aside:outside_tables"


def test_a_list_does_not_end_at_a_name_that_begins_like_its_end() -> None:
    rows: list[list[Cell]] = [["Ref", "Visits"], ["Enderby", 1], ["A2", 2], ["End", 3]]
    reading = read(layout_of(VISITS), sheet_of(rows))

    assert {one.who for one in facts(reading)} == {"Enderby", "A2"}


def test_a_footnote_mark_makes_no_other_person_and_a_mark_unseen_neither() -> None:
    rows: list[list[Cell]] = [
        ["Ref", "Visits"], ["A12", 1], ["A1²", 2], ["\u200bA3", 3], ["A3\ufeff", 4],
    ]  # fmt: skip
    reading = read(layout_of(VISITS), sheet_of(rows))

    assert {one.who for one in facts(reading)} == {"A12", "A3"}
    assert reading.fates[0, 2, 0] == "aside:does_not_fit"


def test_a_day_of_something_that_is_not_known_is_set_aside_with_it() -> None:
    rows: list[list[Cell]] = [
        ["Ref", "Day", "What"],
        ["A1", "03/11/2025", "Arrest"],
        ["A1", "04/11/2025", "Something else"],
    ]
    reading = read(layout_of(EVENTS), sheet_of(rows))

    assert [one.value for one in facts(reading) if one.kind == "event"] == ["1"]
    assert reading.fates[0, 2, 1] == "aside:names_nothing"
    assert reading.fates[0, 2, 0] == "used"


def test_each_subscale_keeps_the_day_that_is_its_own() -> None:
    layout = layout_of("""tables:
  - table: people
    headings: [Ref, Emotional]
    columns:
      Ref: {person: reference}
      Emotional day:
        score_day: {measure: sdq, subscale: emotional, rater: parent}
        position: start
      Emotional:
        score: {measure: sdq, subscale: emotional, rater: parent}
        position: start
      Conduct day:
        score_day: {measure: sdq, subscale: conduct, rater: parent}
        position: start
      Conduct:
        score: {measure: sdq, subscale: conduct, rater: parent}
        position: start
""")
    names = ["Ref", "Emotional day", "Emotional", "Conduct day", "Conduct"]
    row: list[Cell] = ["A1", "01/10/2025", 4, "01/12/2025", 5]
    (one,) = read(layout, sheet_of([names, row])).rows
    days = {said.scale[1]: (said.day, said.score) for said in one.statements}

    assert days == {
        "emotional": (date(2025, 10, 1), Decimal(4)),
        "conduct": (date(2025, 12, 1), Decimal(5)),
    }


def test_the_reason_of_one_scale_is_not_given_to_another() -> None:
    layout = layout_of("""tables:
  - table: people
    headings: [Ref, CORE]
    columns:
      Ref: {person: reference}
      CORE: {score: {measure: core_10}, position: start}
      Why no CORE: {reason_for: {measure: core_10}, position: start}
      PHQ: {score: {measure: phq_9}, position: start}
""")
    names = ["Ref", "CORE", "Why no CORE", "PHQ"]
    reading = read(layout, sheet_of([names, ["A1", "", "DNA", ""]]))

    assert [one.about for one in facts(reading) if one.kind == "score"] == [
        "core_10/total/self"
    ]


def test_a_total_that_is_stated_in_two_ways_is_neither() -> None:
    first = sheet_of([["Measure", "Actual"], ["People", 3], ["Arrests", 1]])
    second = sheet_of([["Measure", "Actual"], ["People", 4], ["Arrests", 1]], index=1)
    reading = read(layout_of(AMOUNTS), first, second)

    assert [(one.figure, one.value) for one in reading.amounts] == [("arrest", 1)]
    assert reading.fates[0, 1, 1] == reading.fates[1, 1, 1] == "aside:said_in_two_ways"


def test_a_row_whose_service_or_quarter_cannot_be_made_out_counts_for_none() -> None:
    layout = layout_of(
        VISITS.replace(
            "      Area: {person: place}\n",
            "      Team: {names: service, values: {North: oak-north}}\n"
            "      Quarter: {names: period}\n",
        )
    )
    rows: list[list[Cell]] = [
        ["Ref", "Visits", "Team", "Quarter"],
        ["A1", 1, "North", "Q3 2025/26"],
        ["A2", 2, "Nroth", "Q3 2025/26"],
        ["A3", 3, "North", "Q9"],
    ]
    reading = read(layout, sheet_of(rows))

    assert {one.who for one in facts(reading)} == {"A1"}
    assert reading.fates[0, 2, 1] == reading.fates[0, 3, 1] == "aside:unplaced"


def test_a_quarter_that_is_still_to_come_does_not_take_its_report_along() -> None:
    layout = layout_of(
        VISITS.replace("Area: {person: place}", "Month: {names: period}"), quarter=""
    )
    rows: list[list[Cell]] = [
        ["Ref", "Visits", "Month"], ["A1", 1, "Nov 25"], ["A2", 2, "Nov 52"],
    ]  # fmt: skip

    assert read(layout, sheet_of(rows)).period.name == "2025-26 Q3"


def test_from_one_quarter_to_another_is_no_quarter() -> None:
    assert read_quarter("Q1 2025/26 to Q3 2025/26") is None
    assert read_quarter("Q1 2025/26 (Q1 2025-26)") is not None


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        ("03/05/28", "1928-05-03"),
        ("03/05/2028", ""),
        (date(2028, 5, 3), ""),
        ("2011-05-03", "2011-05-03"),
        ("2011-05-03T09:30:00Z", "2011-05-03"),
        ("2011/05/03 DNA", ""),
        ("2011-05-03 or so", ""),
    ],
)
def test_a_birth_date_is_read_or_not_and_never_bent(cell: Cell, born: str) -> None:
    layout = layout_of(
        VISITS.replace("Area: {person: place}", "Born: {person: birth_date}")
    )
    rows: list[list[Cell]] = [["Ref", "Visits", "Born"], ["A1", 1, cell]]
    found = [
        one.value for one in facts(read(layout, sheet_of(rows))) if one.kind == "person"
    ]

    assert found == [born]


def test_an_item_that_a_questionnaire_does_not_have_is_not_scored() -> None:
    layout = layout_of("""tables:
  - table: forms
    headings: [Ref, Day, Q1]
    columns:
      Ref: {person: reference}
      Day: {form: day}
      Q{n}: {item: {measure: core_10}}
""")
    names = ["Ref", "Day", *(f"Q{n}" for n in range(1, 13))]
    row: list[Cell] = ["A1", "03/11/2025", *([1] * 10), 4, 4]
    reading = read(layout, sheet_of([names, row]))

    assert [one.value for one in facts(reading) if one.kind == "score"] == ["10"]
    assert reading.fates[0, 1, 13] == "aside:unknown_column"


CELLS = st.sampled_from(
    ["", "A1", "B2", "People", "Total", 1, 3.5, "<5", "DNA", "x y z"]
)
SHEETS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)
MERGES = st.lists(
    st.tuples(
        st.tuples(st.integers(0, 5), st.integers(0, 2)),
        st.tuples(st.integers(0, 2), st.integers(0, 2)),
    ),
    max_size=2,
)


@settings(deadline=None)
@given(rows=SHEETS, merges=MERGES, body=st.sampled_from([VISITS, EVENTS, AMOUNTS]))
def test_whatever_stands_on_a_sheet_every_cell_is_accounted_for(
    rows: list[list[Cell]],
    merges: list[tuple[tuple[int, int], tuple[int, int]]],
    body: str,
) -> None:
    headings: dict[str, list[Cell]] = {
        VISITS: ["Ref", "Visits", "Area"],
        EVENTS: ["Ref", "Day", "What"],
        AMOUNTS: ["Measure", "Actual", "Target"],
    }
    grid = [headings[body], *rows]
    placed = []
    for (top, left), (down, right) in merges:
        bottom, end = min(top + 1 + down, len(grid) - 1), min(left + right, 2)
        if top + 1 > bottom or any(
            not (bottom < t or b < top + 1 or end < x or y < left)
            for (t, x), (b, y) in placed
        ):
            continue
        placed.append(((top + 1, left), (bottom, end)))
        for row in range(top + 1, bottom + 1):
            for column in range(left, end + 1):
                if (row, column) != (top + 1, left):
                    grid[row][column] = ""
    try:
        reading = read(layout_of(body), sheet_of(grid, placed))
    except NotOurs as told:
        assert told.reason != "looking_into_it"
        return
    for one in reading.accounts:
        assert one.cells_in == one.used + one.empty + one.set_aside


def test_a_sentence_that_is_crossed_out_is_not_said() -> None:
    layout = layout_of("""texts:
  - text: people
    under: Numbers
    pattern: "we saw (?P<number>[0-9]+) people"
    parts: {number: {amount: actual, figure: people}}
""")
    words: list[list[Cell]] = [["Numbers"], ["We saw 12 people"], ["We saw 15 people"]]
    sheet = replace(sheet_of(words), kind="words", struck=frozenset({(1, 0)}))
    reading = read(layout, sheet)

    assert [one.value for one in reading.amounts] == [15]
    assert reading.fates[0, 1, 0] == "aside:struck_out"


def test_questions_that_are_described_one_by_one_are_each_themselves() -> None:
    lines = "\n".join(
        f"      Q{n}: {{item: {{measure: core_10}}}}" for n in range(1, 11)
    )
    layout = layout_of(f"""tables:
  - table: forms
    headings: [Ref, Day, Q1]
    columns:
      Ref: {{person: reference}}
      Day: {{form: day}}
{lines}
""")
    names = ["Ref", "Day", *(f"Q{n}" for n in range(1, 11))]
    row: list[Cell] = ["A1", "03/11/2025", *([2] * 10)]
    reading = read(layout, sheet_of([names, row]))

    assert [one.value for one in facts(reading) if one.kind == "score"] == ["20"]
