"""The oracle's counts of people, events and gaps, in worlds made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from small_worlds import (
    BEGUN,
    CIRCLE,
    FAMILIES,
    LONG,
    OUTREACH,
    Q1,
    Q2,
    Q3,
    Q4,
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

from everystep.demo.world import Contacts, Count, DeclaredTotal, State


def test_a_small_service_has_years_and_counts_in_the_totals_of_quarters() -> None:
    child = episode(1, "2025-04-10", at=CIRCLE)
    scores = [score(1, "2025-04-10", "20", SDQ[0]), score(1, "2026-03-31", "9", SDQ[0])]

    tables = told(child, scores=scores)

    rows = tables["people_supported"]
    assert {one["period"] for one in rows if one["service_id"] == "circle"} == {
        "2025-26"
    }
    assert row(rows, Q1, "all")["people"] == 1
    assert soft(tables, "2025-26", "circle", SDQ[0])["paired"] == 1
    assert not [r for r in rows if (r["period"], r["service_id"]) == ("2025-26", "all")]


def test_a_year_that_is_not_over_has_no_row() -> None:
    child = episode(1, "2025-04-10", at=CIRCLE)

    rows = told(child, as_of=date(2026, 3, 31))["people_supported"]

    assert {r["period"] for r in rows} == {Q1, Q2, Q3}


def test_a_handover_accounts_for_what_would_have_come() -> None:
    handed_over = episode(1, "2025-04-10", "2025-08-20", "partner_took_over")
    completed = episode(2, "2025-04-10", "2025-08-20")

    rows = told(handed_over, completed)["people_supported"]

    assert row(rows, Q2, "talking")["accounted_for"] == 50


def test_a_return_after_an_ending_is_counted_as_coming_back() -> None:
    first = episode(1, "2025-04-10", "2025-06-01")
    again = episode(1, "2025-08-01", key=2)

    rows = told(first, again)["people_supported"]

    assert row(rows, Q1, "talking")["came_back"] == 0
    assert row(rows, Q2, "talking")["came_back"] == 1
    assert row(rows, Q3, "talking")["came_back"] == 0


def test_a_person_known_to_two_services_counts_once_in_the_total() -> None:
    here, there = LONG, episode(2, "2025-05-01", at=OUTREACH)

    linked = told(here, there, mentions=[mention(there, 1)])["people_supported"]
    slip = told(here, there, mentions=[mention(there, 1, linkable=False)])

    assert row(linked, Q1, "all")["people"] == 1
    assert row(linked, Q1, "outreach")["started"] == 1
    assert row(slip["people_supported"], Q1, "all")["people"] == 2


def test_a_group_is_known_if_any_report_says_it() -> None:
    here, there = LONG, episode(2, "2025-05-01", at=FAMILIES)
    born = date(1990, 5, 1)
    silent = mention(here, field_gaps={"gender": "chose_not_to_say"}, place="Ashford")
    says = mention(there, 1, gender="female", birth_date=born)

    rows = told(here, there, mentions=[silent, says])["people_supported"]
    alone = told(here, mentions=[silent])
    (said,) = [r for r in alone["data_gaps"] if r["about"] == "gender"][:1]

    assert row(rows, Q1, "talking", breakdown="gender")["breakdown_value"] == "female"
    assert row(rows, Q1, "talking", breakdown="place")["breakdown_value"] == "gap"
    assert row(rows, Q1, "all", breakdown="age_band")["breakdown_value"] == "35-44"
    assert (said["could_apply"], said["known"], said["gap"]) == (1, 0, 1)
    assert said["reason"] == "chose_not_to_say"


def test_a_documented_gap_raises_what_is_accounted_for() -> None:
    two, three = episode(2, "2025-04-10"), episode(3, "2025-08-10")
    gaps = [gap(2, "no_session", "2025-07-20")]
    scores = [BEGUN, score(1, "2025-08-01", "8")]

    without = told(LONG, two, three, scores=scores)["people_supported"]
    reasoned = told(LONG, two, three, scores=scores, gaps=gaps)["people_supported"]

    assert row(without, Q2, "talking")["accounted_for"] == 50
    assert row(reasoned, Q2, "talking")["accounted_for"] == 100
    assert row(reasoned, Q1, "talking")["accounted_for"] is None


def test_zero_is_a_fact_and_no_statement_is_a_gap() -> None:
    people = [episode(person, "2025-04-01", at=OUTREACH) for person in (1, 2, 3)]
    counts = (Count(1, Q1, "arrest", 0),)
    gaps = [gap(2, "in_crisis_or_away", None, "arrest", at=None)]

    tables = told(*people, counts=counts, gaps=gaps)

    found = row(tables["hard_outcomes"], Q1, "outreach", indicator_id="arrest")
    reasons = {r["reason"]: r for r in tables["data_gaps"] if r["about"] == "arrest"}
    assert (found["people_observed"], found["events"], found["rate"]) == (1, 0, 0)
    assert (found["person_quarters"], found["rate_low"]) == (1, 0)
    first = [
        r for r in tables["data_gaps"] if (r["period"], r["about"]) == (Q1, "arrest")
    ]
    assert {r["reason"]: r["gap"] for r in first if r["service_id"] == "all"} == {
        "in_crisis_or_away": 1,
        "unknown": 1,
    }
    assert reasons["unknown"]["could_apply"] == 3


def test_a_rate_is_of_days_of_support_observed() -> None:
    half = episode(1, "2025-08-01", "2025-09-15", at=OUTREACH)
    counts = (Count(1, Q2, "arrest", 2),)

    rows = told(half, counts=counts)["hard_outcomes"]

    found = row(rows, Q2, "outreach", indicator_id="arrest")
    assert found["person_quarters"] == 46 / 92
    assert (found["rate"], found["people_with_event"]) == (400, 1)


def test_a_state_holds_if_any_service_says_so() -> None:
    people = [episode(person, "2025-04-01", at=OUTREACH) for person in (1, 2, 3)]
    again = episode(1, "2025-06-20", at=OUTREACH, key=9)
    states = [State(1, Q1, "settled_home", False), State(9, Q1, "settled_home", True)]
    states += [State(2, Q1, "settled_home", False)]

    rows = told(*people, again, states=tuple(states))["hard_outcomes"]

    found = row(rows, Q1, "outreach", indicator_id="settled_home")
    assert (found["people_observed"], found["people_with_event"]) == (2, 1)
    assert (found["rate"], found["events"]) == (50, None)


def test_an_unexplained_occasion_is_one_that_could_apply() -> None:
    gaps = [gap(1, "unknown", "2025-05-10"), gap(1, "unknown", None)]

    rows = told(LONG, scores=[BEGUN], gaps=gaps)["data_gaps"]

    found = row(rows, Q1, "talking", about="core_10:self")
    assert (found["could_apply"], found["known"], found["gap"]) == (2, 1, 1)
    assert found["reason"] == "unknown"


def test_an_undated_gap_is_an_occasion_of_the_report_that_first_shows_it() -> None:
    gaps = [gap(1, "no_session", None, shown=Q2)]

    rows = told(LONG, gaps=gaps)["data_gaps"]

    (found,) = [r for r in rows if r["about"] == "core_10:self"][:1]
    assert (found["period"], found["could_apply"], found["gap"]) == (Q2, 1, 1)


def test_an_occasion_is_known_by_any_subscale_and_set_aside_by_none() -> None:
    child = episode(1, "2025-04-10", at=FAMILIES)
    scores = [score(1, "2025-04-10", "20", SDQ[0])]
    gaps = [gap(1, "set_aside", day, SDQ[1]) for day in ("2025-04-10", "2025-05-10")]
    gaps += [gap(1, "unknown", "2025-05-10", SDQ[2])]

    rows = told(child, scores=scores, gaps=gaps)["data_gaps"]

    found = row(rows, Q1, "families", about="sdq:parent")
    assert (found["could_apply"], found["known"]) == (2, 1)
    assert (found["reason"], found["gap"]) == ("set_aside", 1)


def test_a_reason_given_for_one_subscale_speaks_for_the_occasion() -> None:
    child = episode(1, "2025-04-10", at=FAMILIES)
    reasons = ("unknown", "set_aside", "told_another_way")
    gaps = [gap(1, r, "2025-05-10", s) for r, s in zip(reasons, SDQ, strict=True)]

    rows = told(child, gaps=gaps)["data_gaps"]

    assert row(rows, Q1, "families", about="sdq:parent")["reason"] == "told_another_way"


def test_a_statement_without_day_or_position_is_no_occasion() -> None:
    gaps = [gap(1, "relationship_first", None, at=None, shown=Q2)]

    tables = told(LONG, gaps=gaps)

    assert not [r for r in tables["data_gaps"] if r["about"] == "core_10:self"]
    assert soft(tables)["due"] == 0


def test_too_few_answers_are_a_gap_and_no_score() -> None:
    scores = [BEGUN, score(1, "2025-08-01", None)]
    gaps = [gap(1, "not_scorable", "2025-08-01", shown=Q2)]

    tables = told(LONG, scores=scores, gaps=gaps)

    found = row(tables["data_gaps"], Q2, "talking", about="core_10:self")
    assert (found["known"], found["reason"]) == (0, "not_scorable")
    assert cascade(soft(tables)) == (1, 1, 1, 1, 0)


def test_contacts_are_summed_and_every_mode_stands() -> None:
    facts = (Contacts(1, Q1, "phone", 3), Contacts(1, Q2, "phone", 4))

    rows = told(LONG, contacts=facts)["contacts"]

    assert row(rows, Q1, "talking", mode="phone")["contacts"] == 3
    assert row(rows, Q2, "talking", mode="phone")["contacts"] == 4
    assert row(rows, Q1, "all", mode="letter")["contacts"] == 0


def test_a_declared_total_stands_beside_what_rows_say() -> None:
    one = episode(1, "2025-04-01", at=OUTREACH)
    declared = tuple(
        DeclaredTotal("outreach", period, "arrest", 5) for period in (Q1, Q2)
    )

    tables = told(one, counts=(Count(1, Q1, "arrest", 3),), declared_totals=declared)

    assert [r["recomputed"] for r in tables["reconciliation"]] == [3, None]


def test_a_service_has_rows_from_the_quarter_it_started_in() -> None:
    late = replace(TALKING, started=date(2025, 9, 1))

    rows = told(LONG, services=(late,))["people_supported"]

    assert {r["period"] for r in rows if r["service_id"] == "talking"} == {Q2, Q3, Q4}
    assert row(rows, Q1, "all")["people"] == 1


def test_an_outreach_day_counts_once_however_often_it_is_reported() -> None:
    first = episode(1, "2025-04-01", "2025-05-10", at=OUTREACH)
    beside = episode(1, "2025-05-01", at=OUTREACH, key=2)
    counts = (Count(1, Q1, "arrest", 1), Count(2, Q1, "arrest", 0))

    rows = told(first, beside, counts=counts)["hard_outcomes"]

    found = row(rows, Q1, "outreach", indicator_id="arrest")
    assert (found["people_observed"], found["person_quarters"]) == (1, 1)


def test_a_person_in_contact_twice_is_one_person() -> None:
    again = episode(1, "2025-06-20", key=2)
    before = episode(1, "2025-04-01", "2025-04-20")
    facts = (Contacts(1, Q1, "text", 1), Contacts(2, Q1, "text", 2))

    rows = told(before, again, contacts=facts)["contacts"]

    text = row(rows, Q1, "talking", mode="text")
    assert (text["contacts"], text["people"]) == (3, 1)


def test_a_linked_person_is_known_if_either_report_has_the_field() -> None:
    here, there = LONG, episode(2, "2025-05-01", at=FAMILIES)
    says = mention(there, 1, gender="female")

    rows = told(here, there, mentions=[says])["data_gaps"]

    assert not [r for r in rows if r["about"] == "gender"]
    found = row(rows, Q1, "all", about="postcode")
    assert (found["could_apply"], found["reason"]) == (1, "unknown")
