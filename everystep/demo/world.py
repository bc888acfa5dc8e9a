"""What is true in the made-up commission, before any report is written.

Only the shapes stand here. :mod:`everystep.demo.journeys` fills them from a seed,
:mod:`everystep.demo.reports` writes them down as providers would, and
:mod:`everystep.demo.truth` works out every figure from them the slow way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Quarter:
    """A UK financial quarter: ``2025-26 Q1`` is April to June 2025."""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class Service:
    """A service as the services register knows it."""

    provider_id: str
    provider_name: str
    service_id: str
    service_name: str
    place: str
    started: date
    contract_from: date
    contract_to: date
    figures: str
    """``by_quarter`` or ``by_year``."""
    is_pilot: bool
    report: str
    """Which of the made-up report formats its provider keeps."""
    measures: tuple[str, ...] = ()
    """``measure/subscale/rater`` that its report has columns for."""
    indicators: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """Fields of a person that its report has columns for."""
    modes: tuple[str, ...] = ()
    review_after_days: int = 90


@dataclass(frozen=True)
class Person:
    """Somebody made up, as they are; a provider's spelling of them is a mention."""

    key: int
    forename: str
    surname: str
    birth_date: date
    gender: str
    ethnic_group: str
    postcode: str
    place: str
    nhs_number: str | None


@dataclass(frozen=True)
class Mention:
    """A person as one provider writes them down, slips and gaps included.

    ``None`` or a gap in ``field_gaps`` means that the cell holds no value.
    ``linkable`` is false where a slip keeps exact tokens from finding the person.
    """

    person: int
    provider_id: str
    reference: str
    forename: str
    surname: str
    birth_date: date | None
    gender: str | None
    ethnic_group: str | None
    postcode: str | None
    place: str | None
    nhs_number: str | None
    field_gaps: dict[str, str] = field(default_factory=dict)
    """Field → reason code, for a field without a value (``unknown`` if nobody said)."""
    linkable: bool = True


@dataclass(frozen=True)
class Episode:
    """One person supported by one service."""

    key: int
    provider_id: str
    service_id: str
    reference: str
    """The mention's reference within the provider."""
    start: date
    end: date | None
    route: str | None
    """An id of ``reference/routes.csv``, once ended."""


@dataclass(frozen=True)
class Score:
    """A score that was really taken. ``items`` where the report carries items."""

    episode: int
    measure: str
    subscale: str
    rater: str
    day: date
    position: str
    value: Decimal | None
    """``None`` where too few items were answered to score; a ``Gap`` says so too."""
    items: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Gap:
    """An occasion without a score, or a count or state that was not given.

    ``reason`` is a code of ``gap_reasons.csv``, ``unknown`` where nobody said.
    A gap with neither ``day`` nor ``position`` is an undated statement, shown first in
    the report for ``first_shown``.
    """

    episode: int
    about: str
    """``measure/subscale/rater`` or an indicator's id."""
    day: date | None
    position: str | None
    reason: str
    first_shown: str
    """The quarter of the first report that shows it (of an indicator, its own)."""


@dataclass(frozen=True)
class Contacts:
    """How often one person was in contact in a quarter, by one mode."""

    episode: int
    period: str
    mode: str
    contacts: int


@dataclass(frozen=True)
class Count:
    """How many events of one kind one person had in a quarter; 0 is a fact."""

    episode: int
    period: str
    indicator: str
    events: int


@dataclass(frozen=True)
class State:
    """Whether something held for one person at a quarter's end."""

    episode: int
    period: str
    indicator: str
    holds: bool


@dataclass(frozen=True)
class DeclaredTotal:
    """A total that a report states about itself, true or slightly off."""

    service_id: str
    period: str
    figure: str
    declared: int


@dataclass(frozen=True)
class World:
    """A whole commission."""

    seed: int
    scale: int
    as_of: date
    quarters: tuple[Quarter, ...]
    services: tuple[Service, ...]
    places: tuple[str, ...]
    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]
    episodes: tuple[Episode, ...]
    scores: tuple[Score, ...]
    gaps: tuple[Gap, ...]
    contacts: tuple[Contacts, ...]
    counts: tuple[Count, ...]
    states: tuple[State, ...]
    declared_totals: tuple[DeclaredTotal, ...]
