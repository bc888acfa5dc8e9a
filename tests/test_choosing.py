"""Which layout reads a report: its own, of its own time, and never another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from everystep.layouts.choose import Understood, understand
from everystep.layouts.differences import versions
from everystep.layouts.drift import lost_of
from everystep.layouts.facts import facts
from everystep.layouts.model import Difference, Layout
from everystep.layouts.read import Ground, NotOurs
from everystep.readers import Sheet
from everystep.readers.read import Cell

GROUND = Ground(date(2026, 6, 20), ("Brookmere",), {})
Said = dict[str, object]
OAK, ELM = "oak-house", "elm-lodge"
LIST: Said = {
    "Ref": {"person": "reference"},
    "Born": {"person": "birth_date"},
    "Began": {"episode": "start"},
    "A&E": {"event": "ae_attendance"},
    "Seen": {"contact": "in_person"},
}
HEADINGS = list(LIST)
ROW: list[Cell] = ["A1", date(2011, 1, 1), date(2025, 10, 10), 2.0, 4.0]


def table(
    name: str, columns: Mapping[str, object], *headings: str, **more: object
) -> Said:
    return {"table": name, "columns": columns, "headings": list(headings), **more}


def layout(provider: str, *tables: Said, **more: object) -> Layout:
    said: Said = {
        "layout": f"{provider}-list",
        "title": "A list",
        "services": {provider: f"{provider}-talks"},
        "covers": "whole",
        "period_fixed": "2025-26 Q3",
        "tables": list(tables),
    }
    return Layout.model_validate(said | more)


def a_list(provider: str, *own: str) -> Layout:
    """Return a list as many providers have one, with columns that only this one has."""
    mine: Said = {heading: {"ignored": "Notes."} for heading in own}
    return layout(provider, table("people", LIST | mine, "Ref", *own))


def sheet(*rows: Sequence[Cell], title: str = "S", index: int = 0) -> Sheet:
    return Sheet(index, title, True, [list(row) for row in rows], [])


def sent(*own: str) -> Sheet:
    return sheet([*LIST, *own], [*ROW, *("-" for _ in own)])


def read(layouts: Sequence[Layout], *sheets: Sheet, by: str = OAK) -> Understood:
    return understand(layouts, "workbook", sheets, by, GROUND)


def waits(layouts: Sequence[Layout], *sheets: Sheet) -> str:
    with pytest.raises(NotOurs) as told:
        read(layouts, *sheets)
    return told.value.reason


def test_a_form_that_is_anothers_is_not_read_as_ours_with_a_word_changed() -> None:
    """In the wrong folder it would give one provider the other's people."""
    both = [a_list(OAK, "Oak notes"), a_list(ELM, "Elm notes")]

    assert waits(both, sent("Elm notes")) == "another_provider"
    assert read(both, sent("Oak notes")).near is None


def test_a_form_that_is_nearer_to_anothers_waits() -> None:
    ours, theirs = a_list(OAK, "One", "Two"), a_list(ELM, "Three", "Four")

    assert waits([ours, theirs], sent("Three", "4")) == "another_provider"


def test_a_form_that_is_as_near_to_anothers_as_to_ours_waits() -> None:
    both = [a_list(OAK, "Oak notes"), a_list(ELM, "Elm notes")]

    assert waits(both, sent("Notes")) == "no_layout"


def test_a_changed_form_that_is_nearest_to_ours_is_read_around() -> None:
    ours, theirs = a_list(OAK, "One", "Two"), a_list(ELM, "Three", "Four")

    done = read([ours, theirs], sent("One", "2"))

    assert done.described is ours
    assert ("event", "A1", "ae_attendance", "2025-26 Q3", "2", "") in facts(
        done.reading
    )


def test_a_report_of_which_half_is_not_there_is_not_taken_for_ours() -> None:
    """What is left may be another report that has one table like it."""
    ours = layout(
        OAK,
        table("people", LIST, "Ref", "Began"),
        table("visits", {"Day": {"ignored": "x"}, "Who": {"ignored": "x"}}, "Day"),
    )

    assert waits([ours], sent()) == "no_layout"


def test_a_report_of_which_a_smaller_part_is_not_there_is_read_around() -> None:
    sides: Said = {"Day": {"ignored": "x"}, "Who": {"ignored": "x"}}
    ours = layout(
        OAK,
        table("people", LIST, "Ref", "Began"),
        table("visits", sides, "Day", sheet="Visits"),
        table("calls", sides, "Day", sheet="Calls"),
    )
    visits = sheet(["Day", "Who"], ["Monday", "us"], title="Visits", index=1)

    done = read([ours], sent(), visits)

    assert done.near is not None
    assert done.near.absent == ["calls"]
    assert done.near.elsewhere == {}


def test_a_sheet_that_is_gone_is_not_read_from_another_with_its_headings() -> None:
    """Its figures would be the other sheet's, counted twice."""
    day = {"Ref": {"person": "reference"}, "Day": {"happened": "day"}}
    ours = layout(
        OAK,
        table("people", LIST, "Ref", "Began"),
        table("arrests", day, "Day", sheet="Arrests", each_row={"event": "arrest"}),
        table("visits", day, "Day", sheet="A&E", each_row={"event": "ae_attendance"}),
    )
    arrests = sheet(["Ref", "Day"], ["A1", date(2025, 11, 3)], title="Arrests", index=1)

    events = [
        fact
        for fact in facts(read([ours], sent(), arrests).reading)
        if fact[0] == "event"
    ]

    assert [(fact[2], fact[4]) for fact in events] == [
        ("ae_attendance", "2"),
        ("arrest", "1"),
    ]


def test_tables_that_may_be_absent_do_not_speak_for_one_that_may_not() -> None:
    sides: Said = {"Day": {"ignored": "x"}, "Who": {"ignored": "x"}}
    ours = layout(
        OAK,
        table("people", LIST, "Ref", "Began"),
        table("visits", sides, "Day", may_be_absent=True),
    )

    assert waits([ours], sheet(["Day", "Who"], ["Monday", "us"])) == "no_layout"


def test_a_table_with_one_heading_is_known_by_it_on_its_own_sheet() -> None:
    """A word changed in the other table leaves this one as it was."""
    totals: Said = {
        "table": "totals",
        "headings": ["Totals"],
        "totals": {"All": "people"},
    }
    ours = layout(
        OAK, table("people", LIST, "Ref", "Seen"), totals | {"sheet": "Totals"}
    )
    changed = sheet([*HEADINGS[:-1], "Met"], ROW)
    sums = sheet(["Totals", "Now"], ["All", 1.0], title="Totals", index=1)

    done = read([ours], changed, sums)

    assert done.near is not None
    assert done.near.absent == []
    assert done.reading.declared == {"people": 1}


def test_what_a_first_report_lacks_is_known_beside_its_layout() -> None:
    ours = layout(OAK, table("people", LIST, "Ref", "Seen"))

    done = read([ours], sheet([*HEADINGS[:-1], "Shoe size"], ROW))

    assert lost_of(done.reading.found, ours) == [("people", "Seen")]


def changing(quarter: str) -> Sheet:
    return sheet(["Quarter:", quarter], [], ["Ref", "Began", "Calls"], ["A1", "", 3.0])


CHANGING = layout(
    OAK,
    table(
        "people",
        {
            "Ref": {"person": "reference"},
            "Began": {"episode": "start"},
            "Calls": {"contact": "phone"},
        },
        "Ref",
        "Calls",
    ),
    period={"beside": "Quarter"},
    period_fixed="",
    differences=[
        {"from": "2026-01-01", "modify": {"people": {"Calls": {"contact": "video"}}}}
    ],
)


@pytest.mark.parametrize(
    ("quarter", "mode"),
    [("2025-26 Q3", "phone"), ("2025-26 Q4", "video"), ("2026-27 Q1", "video")],
)
def test_a_report_is_read_as_its_words_were_meant_in_its_own_quarter(
    quarter: str, mode: str
) -> None:
    """Its headings are the same before and after: only the day tells."""
    done = read([CHANGING], changing(quarter))

    assert done.near is None
    assert [fact[2] for fact in facts(done.reading) if fact[0] == "contact"] == [mode]


def test_the_versions_of_a_layout_are_worked_out_once() -> None:
    assert versions(CHANGING) is versions(CHANGING)


def test_a_copy_with_other_differences_has_versions_of_its_own() -> None:
    """A proposal is tried on a copy before anybody writes it down."""
    versions(CHANGING)
    more = Difference.model_validate({"from": "2026-04-01", "sheets": {"people": "P"}})

    changed = CHANGING.model_copy(update={"differences": [*CHANGING.differences, more]})

    assert [since for since, _ in versions(changed)] == [
        None,
        date(2026, 1, 1),
        date(2026, 4, 1),
    ]
    assert versions(changed)[-1][1].tables[0].sheet == "P"


def test_layouts_are_alike_whether_or_not_their_versions_are_known() -> None:
    again = Layout.model_validate(CHANGING.model_dump(by_alias=True))
    versions(CHANGING)

    assert again == CHANGING
