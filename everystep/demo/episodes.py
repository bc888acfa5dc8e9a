"""When people of the made-up commission are supported, and how support ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from everystep.demo.commission import CEDAR, DOVE, EARLIEST_START, FIRST_DAY, Intake
from everystep.demo.people import Member
from everystep.demo.world import Episode

_ROUTES = {
    "completed": 50,
    "moved_on": 13,
    "partner_took_over": 7,
    "moved_away": 7,
    "paused": 6,
    "contact_ended": 17,
}


@dataclass(frozen=True)
class Course:
    """One stretch of support, before it is anybody's."""

    start: date
    end: date | None
    route: str | None


def episodes_of(
    rng: Random, members: tuple[Member, ...], last: date, first_key: int
) -> list[tuple[Member, Episode]]:
    """Return one person's episodes, each beside them as its service meets them."""
    found: list[tuple[Member, Episode]] = []
    for member, courses in _courses_of(rng, members, last):
        for course in courses:
            key = first_key + len(found)
            found.append((member, _episode(key, member, course)))
    return found


def _courses_of(
    rng: Random, members: tuple[Member, ...], last: date
) -> list[tuple[Member, list[Course]]]:
    if [member.intake for member in members] == [CEDAR, DOVE]:
        giving, receiving = _handover(rng, last)
        return [(members[0], [giving]), (members[1], [receiving])]
    return [
        (
            member,
            _with_return(rng, member.intake, _course(rng, member.intake, last), last),
        )
        for member in members
    ]


def _episode(key: int, member: Member, course: Course) -> Episode:
    return Episode(
        key=key,
        provider_id=member.mention.provider_id,
        service_id=member.intake.service.service_id,
        reference=member.mention.reference,
        start=course.start,
        end=course.end,
        route=course.route,
    )


def _course(rng: Random, intake: Intake, last: date) -> Course:
    opened = intake.service.started
    if opened < EARLIEST_START and rng.random() < 0.22:
        start = _working_day(_between(rng, EARLIEST_START, FIRST_DAY))
    else:
        opened = max(opened, FIRST_DAY)
        start = _working_day(_between(rng, opened, last - timedelta(days=5)))
    return _until(rng, intake, start, last)


def _until(rng: Random, intake: Intake, start: date, last: date) -> Course:
    end = start + timedelta(days=_length(rng, intake))
    if end < FIRST_DAY:
        # Who had left before the first report was never in one.
        end = FIRST_DAY + timedelta(days=rng.randint(3, 120))
    end = _working_day(end)
    if end > last:
        return Course(start, None, None)
    return Course(start, end, rng.choices([*_ROUTES], [*_ROUTES.values()])[0])


def _length(rng: Random, intake: Intake) -> int:
    if rng.random() < 0.06:
        return rng.randint(1, 40)
    return max(21, round(rng.gauss(intake.usual_days, intake.usual_days * 0.42)))


def _with_return(
    rng: Random, intake: Intake, course: Course, last: date
) -> list[Course]:
    """Return the course, followed for a few by another after some time away."""
    if course.end is None or rng.random() > 0.12:
        return [course]
    start = _working_day(course.end + timedelta(days=rng.randint(40, 170)))
    if start > last - timedelta(days=10):
        return [course]
    return [course, _until(rng, intake, start, last)]


def _handover(rng: Random, last: date) -> tuple[Course, Course]:
    """Return support that ends by moving on, and the support that it moves on to."""
    soonest = DOVE.service.started + timedelta(days=7)
    end = _working_day(_between(rng, soonest, last - timedelta(days=40)))
    start = end - timedelta(days=_length(rng, CEDAR))
    giving = Course(_working_day(max(start, EARLIEST_START)), end, "moved_on")
    met = _working_day(end + timedelta(days=rng.randint(-5, 28)))
    receiving = _until(rng, DOVE, max(met, DOVE.service.started), last)
    if receiving.route == "moved_on":
        receiving = replace(receiving, route="completed")
    return giving, receiving


def _between(rng: Random, first: date, last: date) -> date:
    return date.fromordinal(rng.randint(first.toordinal(), last.toordinal()))


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
