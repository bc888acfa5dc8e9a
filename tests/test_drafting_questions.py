"""What a draft asks: codes, gaps in numbers, and what it did not look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from everystep.demo.archetypes import a05_survey_export
from everystep.layouts.draft import ColumnDraft, Draft, draft, to_yaml
from everystep.layouts.draft.candidates import Candidates
from everystep.layouts.draft.gaps import perhaps_gaps
from everystep.layouts.model import Layout
from everystep.readers import cells_of, triage
from everystep.readers.read import Cell, Sheet
from pipelines.cli import main

REFERENCES = [f"AT-{at:03}" for at in range(101, 113)]
DAYS = [date(2026, 4, 1) + timedelta(days=5 * at) for at in range(12)]
CODES: list[Cell] = [1.0, 2.0, 3.0] * 4


def made(columns: Mapping[str, Sequence[Cell]]) -> Draft:
    everyone = {"Client ref": REFERENCES, **columns}
    rows: list[list[Cell]] = [
        list(everyone), *([*row] for row in zip(*everyone.values(), strict=True))
    ]  # fmt: skip
    return draft([Sheet(0, "People", True, rows, [])], "report")


def column_of(found: Draft, heading: str) -> ColumnDraft:
    return next(
        one for table in found.tables for one in table.columns if one.heading == heading
    )


def written(found: Draft) -> str:
    text = to_yaml(found, "a-draft", "acorn-trust", "acorn")
    Layout.model_validate(YAML(typ="safe").load(text))
    return text


def lines_under(text: str, heading: str) -> str:
    """Return a column's line and the comments under it."""
    rest = text[text.index(f'      "{heading}":') :].splitlines()
    more = takewhile(lambda line: line.startswith("      #   "), rest[1:])
    return "\n".join([rest[0], *more])


@pytest.mark.parametrize("heading", ["Sex", "Gender", "Ethnicity", "Reason closed"])
def test_a_column_of_bare_codes_asks_what_each_means_and_is_unsure(
    heading: str,
) -> None:
    found = made({heading: CODES, "Start date": DAYS})

    told = lines_under(written(found), heading)
    best = column_of(found, heading).best

    for code in "123":
        assert f'"{code}": what does this mean?' in told
    assert best is not None
    assert best.confidence < 0.5
    assert any("unsure" in said and heading in said for said in found.unknown)


def test_words_that_we_know_leave_a_column_as_sure_as_it_was() -> None:
    said: list[Cell] = ["Female", "Male", "Non-binary"] * 4
    found = made({"Gender": said, "Start date": DAYS})

    best = column_of(found, "Gender").best

    assert best is not None
    assert best.confidence > 0.8


def test_codes_of_a_column_that_nobody_knows_are_listed_where_they_are_few() -> None:
    text = written(made({"Zzyx": CODES, "Start date": DAYS}))

    assert '"2": what does this mean?' in lines_under(text, "Zzyx")


def test_a_code_that_one_person_has_is_counted_and_not_listed() -> None:
    codes: list[Cell] = ["P", "R", "C"] * 3 + ["P", "R", "H"]

    told = lines_under(written(made({"Zzyx": codes, "Start date": DAYS})), "Zzyx")

    assert '"P": what does this mean?' in told
    assert '"H"' not in told
    assert "1 more stand there once" in told


def test_initials_in_a_column_that_nobody_knows_are_never_listed() -> None:
    initials: list[Cell] = ["EH", "PK", "JW"] * 4

    text = written(made({"Zzyx": initials, "Start date": DAYS}))

    assert '"EH"' not in text
    assert '"JW"' not in text


def test_a_number_far_outside_a_scale_is_asked_about_as_a_gap() -> None:
    scores: list[Cell] = [*map(float, range(4, 14)), 98.0, 99.0]

    text = written(made({"PHQ-9 start": scores, "Start date": DAYS}))

    asked = "98, 99: perhaps a gap? give it under this column's `markers`"
    assert asked in lines_under(text, "PHQ-9 start")
    assert "score: {measure: phq_9}" in lines_under(text, "PHQ-9 start")


def test_a_code_for_a_gap_is_asked_about_once() -> None:
    codes: list[Cell] = [1.0, 2.0, 1.0, 2.0, 9.0, 9.0] * 2

    told = lines_under(written(made({"Sex": codes, "Start date": DAYS})), "Sex")

    assert "9: perhaps a gap?" in told
    assert '"9": what does this mean?' not in told
    assert '"1": what does this mean?' in told


def test_a_nine_that_a_scale_has_is_a_nine() -> None:
    scores: list[Cell] = [*map(float, (1, 2, 3, 1, 2, 3, 1, 2, 3, 4)), 9.0, 9.0]

    text = written(made({"PHQ-9 start": scores, "Start date": DAYS}))

    assert "perhaps a gap" not in text


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ((1, 2, 3, 4, 99), (99,)),
        ((0, 1, 2, 3, -1), (-1,)),
        ((-3, 1, 2, 3, -1), ()),
        ((60, 70, 80, 90, 99), ()),
        ((1, 99), ()),
    ],
)
def test_a_gap_lies_outside_the_range_of_all_the_others(
    numbers: Sequence[float], gaps: tuple[float, ...]
) -> None:
    assert perhaps_gaps(numbers) == gaps


@pytest.mark.parametrize("heading", ["D.O.B.", "DOB", "Date of birth", "Born"])
def test_a_heading_that_says_birth_is_one_though_the_children_are_small(
    heading: str,
) -> None:
    births = [date(2024, 1, 9) + timedelta(days=41 * at) for at in range(12)]

    best = column_of(made({heading: births, "Start date": DAYS}), heading).best

    assert best is not None
    assert best.column == {"person": "birth_date"}


def test_on_a_tie_the_more_private_role_is_proposed() -> None:
    found = Candidates()
    for column in ({"form": "day"}, {"person": "birth_date"}, {"contact": "text"}):
        found.of(dict(column)).add(2.0)

    assert found.ranked()[0].role == "person:birth_date"


def test_the_choices_of_a_form_are_no_table_of_people(tmp_path: Path) -> None:
    path = a05_survey_export.sample(tmp_path).path
    content = path.read_bytes()

    found = draft(cells_of(content, triage(content).kind), "survey")

    assert found.tables
    assert "choices" not in {title for one in found.tables for title in one.sheets}


def test_the_four_wellbeing_questions_are_known_by_short_headings() -> None:
    scores: list[Cell] = [float(at % 11) for at in range(12)]
    areas = {
        "Satisfied with life": "life_satisfaction",
        "Worthwhile": "worthwhile",
        "Happy yesterday": "happy_yesterday",
        "Anxious yesterday": "anxious_yesterday",
        "How satisfied with life (0-10)": "life_satisfaction",
        "Yesterday: how anxious?": "anxious_yesterday",
    }

    found = made({**dict.fromkeys(areas, scores), "Start date": DAYS})

    for heading, area in areas.items():
        best = column_of(found, heading).best
        assert best is not None
        assert best.column["score"] == {"measure": "ons4", "subscale": area}


def test_a_report_with_sentences_says_that_they_were_not_looked_at() -> None:
    spoken = Sheet(0, "text", True, [["We met 12 families."]], [], kind="words")
    rows: list[list[Cell]] = [["Ref", "Start date"], ["AT-101", DAYS[0]]]

    found = draft([spoken, Sheet(1, "table 1", True, rows, [])], "report")
    opening = " ".join(written(found).partition("layout:")[0].split())
    opening = opening.replace("# ", "")

    assert "sentences of this report were not" in opening
    assert "texts: can read them" in opening


def test_a_workbook_says_nothing_of_sentences() -> None:
    assert "sentences" not in written(made({"Start date": DAYS}))


def test_on_the_screen_only_likely_second_guesses_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    lines = [f"{ref},{day:%d/%m/%Y}" for ref, day in zip(REFERENCES, DAYS, strict=True)]
    path.write_text("\n".join(["Client ref,Support start date", *lines]))

    out = tmp_path / "people.yaml"
    assert main(["layout", "draft", str(path), "--out", str(out)]) == 0
    shown = capsys.readouterr().out

    assert "Client ref" in shown
    assert not any(f"({at}%)" in shown for at in range(5))
