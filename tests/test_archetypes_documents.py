"""Returns, documents, registers and odd tables, read as they are, cell by cell."""

from __future__ import annotations

import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from archetype_reading import LAYOUTS, adds_up, layouts, read, told_apart
from archetype_told import SAMPLES, told

from everystep.layouts.differences import versions
from everystep.layouts.facts import Fact
from everystep.layouts.find import fitting

each_sample = pytest.mark.parametrize("name", SAMPLES)


@each_sample
def test_all_facts_and_every_cell_are_as_they_were_written(name: str) -> None:
    one = told(name)

    assert told_apart(one.sample, one.reading) == ""


@each_sample
def test_another_seed_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name](tmp_path, seed=23)

    assert told_apart(sample, read(sample)) == ""


@each_sample
def test_used_empty_and_set_aside_add_up_on_each_sheet(name: str) -> None:
    one = told(name)
    counted = Counter(place[0] for place in one.sample.fates)

    assert adds_up(one.reading)
    assert {
        account.sheet: account.cells_in
        for account in one.reading.accounts
        if account.cells_in
    } == counted


@each_sample
def test_no_other_layout_fits(name: str) -> None:
    one = told(name)
    every = [version for one in layouts() for _, version in versions(one)]

    fits = [layout.layout for layout in fitting(every, one.family, one.sheets)]

    assert fits == [one.sample.layout]


@each_sample
def test_the_same_seed_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    folders = [tmp_path / each for each in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()

    first, again = SAMPLES[name](folders[0]), SAMPLES[name](folders[1])
    other = SAMPLES[name](folders[2], seed=8)

    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.path.read_bytes() != other.path.read_bytes()


@each_sample
def test_each_layout_opens_by_saying_whose_report_it_is_like(name: str) -> None:
    text = (LAYOUTS / f"{told(name).sample.layout}.yaml").read_text(encoding="utf-8")

    assert text.startswith("# Like ")
    assert "# What is messy about it:" in text


def test_a_quarter_that_has_not_come_is_no_gap() -> None:
    return_ = told("monitoring return")

    to_come = [one for one in return_.facts if one.when == "2025-26 Q4"]

    assert to_come
    assert {one.about.split("/")[1] for one in to_come} == {"target"}


def test_a_hidden_small_number_is_a_gap_and_never_nought() -> None:
    hidden = told("monitoring return").about("amount", "self_harm_incident/actual")

    assert [(one.value, one.reason) for one in hidden] == [
        ("", "small_number_hidden")
    ] * 3


def test_nought_stays_nought() -> None:
    first, *_ = told("monitoring return").about("amount", "missing_episode/actual")

    assert (first.when, first.value, first.reason) == ("2025-26 Q1", "0", "")


def test_a_ghost_under_a_merge_is_not_read() -> None:
    return_ = told("monitoring return")

    years = {one.when[:7] for one in return_.facts}

    assert return_.reading.period.name == "2025-26 Q3"
    assert years == {"2025-26"}


def test_a_table_on_its_side_is_read_like_any_other() -> None:
    letters = told("monitoring return").about("amount", "letter/actual")

    assert [one.when for one in letters] == [f"2025-26 Q{n}" for n in (1, 2, 3)]


def test_what_was_changed_in_word_is_read_as_it_is_now() -> None:
    report = told("word")
    document = zipfile.ZipFile(BytesIO(report.content)).read("word/document.xml")

    came = [one.value for one in report.about("training", "t01")]

    assert b"<w:delText>11</w:delText>" in document
    assert came == ["14"]


def test_an_area_merged_down_counts_for_everyone_beside_it() -> None:
    report = told("word")

    places = report.about("person", "place")
    written = [
        place
        for place, fate in report.sample.fates.items()
        if place[0] == 3 and place[2] == 0 and place[1] > 0 and fate == "used"
    ]

    assert len(places) == 30
    assert len(written) < 5


@pytest.mark.parametrize("name", ["word", "pdf"])
def test_a_story_is_known_to_be_there_and_none_of_its_words_are(name: str) -> None:
    report = told(name)

    stories = report.about("story", "story")
    said = " ".join(" ".join(one) for one in report.facts)

    assert Fact("story", "", "story", "2025-26 Q3") in stories
    assert all(one.value in ("", "yes", "no") for one in stories)
    assert "coat" not in said
    assert "soup" not in said


def test_a_list_that_goes_on_over_the_page_is_one_table() -> None:
    report = told("pdf")
    headers = [
        row for sheet in report.sheets for row in sheet.rows if "Sleeping where" in row
    ]

    people = {one.who for one in report.facts if one.kind == "person"}

    assert report.content.count(b"/Type /Page\n") > 1
    assert len(headers) == 1
    assert len(people) == 38


def test_a_sentence_that_runs_over_lines_is_one_sentence() -> None:
    report = told("pdf")
    lines = [str(row[0]) for row in report.sheets[0].rows]

    held = report.about("amount", "sessions/actual")

    assert not any("ran 18 coffee mornings (we had hoped for 20)" in it for it in lines)
    assert [one.value for one in held] == ["18"]


def test_staff_are_never_among_the_people_supported() -> None:
    kinds = {one.kind for one in told("training register").facts}

    assert kinds == {"staff_score", "training", "supervision"}


@pytest.mark.parametrize(
    ("sheet", "reason", "cells"), [(1, "struck_out", 6), (3, "hidden", 4)]
)
def test_a_row_that_is_struck_out_or_hidden_says_nothing(
    sheet: int, reason: str, cells: int
) -> None:
    register = told("training register")

    aside = [
        one
        for one in register.reading.asides
        if one.reason == reason and one.sheet == sheet
    ]

    assert sum(one.cells for one in aside) == cells
    assert "S99" not in {one.who for one in register.facts}


def test_a_course_without_a_word_on_who_came_counts_nobody() -> None:
    register = told("training register")
    rows = [row for row in register.sheets[1].rows[4:] if row[0] and row[3]]
    unsaid = {str(row[0]) for row in rows if row[5] is None}

    counted = Counter(one.who for one in register.facts if one.kind == "training")
    booked = Counter(str(row[0]).strip() for row in rows)

    assert unsaid
    assert all(counted[who] < booked[who] for who in unsaid)
