"""What the oracle takes as known: the world, seen through the reports sent by as_of.

Whose score is whose, which mentions are one person, which rows stand. What is counted
belongs in the ``truth_`` modules beside this one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from everystep.demo.truth_reference import Measure, published_ethnic_group
from everystep.demo.world import (
    Contacts,
    Count,
    Episode,
    Gap,
    Mention,
    Quarter,
    Score,
    Service,
    State,
    World,
)

EXIT_DAYS = 30
BASELINE_FROM_DAYS = 42
AGE_BANDS = (0, 5, 11, 16, 18, 25, 35, 45, 55, 65)
BREAKDOWNS = ("age_band", "gender", "ethnic_group", "place")
FIELDS = ("gender", "ethnic_group", "place", "postcode", "nhs_number")

Row = dict[str, object]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Period:
    """A reporting quarter, or a complete year of four."""

    name: str
    kind: str
    start: date
    end: date
    quarters: tuple[str, ...]

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.end - self.start).days + 1

    def holds(self, day: date | None) -> bool:
        """Tell whether the day lies in the period."""
        return day is not None and self.start <= day <= self.end

    def is_open(self, episode: Episode) -> bool:
        """Tell whether the episode was open on any day of the period."""
        ended_before = episode.end is not None and episode.end < self.start
        return episode.start <= self.end and not ended_before

    def end_of(self, episode: Episode) -> date | None:
        """Return the episode's end as known on the period's last day."""
        if episode.end is None or episode.end > self.end:
            return None
        return episode.end

    def has_heard(self, day: date, episode: Episode) -> bool:
        """Tell whether what happened on a day is heard in this period's figures."""
        end = self.end_of(episode)
        exit_score = end is not None and day <= end + timedelta(days=EXIT_DAYS)
        return day <= self.end or exit_score


@dataclass(frozen=True)
class Scope:
    """A period and a service, or all of them together."""

    period: Period
    provider_id: str
    service_id: str
    services: tuple[Service, ...]

    def row(self) -> Row:
        """Return the columns that open every row of every mart."""
        return {
            "period": self.period.name,
            "provider_id": self.provider_id,
            "service_id": self.service_id,
        }


@dataclass(frozen=True)
class SaidGap:
    """A gap with the day on which it counts as said, and its turn in the report."""

    gap: Gap
    day: date
    turn: tuple[int, int]


@dataclass(frozen=True)
class Known:
    """Everything received by as_of, by person, service and episode."""

    world: World
    periods: tuple[Period, ...]
    person_of: dict[tuple[str, str], str]
    last_day: date
    """The last day of the newest report: nothing later has been heard."""
    mentions: dict[str, list[Mention]]
    values: dict[tuple[str, str], str]
    """By person and field, as any report has it."""
    episodes: tuple[Episode, ...]
    by_service: dict[str, list[Episode]]
    by_person_and_service: dict[tuple[str, str], list[Episode]]
    by_key: dict[int, Episode]
    services: dict[str, Service]
    scores: dict[tuple[int, str], list[Score]]
    """By the episode they belong to and ``measure/subscale/rater``."""
    gaps: dict[tuple[int, str], list[SaidGap]]
    indicator_gaps: dict[tuple[int, str, str], list[str]]
    """Reasons by episode, quarter and indicator, as counts and states are."""
    counts: dict[tuple[int, str, str], list[Count]]
    states: dict[tuple[int, str, str], list[State]]
    contacts: dict[int, list[Contacts]]

    def person(self, episode: Episode) -> str:
        """Return who was supported."""
        return self.person_of[episode.provider_id, episode.reference]

    def open_in(self, scope: Scope) -> list[Episode]:
        """Return the episodes open at any time in the period."""
        return [
            episode
            for service in scope.services
            for episode in self.by_service[service.service_id]
            if scope.period.is_open(episode)
        ]

    def service_of(self, episode: int) -> str:
        """Return which service an episode is of."""
        return self.by_key[episode].service_id

    def gaps_about(self, episode: Episode, measure: Measure) -> list[SaidGap]:
        """Return the gaps said about any subscale of the measure."""
        return [
            said
            for other in measure.subscales()
            for said in self.gaps[episode.key, other]
        ]

    def value(self, person: str, field: str) -> str | None:
        """Return what any report says of the person's field, none where none does."""
        return self.values.get((person, field))

    def birth_date(self, person: str) -> date | None:
        """Return the person's birth date, none where no report has it."""
        for mention in self.mentions[person]:
            if mention.birth_date is not None:
                return mention.birth_date
        return None

    def group(self, person: str, breakdown: str, on: date) -> str:
        """Return the group a person is counted in, ``gap`` where nobody knows."""
        if breakdown == "age_band":
            born = self.birth_date(person)
            return "gap" if born is None else age_band(age(born, on))
        value = self.value(person, breakdown)
        if value is None:
            return "gap"
        return published_ethnic_group(value) if breakdown == "ethnic_group" else value

    def split(
        self,
        things: list[Thing],
        person: Callable[[Thing], str],
        period: Period,
    ) -> dict[tuple[str, str], list[Thing]]:
        """Return the things by breakdown and value; ``all`` stands even when empty."""
        groups: dict[tuple[str, str], list[Thing]] = defaultdict(list)
        groups["all", "all"] = list(things)
        for thing in things:
            for breakdown in BREAKDOWNS:
                value = self.group(person(thing), breakdown, period.end)
                groups[breakdown, value].append(thing)
        return groups

    def scopes(self) -> list[Scope]:
        """Return every period and service that has rows, and the totals."""
        scopes = []
        for period in self.periods:
            for service in self.world.services:
                if service.figures == f"by_{period.kind}" and (
                    service.started <= period.end
                ):
                    ids = service.provider_id, service.service_id
                    scopes.append(Scope(period, *ids, (service,)))
            if period.kind == "quarter":
                scopes.append(Scope(period, "all", "all", self.world.services))
        return scopes


def age(born: date, on: date) -> int:
    """Return the age in whole years."""
    had_no_birthday_yet = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - had_no_birthday_yet


def age_band(years: int) -> str:
    """Return the band, as ``5-10``."""
    for first, following in pairwise(AGE_BANDS):
        if years < following:
            return f"{first}-{following - 1}"
    return "65+"


def has_field(world: World, mention: Mention, field: str) -> bool:
    """Tell whether a report of the mention's provider has a column for the field."""
    return any(
        service.provider_id == mention.provider_id and field in service.fields
        for service in world.services
    )


def person_of(mention: Mention) -> str:
    """Return the person, or the mention alone where no token links it."""
    if mention.linkable:
        return str(mention.person)
    return f"{mention.provider_id}/{mention.reference}"


def reported_quarters(world: World) -> list[Quarter]:
    """Return the quarters whose last day is past."""
    return [quarter for quarter in world.quarters if quarter.end < world.as_of]


def periods(world: World) -> tuple[Period, ...]:
    """Return the reported quarters and the years they complete."""
    quarters = reported_quarters(world)
    years: dict[str, list[Quarter]] = defaultdict(list)
    for quarter in quarters:
        years[quarter.name.split(" ")[0]].append(quarter)
    found = [Period(q.name, "quarter", q.start, q.end, (q.name,)) for q in quarters]
    for name, four in years.items():
        if len(four) == 4:
            start, end = min(q.start for q in four), max(q.end for q in four)
            found.append(Period(name, "year", start, end, tuple(q.name for q in four)))
    return tuple(found)


def whose(day: date, episodes: list[Episode]) -> Episode | None:
    """Return the episode of a person and service that a score or gap belongs to."""
    open_then = [
        one
        for one in episodes
        if one.start <= day and (one.end is None or one.end >= day)
    ]
    if open_then:
        return max(open_then, key=lambda one: one.start)
    left = [
        one
        for one in episodes
        if one.end is not None and 0 < (day - one.end).days <= EXIT_DAYS
    ]
    if left:
        return max(left, key=lambda one: one.start)
    ahead = [
        one for one in episodes if 0 < (one.start - day).days <= BASELINE_FROM_DAYS
    ]
    return min(ahead, key=lambda one: one.start) if ahead else None


def turn(position: str | None) -> int:
    """Return a position's turn in a report's row: the start, then each review."""
    digits = "".join(sign for sign in position or "" if sign.isdigit())
    return int(digits) if digits else 0


def known(world: World) -> Known:
    """Return what the reports sent by as_of say, indexed."""
    quarters = [period for period in periods(world) if period.kind == "quarter"]
    # Nobody has heard of an episode that no report had reason to list.
    episodes = tuple(
        one for one in world.episodes if any(q.is_open(one) for q in quarters)
    )
    of = {(m.provider_id, m.reference): person_of(m) for m in world.mentions}
    found = Known(
        world=world,
        periods=periods(world),
        person_of=of,
        last_day=max((q.end for q in quarters), default=date.min),
        mentions=defaultdict(list),
        values={},
        episodes=episodes,
        by_service=defaultdict(list),
        by_person_and_service=defaultdict(list),
        by_key={one.key: one for one in episodes},
        services={one.service_id: one for one in world.services},
        scores=defaultdict(list),
        gaps=defaultdict(list),
        indicator_gaps=defaultdict(list),
        counts=defaultdict(list),
        states=defaultdict(list),
        contacts=defaultdict(list),
    )
    add_people(found)
    add_scores(found)
    add_gaps(found)
    add_facts(found)
    return found


def add_people(known: Known) -> None:
    """File mentions and episodes under their people and services."""
    listed = {(one.provider_id, one.reference) for one in known.episodes}
    for mention in known.world.mentions:
        if (mention.provider_id, mention.reference) in listed:
            known.mentions[person_of(mention)].append(mention)
            add_values(known, mention)
    for one in known.episodes:
        known.by_service[one.service_id].append(one)
        known.by_person_and_service[known.person(one), one.service_id].append(one)


def add_values(known: Known, mention: Mention) -> None:
    """File what a mention says of its person's fields."""
    for field in FIELDS:
        value: str | None = getattr(mention, field)
        # The world may know more of a person than their provider's report has room for.
        has_room = has_field(known.world, mention, field)
        if has_room and value is not None and field not in mention.field_gaps:
            known.values.setdefault((person_of(mention), field), value)


def belongs_to(known: Known, stated: int, day: date) -> Episode | None:
    """Return the episode that something dated belongs to, by the rule."""
    if stated not in known.by_key or day > known.last_day:
        return None
    episode = known.by_key[stated]
    person = known.person(episode)
    return whose(day, known.by_person_and_service[person, episode.service_id])


def add_scores(known: Known) -> None:
    """File scores under the episodes they belong to."""
    for score in known.world.scores:
        episode = belongs_to(known, score.episode, score.day)
        if episode is not None and score.value is not None:
            about = f"{score.measure}/{score.subscale}/{score.rater}"
            known.scores[episode.key, about].append(score)


def add_gaps(known: Known) -> None:
    """File gap statements about measures under the episodes they belong to."""
    ends = {quarter.name: quarter.end for quarter in reported_quarters(known.world)}
    for order, gap in enumerate(known.world.gaps):
        if "/" not in gap.about or gap.first_shown not in ends:
            continue
        if gap.episode not in known.by_key:
            continue
        stated = known.by_key[gap.episode]
        day = gap.day or min(ends[gap.first_shown], stated.end or date.max)
        episode = belongs_to(known, gap.episode, day) if gap.day else stated
        # A blank without a date is no occasion, and says nothing.
        if episode is not None and (gap.day or gap.reason != "unknown"):
            said = SaidGap(gap, day, (turn(gap.position), order))
            known.gaps[episode.key, gap.about].append(said)


def add_facts(known: Known) -> None:
    """File counts, states and contacts under their episodes."""
    for count in known.world.counts:
        key = count.episode, count.period, count.indicator
        known.counts[key].append(count)
    for gap in known.world.gaps:
        if "/" not in gap.about:
            key = gap.episode, gap.first_shown, gap.about
            known.indicator_gaps[key].append(gap.reason)
    for state in known.world.states:
        known.states[state.episode, state.period, state.indicator].append(state)
    for contact in known.world.contacts:
        known.contacts[contact.episode].append(contact)
