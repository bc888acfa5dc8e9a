"""What else a layout can say: two facts in a cell, changed forms, sheets on their side.

That each of these is read as it was written stands with the documents.
"""

from __future__ import annotations

from collections import Counter

from archetype_told import told

from everystep.demo.archetypes import a24_two_services


def test_a_marker_beside_a_date_is_a_gap_on_that_day() -> None:
    scores = told("two things in a cell").about("score", "sdq/total/parent")

    early = [one for one in scores if one.reason == "relationship_first"]

    assert early
    assert all(one.when.partition("@")[2] and not one.value for one in early)


def test_two_names_in_one_cell_are_told_apart_by_their_capitals() -> None:
    list_ = told("two things in a cell")

    surnames = list_.about("person", "surname")
    forenames = list_.about("person", "forename")

    assert len(surnames) == len(forenames) == 32
    assert all(one.value.isupper() for one in surnames)
    assert not any(one.value.isupper() for one in forenames)


def test_days_named_in_a_count_do_not_become_events_of_their_own() -> None:
    events = told("two things in a cell").about("event", "ae_attendance")

    assert len(events) == 32
    assert {one.when for one in events} == {"2025-26 Q3"}


def test_one_layout_reads_a_form_before_and_after_it_changed() -> None:
    before, after = told("form before"), told("new form")

    assert before.sample.layout == after.sample.layout
    assert before.about("event", "school_suspension")
    assert not before.about("person", "nhs_number")
    assert not after.about("event", "school_suspension")
    assert after.about("person", "nhs_number")
    for one in (before, after):
        assert len(one.about("person", "ethnic_group")) == 26


def test_two_blocks_side_by_side_are_read_to_their_own_ends() -> None:
    groups = told("side by side")

    rows = Counter(found.span.start for found in groups.reading.found)
    people = [one.who for one in groups.about("contact", "in_person")]

    assert rows == {0: 1, 6: 1}
    assert len(people) == len(set(people)) == 36


def test_a_zip_of_two_tables_is_one_report() -> None:
    export = told("zip")
    known = {one.who for one in export.facts if one.kind == "person"}

    contacts = [one for one in export.facts if one.kind == "contact"]

    assert len(contacts) == 59
    assert {one.who for one in contacts} <= known
    assert {one.value for one in contacts} == {"1"}


def test_a_family_number_names_a_child_only_with_its_name() -> None:
    cards = told("family cards")

    children = {one.who for one in cards.facts if one.kind == "person"}
    families = {who.partition("/")[0] for who in children}

    assert len(families) < len(children) == 31
    assert all(who.partition("/")[2] for who in children)


def test_dates_are_read_in_the_order_that_their_row_shows() -> None:
    cards = told("family cards")

    days = [one.value for one in cards.about("episode", "start")]

    assert len(days) == 31
    assert all("2025-04-07" <= day <= "2025-09-26" for day in days)


def test_the_words_above_a_table_say_its_quarter() -> None:
    return_ = told("two services")

    counted = Counter(one.when for one in return_.about("contact", "in_person"))

    assert counted == {f"2025-26 Q{number}": 16 for number in (1, 2, 3)}


def test_a_row_that_names_its_service_belongs_to_it() -> None:
    rows = told("two services").reading.rows

    named = {row.service_id for row in rows if row.of == "people"}

    assert named == set(a24_two_services.SERVICES.values())
