"""What the made-up providers count for each quarter: contacts, events and states."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from everystep.demo.world import (
    Contacts,
    Count,
    Episode,
    Gap,
    Quarter,
    Service,
    State,
)

_STATES = ("settled_home", "in_education_or_work")
_OFTEN = {"in_person": 6.0, "phone": 3.0, "video": 1.0, "text": 4.0}
_NOT_WRITTEN = 0.03

# Events per quarter of support at first; they become fewer the longer support lasts.
_EVENTS = {
    "ae_attendance": 0.45,
    "arrest": 0.28,
    "missing_episode": 0.6,
    "school_suspension": 0.4,
}
_HOLDS_AT_FIRST = {"settled_home": 0.45, "in_education_or_work": 0.4}
_COMES_TO_HOLD, _CEASES_TO_HOLD = 0.24, 0.07

_NOT_GIVEN = {
    "in_crisis_or_away": 2,
    "chose_not_to_say": 3,
    "not_asked_by_design": 2,
    "unknown": 5,
}
_NOT_GIVEN_SHARE = 0.06


@dataclass
class Counted:
    """Contacts, counts, states and what was not given, as they are made up."""

    contacts: list[Contacts] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def count(
    rng: Random,
    service: Service,
    episodes: list[Episode],
    quarters: tuple[Quarter, ...],
    counted: Counted,
) -> None:
    """Add what a service counts of one person, in all their episodes with it."""
    holds = {name: rng.random() < _HOLDS_AT_FIRST[name] for name in _STATES}
    for quarter in quarters:
        _let_change(rng, holds)
        for episode in episodes:
            days = days_open(episode, quarter)
            if days:
                part = days / ((quarter.end - quarter.start).days + 1)
                _count_contacts(rng, service, episode, quarter, part, counted)
                _count_rest(rng, service, episode, quarter, part, holds, counted)


def days_open(episode: Episode, quarter: Quarter) -> int:
    """Return on how many days of the quarter the episode was open."""
    first = max(episode.start, quarter.start)
    last = min(episode.end or quarter.end, quarter.end)
    return max(0, (last - first).days + 1)


def _let_change(rng: Random, holds: dict[str, bool]) -> None:
    for name, now in holds.items():
        if rng.random() < (_CEASES_TO_HOLD if now else _COMES_TO_HOLD):
            holds[name] = not now


def _count_contacts(
    rng: Random,
    service: Service,
    episode: Episode,
    quarter: Quarter,
    part: float,
    counted: Counted,
) -> None:
    for mode in service.modes:
        number = _poisson(rng, _OFTEN[mode] * part)
        if rng.random() > _NOT_WRITTEN:
            counted.contacts.append(Contacts(episode.key, quarter.name, mode, number))


def _count_rest(
    rng: Random,
    service: Service,
    episode: Episode,
    quarter: Quarter,
    part: float,
    holds: dict[str, bool],
    counted: Counted,
) -> None:
    key, name = episode.key, quarter.name
    for indicator, reason in _given(rng, service):
        if reason is not None:
            gap = Gap(key, indicator, None, None, reason, name)
            counted.gaps.append(gap)
        elif indicator in _STATES:
            counted.states.append(State(key, name, indicator, holds[indicator]))
        else:
            events = _poisson(rng, _EVENTS[indicator] * part * _eased(episode, quarter))
            counted.counts.append(Count(key, name, indicator, events))


def _given(rng: Random, service: Service) -> Iterator[tuple[str, str | None]]:
    """Give each indicator, with the reason where the quarter's cell holds none."""
    for indicator in service.indicators:
        if rng.random() > _NOT_GIVEN_SHARE:
            yield indicator, None
        else:
            yield indicator, rng.choices([*_NOT_GIVEN], [*_NOT_GIVEN.values()])[0]


def _eased(episode: Episode, quarter: Quarter) -> float:
    return 0.35 + 0.65 * math.exp(-max(0, (quarter.end - episode.start).days) / 220)


def _poisson(rng: Random, mean: float) -> int:
    """Return a Poisson number by Knuth's product of uniforms; means here are small."""
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number
