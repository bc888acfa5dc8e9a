"""Workbooks of seven providers go the whole way: from an inbox to what is counted."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from archetype_reading import LAYOUTS
from commission import run

from everystep.demo.archetypes import (
    a01_decorated,
    a02_monthly,
    a03_year_to_date,
    a09_counts,
    a10_states,
    a17_blocks,
    a18_sent_again,
)
from everystep.demo.archetypes.truth import Fact, Sample
from everystep.home import Home
from everystep.identity.keys import make_key_file
from everystep.lake import table_path
from pipelines.making import make_home

SETTINGS = """commission: Samples
places: [Brookmere, Castleholm]
as_of: 2026-04-20
settle_seconds: 0
engine: {threads: 2}
"""
Rows = list[dict[str, object]]


def all_samples(folder: Path) -> list[Sample]:
    """Write every workbook, in the order in which they arrive."""
    return [
        a01_decorated.sample(folder),
        a02_monthly.sample(folder),
        *a03_year_to_date.samples(folder),
        a09_counts.sample(folder),
        a10_states.sample(folder),
        a17_blocks.sample(folder),
        *a18_sent_again.samples(folder),
    ]


def registered(samples: list[Sample]) -> Iterator[dict[str, str]]:
    services = {one.provider_id: one.service_id for one in samples}
    for provider, service in services.items():
        yield {
            "provider_id": provider,
            "provider_name": provider.replace("-", " ").title(),
            "service_id": service,
            "service_name": service.replace("-", " ").title(),
            "place": "Brookmere",
            "lead": provider,
            "delivered_by": provider,
            "programme": "Samples",
            "approach": "support",
            "prevention_type": "secondary",
            "setting": "community",
            "sectors": "voluntary",
            "started": "2025-04-01",
            "contract_from": "2025-04-01",
            "contract_to": "2027-03-31",
            "figures": "by_quarter",
            "is_pilot": "false",
            "phase": "review",
        }


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    return all_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def home(samples: list[Sample], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home after one run over all of them."""
    root = tmp_path_factory.mktemp("home")
    made = Home(root / "home", root / "key")
    made.root.mkdir()
    (made.root / "everystep.yaml").write_text(SETTINGS, encoding="utf-8")
    make_key_file(made.key_file, seed=7)
    shutil.copytree(LAYOUTS, made.layouts)
    made.registers.mkdir()
    rows = list(registered(samples))
    with (made.registers / "services.csv").open("w", encoding="utf-8") as lines:
        table = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    make_home(made)
    for at, sample in enumerate(samples):
        path = made.inbox / sample.provider_id / sample.path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sample.path, path)
        arrived = 1_776_000_000 + 3600 * at
        os.utime(path, (arrived, arrived))
    assert run(made).succeeded
    return made


def rows_of(home: Home, table: str) -> Rows:
    found: Rows = pq.read_table(table_path(home, table)).to_pylist()
    return found


def counted(home: Home, table: str, service: str) -> Counter[tuple[object, ...]]:
    """Return how often each value stands in a table of the lake, by quarter."""
    return Counter(
        (one["about"], one["period"], one["value"], one["reason"])
        for one in rows_of(home, table)
        if one["service_id"] == service
    )


def told(
    kind: str, *samples: Sample, adds: bool = False
) -> Counter[tuple[object, ...]]:
    """Return what the truth of samples comes to; a later one replaces an earlier.

    Where counts are added up, a part that is not known leaves the whole unknown.
    """
    stands: dict[tuple[str, str, str], list[Fact]] = {}
    for sample in samples:
        here: defaultdict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        for fact in sample.facts:
            if fact.kind == kind:
                when = fact.when if " Q" in fact.when else sample.period
                here[fact.who, fact.about, when].append(fact)
        stands |= here
    found: Counter[tuple[object, ...]] = Counter()
    for (_, about, when), facts in stands.items():
        parts = facts if adds else facts[-1:]
        reasons = [fact.reason for fact in parts if fact.reason]
        value = None if reasons else sum(int(fact.value) for fact in parts)
        found[about, when, value, reasons[0] if reasons else ""] += 1
    return found


def test_every_workbook_is_read_for_its_own_service_and_quarter(
    home: Home, samples: list[Sample]
) -> None:
    found = rows_of(home, "reconciled.submissions")

    assert [one["outcome"] for one in found] == ["read"] * len(samples)
    assert Counter((one["service_id"], one["period"]) for one in found) == Counter(
        (one.service_id, one.period) for one in samples
    )


@pytest.mark.parametrize("table", ["contacts", "events"])
def test_three_months_on_three_sheets_are_one_quarter(
    table: str, home: Home, samples: list[Sample]
) -> None:
    [monthly] = [one for one in samples if one.service_id == "ivy-youth"]

    true = told(table.rstrip("s"), monthly, adds=True)

    assert counted(home, f"reconciled.{table}", "ivy-youth") == true


@pytest.mark.parametrize("table", ["contacts", "events", "states"])
def test_a_year_to_date_puts_its_earlier_quarter_right(
    table: str, home: Home, samples: list[Sample]
) -> None:
    _, again = [one for one in samples if one.service_id == "juniper-counselling"]

    true = told(table.rstrip("s"), again)

    assert counted(home, f"reconciled.{table}", "juniper-counselling") == true


@pytest.mark.parametrize("table", ["contacts", "events"])
def test_a_return_sent_again_and_then_its_corrected_rows_stand_together(
    table: str, home: Home, samples: list[Sample]
) -> None:
    _, again, corrected = [one for one in samples if one.provider_id == "linden-court"]

    true = told(table.rstrip("s"), again, corrected)

    assert counted(home, f"reconciled.{table}", "linden-outreach") == true


@pytest.mark.parametrize("table", ["contacts", "events"])
def test_what_happened_in_a_block_is_added_up_for_its_child(
    table: str, home: Home, samples: list[Sample]
) -> None:
    [log] = [one for one in samples if one.service_id == "kestrel-safeguarding"]

    true = told(table.rstrip("s"), log, adds=True)

    assert counted(home, f"reconciled.{table}", "kestrel-safeguarding") == true


def test_where_a_child_lives_is_said_once_however_long_its_block(
    home: Home, samples: list[Sample]
) -> None:
    [log] = [one for one in samples if one.service_id == "kestrel-safeguarding"]

    true = told("state", log)

    assert counted(home, "reconciled.states", "kestrel-safeguarding") == true


def test_how_things_stood_is_a_yes_or_a_no_for_each_person(
    home: Home, samples: list[Sample]
) -> None:
    [snapshot] = [one for one in samples if one.service_id == "nettle-homes"]

    assert counted(home, "reconciled.states", "nettle-homes") == told("state", snapshot)


@pytest.mark.parametrize("table", ["contacts", "events"])
def test_counts_per_person_arrive_as_they_were_sent(
    table: str, home: Home, samples: list[Sample]
) -> None:
    [counts] = [one for one in samples if one.service_id == "maple-navigators"]

    true = told(table.rstrip("s"), counts)

    assert counted(home, f"reconciled.{table}", "maple-navigators") == true


def test_scores_of_a_decorated_list_all_arrive(
    home: Home, samples: list[Sample]
) -> None:
    [listed] = [one for one in samples if one.service_id == "hawthorn-families"]
    true = Counter(
        (fact.about.split("/")[1], float(fact.value))
        for fact in listed.facts
        if fact.kind == "score" and fact.value
    )

    found = Counter(
        (one["subscale"], float(str(one["score"])))
        for one in rows_of(home, "reconciled.scores")
        if one["service_id"] == "hawthorn-families"
    )

    assert found == true
