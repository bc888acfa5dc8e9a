"""Who was supported, how often they were in contact, and what is accounted for."""

from __future__ import annotations

from everystep.demo import truth_reference as reference
from everystep.demo.truth_known import Known, Period, Row, Scope
from everystep.demo.truth_soft import Standing
from everystep.demo.world import Episode

MODES = ("in_person", "phone", "video", "text", "letter", "remote")


def people_supported(known: Known, scope: Scope, stand: list[Standing]) -> list[Row]:
    """Return the rows of one period and service."""
    episodes = known.open_in(scope)
    groups = known.split(episodes, known.person, scope.period)
    rows = []
    for (breakdown, value), members in groups.items():
        row = scope.row() | {"breakdown": breakdown, "breakdown_value": value}
        row |= counts(known, scope.period, members)
        whole = breakdown == "all"
        row["accounted_for"] = accounted_for(known, scope, stand) if whole else None
        rows.append(row)
    return rows


def counts(known: Known, period: Period, members: list[Episode]) -> Row:
    """Return how many distinct people each thing is true of."""
    started = [one for one in members if period.holds(one.start)]
    chosen = {
        "people": members,
        "started": started,
        "ended": [one for one in members if period.holds(one.end)],
        "still_open": [one for one in members if period.end_of(one) is None],
        "came_back": [one for one in started if came_back(known, one)],
    }
    return {name: len({known.person(one) for one in s}) for name, s in chosen.items()}


def came_back(known: Known, episode: Episode) -> bool:
    """Tell whether the person had ended an earlier episode in the same service."""
    person = known.person(episode)
    return any(
        other.end is not None and other.end < episode.start
        for other in known.by_person_and_service[person, episode.service_id]
    )


def accounted_for(known: Known, scope: Scope, stand: list[Standing]) -> float | None:
    """Return the per cent of what has lasted that is paired or has a reason."""
    ids = {service.service_id for service in scope.services}
    asked: dict[tuple[int, str, str], list[Standing]] = {}
    for one in stand:
        service = known.services[one.episode.service_id]
        if service.service_id in ids and one.measure.about in service.measures:
            key = one.episode.key, one.measure.measure, one.measure.rater
            asked.setdefault(key, []).append(one)
    lasted = [
        any(one.pair for one in subscales)
        or has_reason(known, scope.period, subscales[0])
        for subscales in asked.values()
        if any(one.has_lasted for one in subscales)
    ]
    return 100 * sum(lasted) / len(lasted) if lasted else None


def has_reason(known: Known, period: Period, one: Standing) -> bool:
    """Tell whether anybody said why a score of any subscale is not there."""
    handed_over = reference.is_handover(one.episode.route)
    if handed_over and period.end_of(one.episode) is not None:
        return True
    return any(
        reference.documented(said.gap.reason)
        for said in known.gaps_about(one.episode, one.measure)
        if period.has_heard(said.day, one.episode)
    )


def contacts(known: Known, scope: Scope) -> list[Row]:
    """Return the rows of one period and service; every mode stands."""
    rows = []
    for mode in MODES:
        number, people = 0, set()
        for service in scope.services:
            for episode in known.by_service[service.service_id]:
                for one in known.contacts[episode.key]:
                    if one.period in scope.period.quarters and one.mode == mode:
                        number += one.contacts
                        if one.contacts > 0:
                            people.add(known.person(episode))
        row = scope.row() | {"mode": mode}
        rows.append(row | {"contacts": number, "people": len(people)})
    return rows
