"""The made-up commission: the same every time, as large as promised, true to itself."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from everystep.demo.journeys import make_world
from everystep.demo.names import nhs_check_digit
from everystep.demo.registers import write_registers
from everystep.demo.shown import MARKERS
from everystep.demo.world import Episode, Gap, Mention, Score, World


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


def test_the_same_seed_gives_the_same_world(world: World) -> None:
    assert make_world() == world
    assert make_world(seed=8) != world


def test_every_service_meets_as_many_people_as_promised(world: World) -> None:
    people = Counter(mention.provider_id for mention in world.mentions)

    assert people == {
        "acorn-trust": 170,
        "beech-house": 60,
        "cedar-counselling": 200,
        "dove-recovery": 130,
        "elm-homes": 160,
        "fern-youth": 110,
        "gorse-gathering": 8,
    }
    assert len(world.people) == 773


def test_a_larger_scale_brings_more_people_to_all_but_the_smallest() -> None:
    people = Counter(mention.provider_id for mention in make_world(scale=3).mentions)

    assert people["acorn-trust"] == 3 * 170
    assert people["gorse-gathering"] == 8


def test_nobody_shares_a_name_and_birth_date_or_an_nhs_number(world: World) -> None:
    names = [(one.forename, one.surname, one.birth_date) for one in world.people]
    numbers = [one.nhs_number for one in world.people if one.nhs_number]

    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)


def test_nhs_numbers_are_of_the_test_range_with_a_valid_check_digit(
    world: World,
) -> None:
    for number in (one.nhs_number for one in world.people if one.nhs_number):
        assert number.startswith("999")
        assert int(number[9]) == nhs_check_digit(number[:9])


def test_two_providers_know_the_same_person(world: World) -> None:
    both = _known_to_two(world)
    linked = [pair for pair in both if all(one.linkable for one in pair)]

    assert len(both) == 65
    assert len(linked) == 57
    for first, second in linked:
        same_name = _named(first) == _named(second)
        same_number = None is not first.nhs_number == second.nhs_number
        assert same_name or same_number


def test_a_slip_keeps_exact_tokens_from_finding_the_person(world: World) -> None:
    slips = [one for pair in _known_to_two(world) for one in pair if not one.linkable]
    others = {_named(one) for one in world.mentions if one.linkable}

    assert len(slips) == 8
    assert all(one.nhs_number is None for one in slips)
    assert not others & {_named(one) for one in slips}


def test_linked_people_are_described_alike_by_both(world: World) -> None:
    for first, second in _known_to_two(world):
        for name in ("gender", "ethnic_group", "place", "birth_date"):
            values = {getattr(first, name), getattr(second, name)} - {None}
            assert len(values) <= 1


def test_every_field_without_a_value_has_a_reason(world: World) -> None:
    services = {service.provider_id: service for service in world.services}
    for mention in world.mentions:
        for name in services[mention.provider_id].fields:
            has_gap = name in mention.field_gaps
            assert (getattr(mention, name) is None) == has_gap


def test_people_are_handed_over(world: World) -> None:
    mentions = _by_reference(world)
    given = {
        mentions[one.provider_id, one.reference].person: one
        for one in world.episodes
        if one.service_id == "cedar-talking" and one.route == "moved_on"
    }
    received = [
        (given[person], one)
        for one in world.episodes
        if one.service_id == "dove-groups"
        and (person := mentions[one.provider_id, one.reference].person) in given
    ]

    assert len(received) == 25
    for before, after in received:
        assert before.end is not None
        assert -30 <= (after.start - before.end).days <= 90


def test_there_is_a_pilot_and_a_service_that_started_after_its_contract(
    world: World,
) -> None:
    pilots = [one.service_id for one in world.services if one.is_pilot]
    opened = [
        one for one in world.services if (one.started - one.contract_from).days > 90
    ]

    assert pilots == ["beech-steps"]
    assert [one.service_id for one in opened] == ["dove-groups"]


def test_nobody_is_supported_before_a_service_started(world: World) -> None:
    started = {one.service_id: one.started for one in world.services}

    assert all(one.start >= started[one.service_id] for one in world.episodes)


def test_one_persons_episodes_in_a_service_do_not_overlap(world: World) -> None:
    returns = 0
    for episodes in _episodes_together(world).values():
        for before, after in pairwise(episodes):
            assert before.end is not None
            assert (after.start - before.end).days >= 40
            returns += 1

    assert returns > 20


def test_every_route_is_used(world: World) -> None:
    assert {one.route for one in world.episodes} == {
        None,
        "completed",
        "moved_on",
        "partner_took_over",
        "moved_away",
        "paused",
        "contact_ended",
    }
    assert all((one.end is None) == (one.route is None) for one in world.episodes)


def test_every_score_belongs_to_its_own_episode(world: World) -> None:
    episodes = {one.key: one for one in world.episodes}
    together = _episodes_together(world)

    for said in _said(world):
        own = episodes[said.episode]
        assert said.day is not None
        assert _whose(said.day, together[own.service_id, own.reference]) == own


def test_no_place_for_a_form_holds_both_a_score_and_a_reason(world: World) -> None:
    scored = {_place(one) for one in world.scores if one.value is not None}
    gaps = {
        (one.episode, one.about, one.position) for one in world.gaps if one.position
    }

    assert not scored & gaps


def test_scores_lie_in_their_range(world: World) -> None:
    most = {"total": 40, "emotional": 10, "prosocial": 10}

    for one in world.scores:
        if one.value is not None:
            assert 0 <= one.value <= most[one.subscale]


def test_some_get_worse_before_they_get_better(world: World) -> None:
    emotional = _values(world, "sdq", "emotional")
    core = _values(world, "core_10", "total")

    assert _worse_then_better(emotional, by=4) >= 3
    assert _worse_then_better(core, by=5) >= 5


def test_most_but_not_all_get_better(world: World) -> None:
    moves = [
        values[0] - values[-1]
        for values in _values(world, "core_10", "total").values()
        if len(values) > 1
    ]
    better = sum(move > 0 for move in moves) / len(moves)

    assert 0.5 < better < 0.75
    assert any(move < -4 for move in moves)
    assert any(move == 0 for move in moves)


def test_a_form_with_too_few_answers_is_a_gap_and_not_a_score(world: World) -> None:
    unscored = {_place(one) for one in world.scores if one.value is None}
    gaps = {
        (one.episode, one.about, one.position)
        for one in world.gaps
        if one.reason == "not_scorable"
    }

    assert unscored
    assert unscored == gaps


def test_two_forms_of_one_day_differ_once(world: World) -> None:
    days = Counter((_place(one), one.day) for one in world.scores)
    twice = [place for place, forms in days.items() if forms == 2]

    assert len(twice) == 1


def test_two_values_are_out_of_range(world: World) -> None:
    assert [one.reason for one in world.gaps].count("set_aside") == 2


def test_every_kind_of_gap_is_there(world: World) -> None:
    reasons = {one.reason for one in world.gaps}
    reasons |= {why for one in world.mentions for why in one.field_gaps.values()}

    assert reasons == {*MARKERS, "set_aside", "not_scorable"}


def test_a_declared_total_differs_from_its_rows_once(world: World) -> None:
    episodes = {one.key: one for one in world.episodes}
    counted: Counter[tuple[str, str, str]] = Counter()
    for one in world.counts:
        service_id = episodes[one.episode].service_id
        counted[service_id, one.period, one.indicator] += one.events

    off = [
        (one.declared - counted[key], key)
        for one in world.declared_totals
        if (key := (one.service_id, one.period, one.figure)) in counted
        and one.declared != counted[key]
    ]

    assert off == [(2, ("fern-mentoring", "2026-27 Q1", "missing_episode"))]


def test_the_register_names_every_service(world: World, tmp_path: Path) -> None:
    home = write_registers(world, tmp_path)
    with home.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))

    assert [row["service_id"] for row in rows] == [
        one.service_id for one in world.services
    ]
    assert [row["is_pilot"] for row in rows].count("true") == 1
    assert [row["figures"] for row in rows].count("by_year") == 1
    assert rows[3]["started"] == "2025-09-01"


def _known_to_two(world: World) -> list[tuple[Mention, Mention]]:
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    for one in world.mentions:
        mentions[one.person].append(one)
    return [(pair[0], pair[1]) for pair in mentions.values() if len(pair) == 2]


def _named(mention: Mention) -> tuple[str, str, date | None]:
    return mention.forename, mention.surname, mention.birth_date


def _by_reference(world: World) -> dict[tuple[str, str], Mention]:
    return {(one.provider_id, one.reference): one for one in world.mentions}


def _episodes_together(world: World) -> dict[tuple[str, str], list[Episode]]:
    """Return one person's episodes in one service, by their starts."""
    found: defaultdict[tuple[str, str], list[Episode]] = defaultdict(list)
    for one in sorted(world.episodes, key=lambda episode: episode.start):
        found[one.service_id, one.reference].append(one)
    return found


def _said(world: World) -> list[Score | Gap]:
    """Return the dated statements about measures."""
    gaps = [one for one in world.gaps if one.day and "/" in one.about]
    return [*world.scores, *gaps]


def _whose(day: date, episodes: list[Episode]) -> Episode | None:
    """Return the episode that a score of that day belongs to, as a provider's is."""
    open_then = [
        one for one in episodes if one.start <= day and (one.end or day) >= day
    ]
    if open_then:
        return open_then[-1]
    for one in reversed(episodes):
        if one.end and timedelta(0) < day - one.end <= timedelta(30):
            return one
    for one in episodes:
        if timedelta(0) < one.start - day <= timedelta(42):
            return one
    return None


def _place(score: Score) -> tuple[int, str, str]:
    about = f"{score.measure}/{score.subscale}/{score.rater}"
    return score.episode, about, score.position


def _values(world: World, measure: str, subscale: str) -> dict[int, list[Decimal]]:
    """Return each episode's scores in the order of their days."""
    found: defaultdict[int, list[Decimal]] = defaultdict(list)
    for one in sorted(world.scores, key=lambda score: score.day):
        if (one.measure, one.subscale) == (measure, subscale) and one.value is not None:
            found[one.episode].append(one.value)
    return found


def _worse_then_better(scores: dict[int, list[Decimal]], by: int) -> int:
    return sum(
        max(values) - values[0] >= by and values[0] - values[-1] >= by
        for values in scores.values()
    )
