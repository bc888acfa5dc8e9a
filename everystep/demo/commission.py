"""The made-up commission itself: its quarters, places and services.

How many people each service meets, how old they are and how long they stay stands here
too; who they are and what happens to them is made up in :mod:`everystep.demo.journeys`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from everystep.demo.world import Quarter, Service

PLACES = ("Ashford Vale", "Brookmere", "Castleholm")
FIRST_DAY = date(2025, 4, 1)
EARLIEST_START = date(2024, 10, 1)

SDQ = ("sdq/total/parent", "sdq/emotional/parent", "sdq/prosocial/parent")
CORE = ("core_10/total/self",)
_FIELDS = ("gender", "ethnic_group", "place", "postcode", "nhs_number")


@dataclass(frozen=True)
class Intake:
    """Whom a service meets: how many at scale 1, how old, for about how many days."""

    service: Service
    people: int
    youngest: int
    oldest: int
    usual_days: int
    reference: str
    """How the provider's own references look, with the number left open."""
    grows: bool = True
    """Whether a larger scale brings more people to it."""


ACORN = Intake(
    Service(
        provider_id="acorn-trust",
        provider_name="Acorn Trust",
        service_id="acorn-families",
        service_name="Acorn Families",
        place="Ashford Vale",
        started=date(2023, 9, 4),
        contract_from=date(2023, 9, 1),
        contract_to=date(2027, 8, 31),
        figures="by_quarter",
        is_pilot=False,
        report="a",
        measures=SDQ,
        fields=_FIELDS,
        modes=("in_person", "phone", "video"),
    ),
    people=170,
    youngest=4,
    oldest=16,
    usual_days=250,
    reference="AT-{:05d}",
)

BEECH = Intake(
    Service(
        provider_id="beech-house",
        provider_name="Beech House",
        service_id="beech-steps",
        service_name="Beech Steps",
        place="Brookmere",
        started=date(2025, 10, 1),
        contract_from=date(2025, 10, 1),
        contract_to=date(2027, 3, 31),
        figures="by_quarter",
        is_pilot=True,
        report="a",
        measures=SDQ,
        fields=_FIELDS,
        modes=("in_person", "phone", "video"),
    ),
    people=60,
    youngest=4,
    oldest=16,
    usual_days=180,
    reference="BH{:04d}",
)

CEDAR = Intake(
    Service(
        provider_id="cedar-counselling",
        provider_name="Cedar Counselling",
        service_id="cedar-talking",
        service_name="Cedar Talking Therapies",
        place="Ashford Vale",
        started=date(2022, 4, 4),
        contract_from=date(2022, 4, 1),
        contract_to=date(2028, 3, 31),
        figures="by_quarter",
        is_pilot=False,
        report="b",
        measures=CORE,
        fields=tuple(field for field in _FIELDS if field != "place"),
    ),
    people=200,
    youngest=18,
    oldest=78,
    usual_days=190,
    reference="{:06d}",
)

DOVE = Intake(
    Service(
        provider_id="dove-recovery",
        provider_name="Dove Recovery",
        service_id="dove-groups",
        service_name="Dove Recovery Groups",
        place="Castleholm",
        started=date(2025, 9, 1),
        contract_from=date(2025, 4, 1),
        contract_to=date(2028, 3, 31),
        figures="by_quarter",
        is_pilot=False,
        report="b",
        measures=CORE,
        fields=tuple(field for field in _FIELDS if field != "place"),
    ),
    people=130,
    youngest=18,
    oldest=70,
    usual_days=150,
    reference="DR{:05d}",
)

ELM = Intake(
    Service(
        provider_id="elm-homes",
        provider_name="Elm Homes",
        service_id="elm-outreach",
        service_name="Elm Outreach",
        place="Castleholm",
        started=date(2024, 4, 1),
        contract_from=date(2024, 4, 1),
        contract_to=date(2027, 3, 31),
        figures="by_quarter",
        is_pilot=False,
        report="c",
        indicators=("ae_attendance", "arrest", "settled_home", "in_education_or_work"),
        fields=_FIELDS,
        modes=("in_person", "phone", "text"),
    ),
    people=160,
    youngest=16,
    oldest=66,
    usual_days=210,
    reference="EH/{:04d}",
)

FERN = Intake(
    Service(
        provider_id="fern-youth",
        provider_name="Fern Youth",
        service_id="fern-mentoring",
        service_name="Fern Mentoring",
        place="Brookmere",
        started=date(2024, 9, 2),
        contract_from=date(2024, 9, 1),
        contract_to=date(2027, 8, 31),
        figures="by_quarter",
        is_pilot=False,
        report="c",
        indicators=(
            "missing_episode",
            "school_suspension",
            "settled_home",
            "in_education_or_work",
        ),
        fields=_FIELDS,
        modes=("in_person", "phone", "text"),
    ),
    people=110,
    youngest=10,
    oldest=17,
    usual_days=240,
    reference="FY{:04d}",
)

GORSE = Intake(
    Service(
        provider_id="gorse-gathering",
        provider_name="Gorse Gathering",
        service_id="gorse-circle",
        service_name="Gorse Circle",
        place="Castleholm",
        started=date(2024, 1, 8),
        contract_from=date(2024, 1, 1),
        contract_to=date(2026, 12, 31),
        figures="by_year",
        is_pilot=False,
        report="a",
        measures=SDQ,
        fields=_FIELDS,
        modes=("in_person", "phone", "video"),
    ),
    people=8,
    youngest=5,
    oldest=15,
    usual_days=330,
    reference="GG{:02d}",
    grows=False,
)

INTAKES = (ACORN, BEECH, CEDAR, DOVE, ELM, FERN, GORSE)
SERVICES = tuple(intake.service for intake in INTAKES)

HANDED_OVER = 25
"""People whom Cedar hands over to Dove, at scale 1."""

KNOWN_TO_TWO = (
    (ACORN, BEECH, 10),
    (ACORN, FERN, 8),
    (BEECH, FERN, 4),
    (CEDAR, ELM, 8),
    (DOVE, ELM, 6),
    (FERN, ELM, 4),
)
"""Other people known to two services, at scale 1, whatever brought them there."""

SLIPS = 8
"""How many of these cannot be linked, for a slip in how one provider wrote them."""


def make_quarters(as_of: date) -> tuple[Quarter, ...]:
    """Return the quarters that had ended by then, from the first that is reported."""
    quarters = []
    start = FIRST_DAY
    while (after := _three_months_on(start)) <= as_of:
        quarters.append(Quarter(_named(start), start, after - timedelta(days=1)))
        start = after
    return tuple(quarters)


def _three_months_on(first: date) -> date:
    if first.month == 10:
        return date(first.year + 1, 1, 1)
    return date(first.year, first.month + 3, 1)


def _named(start: date) -> str:
    year = start.year if start.month >= 4 else start.year - 1
    number = (start.month - 4) // 3 % 4 + 1
    return f"{year}-{(year + 1) % 100:02d} Q{number}"
