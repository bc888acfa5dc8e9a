"""One person is one token, two people are two, and nobody is named past the door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everystep.calendar import quarter
from everystep.demo.names import nhs_check_digit
from everystep.identity import normalise
from everystep.identity.keys import Keys, frame, keyed
from everystep.identity.pseudonymise import Pseudonymiser, age_on, band_of
from everystep.layouts.load import read_layouts
from everystep.layouts.model import Layout
from everystep.layouts.read import Reading
from everystep.layouts.says import Amount, Answered, Count, Done, Row, Statement
from everystep.layouts.values import Read

KEYS = Keys(b"k" * 32)
LAYOUTS = Path(__file__).parent.parent / "everystep" / "demo" / "layouts"
NINES = st.text("0123456789", min_size=9, max_size=9)


@given(NINES)
def test_an_nhs_number_has_one_check_digit_at_most(nine: str) -> None:
    valid = [digit for digit in "0123456789" if normalise.nhs_number(nine + digit)]

    assert len(valid) <= 1
    assert valid != [] or nhs_check_digit(nine) is None or len(set(nine)) == 1


@given(NINES, st.integers(0, 8), st.integers(1, 9))
def test_one_digit_mistaken_is_no_nhs_number(nine: str, at: int, by: int) -> None:
    check = nhs_check_digit(nine)
    if check is None:
        return
    slip = str((int(nine[at]) + by) % 10)

    assert normalise.nhs_number(f"{nine[:at]}{slip}{nine[at + 1 :]}{check}") is None


@pytest.mark.parametrize("text", ["943 476 5919", "9434765919", "943-476-5919"])
def test_an_nhs_number_is_read_with_or_without_spaces(text: str) -> None:
    # The worked example of the NHS Data Dictionary.
    assert normalise.nhs_number(text) == "9434765919"


@pytest.mark.parametrize("text", ["", "9434765918", "943476591", "0000000000", "NFA"])
def test_what_is_no_nhs_number_is_not_taken_for_one(text: str) -> None:
    assert normalise.nhs_number(text) is None


def test_a_upn_is_known_by_its_check_letter() -> None:
    # 2·8 + 3·0 + 4·1 + 5·2 + … by hand gives 16 + 4 + 10 = 30, and 30 mod 23 is 7: H.
    assert normalise.upn("h8012 00000000 ") == "H801200000000"
    assert normalise.upn("A801200000000") is None
    assert normalise.upn("H80120000000") is None


@given(st.text("0123456789", min_size=12, max_size=12))
def test_a_upn_has_exactly_one_check_letter(digits: str) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    assert sum(normalise.upn(letter + digits) is not None for letter in letters) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë", "ZOE"),
        ("O’Neill", "O'Neill"),
        ("Smith-Jones", "Smith – Jones"),
        ("Anne Marie", "Anne-Marie"),
        ("Łukasz", "Lukasz"),
        ("Søren", "Soren"),
        ("Strauß", "STRAUSS"),
        ("St. John", "St John"),
        ("İpek", "Ipek"),
    ],
)
def test_a_name_is_one_name_however_it_is_written(one: str, other: str) -> None:
    assert normalise.name(one) == normalise.name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ann", "Anna"), ("李", "王"), ("Ольга", "Олег"), ("Na", "Ma")]
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert normalise.name(one) != normalise.name(other)
    assert normalise.name(one)


def test_postcodes_and_references_are_read_in_any_case_and_spacing() -> None:
    assert normalise.postcode("zz1 1aa") == normalise.postcode("ZZ11AA")
    assert normalise.reference(" ac-01 7") == normalise.reference("AC-017")
    assert normalise.reference("0017") != normalise.reference("17")


PARTS = st.lists(st.text(), max_size=4)


@given(PARTS, PARTS)
def test_two_lists_of_parts_never_give_the_same_bytes(
    one: list[str], other: list[str]
) -> None:
    assert (frame(*one) == frame(*other)) == (one == other)


def test_parts_that_run_together_are_told_apart() -> None:
    key = KEYS.for_purpose("tokens")

    assert keyed(key, "ab", "c") != keyed(key, "a", "bc")
    assert keyed(key, "ab") != keyed(key, "ab", "")


def test_every_purpose_and_epoch_has_a_key_of_its_own() -> None:
    purposes = ("tokens", "record keys", "person ids", "sealing")
    keys = {KEYS.for_purpose(one, epoch) for one in purposes for epoch in (1, 2)}

    assert len(keys) == 8
    assert "k" * 8 not in repr(KEYS)
    with pytest.raises(KeyError):
        KEYS.for_purpose("something else")


@pytest.mark.parametrize(
    ("band", "first", "last"),
    [("0-4", 0, 4), ("5-10", 5, 10), ("11-15", 11, 15), ("16-17", 16, 17)],
)
def test_an_age_lies_in_its_band(band: str, first: int, last: int) -> None:
    assert [band_of(first), band_of(last)] == [band, band]
    assert band_of(last + 1) != band


def test_ages_of_grown_people_lie_in_bands_of_ten_years() -> None:
    ages = (18, 24, 25, 34, 35, 64, 65, 104)

    assert [band_of(age) for age in ages] == [
        *["18-24", "18-24", "25-34", "25-34"],
        *["35-44", "55-64", "65+", "65+"],
    ]


def test_a_birthday_makes_someone_older_on_the_day() -> None:
    assert age_on(date(2010, 5, 3), date(2026, 5, 2)) == 15
    assert age_on(date(2010, 5, 3), date(2026, 5, 3)) == 16
    assert age_on(date(2012, 2, 29), date(2025, 2, 28)) == 12


CANARIES = {
    "reference": "AC-CANARY-77",
    "forename": "Wilhelmina",
    "surname": "Featherstonehaugh",
    "birth_date": date(2014, 11, 23),
    "nhs_number": "943 476 5919",
    "postcode": "ZZ99 3CZ",
    "gender": "female",
    "ethnic_group": "arab",
    "place": "Brookmere",
}


def _layout(name: str) -> Layout:
    return next(one for one in read_layouts(LAYOUTS) if one.layout == name)


def _row(**other: object) -> Row:
    who = {
        field: Read("blank") if value is None else Read("value", value)
        for field, value in (CANARIES | other).items()
    }
    row = Row(1, 5, who=who)
    row.episode = {
        "start": Read("value", date(2025, 5, 6)),
        "end": Read("blank"),
        "route": Read("aside"),
    }
    scale = ("sdq", "total", "parent")
    row.statements = [
        Statement(scale, date(2025, 5, 7), "start", Decimal(17), ""),
        Statement(scale, None, "review_1", None, "no_session"),
    ]
    row.counts = [
        Count("contacts", "phone", Read("value", 3)),
        Count("contacts", "video", Read("blank")),
        Count("events", "arrest", Read("value", 0)),
        Count("states", "settled_home", Read("gap", "chose_not_to_say")),
    ]
    return row


def _every_kind() -> Row:
    """Return a row that says all that a person's row can, in words of their own."""
    row = _row()
    goal = ("gbo", "goal", "self")
    day = date(2025, 5, 7)
    row.goals = [Statement(goal, day, "start", Decimal(2), "", "canary: see wilhelm")]
    row.answers = [Answered("felt_safe", "safety", "person", Read("value", "often"))]
    row.story = Read("value", "yes")
    return row


def _of_staff() -> Row:
    row = Row(2, 7, of="staff")
    row.staff = {"name": Read("value", "Wilhelmina Canary")}
    scale = ("artic", "total", "self")
    row.statements = [Statement(scale, date(2025, 5, 7), "before", Decimal(4), "")]
    row.done = [
        Done("training", "t01", date(2025, 5, 6), Read("value", "attended")),
        Done("supervision", "reflective", None, Read("value", 2)),
    ]
    return row


def _tables(
    *rows: Row, provider: str = "acorn-trust", keys: Keys = KEYS
) -> dict[str, list[dict[str, object]]]:
    layout, period = _layout("case-list"), quarter(2025, 1)
    amounts = [Amount("people", "actual", period, 12, "", 0, 3)]
    service = "acorn-families"
    reading = Reading(layout, service, period, [*rows], {}, [], [], 0, amounts)
    pseudonymiser = Pseudonymiser(keys, provider, "s1")
    pseudonymiser.take(reading)
    return pseudonymiser.tables


def _tokens(tables: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    return {str(one["kind"]): one["token"] for one in tables["tokens"]}


def test_no_record_holds_who_someone_is() -> None:
    nobody = _row(reference=None, postcode="ZZ98 1XX")
    tables = _tables(_every_kind(), nobody, _of_staff())
    told = repr(tables).casefold()

    assert all(tables.values())
    for canary in ("canary", "ac-", "wilhelm", "feather", "943", "zz9", "3cz", "1xx"):
        assert canary not in _without_tokens(told)
    for birth in ("2014, 11", "2014-11", "23/11", "20141123"):
        assert birth not in told


def _without_tokens(told: str) -> str:
    """Return the words without keyed hexadecimals, in which any digits may stand."""
    return " ".join(part for part in told.split("'") if not _is_token(part))


def _is_token(part: str) -> bool:
    return len(part) == 32 and set(part) <= set("0123456789abcdef")


def test_a_birth_date_leaves_as_an_age_and_bands_only() -> None:
    tables = _tables(_row())

    assert [one["age_at_start"] for one in tables["episodes"]] == [10]
    assert [one["age_band"] for one in tables["age_bands"]] == ["5-10", "11-15"]
    for band in tables["age_bands"]:
        day = band["from_day"]
        assert isinstance(day, date)
        assert (day.month, day.day) in {(3, 31), (6, 30), (9, 30), (12, 31)}


def test_support_before_birth_gives_no_age() -> None:
    tables = _tables(_row(birth_date=date(2025, 6, 1)))

    assert [one["age_at_start"] for one in tables["episodes"]] == [None]


def test_the_same_person_has_the_same_tokens_in_another_spelling() -> None:
    first = _tokens(_tables(_row()))
    second = _tokens(
        _tables(
            _row(
                reference="ac-canary-77 ",
                forename="WILHELMINA",
                surname="Feather stonehaugh",
                nhs_number="9434765919",
                postcode="zz993cz",
            )
        )
    )

    assert first == second
    assert set(first) == {
        "reference",
        "nhs_number",
        "name_and_birth",
        "forename_birth_postcode",
    }


def test_tokens_differ_by_kind_and_key_and_references_by_provider() -> None:
    here = _tokens(_tables(_row()))
    there = _tokens(_tables(_row(), provider="fern-youth"))
    other = _tokens(_tables(_row(), keys=Keys(b"o" * 32)))

    assert len(set(here.values())) == len(here)
    assert {kind for kind in here if here[kind] == there[kind]} == {
        "nhs_number",
        "name_and_birth",
        "forename_birth_postcode",
    }
    assert set(here.values()).isdisjoint(other.values())


def test_the_same_words_in_two_fields_are_two_tokens() -> None:
    number = "9434765919"
    tables = _tables(_row(reference=number, nhs_number=number))

    assert len(set(_tokens(tables).values())) == 4


def test_two_people_without_a_reference_are_two_people() -> None:
    unnamed: dict[str, object] = dict.fromkeys(
        ("reference", "surname", "forename", "birth_date")
    )
    tables = _tables(
        _row(**unnamed, nhs_number="9434765919"),
        _row(**unnamed, nhs_number="9990000018"),
    )

    assert normalise.nhs_number("9990000018")
    assert len(tables["people"]) == 2


def test_a_row_that_names_nobody_gives_no_record() -> None:
    nobody = _row(reference=None, nhs_number=None, surname=None)

    tables = _tables(nobody)

    del tables["amounts"]
    assert not any(tables.values())


def test_a_name_in_one_cell_is_the_name_in_two() -> None:
    both = _row(forename=None, surname=None)
    both.who["surname_comma_forename"] = Read("value", "Featherstonehaugh, Wilhelmina")

    assert _tokens(_tables(both)) == _tokens(_tables(_row()))


def _gaps(tables: dict[str, list[dict[str, object]]]) -> Iterator[tuple[str, object]]:
    for one in tables["person_fields"]:
        if one["value"] is None:
            yield str(one["field"]), one["reason"]


def test_a_field_without_a_value_says_why() -> None:
    row = _row(ethnic_group=None, nhs_number="943 476 5918")
    row.who["postcode"] = Read("gap", "no_fixed_address")
    row.who["place"] = Read("aside")

    assert dict(_gaps(_tables(row))) == {
        "ethnic_group": "unknown",
        "nhs_number": "set_aside",
        "postcode": "no_fixed_address",
        "place": "set_aside",
    }


def test_a_field_that_identifies_is_kept_as_known_and_no_more() -> None:
    values = {str(one["field"]): one["value"] for one in _fields(_row())}

    assert values == {
        "gender": "female",
        "ethnic_group": "arab",
        "place": "Brookmere",
        "postcode": "known",
        "nhs_number": "known",
    }


def _fields(row: Row) -> list[dict[str, object]]:
    return _tables(row)["person_fields"]


def test_a_zero_stays_a_zero_and_a_gap_a_gap() -> None:
    tables = _tables(_row())

    assert [(one["value"], one["reason"]) for one in tables["events"]] == [(0, "")]
    assert [(one["value"], one["reason"]) for one in tables["states"]] == [
        (None, "chose_not_to_say")
    ]
    assert {(one["about"], one["value"]) for one in tables["contacts"]} == {
        ("phone", 3),
        ("video", None),
    }


def test_words_of_a_form_must_be_listed_before_they_are_kept() -> None:
    column = {"form": "position"}
    layout = _layout("core-10-export").model_dump(exclude_none=True)
    layout["tables"][0]["columns"]["Form"] = column

    with pytest.raises(ValueError, match="lists its words"):
        Layout.model_validate(layout)


def test_a_statement_keeps_its_key_from_report_to_report() -> None:
    first, second = _tables(_row()), _tables(replace(_row(), row=9))

    for table in ("scores", "score_gaps", "episodes", "contacts"):
        for key in ("record_key", "slot_key", "episode_key"):
            assert [one.get(key) for one in first[table]] == [
                one.get(key) for one in second[table]
            ]


def _known(tables: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    return {str(one["field"]): one["value"] for one in tables["person_fields"]}


def test_what_a_later_row_adds_to_a_person_is_theirs_too() -> None:
    bare = replace(_row(), who={"reference": Read("value", "AC-CANARY-77")}, row=3)

    both, alone = _tables(bare, _row()), _tables(_row())

    assert [(one["sheet"], one["row"]) for one in both["people"]] == [(1, 3)]
    assert _tokens(both) == _tokens(alone)
    assert _known(both) == _known(alone)
    assert [one["age_at_start"] for one in both["episodes"]] == [10, 10]
    assert both["age_bands"] == alone["age_bands"]


def test_of_two_values_for_one_person_the_first_stands() -> None:
    first, other = _row(forename="Ada"), _row(place="Castleholm", ethnic_group=None)

    both = _tables(first, other)

    assert _known(both) == _known(_tables(first))
    assert _tokens(both) == _tokens(_tables(first))


def test_a_value_stands_before_a_stated_gap_and_that_before_a_blank() -> None:
    blank, stated = _row(postcode=None, place=None), _row()
    stated.who |= {
        "postcode": Read("gap", "no_fixed_address"),
        "nhs_number": Read("gap", "not_registered"),
        "place": Read("aside"),
    }
    known = _row(place=None, postcode=None, nhs_number="943 476 5918")

    assert dict(_gaps(_tables(known, blank, stated))) == {
        "postcode": "no_fixed_address",
        "place": "set_aside",
    }


def test_a_slip_in_a_number_does_not_hide_the_right_one_of_another_row() -> None:
    tables = _tables(_row(nhs_number="943 476 5918"), _row())

    assert _tokens(tables) == _tokens(_tables(_row()))
    assert _known(tables)["nhs_number"] == "known"


def test_twins_whose_forenames_are_blank_are_not_made_one_person() -> None:
    twin = _row(reference=None, nhs_number=None, forename=None)

    assert not _tables(twin, replace(twin, row=6))["people"]


def test_a_surname_and_a_birth_date_leave_a_number_to_tell_people_apart() -> None:
    numbers = ("9434765919", "9990000018")
    twins = [_row(reference=None, forename=None, nhs_number=one) for one in numbers]

    assert len(_tables(*twins)["people"]) == 2


def _started(day: date | None, row: int, **known: object) -> Row:
    said = replace(_row(), row=row, **known)  # type: ignore[arg-type]
    said.episode = said.episode | {
        "start": Read("value", day) if day else Read("blank"),
    }
    return said


def test_a_row_without_its_start_is_of_the_only_episode() -> None:
    tables = _tables(_started(date(2025, 5, 6), 5), _started(None, 6))

    for table in ("scores", "states", "contacts"):
        assert len({one["episode_key"] for one in tables[table]}) == 1
        assert {one["episode_key"] for one in tables[table]} != {None}


def test_of_several_episodes_a_row_is_of_the_one_begun_last_by_its_quarters_end() -> (
    None
):
    begun = [date(2024, 11, 4), date(2025, 5, 6), date(2025, 8, 1)]
    rows = [_started(day, at) for at, day in enumerate(begun)]

    tables = _tables(*rows, _started(None, 9))

    keys = {one["row"]: one["episode_key"] for one in tables["scores"]}
    assert len(set(keys.values())) == 3
    assert keys[9] == keys[1]


def test_an_end_in_a_row_without_its_start_ends_the_episode() -> None:
    later = _started(None, 6)
    later.episode["end"] = Read("value", date(2025, 6, 20))

    found = _tables(_started(date(2025, 5, 6), 5), later)["episodes"]

    assert len({one["episode_key"] for one in found}) == 1
    assert [(one["start_date"], one["end_date"]) for one in found] == [
        (date(2025, 5, 6), None),
        (date(2025, 5, 6), date(2025, 6, 20)),
    ]


def test_a_table_without_a_start_column_says_nothing_of_an_episode() -> None:
    listed = replace(_row(), row=6, episode={})

    tables = _tables(_started(date(2025, 5, 6), 5), listed)

    assert {one["row"]: one["episode_key"] is None for one in tables["scores"]} == {
        5: False,
        6: True,
    }


def _goal(words: str, day: date | None, score: int) -> Statement:
    scale = ("gbo", "goal", "self")
    return Statement(scale, day, "", Decimal(score), "", words)


def _goals(*said: Statement) -> list[tuple[object, object]]:
    rows = [replace(_row(), row=at, goals=[one]) for at, one in enumerate(said)]
    scores = _tables(*rows)["goal_scores"]
    return [(one["goal_key"], one["record_key"]) for one in scores]


def test_goals_without_words_on_one_day_are_goals_of_their_own() -> None:
    first, then = date(2025, 5, 7), date(2025, 6, 7)
    found = _goals(
        _goal("goal 1", first, 3),
        _goal("goal 1", first, 7),
        _goal("goal 1", then, 4),
        _goal("goal 1", then, 8),
    )

    goals = [goal for goal, _ in found]
    assert goals[0] == goals[2]
    assert goals[1] == goals[3]
    assert len(set(goals)) == 2
    assert len({record for _, record in found}) == 4


def test_one_goal_in_the_same_words_is_one_goal_in_every_row() -> None:
    day = date(2025, 5, 7)
    found = _goals(_goal("to sleep", day, 3), _goal("to sleep", day, 7))

    assert len({goal for goal, _ in found}) == 1


def test_scores_with_neither_day_nor_position_keep_names_of_their_own() -> None:
    scale = ("core_10", "total", "self")
    rows = [
        replace(
            _row(), row=at, statements=[Statement(scale, None, "", Decimal(score), "")]
        )
        for at, score in enumerate((10, 12, 10))
    ]

    found = _tables(*rows)["scores"]

    assert len({one["record_key"] for one in found}) == 2
    assert len({one["slot_key"] for one in found}) == 2


def test_what_happened_on_one_day_keeps_its_number_in_every_report() -> None:
    day = date(2025, 5, 7)
    twice = [
        Count("events", "arrest", Read("value", 1), day, adds=True, happened=True)
        for _ in range(2)
    ]
    first = _tables(replace(_row(), counts=twice))["events"]
    again = _tables(*(replace(_row(), counts=[one]) for one in twice))["events"]

    parts = [one["part_key"] for one in first]
    assert len(set(parts)) == 2
    assert parts == [one["part_key"] for one in again]
    assert len({one["record_key"] for one in [*first, *again]}) == 1
