"""In a list with a block of rows for each person, nothing passes to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from archetype_reading import AS_OF

from everystep.layouts.facts import facts
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, Reading, read_report
from everystep.readers import Sheet

Line = list[str | float | bool | date | None]
HEADINGS: Line = ["Ref", "Name", "Born", "Kind", "Day", "What"]
KHAN: Line = ["001", "Khan, Aisha", date(2010, 1, 1), "event"]
OGDEN: Line = ["002", "Ogden, Jack", date(2011, 2, 2), "event"]
BELOW: Line = [None, None, None, "event"]
FIRST: Line = [date(2025, 10, 1), "A&E"]
SECOND: Line = [date(2025, 10, 2), "A&E"]
THIRD: Line = [date(2025, 10, 3), "A&E"]


def layout(of_all_kinds: bool) -> Layout:
    table = {
        "table": "blocks",
        "headings": ["Ref", "Day", "What"],
        "fill_down": ["Ref", "Name", "Born"],
        "only_where": {} if of_all_kinds else {"Kind": ["event"]},
        "columns": {
            "Ref": {"person": "reference"},
            "Name": {"person": "surname_comma_forename"},
            "Born": {"person": "birth_date"},
            "Kind": {"names": "label"},
            "Day": {"happened": "day"},
            "What": {"happened": "event", "values": {"A&E": "ae_attendance"}},
        },
    }
    return Layout.model_validate(
        {
            "layout": "blocks",
            "title": "Blocks of rows",
            "services": {"provider": "service"},
            "covers": "whole",
            "period_fixed": "2025-26 Q3",
            "tables": [table],
        }
    )


def read(
    rows: Sequence[Line],
    merges: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
    hidden: frozenset[int] = frozenset(),
    struck: frozenset[tuple[int, int]] = frozenset(),
    of_all_kinds: bool = False,
) -> Reading:
    lines = [HEADINGS, *rows]
    sheet = Sheet(
        0, "List", True, lines, list(merges), hidden_rows=hidden, struck=struck
    )
    ground = Ground(AS_OF, (), {})
    described = layout(of_all_kinds)
    return read_report(described, [sheet], "provider", ground, with_fates=True)


def events(reading: Reading) -> list[tuple[str, str]]:
    return [(one.who, one.when) for one in facts(reading) if one.kind == "event"]


def births(reading: Reading) -> set[tuple[str, str]]:
    found = facts(reading)
    return {(one.who, one.value) for one in found if one.about == "birth_date"}


def test_a_row_below_is_of_the_person_above_it() -> None:
    reading = read([KHAN + FIRST, BELOW + SECOND, OGDEN + THIRD])

    assert events(reading) == [
        ("001", "2025-10-01"),
        ("001", "2025-10-02"),
        ("002", "2025-10-03"),
    ]


def test_a_block_without_a_reference_does_not_take_the_one_above() -> None:
    nameless: Line = [None, *OGDEN[1:]]

    reading = read([KHAN + FIRST, nameless + SECOND, BELOW + THIRD])

    assert events(reading) == [
        ("001", "2025-10-01"),
        ("ogden, jack", "2025-10-02"),
        ("ogden, jack", "2025-10-03"),
    ]


def test_a_block_without_a_name_does_not_take_the_one_above() -> None:
    unnamed: Line = ["002", None, None, "event"]

    reading = read([KHAN + FIRST, unnamed + SECOND, BELOW + THIRD])

    assert births(reading) == {("001", "2010-01-01")}
    assert events(reading)[1:] == [("002", "2025-10-02"), ("002", "2025-10-03")]


def test_a_block_may_begin_in_a_row_of_another_table() -> None:
    visit: Line = [*OGDEN[:3], "visit"]

    reading = read([KHAN + FIRST, visit + SECOND, BELOW + THIRD])

    assert events(reading) == [("001", "2025-10-01"), ("002", "2025-10-03")]


@pytest.mark.parametrize("how", ["hidden", "struck"])
def test_a_block_whose_first_row_is_left_alone_is_not_the_person_aboves(
    how: str,
) -> None:
    rows = [KHAN + FIRST, OGDEN + SECOND, BELOW + THIRD]
    if how == "hidden":
        reading = read(rows, hidden=frozenset({2}))
    else:
        reading = read(rows, struck=frozenset((2, column) for column in range(6)))

    assert ("001", "2025-10-03") not in events(reading)
    assert ("001", "2025-10-01") in events(reading)


def test_what_lies_under_a_merge_is_no_cell() -> None:
    down = [((1, column), (2, column)) for column in range(3)]

    reading = read([KHAN + FIRST, BELOW + SECOND], down)

    assert "empty" not in reading.fates.values()
    assert not {(0, 2, column) for column in range(3)} & reading.fates.keys()


def test_lines_got_ready_within_a_block_do_not_end_the_list() -> None:
    nothing: Line = [None] * 6
    down = [((1, column), (4, column)) for column in range(3)]

    reading = read(
        [KHAN + FIRST, BELOW + SECOND, nothing, nothing, OGDEN + THIRD], down
    )

    assert events(reading)[-1] == ("002", "2025-10-03")


def test_a_title_within_the_list_is_nobody() -> None:
    title: Line = ["Closed cases", *[None] * 5]

    reading = read(
        [KHAN + FIRST, title, BELOW + SECOND, OGDEN + THIRD], [((2, 0), (2, 5))]
    )

    assert {one.who for one in facts(reading)} == {"001", "002"}
    assert reading.fates[0, 2, 0] == "aside:outside_tables"
    assert events(reading) == [("001", "2025-10-01"), ("002", "2025-10-03")]


def test_headings_that_stand_again_in_the_list_are_nobody() -> None:
    reading = read([KHAN + FIRST, HEADINGS, OGDEN + THIRD])

    assert {one.who for one in facts(reading)} == {"001", "002"}
    assert {reading.fates[0, 2, column] for column in range(6)} == {"used"}


def test_a_reference_as_wide_as_its_heading_is_no_title() -> None:
    alone: Line = ["003", *[None] * 5]
    wide = [((0, 0), (0, 1)), ((2, 0), (2, 1))]

    reading = read([KHAN + FIRST, alone], wide, of_all_kinds=True)

    assert [row.row for row in reading.rows] == [1, 2]
