"""Worlds so small that every figure of theirs can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from everystep.demo.truth import truth
from everystep.demo.truth_known import Row
from everystep.demo.world import (
    Episode,
    Gap,
    Mention,
    Quarter,
    Score,
    Service,
    World,
)

Q1, Q2, Q3, Q4 = (f"2025-26 Q{number}" for number in (1, 2, 3, 4))
QUARTERS = (
    Quarter(Q1, date(2025, 4, 1), date(2025, 6, 30)),
    Quarter(Q2, date(2025, 7, 1), date(2025, 9, 30)),
    Quarter(Q3, date(2025, 10, 1), date(2025, 12, 31)),
    Quarter(Q4, date(2026, 1, 1), date(2026, 3, 31)),
)
CORE = "core_10/total/self"
SDQ = tuple(f"sdq/{one}/parent" for one in ("total", "emotional", "prosocial"))


def service(name: str, **known: object) -> Service:
    """Return a service that began in April 2025."""
    april = date(2025, 4, 1)
    ends = date(2027, 3, 31)
    place = "Brookmere"
    timing = (place, april, april, ends, "by_quarter", False, "")
    plain = Service(name, name, name, name, *timing)
    return replace(plain, **known)  # type: ignore[arg-type]


TALKING = service("talking", measures=(CORE,), fields=("gender", "postcode"))
FAMILIES = service("families", measures=SDQ, fields=("gender", "place"))
OUTREACH = service("outreach", indicators=("arrest", "settled_home"))
CIRCLE = service("circle", measures=SDQ, figures="by_year")
SERVICES = (TALKING, FAMILIES, OUTREACH, CIRCLE)


def episode(
    person: int,
    start: str,
    end: str | None = None,
    route: str | None = None,
    at: Service = TALKING,
    key: int | None = None,
) -> Episode:
    """Return one person's support; its key is the person's unless another is given."""
    known = (key or person, at.provider_id, at.service_id, str(person))
    last = date.fromisoformat(end) if end else None
    first = date.fromisoformat(start)
    return Episode(*known, first, last, route or ("completed" if end else None))


def score(of: int, day: str, value: str | None, about: str = CORE) -> Score:
    """Return a score of an episode."""
    number = None if value is None else Decimal(value)
    measure, subscale, rater = about.split("/")
    taken = date.fromisoformat(day)
    return Score(of, measure, subscale, rater, taken, "start", number)


def gap(
    of: int,
    reason: str,
    day: str | None,
    about: str = CORE,
    shown: str = Q1,
    at: str | None = "review_1",
) -> Gap:
    """Return an occasion of an episode without a score."""
    return Gap(of, about, date.fromisoformat(day) if day else None, at, reason, shown)


def mention(of: Episode, person: int | None = None, **known: object) -> Mention:
    """Return how a provider writes the episode's person down."""
    born = date(2015, 5, 1) if of.service_id in ("families", "circle") else None
    number = int(of.reference) if person is None else person
    name = (number, of.provider_id, of.reference, "Ana", "Lee")
    plain = Mention(*name, born or date(1990, 5, 1), None, None, None, None, None)
    return replace(plain, **known)  # type: ignore[arg-type]


def told(
    *episodes: Episode,
    scores: Iterable[Score] = (),
    gaps: Iterable[Gap] = (),
    mentions: Iterable[Mention] = (),
    as_of: date = date(2026, 4, 20),
    services: tuple[Service, ...] = SERVICES,
    **facts: tuple[object, ...],
) -> dict[str, list[Row]]:
    """Return the truth about a small world; mentions not given are plain ones."""
    said = {(one.provider_id, one.reference): one for one in map(mention, episodes)}
    said |= {(one.provider_id, one.reference): one for one in mentions}
    people = tuple(said.values())
    facts = {"contacts": (), "counts": (), "states": (), "declared_totals": ()} | facts
    world = World(
        *(1, 1, as_of, QUARTERS, services, ("Brookmere",), (), people, episodes),
        *(tuple(scores), tuple(gaps)),
        **facts,  # type: ignore[arg-type]
    )
    return truth(world)


def row(rows: list[Row], period: str, service: str, **where: object) -> Row:
    """Return the only row that answers; over everybody unless a breakdown is named."""
    grain = {"period": period, "service_id": service} | where
    if rows and "breakdown" in rows[0] and "breakdown" not in where:
        grain["breakdown"] = "all"
    (found,) = [one for one in rows if grain.items() <= one.items()]
    return found


def soft(
    tables: dict[str, list[Row]],
    period: str = Q2,
    service: str = "talking",
    about: str = CORE,
    basis: str = "supported",
) -> Row:
    """Return the row of one measure over everybody."""
    names = ("measure_id", "subscale", "rater")
    measure = dict(zip(names, about.split("/"), strict=True))
    rows = tables["soft_outcomes"]
    return row(rows, period, service, basis=basis, **measure)


def cascade(of: Row) -> tuple[object, ...]:
    """Return the counts from episodes to pairs."""
    steps = ("episodes", "applicable", "due", "with_baseline", "paired")
    return tuple(of[step] for step in steps)


LONG = episode(1, "2025-04-10")
BEGUN = score(1, "2025-04-10", "20")
