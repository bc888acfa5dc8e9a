"""What the drafter makes of a column: its heading, its cells and its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest

from everystep.layouts.draft import ColumnDraft, Draft, draft, to_yaml
from everystep.layouts.draft.evidence import nhs_checks, upn_checks
from everystep.layouts.draft.headings import take_apart
from everystep.layouts.draft.vocabulary import canonical, vocabulary
from everystep.layouts.model import Layout
from everystep.readers.read import Cell, Sheet
from everystep.reference import indicators, measures, routes, table

DAYS = [date(2025, 4, 1) + timedelta(days=9 * at) for at in range(12)]
BIRTHS = [date(2008, 1, 9) + timedelta(days=211 * at) for at in range(12)]
NAMES = ["Ada", "Bo", "Cy", "Di", "Eve", "Flo", "Gus", "Hal", "Ida", "Jo", "Kit", "Lou"]
LAST = [f"{name}s" for name in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Ivy",
                                "Larch", "Maple", "Oak", "Pine", "Rowan")]  # fmt: skip
REFERENCES = [f"AT-{at:03}" for at in range(101, 113)]


def made(columns: Mapping[str, Sequence[Cell]], above: Sequence[str] = ()) -> Draft:
    rows: list[list[Cell]] = [[one] for one in above]
    rows += [list(columns), *([*row] for row in zip(*columns.values(), strict=True))]
    return draft([Sheet(0, "People", True, rows, [])], "report")


def columns_of(found: Draft) -> dict[str, ColumnDraft]:
    return {one.heading: one for table in found.tables for one in table.columns}


def best(columns: Mapping[str, Sequence[Cell]], heading: str) -> dict[str, object]:
    proposal = columns_of(made(columns))[heading].best
    assert proposal is not None
    return dict(proposal.column)


def test_a_birth_date_is_known_by_its_years_though_its_heading_is_strange() -> None:
    columns = {"Ref": REFERENCES, "D o b (yp)": BIRTHS, "Support began": DAYS}

    assert best(columns, "D o b (yp)") == {"person": "birth_date"}


def test_a_number_that_keeps_the_check_is_an_nhs_number_whatever_it_is_called() -> None:
    numbers: list[Cell] = ["999 000 0018", "999 000 0026", "999 000 0034"] * 4
    columns = {"Ref": REFERENCES, "Health ident": numbers}

    assert best(columns, "Health ident") == {"person": "nhs_number"}


def test_a_date_beside_a_score_is_that_scores_day() -> None:
    columns: dict[str, Sequence[Cell]] = {
        "Ref": REFERENCES,
        "PHQ-9 baseline": [float(at) for at in range(8, 20)],
        "Baseline date": DAYS,
        "PHQ-9 final": [float(at) for at in range(4, 16)],
        "Final date": [day + timedelta(days=90) for day in DAYS],
    }

    assert best(columns, "Baseline date") == {
        "score_day": {"measure": "phq_9"},
        "position": "start",
    }
    assert best(columns, "Final date") == {
        "score_day": {"measure": "phq_9"},
        "position": "end",
    }


def test_first_and_last_names_stand_together() -> None:
    columns = {"Ref": REFERENCES, "First": NAMES, "Last": LAST, "Born": BIRTHS}

    assert best(columns, "First") == {"person": "forename"}
    assert best(columns, "Last") == {"person": "surname"}


def test_numbered_questions_are_items_of_the_measure_that_they_fit() -> None:
    columns: dict[str, Sequence[Cell]] = {"Ref": REFERENCES, "Form date": DAYS}
    for number in range(1, 10):
        columns[f"PHQ9 Q{number}"] = [float((at + number) % 4) for at in range(12)]

    written = to_yaml(made(columns), "a", "b", "c")

    assert '"PHQ9 Q{n}": {item: {measure: phq_9}}' in written


def test_columns_that_only_a_number_tells_apart_become_one_line() -> None:
    columns: dict[str, Sequence[Cell]] = {"Ref": REFERENCES}
    for number in (1, 2, 3):
        columns[f"GAD-7 review {number}"] = [float(at + number) for at in range(12)]

    written = to_yaml(made(columns), "a", "b", "c")

    assert '"GAD-7 review {n}": {score: {measure: gad_7}, position: "review_{n}"}' in (
        written
    )


def test_a_column_that_nothing_speaks_for_is_not_guessed_at() -> None:
    columns: dict[str, Sequence[Cell]] = {
        "Ref": REFERENCES,
        "Zzyx": [f"q{at}w" for at in range(12)],
    }

    written = to_yaml(made(columns), "a", "b", "c")

    assert '"Zzyx": {ignored: "not known yet' in written


def test_a_word_among_scores_is_asked_about_and_a_common_one_is_explained() -> None:
    scores: list[Cell] = [
        *map(float, range(4, 10)),
        "DNA",
        "DNA",
        "bus",
        "bus",
        "x",
        3.0,
    ]
    columns = {"Ref": REFERENCES, "PHQ-9 start": scores}

    column = columns_of(made(columns))["PHQ-9 start"]

    assert column.markers == {"DNA": "no_session"}
    assert column.strange == ("bus",)
    assert column.unlisted == 1


def test_words_that_one_person_has_are_not_shown() -> None:
    words: list[Cell] = ["Female"] * 6 + ["Male"] * 5 + ["Two-spirit, as my aunt Ada"]
    columns = {"Ref": REFERENCES, "Gender": words}

    found = columns_of(made(columns))["Gender"]

    assert found.values == {"Female": "female", "Male": "male"}
    assert found.unlisted == 1


def test_notes_are_never_quoted_however_often_they_recur() -> None:
    columns: dict[str, Sequence[Cell]] = {
        "Ref": REFERENCES,
        "Notes": ["Mum rang", "Ada is well"] * 6,
    }

    written = to_yaml(made(columns), "a", "b", "c")

    assert "Mum rang" not in written
    assert "Ada is well" not in written


def test_a_layout_that_we_have_teaches_what_a_heading_means() -> None:
    columns = {"Ref": REFERENCES, "Kestrel": [float(at % 3) for at in range(12)]}
    rows: list[list[Cell]] = [
        list(columns),
        *([*row] for row in zip(*columns.values(), strict=True)),
    ]
    known = Layout.model_validate(
        {
            "layout": "theirs",
            "title": "Another provider's",
            "services": {"a": "b"},
            "covers": "whole",
            "tables": [
                {
                    "table": "people",
                    "headings": ["Kestrel"],
                    "columns": {"Kestrel": {"event": "arrest"}},
                }
            ],
        }
    )

    found = draft([Sheet(0, "People", True, rows, [])], "report", [known])

    kestrel = columns_of(found)["Kestrel"].best
    assert kestrel is not None
    assert kestrel.column == {"event": "arrest"}
    assert "layout that we have" in kestrel.reason


def test_a_start_is_the_date_that_is_never_after_the_other() -> None:
    later: list[Cell] = [day + timedelta(days=40) for day in DAYS[:7]] + [None] * 5
    columns = {"Ref": REFERENCES, "Support: until": later, "Support: since": DAYS}

    assert best(columns, "Support: since") == {"episode": "start"}
    assert best(columns, "Support: until") == {"episode": "end"}


def test_answers_that_share_a_cell_are_taken_apart_by_their_mark() -> None:
    helped: list[Cell] = ["Talking;Art", "Art", "Art;Walks", "Talking"] * 3
    felt: list[Cell] = ["Agree", "Strongly agree", "Disagree", "Agree"] * 3
    columns = {"What helped you?": helped, "I was listened to": felt}

    found = made(columns)
    written = to_yaml(found, "a", "b", "c")

    assert found.tables[0].of == "answers"
    assert 'many: ";"' in written
    assert columns_of(found)["What helped you?"].values.keys() == {
        "Talking",
        "Art",
        "Walks",
    }


def test_a_heading_that_stands_twice_is_mentioned() -> None:
    rows: list[list[Cell]] = [
        ["Ref", "SWEMWBS first", "Date", "SWEMWBS last", "Date"],
        *(
            [REFERENCES[at], 9.0 + at, DAYS[at], 14.0 + at, DAYS[at]]
            for at in range(12)
        ),
    ]

    found = draft([Sheet(0, "People", True, rows, [])], "report")

    assert any("more than once" in one and "Date" in one for one in found.unknown)


def test_a_header_is_found_below_titles_and_notes() -> None:
    columns = {"Ref": REFERENCES, "First name": NAMES, "Start date": DAYS}

    found = made(columns, above=["Our trust", "", "Period: Q3 2025/26", ""])

    assert found.tables[0].found.header == range(4, 5)
    assert found.period is not None
    assert found.period.beside == "Period"


def test_headings_of_two_tiers_are_joined_under_their_merge() -> None:
    rows: list[list[Cell]] = [
        ["About", None, "SDQ (parent) – start", None],
        ["Ref", "Born", "Date", "Total"],
        *([REFERENCES[at], BIRTHS[at], DAYS[at], float(at)] for at in range(12)),
    ]
    merges = [((0, 0), (0, 1)), ((0, 2), (0, 3))]

    found = columns_of(draft([Sheet(0, "People", True, rows, merges)], "report"))

    scored = found["SDQ (parent) - start / Total"].best
    assert scored is not None
    assert scored.column == {
        "score": {"measure": "sdq", "rater": "parent"},
        "position": "start",
    }


def test_cards_side_by_side_are_read_with_their_headings_down_the_side() -> None:
    """Taken for a row of headings, the first line would show people's names."""
    rows: list[list[Cell]] = [
        ["First name", *NAMES],
        ["Reference", *REFERENCES],
        ["Date of birth", *BIRTHS],
        ["Start date", *DAYS],
        ["PHQ-9 start", *map(float, range(12))],
    ]

    found = draft([Sheet(0, "Cards", True, rows, [])], "report")

    assert found.tables[0].found.turned
    assert "Ada" not in to_yaml(found, "a", "b", "c")


def test_a_list_without_headings_is_not_drafted_from_its_first_person() -> None:
    rows: list[list[Cell]] = [
        [REFERENCES[at], LAST[at], NAMES[at], BIRTHS[at]] for at in range(12)
    ]

    found = draft([Sheet(0, "People", True, rows, [])], "report")

    assert "Ada" not in to_yaml(found, "a", "b", "c")


def test_sheets_of_a_month_each_are_one_table() -> None:
    rows: list[list[Cell]] = [
        ["Ref", "Phone calls", "A&E attendances"],
        *([REFERENCES[at], float(at % 4), float(at % 2)] for at in range(12)),
    ]
    sheets = [
        Sheet(at, title, True, list(rows), [])
        for at, title in enumerate(("April 2025", "May 2025", "June 2025"))
    ]

    found = draft(sheets, "report")

    assert len(found.tables) == 1
    assert "period_from: sheet" in to_yaml(found, "a", "b", "c")


def test_hidden_sheets_are_not_looked_at() -> None:
    rows: list[list[Cell]] = [["Ref", "Start date"], ["AT-1", DAYS[0]]]

    assert draft([Sheet(0, "Old", False, rows, [])], "report").tables == []


def test_a_column_that_nobody_sees_is_not_drafted() -> None:
    rows: list[list[Cell]] = [
        ["Ref", "Old name", "Start date"],
        *([REFERENCES[at], LAST[at], DAYS[at]] for at in range(12)),
    ]
    sheet = Sheet(0, "People", True, rows, [], hidden_columns=frozenset({1}))

    assert "Old name" not in to_yaml(draft([sheet], "report"), "a", "b", "c")


def test_amounts_are_found_with_what_each_row_counts() -> None:
    rows: list[list[Cell]] = [
        ["Indicator", "Target", "Actual"],
        ["People supported", 40.0, 38.0],
        ["A&E attendances", 10.0, 4.0],
        ["Cake sales", 7.0, 9.0],
    ]

    written = to_yaml(draft([Sheet(0, "KPIs", True, rows, [])], "r"), "a", "b", "c")

    assert "of: amounts" in written
    assert '"People supported": people' in written
    assert '"A&E attendances": ae_attendance' in written
    assert '"Cake sales": "not known yet' in written


def test_quarters_down_the_side_are_a_table_that_lies_on_its_side() -> None:
    rows: list[list[Cell]] = [
        ["Van", "Phone calls", "Visits"],
        ["Q1", 4.0, 7.0],
        ["Q2", 5.0, 9.0],
        ["Q3", 3.0, 8.0],
    ]

    found = draft([Sheet(0, "Van", True, rows, [])], "report").tables[0]

    assert found.found.turned
    assert found.found.headings == ("Van", "Q1", "Q2", "Q3")


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("SDQ P – review 2 / Emotional", ("sdq", "emotional", "", "review_{n}", "")),
        ("PHQ-9 total score (baseline)", ("phq_9", "", "", "start", "score")),
        ("GAD7: reason not completed", ("gad_7", "", "", "", "reason")),
        ("Teacher SDQ at exit - date", ("sdq", "", "teacher", "end", "day")),
    ],
)
def test_a_heading_is_taken_apart(heading: str, said: tuple[str, ...]) -> None:
    taken = take_apart([heading], vocabulary())

    assert (
        taken.measure,
        taken.subscale,
        taken.rater,
        taken.position,
        taken.part,
    ) == said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Client D.O.B.", "YP date of birth"),
        ("No. of F2F sessions", "Number of face-to-face sessions"),
        ("A & E visits", "A&E visit"),
        ("Service user no", "SU number"),
    ],
)
def test_words_for_the_same_thing_become_the_same_words(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def test_a_client_number_is_not_the_number_of_clients() -> None:
    assert sorted(canonical("Client number").split()) != sorted(
        canonical("Number of clients").split()
    )


def test_check_digits_are_those_that_the_register_uses() -> None:
    from everystep.identity.normalise import nhs_number, upn

    for said in ("999 000 0018", "9990000019", "1111111111", "943 476 5919", "x"):
        assert nhs_checks(said) == (nhs_number(said) is not None)
    for said in ("H801200001001", "A801200001001", "H80120000100A"):
        assert upn_checks(said) == (upn(said) is not None)


def test_every_synonym_names_a_role_that_there_is() -> None:
    for row in table("heading_synonyms"):
        kind, _, name = row["role"].partition(":")
        match kind:
            case "event" | "state":
                assert name in indicators(), row
            case "measure":
                assert name in {key[0] for key in measures()}, row
            case "subscale":
                assert tuple(name.split(".")) in {key[:2] for key in measures()}, row
            case "value" if name.startswith("route."):
                assert name.partition(".")[2] in routes(), row
        assert row["words"] == " ".join(row["words"].split()), row
        assert row["source"], row
