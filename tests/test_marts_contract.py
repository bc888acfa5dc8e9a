"""The published marts against their contract: what is there, and what is not yet."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commission import ran

from everystep import release
from sql.catalogue import described


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PERIOD = words("period period_kind period_start period_end heard_until")
SERVICE = words("provider_id provider_name service_id service_name is_pilot")
BREAKDOWN = words("breakdown breakdown_value")

HERE: dict[str, tuple[str, ...]] = {
    "people_supported": PERIOD
    + SERVICE
    + BREAKDOWN
    + words(
        "people people_status started started_status ended ended_status "
        "still_open still_open_status came_back came_back_status "
        "accounted_for accounted_for_status"
    ),
    "contacts": PERIOD
    + SERVICE
    + words("mode contacts contacts_status people people_status"),
    "soft_outcomes": PERIOD
    + SERVICE
    + BREAKDOWN
    + words(
        "basis measure_id measure_name subscale rater direction domain outcome_id "
        "threshold_set episodes episodes_status applicable applicable_status "
        "due due_status with_baseline with_baseline_status paired paired_status "
        "moved_better moved_better_status stayed_the_same stayed_the_same_status "
        "moved_worse moved_worse_status reliably_better reliably_better_status "
        "no_reliable_difference no_reliable_difference_status "
        "reliably_worse reliably_worse_status "
        "worse_in_first_months worse_in_first_months_status "
        "in_need_at_first in_need_at_first_status "
        "left_need_range left_need_range_status "
        "reliable_recovery reliable_recovery_status "
        "better_of_paired better_of_paired_low better_of_paired_high "
        "better_of_paired_status better_of_due_lowest better_of_due_lowest_status "
        "better_of_due_highest better_of_due_highest_status "
        "mean_first mean_first_status mean_latest mean_latest_status "
        "mean_change mean_change_low mean_change_high mean_change_status "
        "coverage coverage_status coverage_words"
    ),
    "hard_outcomes": PERIOD
    + SERVICE
    + BREAKDOWN
    + words(
        "indicator_id indicator_name domain outcome_id kind direction "
        "early_expectation people_observed people_observed_status "
        "person_quarters person_quarters_status events events_status "
        "people_with_event people_with_event_status "
        "rate rate_low rate_high rate_status"
    ),
    "data_gaps": PERIOD
    + SERVICE
    + words(
        "about reason reason_label documented belongs_to could_apply "
        "could_apply_status known known_status gap gap_status"
    ),
    "reconciliation": PERIOD
    + SERVICE
    + words("figure declared declared_status recomputed recomputed_status agreement"),
    "submissions": PERIOD
    + words("provider_id provider_name files_used first_seen_in_release"),
    "releases": words(
        "release_id newest_quarter as_of cells_in cells_used cells_empty "
        "cells_set_aside"
    ),
    "measures": words(
        "measure_id subscale rater name level score_min score_max direction "
        "reliable_change in_need_when age_from age_to min_gap_days domain outcome_id "
        "threshold_set verified licence source"
    ),
    "indicators": words(
        "indicator_id name kind unit direction early_expectation domain outcome_id "
        "level note"
    ),
    "data_dictionary": words("mart column_name description purpose_id reader kept_for"),
    "purposes": words("purpose_id why reader kept_for"),
}

# Whoever makes one of these moves it up, into what is there.
COMPARED = words(
    "comparison_difference comparison_difference_low comparison_difference_high "
    "context_status look_again rests_on reading"
)
NOT_YET: dict[str, tuple[str, ...]] = {
    "people_supported": words("reading"),
    "soft_outcomes": words(
        "series series_note mixed added_value added_value_low added_value_high"
    )
    + COMPARED,
    "hard_outcomes": words(
        "declared_total events_before events_during events_after window_days"
    )
    + COMPARED,
    "data_gaps": words("reading"),
    "reconciliation": words("explained_by"),
    "releases": words("language_trend"),
}
MARTS_NOT_YET = words(
    "engagement routes progress journeys sustained voices what_changed "
    "practice_change practice_evidence supervision organisation_practice activities "
    "services aims context_notes learning stories access retelling asks "
    "commissioner_actions"
)
# Facts about what is asked and kept, not about a service.
REFERENCE = words("measures indicators data_dictionary purposes releases")
NO_VERDICT = {"rank", "ranking", "rag", "score", "rating", "league", "position"}

each_mart = pytest.mark.parametrize("mart", HERE)


@cache
def published() -> dict[str, pa.Schema]:
    folder = release.folder(ran().home, ran().outcome.release_id)
    return {
        path.stem: pq.read_schema(path) for path in sorted(folder.glob("*.parquet"))
    }


def figure_of(status: str) -> str:
    return status.removesuffix("_status")


def statuses(mart: str) -> list[str]:
    return [one for one in published()[mart].names if one.endswith("_status")]


def test_a_release_holds_the_marts_of_the_contract_and_no_other() -> None:
    assert set(published()) == set(HERE)


@pytest.mark.parametrize("mart", MARTS_NOT_YET)
def test_a_mart_that_is_not_yet_is_absent_and_not_empty(mart: str) -> None:
    assert mart not in published()
    assert mart not in HERE


@each_mart
def test_a_mart_has_the_columns_of_the_contract(mart: str) -> None:
    columns = published()[mart].names

    assert len(columns) == len(set(columns))
    assert set(columns) == set(HERE[mart])


@pytest.mark.parametrize("mart", NOT_YET)
def test_a_column_that_is_not_yet_is_absent_and_not_null(mart: str) -> None:
    columns = {figure_of(column) for column in published()[mart].names}
    waiting = {figure_of(column) for column in NOT_YET[mart]}

    assert not columns & waiting


@each_mart
def test_a_figure_has_one_status_and_a_status_has_its_figure(mart: str) -> None:
    columns = published()[mart].names

    assert {figure_of(one) for one in statuses(mart)} <= set(columns)


@pytest.mark.parametrize("mart", sorted(set(HERE) - {*REFERENCE, "submissions"}))
def test_every_figure_about_people_may_be_withheld(mart: str) -> None:
    numbers = {
        field.name.removesuffix("_low").removesuffix("_high")
        for field in published()[mart]
        if pa.types.is_integer(field.type)
        or pa.types.is_floating(field.type)
        or pa.types.is_decimal(field.type)
    }

    assert numbers == {figure_of(one) for one in statuses(mart)}


@pytest.mark.parametrize("mart", sorted(set(HERE) - {*REFERENCE, "submissions"}))
def test_a_null_says_why_and_a_value_never_does(mart: str) -> None:
    apart = [
        (status, row[status])
        for row in ran().mart(mart)
        for status in statuses(mart)
        if (row[status] in ("ok", "rounded")) != (row[figure_of(status)] is not None)
    ]

    assert apart == []


@pytest.mark.parametrize("mart", sorted(set(HERE) - {*REFERENCE}))
def test_a_period_says_what_it_is_and_how_long_we_heard(mart: str) -> None:
    assert all(
        row["period_kind"] in ("quarter", "year")
        and row["period_start"] < row["period_end"]
        and row["heard_until"] is not None
        for row in ran().mart(mart)
    )


@each_mart
def test_no_mart_holds_a_verdict(mart: str) -> None:
    """A measure's range is a fact about the measure, so its page is left out."""
    parts = {part for column in published()[mart].names for part in column.split("_")}

    assert not parts & (NO_VERDICT - ({"score"} if mart == "measures" else set()))


@each_mart
def test_rows_go_by_their_key_and_never_by_a_result(mart: str) -> None:
    key = described(f"marts.{mart}").key
    rows = [tuple(str(row[column]) for column in key) for row in ran().mart(mart)]

    assert rows == sorted(rows)


@each_mart
def test_no_mart_holds_a_person(mart: str) -> None:
    columns = published()[mart].names

    assert not {
        column
        for column in columns
        if column.endswith(("_key", "_hash"))
        or column in ("person_id", "episode_id", "submission", "note_text", "text")
    }


@each_mart
def test_a_mart_is_described_inside_its_own_file(mart: str) -> None:
    schema = published()[mart]

    assert (schema.metadata or {}).get(b"description")
    assert all((field.metadata or {}).get(b"description") for field in schema)
