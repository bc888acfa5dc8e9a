"""Events and states, and the totals that reports state about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from everystep.demo import truth_intervals as intervals
from everystep.demo import truth_reference as reference
from everystep.demo.truth_known import Known, Period, Row, Scope
from everystep.demo.world import Episode


@dataclass(frozen=True)
class Observed:
    """One episode with a count, or a state, given for a quarter."""

    person: str
    episode: Episode
    events: int
    holds: bool


def hard_outcomes(known: Known, scope: Scope) -> list[Row]:
    """Return the rows of one quarter and service; there are none by the year."""
    if scope.period.kind != "quarter":
        return []
    rows = []
    indicators = {name for one in scope.services for name in one.indicators}
    for indicator in sorted(indicators):
        observed = observed_in(known, scope, indicator)
        groups = known.split(observed, lambda one: one.person, scope.period)
        for (breakdown, value), members in groups.items():
            row = scope.row() | {"indicator_id": indicator}
            row |= {"breakdown": breakdown, "breakdown_value": value}
            kind = reference.indicator_kind(indicator)
            is_event = kind == "event"
            row["kind"] = kind
            rows.append(
                row | (events(scope.period, members) if is_event else states(members))
            )
    return rows


def observed_in(known: Known, scope: Scope, indicator: str) -> list[Observed]:
    """Return the episodes open in the quarter for which the indicator is known."""
    found = []
    for episode in known.open_in(declaring(scope, indicator)):
        key = episode.key, scope.period.name, indicator
        given = known.counts[key]
        said = known.states[key]
        if given or said:
            number = sum(one.events for one in given)
            holds = any(one.holds for one in said)
            found.append(Observed(known.person(episode), episode, number, holds))
    return found


def declaring(scope: Scope, indicator: str) -> Scope:
    """Return the scope with only those of its services that declare the indicator."""
    services = tuple(one for one in scope.services if indicator in one.indicators)
    return Scope(scope.period, scope.provider_id, scope.service_id, services)


def events(period: Period, members: list[Observed]) -> Row:
    """Return the figures of an event."""
    number = sum(one.events for one in members)
    observed = days_observed(period, members)
    quarters = observed / period.days
    low, high = intervals.byar(number)
    return {
        "people_observed": len({one.person for one in members}),
        "person_quarters": quarters,
        "events": number,
        "people_with_event": len({one.person for one in members if one.events > 0}),
        "rate": 100 * number / quarters if observed else None,
        "rate_low": 100 * low / quarters if observed else None,
        "rate_high": 100 * high / quarters if observed else None,
    }


def days_observed(period: Period, members: list[Observed]) -> int:
    """Return the days of support with a count, each once a person and service."""
    days: set[tuple[str, str, date]] = set()
    for one in members:
        last = min(one.episode.end or period.end, period.end)
        day = max(one.episode.start, period.start)
        while day <= last:
            days.add((one.person, one.episode.service_id, day))
            day += timedelta(days=1)
    return len(days)


def states(members: list[Observed]) -> Row:
    """Return the figures of a state."""
    people = len({one.person for one in members})
    holds = len({one.person for one in members if one.holds})
    interval = intervals.wilson(holds, people)
    return {
        "people_observed": people,
        "person_quarters": None,
        "events": None,
        "people_with_event": holds,
        "rate": 100 * holds / people if people else None,
        "rate_low": 100 * interval[0] if interval else None,
        "rate_high": 100 * interval[1] if interval else None,
    }


def reconciliation(known: Known, scope: Scope) -> list[Row]:
    """Return each total that a report states, beside what its rows add up to."""
    return [
        scope.row()
        | {
            "figure": total.figure,
            "declared": total.declared,
            "recomputed": recomputed(known, scope, total.figure),
        }
        for total in known.world.declared_totals
        if total.service_id == scope.service_id and total.period == scope.period.name
    ]


def recomputed(known: Known, scope: Scope, figure: str) -> int | None:
    """Return what the report's rows say, none where no row says it."""
    if figure == "people":
        people = {known.person(episode) for episode in known.open_in(scope)}
        return len(people) or None
    observed = observed_in(known, scope, figure)
    if not observed:
        return None
    if reference.indicator_kind(figure) == "event":
        return sum(one.events for one in observed)
    return len({one.person for one in observed if one.holds})
