"""The made-up commission's register of services, a plain file that people can edit."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from everystep.demo.world import Service, World


@dataclass(frozen=True)
class Commissioned:
    """What the commissioner wrote down about a service, beside what it is."""

    lead: str
    delivered_by: str
    programme: str
    approach: str
    prevention_type: str
    setting: str
    sectors: str
    phase: str


_SERVICES = {
    "acorn-families": Commissioned(
        "Acorn Trust",
        "Acorn Trust",
        "Early Help Together",
        "Family support, one worker per family",
        "secondary",
        "community",
        "voluntary; children's services",
        "review",
    ),
    "beech-steps": Commissioned(
        "Beech House",
        "Beech House with two primary schools",
        "Early Help Together",
        "Small steps with parents, in school",
        "secondary",
        "school",
        "voluntary; education",
        "learn",
    ),
    "cedar-talking": Commissioned(
        "Cedar Counselling",
        "Cedar Counselling",
        "Well Enough",
        "Counselling after trauma",
        "tertiary",
        "community",
        "voluntary; health",
        "review",
    ),
    "dove-groups": Commissioned(
        "Dove Recovery",
        "Dove Recovery",
        "Well Enough",
        "Recovery groups led by peers",
        "tertiary",
        "community",
        "voluntary; health",
        "implement",
    ),
    "elm-outreach": Commissioned(
        "Elm Homes",
        "Elm Homes with Castleholm Night Shelter",
        "A Place to Be",
        "Assertive outreach",
        "tertiary",
        "community",
        "housing; voluntary; justice",
        "implement",
    ),
    "fern-mentoring": Commissioned(
        "Fern Youth",
        "Fern Youth",
        "A Place to Be",
        "Mentoring by one trusted adult",
        "secondary",
        "community",
        "voluntary; education; justice",
        "review",
    ),
    "gorse-circle": Commissioned(
        "Gorse Gathering",
        "Gorse Gathering volunteers",
        "Early Help Together",
        "A weekly circle for children and their carers",
        "primary",
        "community",
        "voluntary",
        "review",
    ),
}


def write_registers(world: World, folder: Path) -> Path:
    """Write ``services.csv`` into the folder of registers and return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / "services.csv"
    rows = [_row(service) for service in world.services]
    with home.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return home


def _row(service: Service) -> dict[str, str]:
    """Return a service's row; the order of its cells is that of the columns."""
    more = _SERVICES[service.service_id]
    return {
        "provider_id": service.provider_id,
        "provider_name": service.provider_name,
        "service_id": service.service_id,
        "service_name": service.service_name,
        "place": service.place,
        "lead": more.lead,
        "delivered_by": more.delivered_by,
        "programme": more.programme,
        "approach": more.approach,
        "prevention_type": more.prevention_type,
        "setting": more.setting,
        "sectors": more.sectors,
        "started": service.started.isoformat(),
        "contract_from": service.contract_from.isoformat(),
        "contract_to": service.contract_to.isoformat(),
        "figures": service.figures,
        "is_pilot": "true" if service.is_pilot else "false",
        "phase": more.phase,
    }
