"""When people of the made-up commission were asked how they are, or were not.

An occasion is a form given back, or a reason why there is none. What somebody said on
it is made up in :mod:`everystep.demo.scores`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from everystep.demo.commission import FIRST_DAY
from everystep.demo.world import Episode, Quarter


@dataclass(frozen=True)
class Occasion:
    """One place for a form in a report, with a score or a reason why there is none."""

    position: str
    day: date | None
    reason: str | None
    """``None`` where there is a score."""
    first_shown: str


@dataclass(frozen=True)
class Rhythm:
    """How a service asks."""

    positions: tuple[str, ...]
    first_within: int
    review: tuple[int, int]
    """Fewest and most days from one occasion to the next."""
    exit_over_year_end: bool
    """Whether its next report still shows who left in the last year."""


IN_SLOTS = Rhythm(
    ("start", "review_1", "review_2", "review_3"),
    21,
    (90, 120),
    exit_over_year_end=True,
)
ON_FORMS = Rhythm(
    ("start", *(f"review_{number}" for number in range(1, 9))),
    14,
    (55, 95),
    exit_over_year_end=False,
)

_AT_FIRST = {
    "relationship_first": 6,
    "no_session": 3,
    "language_or_interpreter": 2,
    "chose_not_to_say": 3,
    "no_capacity": 2,
    "unknown": 3,
}
_LATER = {
    "no_session": 6,
    "language_or_interpreter": 1,
    "chose_not_to_say": 3,
    "no_capacity": 3,
    "told_another_way": 3,
    "unknown": 4,
}


@dataclass(frozen=True)
class Asked:
    """What decides when somebody is asked in the course of one episode."""

    episode: Episode
    opened: date
    """When the service started."""
    is_first: bool
    """Whether it is the person's first episode in the service."""
    quarters: tuple[Quarter, ...]

    @property
    def last(self) -> date:
        """The last day of which any report tells."""
        return self.quarters[-1].end

    @property
    def until(self) -> date:
        """The last day of support, as far as any report tells."""
        return self.episode.end or self.last

    def first_shown(self, day: date) -> str:
        """Return the quarter of the first report that can show that day."""
        shown = max(day, self.episode.start, FIRST_DAY)
        return next(q.name for q in self.quarters if shown <= q.end)


def occasions(rng: Random, rhythm: Rhythm, asked: Asked) -> list[Occasion]:
    """Return what stands in each place for a form, in the order of their days."""
    days = [*_regular_days(rng, rhythm, asked)]
    found = [_occasion(rng, asked, position, day) for position, day in days]
    left = rhythm.positions[_places_used(rhythm, days) :]
    newest = days[-1][1] if days else asked.episode.start - timedelta(days=14)
    day = _exit_day(rng, rhythm, asked)
    if left and day and day >= newest + timedelta(days=15):
        found.append(Occasion(left[0], day, None, asked.first_shown(day)))
    return found


def _places_used(rhythm: Rhythm, days: list[tuple[str, date]]) -> int:
    return rhythm.positions.index(days[-1][0]) + 1 if days else 0


def _regular_days(
    rng: Random, rhythm: Rhythm, asked: Asked
) -> Iterator[tuple[str, date]]:
    """Give each place that is used, with its day; a few places are passed over."""
    day = _first_day(rng, rhythm, asked)
    for position in rhythm.positions:
        if day > asked.until:
            return
        if rng.random() > 0.05:
            yield position, day
        day = max(day, asked.episode.start) + timedelta(days=_pause(rng, rhythm))


def _pause(rng: Random, rhythm: Rhythm) -> int:
    came_when_it_came = rng.randint(15, 60) if rng.random() < 0.12 else 0
    return rng.randint(*rhythm.review) + came_when_it_came


def _first_day(rng: Random, rhythm: Rhythm, asked: Asked) -> date:
    start = asked.episode.start
    drawn = rng.random()
    if drawn < 0.05 and asked.is_first:
        return max(asked.opened, start - timedelta(days=rng.randint(1, 35)))
    if drawn > 0.92:
        return start + timedelta(days=rng.randint(61, 110))
    return start + timedelta(days=rng.randint(0, rhythm.first_within))


def _exit_day(rng: Random, rhythm: Rhythm, asked: Asked) -> date | None:
    end = asked.episode.end
    if end is None or rng.random() > 0.5:
        return None
    day = end + timedelta(days=rng.randint(-6, 30))
    if day > asked.last or day < asked.episode.start:
        return None
    if not rhythm.exit_over_year_end and end < _new_year(end) <= day:
        return None
    return day


def _new_year(day: date) -> date:
    """Return the first day of the next financial year."""
    return date(day.year + (day.month > 3), 4, 1)


def _occasion(rng: Random, asked: Asked, position: str, day: date) -> Occasion:
    shown = asked.first_shown(day)
    often = 0.12 if position == "start" else 0.17
    if day < asked.episode.start or rng.random() > often:
        return Occasion(position, day, None, shown)
    reasons = _AT_FIRST if position == "start" else _LATER
    reason = rng.choices([*reasons], [*reasons.values()])[0]
    is_dated = reason == "unknown" or rng.random() < 0.55
    return Occasion(position, day if is_dated else None, reason, shown)
