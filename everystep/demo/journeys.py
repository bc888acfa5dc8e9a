"""The made-up commission: everyone in it and what happened to them, from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from random import Random

from everystep.demo.commission import (
    ACORN,
    CEDAR,
    PLACES,
    SERVICES,
    make_quarters,
)
from everystep.demo.declared import declared_totals
from everystep.demo.episodes import episodes_of
from everystep.demo.occasions import Asked
from everystep.demo.people import Member, make_members
from everystep.demo.quarterly import Counted, count
from everystep.demo.scores import Said, answer_twice, ask, set_aside
from everystep.demo.world import Episode, Quarter, World

SET_ASIDE = 2
ANSWERED_TWICE = 1


@dataclass
class _Told:
    """Everything that was made up so far."""

    episodes: list[Episode] = field(default_factory=list)
    said: Said = field(default_factory=Said)
    counted: Counted = field(default_factory=Counted)


def make_world(
    seed: int = 7, scale: int = 1, as_of: date = date(2026, 10, 20)
) -> World:
    """Return the whole commission as it was by then, always the same for a seed.

    It needs ``as_of`` in 2026 or later: the last of its services started in the
    autumn of 2025.
    """
    rng = Random(seed)
    quarters = make_quarters(as_of)
    everyone = make_members(rng, scale, quarters[-1].end)
    told = _Told()
    for members in everyone:
        _tell(rng, members, quarters, told)
    _let_slips_happen(rng, scale, quarters, told)
    return _world(seed, scale, as_of, quarters, everyone, told)


def _tell(
    rng: Random, members: tuple[Member, ...], quarters: tuple[Quarter, ...], told: _Told
) -> None:
    first_key = len(told.episodes) + 1
    found = episodes_of(rng, members, quarters[-1].end, first_key)
    told.episodes += [episode for _, episode in found]
    for service_id, of_service in groupby(found, lambda one: one[1].service_id):
        episodes = [episode for _, episode in of_service]
        service = next(s for s in SERVICES if s.service_id == service_id)
        for episode in episodes:
            is_first = episode is episodes[0]
            asked = Asked(episode, service.started, is_first, quarters)
            ask(rng, service.measures, asked, told.said)
        count(rng, service, episodes, quarters, told.counted)


def _let_slips_happen(
    rng: Random, scale: int, quarters: tuple[Quarter, ...], told: _Told
) -> None:
    """Put in the odd value out of range, and two forms of one day that differ."""
    talking = _scored(told, CEDAR.service.service_id, "total")
    for at in sorted(rng.sample(talking, ANSWERED_TWICE * scale), reverse=True):
        answer_twice(rng, told.said, at)
    emotional = _scored(told, ACORN.service.service_id, "emotional")
    for at in sorted(rng.sample(emotional, SET_ASIDE * scale), reverse=True):
        episode = told.episodes[told.said.scores[at].episode - 1]
        asked = Asked(episode, ACORN.service.started, True, quarters)
        set_aside(told.said, at, asked.first_shown(told.said.scores[at].day))


def _scored(told: _Told, service_id: str, subscale: str) -> list[int]:
    """Return where the service's scores of that subscale stand."""
    return [
        at
        for at, score in enumerate(told.said.scores)
        if score.value is not None
        and score.subscale == subscale
        and told.episodes[score.episode - 1].service_id == service_id
    ]


def _world(
    seed: int,
    scale: int,
    as_of: date,
    quarters: tuple[Quarter, ...],
    everyone: list[tuple[Member, ...]],
    told: _Told,
) -> World:
    counted = told.counted
    totals = declared_totals(
        SERVICES, quarters, told.episodes, counted.counts, counted.states
    )
    return World(
        seed=seed,
        scale=scale,
        as_of=as_of,
        quarters=quarters,
        services=SERVICES,
        places=PLACES,
        people=tuple(members[0].person for members in everyone),
        mentions=tuple(one.mention for members in everyone for one in members),
        episodes=tuple(told.episodes),
        scores=tuple(told.said.scores),
        gaps=tuple(told.said.gaps + counted.gaps),
        contacts=tuple(counted.contacts),
        counts=tuple(counted.counts),
        states=tuple(counted.states),
        declared_totals=totals,
    )
