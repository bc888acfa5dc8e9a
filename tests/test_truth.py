"""The oracle, held to worlds so small that the answers can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_worlds import (
    BEGUN,
    FAMILIES,
    LONG,
    Q1,
    Q2,
    Q3,
    SDQ,
    TALKING,
    cascade,
    episode,
    gap,
    mention,
    row,
    score,
    soft,
    told,
)

from everystep.demo.truth_intervals import byar, mean_interval, t_quantile, wilson
from everystep.demo.world import Gap, Score


def test_a_pair_is_the_first_and_the_latest_score_of_one_episode() -> None:
    scores = [BEGUN, score(1, "2025-06-01", "30"), score(1, "2025-09-30", "8")]

    found = soft(told(LONG, scores=scores))

    assert cascade(found) == (1, 1, 1, 1, 1)
    assert (found["mean_first"], found["mean_latest"]) == (20, 8)
    assert (found["mean_change"], found["mean_change_low"]) == (-12, None)
    assert (found["reliably_better"], found["reliable_recovery"]) == (1, 1)
    assert found["better_of_paired_low"] == pytest.approx(20.6549, abs=1e-3)


def test_scores_of_two_episodes_are_never_paired() -> None:
    before = episode(1, "2025-04-10", "2025-05-20")
    again = episode(1, "2025-08-01", key=2)

    found = soft(told(before, again, scores=[BEGUN, score(1, "2025-08-01", "8")]), Q2)

    assert cascade(found) == (1, 1, 0, 0, 0)


def test_a_score_belongs_to_the_episode_open_on_its_day_whichever_it_names() -> None:
    before = episode(1, "2025-04-10", "2025-05-20")
    again = episode(1, "2025-07-01", key=2)
    scores = [score(1, "2025-07-01", "20"), score(1, "2025-09-01", "8")]

    assert soft(told(before, again, scores=scores), Q2)["paired"] == 1


def test_a_score_after_the_quarter_is_not_known_in_it() -> None:
    tables = told(LONG, scores=[BEGUN, score(1, "2025-07-01", "8")])

    assert cascade(soft(tables, Q1)) == (1, 1, 0, 0, 0)
    assert cascade(soft(tables, Q2)) == (1, 1, 1, 1, 1)


def test_the_threshold_itself_is_reliable_either_way() -> None:
    two = episode(2, "2025-04-10")
    three = episode(3, "2025-04-10")
    scores = [BEGUN, score(1, "2025-07-01", "15"), score(2, "2025-04-10", "9")]
    scores += [score(2, "2025-07-01", "14"), score(3, "2025-04-10", "15")]
    scores += [score(3, "2025-07-01", "10.0001")]

    found = soft(told(LONG, two, three, scores=scores))

    assert (found["reliably_better"], found["reliably_worse"]) == (1, 1)
    assert (found["no_reliable_difference"], found["left_need_range"]) == (1, 1)
    assert (found["in_need_at_first"], found["reliable_recovery"]) == (2, 0)
    assert (found["moved_better"], found["moved_worse"]) == (2, 1)


def test_each_subscale_has_its_own_good_direction() -> None:
    child = episode(1, "2025-04-10", at=FAMILIES)
    days = ("2025-04-10", "2025-09-01")
    values = ("4", "7")
    scores = [score(1, d, v, s) for s in SDQ for d, v in zip(days, values, strict=True)]

    tables = told(child, scores=scores)

    prosocial = soft(tables, Q2, "families", SDQ[2])
    total = soft(tables, Q2, "families", SDQ[0])
    assert (prosocial["reliably_better"], prosocial["moved_better"]) == (1, 1)
    assert (total["reliably_better"], total["moved_worse"]) == (None, 1)
    assert (total["better_of_due_lowest"], total["in_need_at_first"]) == (None, None)


def test_a_score_within_the_minimum_gap_makes_no_pair() -> None:
    early, enough = score(1, "2025-04-16", "8"), score(1, "2025-04-17", "8")

    assert soft(told(LONG, scores=[BEGUN, early]))["paired"] == 0
    assert soft(told(LONG, scores=[BEGUN, enough]))["paired"] == 1


def test_two_different_scores_on_a_day_give_no_pair() -> None:
    scores = [BEGUN, score(1, "2025-06-01", "9"), score(1, "2025-08-01", "8")]

    found = soft(told(LONG, scores=[*scores, score(1, "2025-08-01", "18")]))
    first = soft(told(LONG, scores=[*scores, score(1, "2025-04-10", "18")]))
    same = soft(told(LONG, scores=[*scores, score(1, "2025-08-01", "8.0000")]))

    assert cascade(found) == cascade(first) == (1, 1, 1, 1, 0)
    assert same["paired"] == 1


def test_a_deferred_baseline_waits_for_its_own_minimum_gap() -> None:
    child = episode(1, "2025-04-01", at=FAMILIES)

    tables = told(child, scores=[score(1, "2025-06-15", "20", SDQ[0])])

    assert cascade(soft(tables, Q1, "families", SDQ[0])) == (1, 1, 0, 0, 0)
    assert cascade(soft(tables, Q1, "families", SDQ[1])) == (1, 1, 1, 0, 0)
    assert cascade(soft(tables, Q2, "families", SDQ[0])) == (1, 1, 1, 1, 0)


def test_an_episode_is_due_on_its_ninetieth_day() -> None:
    tables = told(episode(1, "2025-04-01"), episode(2, "2025-04-02"))

    assert cascade(soft(tables, Q1)) == (2, 2, 1, 0, 0)


def test_a_baseline_up_to_six_weeks_before_the_start_counts() -> None:
    near = told(episode(1, "2025-05-13"), scores=[score(1, "2025-04-01", "20")])
    far = told(episode(1, "2025-05-14"), scores=[score(1, "2025-04-01", "20")])

    assert soft(near)["with_baseline"] == 1
    assert soft(far)["with_baseline"] == 0


def test_a_handover_leaves_due() -> None:
    handed_over = episode(1, "2025-04-10", "2025-08-20", "moved_on")
    completed = episode(1, "2025-04-10", "2025-08-20", "completed")

    assert cascade(soft(told(handed_over, scores=[BEGUN]))) == (1, 1, 0, 0, 0)
    assert cascade(soft(told(completed, scores=[BEGUN]))) == (1, 1, 1, 1, 0)


def test_a_handover_stands_after_all_of_its_day_and_before_what_comes_later() -> None:
    ended = episode(1, "2025-04-10", "2025-08-20", "moved_on")

    def due(day: str) -> object:
        return soft(told(ended, scores=[BEGUN], gaps=[gap(1, "unknown", day)]))["due"]

    assert due("2025-08-20") == 0
    assert due("2025-08-21") == 1


def test_an_exit_score_makes_a_pair_of_an_episode_handed_over() -> None:
    ended = episode(1, "2025-04-10", "2025-08-20", "moved_on")

    found = soft(told(ended, scores=[BEGUN, score(1, "2025-09-01", "8")]))

    assert cascade(found) == (1, 1, 1, 1, 1)


def test_an_end_on_the_last_day_belongs_to_the_quarter() -> None:
    tables = told(episode(1, "2025-01-10", "2025-06-30", "moved_on"))

    assert soft(tables, Q1, basis="ended")["episodes"] == 1
    assert row(tables["people_supported"], Q1, "talking")["still_open"] == 0


def test_an_end_after_the_quarter_is_not_known_in_it() -> None:
    tables = told(episode(1, "2025-01-10", "2025-07-01", "moved_on"), scores=[])

    assert soft(tables, Q1)["due"] == 1
    assert soft(tables, Q2)["due"] == 0
    assert row(tables["people_supported"], Q1, "talking")["still_open"] == 1


def test_an_exit_score_counts_in_the_quarter_of_the_ending() -> None:
    ended = episode(1, "2025-04-10", "2025-09-20")

    inside = told(ended, scores=[BEGUN, score(1, "2025-10-20", "8")])
    beyond = told(ended, scores=[BEGUN, score(1, "2025-10-21", "8")])

    assert soft(inside, basis="ended")["paired"] == 1
    assert soft(beyond, basis="ended")["paired"] == 0


def test_nothing_is_heard_after_the_newest_report() -> None:
    ended = episode(1, "2025-04-10", "2025-09-20")
    scores = [BEGUN, score(1, "2025-10-10", "8")]

    tables = told(ended, scores=scores, as_of=date(2025, 10, 15))

    assert soft(tables)["paired"] == 0


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("relationship_first", (1, 1, 0, 0, 0)),
        ("anonymous_by_design", (1, 0, 0, 0, 0)),
        ("chose_not_to_say", (1, 1, 1, 1, 0)),
        ("unknown", (1, 1, 1, 1, 0)),
    ],
)
def test_only_reasons_that_say_so_leave_the_cascade(
    reason: str, expected: tuple[int, ...]
) -> None:
    found = soft(told(LONG, scores=[BEGUN], gaps=[gap(1, reason, "2025-07-20")]))

    assert cascade(found) == expected


def test_the_newest_statement_speaks() -> None:
    early = gap(1, "relationship_first", "2025-07-20")
    undated = gap(1, "relationship_first", None, shown=Q2)

    def due(*gaps: Gap, scores: tuple[Score, ...] = ()) -> object:
        return soft(told(LONG, scores=scores, gaps=gaps))["due"]

    assert due(early, gap(1, "unknown", "2025-07-21")) == 1
    assert due(early, gap(1, "unknown", None, shown=Q2)) == 0
    assert due(gap(1, "unknown", "2025-07-21"), undated) == 0
    assert due(early, scores=(score(1, "2025-07-20", "20"),)) == 1
    assert due(early, gap(1, "no_session", "2025-07-20", at="review_2")) == 1


def test_a_score_is_never_left_out_for_an_age() -> None:
    grown = episode(1, "2025-04-10", at=FAMILIES)
    of = mention(grown, birth_date=date(2000, 1, 1))

    tables = told(grown, mentions=[of], scores=[score(1, "2025-04-10", "9", SDQ[0])])

    assert soft(tables, Q1, "families", SDQ[0])["episodes"] == 1
    assert soft(tables, Q1, "families", SDQ[1])["episodes"] == 0


def test_a_measure_fits_from_its_first_age_to_the_whole_of_its_last() -> None:
    child = episode(1, "2025-04-10", at=FAMILIES)

    def enters(born: date) -> bool:
        tables = told(child, mentions=[mention(child, birth_date=born)])
        return soft(tables, Q1, "families", SDQ[0])["episodes"] == 1

    assert not enters(date(2021, 4, 11))
    assert enters(date(2021, 4, 10))
    assert enters(date(2007, 4, 11))
    assert not enters(date(2007, 4, 10))


def test_a_pair_that_does_not_apply_is_not_counted() -> None:
    scores = [BEGUN, score(1, "2025-08-01", "8")]
    gaps = [gap(1, "anonymous_by_design", "2025-08-02")]

    assert cascade(soft(told(LONG, scores=scores, gaps=gaps))) == (1, 0, 0, 0, 0)


def test_a_service_may_ask_for_its_review_later() -> None:
    patient = replace(TALKING, review_after_days=200)

    tables = told(LONG, services=(patient,))

    assert (soft(tables, Q2)["due"], soft(tables, Q3)["due"]) == (0, 1)


def test_worse_late_in_an_open_episode_is_not_early() -> None:
    before = [BEGUN, score(1, "2025-10-06", "30")]
    after = [BEGUN, score(1, "2025-10-07", "30")]

    assert soft(told(LONG, scores=before), Q3)["worse_in_first_months"] == 1
    assert soft(told(LONG, scores=after), Q3)["worse_in_first_months"] == 0


def test_worse_early_is_said_only_while_the_episode_goes_on() -> None:
    worse = [BEGUN, score(1, "2025-08-01", "30")]
    ended = episode(1, "2025-04-10", "2025-12-01")

    tables = told(ended, scores=worse)

    assert soft(tables, Q2)["worse_in_first_months"] == 1
    assert soft(tables, Q3)["worse_in_first_months"] == 0
    assert soft(tables, Q3)["reliably_worse"] == 1


def test_the_bounds_take_all_not_yet_known_either_way() -> None:
    known = [episode(person, "2025-04-10") for person in (1, 2, 3, 4)]
    scores = [BEGUN, score(1, "2025-08-01", "8"), score(2, "2025-04-10", "20")]
    scores += [score(2, "2025-08-01", "20")]

    found = soft(told(*known, scores=scores))

    assert (found["better_of_due_lowest"], found["better_of_due_highest"]) == (25, 75)
    assert (found["better_of_paired"], found["coverage"]) == (50, 50)
    assert (found["mean_change"], found["stayed_the_same"]) == (-6, 1)
    assert found["mean_change_low"] == pytest.approx(-6 - 12.706205 * 6, abs=1e-4)


@pytest.mark.parametrize(
    ("holds", "of", "low", "high"),
    [
        (0, 5, 0.0, 0.434482),
        (3, 8, 0.136844, 0.694258),
        (10, 10, 0.722467, 1.0),
        (29, 40, 0.57165, 0.83892),
        (2117, 5896, 0.346907, 0.37139),
    ],
)
def test_wilson_agrees_with_published_values(
    holds: int, of: int, low: float, high: float
) -> None:
    assert wilson(holds, of) == pytest.approx((low, high), abs=1e-6)


def test_byar_agrees_with_published_values() -> None:
    assert byar(10) == pytest.approx((4.7867, 18.3912), abs=1e-3)
    assert byar(0)[0] == 0


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.7062), (2, 4.3027), (5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799)],
)
def test_t_agrees_with_published_values(freedom: int, t: float) -> None:
    assert t_quantile(freedom) == pytest.approx(t, abs=5e-5)


def test_a_mean_of_one_has_no_interval() -> None:
    assert mean_interval([3.0]) is None
    assert mean_interval([3.0, 3.0]) == (3.0, 3.0)
