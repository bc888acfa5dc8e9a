"""People are linked by exact keyed tokens, never against their forenames' evidence."""

from __future__ import annotations

from pathlib import Path

from commission import ran
from hypothesis import given
from hypothesis import strategies as st

from everystep.demo.journeys import make_world
from everystep.home import Home
from everystep.identity.keys import Keys
from everystep.identity.linkage import Token, link
from everystep.sealed.register import people

NHS, NAME = "nhs_number", "name_and_birth"
tokens = st.builds(
    Token,
    submission=st.sampled_from(["one", "two", "three"]),
    person_key=st.sampled_from("abcdefgh"),
    kind=st.sampled_from([NHS, NAME]),
    token=st.sampled_from(["1", "2", "3", "4"]),
    forename=st.sampled_from(["ana", "bo", None]),
)


def token(
    person: str, kind: str, value: str, forename: str = "ana", of: str = ""
) -> Token:
    return Token(of or f"report of {person}", person, kind, value, forename)


def test_two_records_with_one_nhs_number_are_one_person() -> None:
    groups, links = link([token("a", NHS, "1"), token("b", NHS, "1")])

    assert groups == {"a": "a", "b": "a"}
    assert [(one.person_key, one.linked_to, one.grounds) for one in links] == [
        ("a", "b", NHS)
    ]


def test_a_chain_of_links_is_one_person() -> None:
    found = [
        token("a", NHS, "1"),
        token("b", NHS, "1"),
        token("b", NAME, "2"),
        token("c", NAME, "2"),
    ]

    assert set(link(found)[0].values()) == {"a"}


def test_twins_in_one_report_are_never_linked_whatever_they_share() -> None:
    found = [
        token("a", NHS, "1", "ana", of="one"),
        token("b", NHS, "1", "bo", of="one"),
    ]

    groups, links = link(found)

    assert groups == {"a": "a", "b": "b"}
    assert links == []


def test_twins_are_not_linked_through_a_third_record_either() -> None:
    found = [
        token("a", NHS, "1", "ana", of="one"),
        token("b", NAME, "2", "bo", of="one"),
        token("c", NHS, "1", "ana", of="two"),
        token("c", NAME, "2", "ana", of="two"),
    ]

    groups, _ = link(found)

    assert groups["a"] == groups["c"] != groups["b"]


def test_two_rows_under_one_reference_do_not_bring_others_together() -> None:
    found = [
        token("a", NHS, "1", "ana", of="one"),
        token("a", NHS, "1", "bo", of="one"),
        token("b", NHS, "1", "ana", of="one"),
        token("c", NHS, "1", "bo", of="one"),
    ]

    groups, _ = link(found)

    assert groups["b"] != groups["c"]


@given(found=st.lists(tokens, max_size=25), order=st.randoms())
def test_links_do_not_depend_on_the_order_of_records(found: list[Token], order) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(found)
    order.shuffle(shuffled)

    assert link(found) == link(shuffled)


@given(found=st.lists(tokens, max_size=25))
def test_no_group_holds_two_forenames_of_one_report(found: list[Token]) -> None:
    said_before = {
        (one.person_key, one.submission): set[str]() for one in found if one.forename
    }
    for one in found:
        if one.forename:
            said_before[one.person_key, one.submission].add(one.forename)
    groups, _ = link(found)

    for first in found:
        for other in found:
            apart = (
                first.person_key != other.person_key
                and first.submission == other.submission
                and first.forename
                and other.forename
                and said_before[first.person_key, first.submission].isdisjoint(
                    said_before[other.person_key, other.submission]
                )
            )
            if apart:
                assert groups[first.person_key] != groups[other.person_key]


def test_the_made_up_commission_is_linked_as_exact_tokens_can() -> None:
    world = make_world()
    provider_of = {
        (mention.provider_id, mention.reference): mention for mention in world.mentions
    }
    persons = {
        mention.person if mention.linkable else (mention.provider_id, mention.reference)
        for mention in provider_of.values()
    }

    assert len({row["person_id"] for row in ran().table("reconciled.people")}) == len(
        persons
    )


def test_a_person_keeps_the_id_that_they_were_first_given(tmp_path: Path) -> None:
    home, keys = Home(tmp_path, tmp_path / "key"), Keys(bytes(32))
    before = people(home, keys, {"b": "b"})

    after = people(home, keys, {"a": "a", "b": "a"})

    assert after == {"a": before["b"], "b": before["b"]}


def test_the_register_of_people_is_sealed(tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path / "key")
    people(home, Keys(bytes(32)), {"record-of-somebody": "record-of-somebody"})

    assert b"record-of-somebody" not in (home.sealed / "people.sealed").read_bytes()
