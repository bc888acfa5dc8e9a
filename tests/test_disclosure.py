"""What is published obeys its rules, and nothing small can be read from it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import Any

import pytest
from commission import ran
from hypothesis import given
from hypothesis import strategies as st

from everystep.disclosure.noise import bell_noise, count_noise, student

KEY = bytes(range(32))
COUNTS = {
    "people_supported": ("people", "started", "ended", "still_open", "came_back"),
    "contacts": ("contacts", "people"),
    "soft_outcomes": (
        "episodes", "applicable", "due", "with_baseline", "paired", "moved_better",
        "stayed_the_same", "moved_worse", "reliably_better", "no_reliable_difference",
        "reliably_worse", "worse_in_first_months", "in_need_at_first",
        "left_need_range", "reliable_recovery",
    ),
    "hard_outcomes": ("people_observed", "events", "people_with_event"),
    "data_gaps": ("could_apply", "known", "gap"),
}  # fmt: skip
GRAIN = (
    "period", "provider_id", "service_id", "basis", "measure_id", "subscale", "rater",
    "indicator_id", "mode", "about", "reason", "breakdown", "breakdown_value",
)  # fmt: skip


def key_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in GRAIN)


@pytest.mark.parametrize("mart", sorted(COUNTS))
def test_every_count_is_a_five_and_small_ones_are_not_there(mart: str) -> None:
    shown = [
        row[figure]
        for row in ran().mart(mart)
        for figure in COUNTS[mart]
        if row[figure] is not None
    ]

    assert shown
    assert all(int(str(count)) >= 5 and int(str(count)) % 5 == 0 for count in shown)


@pytest.mark.parametrize("mart", sorted(COUNTS))
def test_every_published_count_is_the_exact_one_with_at_most_two_of_noise(
    mart: str,
) -> None:
    exact = {key_of(row): row for row in ran().table(f"outcomes.{mart}")}
    compared = 0

    for row in ran().mart(mart):
        truth = exact.get(key_of(row))
        for figure in COUNTS[mart]:
            count = 0 if truth is None else truth[figure]
            if count is None or row[f"{figure}_status"] == "not_collected":
                continue
            compared += 1
            if row[figure] is None:
                assert int(str(count)) - 2 < 5, (figure, key_of(row))
            else:
                assert abs(int(str(row[figure])) - int(str(count))) <= 4

    assert compared > 100


@pytest.mark.parametrize("mart", sorted(COUNTS))
def test_a_figure_is_null_only_where_its_status_says_why(mart: str) -> None:
    for row in ran().mart(mart):
        for column, status in row.items():
            if column.endswith("_status"):
                shown = row[column.removesuffix("_status")] is not None
                assert shown == (status in ("ok", "rounded")), (column, status)


def test_breakdowns_stand_one_at_a_time_and_only_for_fifty_people_or_more() -> None:
    exact = {key_of(row): row for row in ran().table("outcomes.people_supported")}

    for row in ran().mart("people_supported"):
        if row["breakdown"] != "all" and row["provider_id"] != "all":
            whole = {**row, "breakdown": "all", "breakdown_value": "all"}
            assert int(str(exact[key_of(whole)]["people"])) >= 48


def test_a_service_of_eight_has_a_year_row_and_no_quarter() -> None:
    kinds = {
        row["period_kind"]
        for row in ran().mart("people_supported")
        if row["service_id"] == "gorse-circle"
    }

    assert kinds == {"year"}


def test_there_is_no_total_by_the_year() -> None:
    assert not [
        row
        for row in ran().mart("people_supported")
        if row["provider_id"] == "all" and row["period_kind"] == "year"
    ]


def test_a_rate_stands_only_on_a_published_twenty() -> None:
    for row in ran().mart("soft_outcomes"):
        if row["better_of_paired"] is not None:
            assert int(str(row["paired"])) >= 20
            assert row["reliably_better"] is not None
        if row["mean_change"] is not None:
            assert int(str(row["paired"])) >= 20


def test_rates_are_worked_out_from_published_counts_alone() -> None:
    checked = 0
    for row in ran().mart("soft_outcomes"):
        if row["better_of_paired"] is not None:
            better, paired = int(str(row["reliably_better"])), int(str(row["paired"]))
            expected = math.floor(100 * min(better, paired) / paired + 0.5)
            assert row["better_of_paired"] == expected
            checked += 1
    assert checked > 20


def test_the_latest_mean_is_the_first_and_the_change_never_a_third_draw() -> None:
    for row in ran().mart("soft_outcomes"):
        if row["mean_latest"] is not None:
            first, change = (
                float(str(row["mean_first"])),
                float(str(row["mean_change"])),
            )
            assert math.isclose(float(str(row["mean_latest"])), first + change)


def test_a_protected_mart_has_a_row_for_every_reason_and_mode_people_or_none() -> None:
    modes: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for row in ran().mart("contacts"):
        modes[row["period"], row["service_id"]].add(row["mode"])
    reasons: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for row in ran().mart("data_gaps"):
        reasons[row["period"], row["service_id"], row["about"]].add(row["reason"])

    assert {len(found) for found in modes.values()} == {6}
    assert len({frozenset(found) for found in reasons.values()}) == 1


def test_the_same_people_bear_the_same_noise_wherever_they_stand() -> None:
    noise = count_noise(KEY)

    assert noise("people", 12345, 7, "one") == noise("people", 12345, 7, "another")


def test_an_empty_cell_is_seeded_by_its_row() -> None:
    noise = count_noise(KEY)

    assert len({noise("events", 0, 0, f"row {row}") for row in range(200)}) == 5


def test_another_key_gives_other_noise() -> None:
    first, second = count_noise(KEY), count_noise(bytes(32))

    assert any(
        first("people", who, 5, "") != second("people", who, 5, "")
        for who in range(1, 50)
    )


def test_noise_has_the_distribution_that_is_promised() -> None:
    noise = count_noise(KEY)
    draws = 20_000
    seen = Counter(noise("people", who, 5, "") for who in range(1, draws + 1))

    for value, share in ((-2, 0.07), (-1, 0.22), (0, 0.42), (1, 0.22), (2, 0.07)):
        off = 5 * math.sqrt(share * (1 - share) / draws)
        assert abs(seen[value] / draws - share) < off


@given(who=st.integers(1, 2**64 - 1), count=st.integers(0, 10_000))
def test_noise_is_never_more_than_two(who: int, count: int) -> None:
    assert -2 <= count_noise(KEY)("people", who, count, "") <= 2


def test_noise_on_means_is_standard_normal() -> None:
    bell = bell_noise(KEY)
    draws = [bell("mean_first", who, "") for who in range(1, 5001)]
    mean = sum(draws) / len(draws)
    spread = math.sqrt(sum((one - mean) ** 2 for one in draws) / len(draws))

    assert abs(mean) < 0.07
    assert abs(spread - 1) < 0.05


@pytest.mark.parametrize(
    ("degrees", "point"), [(1, 12.7062), (9, 2.2622), (29, 2.0452), (1000, 1.9623)]
)
def test_students_t_agrees_with_published_tables(degrees: int, point: float) -> None:
    assert math.isclose(student(degrees), point, abs_tol=1e-4)
