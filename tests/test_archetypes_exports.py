"""Exports and lists as systems and people make them, each read as it is.

Long exports, surveys, outcomes tools, goals, lists of events, an old machine's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from archetype_reading import adds_up, layouts, read, sheets_of, told_apart

from everystep.demo.archetypes import (
    a04_long_export,
    a05_survey_export,
    a06_outcomes_tool,
    a07_goals,
    a08_events_list,
    a14_old_machine,
    a16_anonymous_survey,
)
from everystep.demo.archetypes.truth import Sample
from everystep.layouts.facts import Fact, facts
from everystep.layouts.find import fitting
from everystep.layouts.read import Reading

Maker = Callable[[Path, int], Sample]
MAKERS: dict[str, Maker] = {
    "long export": a04_long_export.sample,
    "survey export": a05_survey_export.sample,
    "outcomes tool": a06_outcomes_tool.sample,
    "goals": a07_goals.sample,
    "events list": a08_events_list.sample,
    "old machine": a14_old_machine.sample,
    "anonymous survey": a16_anonymous_survey.sample,
}
SEED, ANOTHER_SEED = 7, 23


class Shelf:
    """Samples that were made and read so far: each is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: dict[tuple[str, int], tuple[Sample, Reading]] = {}

    def __call__(self, name: str, seed: int = SEED) -> tuple[Sample, Reading]:
        if (name, seed) not in self.read:
            home = self.folder / f"{name} {seed}"
            home.mkdir()
            sample = MAKERS[name](home, seed)
            self.read[name, seed] = sample, read(sample)
        return self.read[name, seed]

    def facts(self, name: str, kind: str) -> list[Fact]:
        return [fact for fact in facts(self(name)[1]) if fact.kind == kind]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("exports"))


every_kind = pytest.mark.parametrize("name", MAKERS)


@every_kind
@pytest.mark.parametrize("seed", [SEED, ANOTHER_SEED])
def test_what_is_read_is_what_was_written_cell_by_cell(
    shelf: Shelf, name: str, seed: int
) -> None:
    sample, reading = shelf(name, seed)

    assert told_apart(sample, reading) == ""


@every_kind
def test_each_sheets_cells_are_used_or_empty_or_set_aside(
    shelf: Shelf, name: str
) -> None:
    sample, reading = shelf(name)
    noted = Counter(place[0] for place in sample.fates)

    assert adds_up(reading)
    assert {one.sheet: one.cells_in for one in reading.accounts} == noted


@every_kind
def test_no_other_layout_takes_a_report_for_its_own(shelf: Shelf, name: str) -> None:
    sample, _ = shelf(name)
    sheets, family = sheets_of(sample)

    fits = [one.layout for one in fitting(layouts(), family, sheets)]

    assert fits == [sample.layout]


@every_kind
def test_a_seed_always_gives_the_same_bytes(
    shelf: Shelf, name: str, tmp_path: Path
) -> None:
    first = shelf(name)[0].path.read_bytes()
    another = shelf(name, ANOTHER_SEED)[0].path.read_bytes()

    again = MAKERS[name](tmp_path, SEED).path.read_bytes()

    assert again == first
    assert again != another


def test_a_question_counts_for_the_form_that_its_line_is(shelf: Shelf) -> None:
    scores = shelf.facts("long export", "score")
    forms = Counter(fact.about for fact in scores)
    lines = shelf("long export")[0].path.read_text(encoding="utf-8-sig").splitlines()

    assert forms == {
        "core_10/total/self": sum(",CORE-10," in line for line in lines),
        "phq_9/total/self": sum(",PHQ-9," in line for line in lines),
    }
    assert {fact.reason for fact in scores} >= {"", "set_aside", "no_session"}


def test_a_form_with_one_answer_missing_is_scored_by_its_instruments_rule(
    shelf: Shelf,
) -> None:
    seeds = (shelf("long export", seed)[1] for seed in (SEED, ANOTHER_SEED))
    scores = [fact for reading in seeds for fact in facts(reading)]

    prorated = [fact for fact in scores if fact.kind == "score" and "." in fact.value]

    assert prorated
    assert {fact.about for fact in prorated} == {"core_10/total/self"}


def test_days_written_in_two_ways_in_one_column_are_all_read(shelf: Shelf) -> None:
    scores = shelf.facts("long export", "score")

    days = [date.fromisoformat(fact.when.partition("@")[2]) for fact in scores]

    assert date(2025, 4, 7) <= min(days) and max(days) <= date(2025, 12, 19)


def test_a_column_whose_own_dates_say_so_is_read_month_first(shelf: Shelf) -> None:
    months = {"start": 10, "review_1": 11, "end": 12}

    for fact in shelf.facts("survey export", "score"):
        position, _, day = fact.when.partition("@")
        assert date.fromisoformat(day).month == months[position]


def test_an_answer_without_a_name_is_an_answer_all_the_same(shelf: Shelf) -> None:
    answers = shelf.facts("survey export", "answer")
    others = [fact for fact in facts(shelf("survey export")[1]) if fact not in answers]

    assert any(fact.who == "" for fact in answers)
    assert all(fact.who for fact in others)


def test_several_answers_are_read_from_one_cell_or_from_a_column_each(
    shelf: Shelf,
) -> None:
    answers = shelf.facts("survey export", "answer")

    for question in ("what_helped", "what_is_hard"):
        said = [fact.value for fact in answers if fact.about == question]
        assert any(";" in codes for codes in said)


def test_a_ghost_under_a_merge_is_not_read(shelf: Shelf) -> None:
    _, reading = shelf("outcomes tool")

    assert reading.period.name == "2025-26 Q3"
    assert (0, 4, 2) not in reading.fates
    assert (1, 3, 9) not in reading.fates


def test_half_a_step_is_a_half(shelf: Shelf) -> None:
    scores = shelf.facts("outcomes tool", "score")

    assert any(fact.value.endswith(".5") for fact in scores)
    assert all(1 <= float(fact.value) <= 5 for fact in scores if fact.value)


def test_a_reading_that_was_not_taken_has_one_reason_for_all_its_areas(
    shelf: Shelf,
) -> None:
    scores = shelf.facts("outcomes tool", "score")

    missed = Counter(
        (fact.who, fact.when) for fact in scores if fact.reason == "told_another_way"
    )

    assert missed
    assert set(missed.values()) == {8}


def test_what_one_answer_says_explains_no_other(shelf: Shelf) -> None:
    scores = shelf.facts("outcomes tool", "score")
    taken = {(fact.who, fact.when) for fact in scores if fact.value}

    blank = [
        fact
        for fact in scores
        if fact.reason == "unknown" and (fact.who, fact.when) in taken
    ]

    assert blank


def test_a_row_that_is_crossed_out_or_hidden_says_nothing(shelf: Shelf) -> None:
    _, reading = shelf("outcomes tool")
    fates = Counter(reading.fates.values())
    apart = {
        place[1]
        for place, fate in reading.fates.items()
        if fate in ("aside:struck_out", "aside:hidden")
    }

    assert fates["aside:struck_out"] == fates["aside:hidden"] == 11
    assert not {row.row for row in reading.rows} & apart


def test_three_of_ten_is_a_score_beside_a_goal(shelf: Shelf) -> None:
    sample, _ = shelf("goals")
    sheets, _ = sheets_of(sample)
    out_of_ten = {
        (sheet.index, row, column): str(cell).partition("/")[0].strip()
        for sheet in sheets
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if str(cell).replace(" ", "").endswith("/10")
    }
    scores = {fact.value for fact in shelf.facts("goals", "goal")}

    assert out_of_ten
    assert set(out_of_ten.values()) <= scores
    assert {sample.fates[place] for place in out_of_ten} == {"used"}


def test_a_date_that_could_be_two_is_set_aside_and_its_score_is_kept(
    shelf: Shelf,
) -> None:
    _, reading = shelf("goals")
    without_day = [
        fact
        for fact in facts(reading)
        if fact.kind == "goal" and fact.when == "review_1@" and fact.value == "4"
    ]

    assert [one.reason for one in reading.asides].count("two_dates") == 1
    assert without_day


def test_a_goal_is_its_words_or_its_number(shelf: Shelf) -> None:
    goals = {fact.about for fact in shelf.facts("goals", "goal")}

    assert "cook a meal for mum" in goals
    assert {"goal 1", "goal 2", "goal 3"} <= goals


def test_something_that_happened_on_a_day_unknown_still_counts(shelf: Shelf) -> None:
    events = shelf.facts("events list", "event")

    whens = Counter(fact.when == "2025-26 Q3" for fact in events)

    assert whens[True] == 3
    assert whens[False] > 30


def test_a_line_without_a_reference_is_about_whom_it_names(shelf: Shelf) -> None:
    events = shelf.facts("events list", "event")

    named = [fact.who for fact in events if ", " in fact.who]

    assert named
    assert all(fact.who for fact in events)


def test_a_number_stands_for_a_gap_only_in_its_own_column(shelf: Shelf) -> None:
    said = facts(shelf("old machine")[1])

    genders = [fact for fact in said if fact.about == "gender" and not fact.value]
    nines = [fact for fact in said if fact.kind == "contact" and fact.value == "9"]

    assert {fact.reason for fact in genders} == {"unknown"}
    assert nines


def test_a_note_over_several_lines_moves_nobodys_cells(shelf: Shelf) -> None:
    sample, reading = shelf("old machine")
    text = sample.path.read_bytes().decode("cp1252")

    assert text.count("\n\nPhoned again") > 0
    assert len(reading.rows) == 44


def test_a_day_that_excel_kept_as_a_number_is_that_day(shelf: Shelf) -> None:
    starts = [
        date.fromisoformat(fact.value)
        for fact in shelf.facts("old machine", "episode")
        if fact.about == "start"
    ]

    assert len(starts) == 44
    assert date(2024, 10, 1) <= min(starts) and max(starts) <= date(2025, 6, 20)


def test_half_an_answer_is_none(shelf: Shelf) -> None:
    answers = shelf.facts("anonymous survey", "answer")

    asides = [fact for fact in answers if fact.reason == "set_aside"]

    assert {fact.about for fact in asides} >= {"more_of"}
    assert not any(fact.value for fact in asides)


def test_what_people_wrote_behind_other_goes_no_further(shelf: Shelf) -> None:
    said = facts(shelf("anonymous survey")[1])

    assert any("other" in fact.value.split(";") for fact in said)
    assert not any("garden" in part.casefold() for fact in said for part in fact)


def test_an_anonymous_survey_names_nobody(shelf: Shelf) -> None:
    said = facts(shelf("anonymous survey")[1])

    assert {(fact.kind, fact.who) for fact in said} == {("answer", "")}
