"""Totals that the made-up providers state about their own reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from everystep.demo.commission import FERN
from everystep.demo.quarterly import days_open
from everystep.demo.world import Count, DeclaredTotal, Episode, Quarter, Service, State

# One total that somebody added up by hand, and its rows say otherwise.
SLIP = (FERN.service.service_id, "2026-27 Q1", "missing_episode", 2)


def declared_totals(
    services: Iterable[Service],
    quarters: Sequence[Quarter],
    episodes: Sequence[Episode],
    counts: Iterable[Count],
    states: Iterable[State],
) -> tuple[DeclaredTotal, ...]:
    """Return the totals on the summaries of services that have indicators."""
    totals = _totals(quarters, episodes, counts, states)
    return tuple(
        _with_slip(DeclaredTotal(service.service_id, quarter.name, figure, declared))
        for service in services
        if service.indicators
        for quarter in quarters
        if quarter.end >= service.started
        for figure in ("people", *service.indicators)
        for declared in (totals[service.service_id, quarter.name, figure],)
    )


def _totals(
    quarters: Sequence[Quarter],
    episodes: Sequence[Episode],
    counts: Iterable[Count],
    states: Iterable[State],
) -> Counter[tuple[str, str, str]]:
    people: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for quarter in quarters:
        for episode in episodes:
            if days_open(episode, quarter):
                people[episode.service_id, quarter.name, "people"].add(
                    episode.reference
                )
    by_key = {episode.key: episode for episode in episodes}
    for state in states:
        if state.holds:
            episode = by_key[state.episode]
            found = people[episode.service_id, state.period, state.indicator]
            found.add(episode.reference)
    totals = Counter({figure: len(found) for figure, found in people.items()})
    for one in counts:
        service_id = by_key[one.episode].service_id
        totals[service_id, one.period, one.indicator] += one.events
    return totals


def _with_slip(total: DeclaredTotal) -> DeclaredTotal:
    service_id, period, figure, off = SLIP
    if (total.service_id, total.period, total.figure) == (service_id, period, figure):
        return replace(total, declared=total.declared + off)
    return total
