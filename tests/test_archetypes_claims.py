"""What is particular about each kind of workbook, claim by claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from types import ModuleType

import pytest
from archetype_reading import layouts, read, sheets_of

from everystep.demo.archetypes import (
    a01_decorated,
    a02_monthly,
    a03_year_to_date,
    a09_counts,
    a10_states,
    a17_blocks,
    a18_sent_again,
)
from everystep.demo.archetypes.truth import Sample
from everystep.layouts.facts import Fact, facts
from everystep.layouts.find import fits
from everystep.layouts.read import Reading

Told = tuple[Sample, Reading, list[Fact]]
Read = Callable[..., Told]


@pytest.fixture(scope="module")
def was_read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Return a sample, how it was read and its facts; each is written once."""

    @cache
    def told(module: ModuleType, at: int = -1) -> Told:
        folder = tmp_path_factory.mktemp("samples")
        if hasattr(module, "samples"):
            sample: Sample = module.samples(folder, 7)[at]
        else:
            sample = module.sample(folder, 7)
        reading = read(sample)
        return sample, reading, facts(reading)

    return told


def cells(sample: Sample, reading: Reading, fate: str) -> list[object]:
    """Return what stands in the cells of one fate, in order."""
    sheets, _ = sheets_of(sample)
    places = sorted(place for place, said in reading.fates.items() if said == fate)
    return [sheets[sheet].rows[row][column] for sheet, row, column in places]


def test_a_ghost_under_a_merged_period_is_not_read(was_read: Read) -> None:
    _, reading, _ = was_read(a01_decorated)

    assert reading.period.name == "2025-26 Q3"


def test_a_date_that_could_be_two_waits_and_its_scores_are_read(was_read: Read) -> None:
    sample, reading, said = was_read(a01_decorated)

    assert cells(sample, reading, "aside:two_dates") == ["05/11/2025"]
    assert [one for one in said if one.when == "review_2@" and one.value]


def test_a_slip_that_fits_only_one_way_is_read(was_read: Read) -> None:
    _, _, said = was_read(a01_decorated)

    slips = [one for one in said if one.kind == "episode" and one.value == "2025-09-25"]
    assert slips


def test_a_row_that_is_crossed_out_or_hidden_says_nothing(was_read: Read) -> None:
    sample, reading, said = was_read(a01_decorated)
    crossed_out = cells(sample, reading, "aside:struck_out")
    hidden = cells(sample, reading, "aside:hidden")
    references = [
        str(cell).strip()
        for cell in (*crossed_out, *hidden)
        if str(cell).startswith(("HH/", " HH/"))
    ]

    assert len(references) == 2
    assert not {one.who for one in said} & set(references)


def test_a_hidden_column_is_hidden_and_not_unknown(was_read: Read) -> None:
    sample, reading, _ = was_read(a01_decorated)

    unknown = cells(sample, reading, "aside:unknown_column")
    assert all(isinstance(cell, float) and 1 <= cell <= 5 for cell in unknown)


def test_someone_without_a_reference_is_known_by_name_and_birth_date(
    was_read: Read,
) -> None:
    _, _, said = was_read(a01_decorated)
    unnumbered = {one.who for one in said if not one.who.startswith("HH/")}

    assert len(unnumbered) == 2
    assert all(", " in who for who in unnumbered)


def test_one_reason_explains_a_whole_form_that_was_not_filled(was_read: Read) -> None:
    _, _, said = was_read(a01_decorated)

    early = [one for one in said if one.reason == "relationship_first"]
    assert {one.about for one in early} == {
        "sdq/total/parent",
        "sdq/emotional/parent",
        "sdq/prosocial/parent",
    }
    assert {one.when for one in early} == {"start@"}


def test_zero_is_a_score_and_a_blank_is_none(was_read: Read) -> None:
    _, _, said = was_read(a01_decorated)

    scores = [one for one in said if one.kind == "score"]
    assert any(one.value == "0" and not one.reason for one in scores)
    assert any(not one.value and one.reason == "unknown" for one in scores)


def test_a_half_and_full_width_digits_are_read_as_a_person_would(
    was_read: Read,
) -> None:
    _, _, said = was_read(a01_decorated)
    starts = {one.value for one in said if one.about == "sdq/total/parent"}

    assert {"12.5", "14"} <= starts


def test_each_month_counts_towards_the_quarter(was_read: Read) -> None:
    _, _, said = was_read(a02_monthly)

    assert {one.when for one in said} == {"2025-26 Q1"}
    months = Counter(one.who for one in said if one.about == "in_person")
    assert Counter(months.values()) == {3: 20, 2: 2, 1: 2}


def test_an_old_month_on_a_hidden_sheet_is_not_opened(was_read: Read) -> None:
    _, reading, said = was_read(a02_monthly)

    assert reading.hidden_sheets == 1
    assert len(reading.rows) == 3 * 22
    assert {one.about for one in said} == {
        "in_person",
        "phone",
        "text",
        "letter",
        "ae_attendance",
        "school_suspension",
        "missing_episode",
    }


def test_a_month_that_was_got_ready_and_not_begun_harms_nothing(was_read: Read) -> None:
    _, reading, _ = was_read(a02_monthly)
    next_month = [one for one in reading.accounts if one.sheet == 4]

    assert [(one.used, one.empty, one.set_aside) for one in next_month] == [(9, 0, 0)]


def test_an_earlier_quarter_comes_again_with_what_was_put_right(was_read: Read) -> None:
    _, _, first = was_read(a03_year_to_date, 0)
    _, _, again = was_read(a03_year_to_date, 1)
    before = {one for one in first if one.when == "2025-26 Q1"}
    after = {one for one in again if one.when == "2025-26 Q1"}
    crossed_out = {one.who for one in before} - {one.who for one in after}
    forgotten = {one.who for one in after} - {one.who for one in before}
    changed = {
        (one.who, one.about) for one in before - after if one.who not in crossed_out
    }

    assert len(crossed_out) == len(forgotten) == 1
    assert [about for _, about in sorted(changed)] == ["in_person", "in_person"]


def test_a_row_is_of_the_quarter_that_it_names(was_read: Read) -> None:
    _, reading, said = was_read(a03_year_to_date)
    counted = [one for one in said if one.kind in ("contact", "event", "state")]

    assert reading.period.name == "2025-26 Q2"
    assert {one.when for one in counted} == {"2025-26 Q1", "2025-26 Q2"}


def test_a_column_whose_dates_are_month_first_is_read_so(was_read: Read) -> None:
    sample, reading, said = was_read(a09_counts)
    true = {one for one in sample.facts if one.about == "birth_date"}

    assert {tuple(one) for one in said if one.about == "birth_date"} == true
    assert "two_dates" not in {one.reason for one in reading.asides}


def test_half_an_arrest_is_no_count_and_is_not_rounded(was_read: Read) -> None:
    sample, reading, _ = was_read(a09_counts)

    assert {"½", "2.9", "2 (one dropped)", "14²"} <= set(
        cells(sample, reading, "aside:does_not_fit")
    )


def test_a_small_number_that_the_provider_hides_stays_hidden(was_read: Read) -> None:
    _, _, said = was_read(a09_counts)

    small = [one for one in said if one.reason == "small_number_hidden"]
    assert len(small) == 2
    assert {one.value for one in small} == {""}


def test_a_row_with_a_surname_alone_is_nobodys(was_read: Read) -> None:
    _, _, said = was_read(a09_counts)

    assert "" not in {one.who for one in said}


def test_a_code_means_a_yes_or_a_no_and_a_blank_means_neither(was_read: Read) -> None:
    _, _, said = was_read(a10_states)
    homes = [one for one in said if one.about == "settled_home"]

    assert {one.value for one in homes} == {"1", "0", ""}
    assert [one.reason for one in homes if not one.value].count("unknown") == 1


def test_a_second_list_under_the_same_headings_is_read_too(was_read: Read) -> None:
    _, reading, said = was_read(a10_states)

    assert len(reading.found) == 2
    assert len({one.who for one in said}) == 35


def test_whom_a_block_is_about_counts_for_each_of_its_rows(was_read: Read) -> None:
    sample, _, said = was_read(a17_blocks)
    true = {one.who for one in sample.facts if one.kind in ("event", "contact")}

    assert {one.who for one in said if one.kind in ("event", "contact")} == true


def test_a_child_without_a_reference_is_not_taken_for_the_child_above(
    was_read: Read,
) -> None:
    _, _, said = was_read(a17_blocks)
    unnumbered = [one for one in said if not one.who.startswith("KG-")]

    assert len({one.who for one in unnumbered}) == 1
    assert {one.kind for one in unnumbered} >= {"person", "state"}
    births = {
        (one.who, one.value) for one in said if one.about == "birth_date" and one.value
    }
    assert len(births) == len({who for who, _ in births})


def test_a_ghost_under_a_merge_is_nobody(was_read: Read) -> None:
    _, _, said = was_read(a17_blocks)

    assert "KG-000" not in {one.who for one in said}
    assert "Oldlist" not in {one.value for one in said}


def test_concerns_and_visits_of_one_list_are_told_apart_and_letters_left(
    was_read: Read,
) -> None:
    sample, reading, said = was_read(a17_blocks)
    concerns = {one.about for one in said if one.kind == "event"}
    visits = {one.about for one in said if one.kind == "contact"}

    assert "safeguarding_concern" in concerns
    assert visits <= {"in_person", "phone", "video"}
    assert "Email" in cells(sample, reading, "aside:outside_tables")


def test_lines_that_were_got_ready_in_a_block_do_not_end_the_list(
    was_read: Read,
) -> None:
    sample, _, said = was_read(a17_blocks)
    last = max(one.who for one in sample.facts if one.who.startswith("KG-"))

    assert last in {one.who for one in said}


def test_a_return_that_is_sent_again_says_what_was_put_right(was_read: Read) -> None:
    _, _, first = was_read(a18_sent_again, 0)
    _, _, again = was_read(a18_sent_again, 1)
    known = {one.who for one in first}
    changed = set(again) - set(first)

    assert {(one.about, one.value) for one in changed if one.who in known} == {
        ("in_person", "5"),
        ("ae_attendance", "1"),
    }
    assert len({one.who for one in changed} - known) == 1


def test_corrected_rows_alone_are_read_as_changes(was_read: Read) -> None:
    _, whole, again = was_read(a18_sent_again, 1)
    _, changes, corrected = was_read(a18_sent_again, 2)

    assert (whole.layout.covers, changes.layout.covers) == ("whole", "changes")
    assert len(changes.rows) == 3
    assert {one.who for one in corrected} < {one.who for one in again}
    assert {
        (one.about, one.value or one.reason) for one in set(corrected) - set(again)
    } == {
        ("phone", "12"),
        ("crisis_contact", "not_asked_by_design"),
        ("arrest", "2"),
    }


def test_a_whole_return_and_its_corrections_do_not_fit_each_others_layouts(
    was_read: Read,
) -> None:
    by_name = {one.layout: one for one in layouts()}
    whole, changes = (by_name[f"18-sent-again-{name}"] for name in ("whole", "changes"))
    again, _, _ = was_read(a18_sent_again, 1)
    corrected, _, _ = was_read(a18_sent_again, 2)

    assert not fits(whole, sheets_of(corrected)[0])
    assert not fits(changes, sheets_of(again)[0])
