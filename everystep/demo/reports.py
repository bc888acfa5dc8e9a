"""The made-up providers' reports, written as they would send them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from everystep.demo import report_a, report_b, report_c
from everystep.demo.commission import FERN
from everystep.demo.declared import declared_totals
from everystep.demo.shown import Record, chance, records_by_service
from everystep.demo.world import Count, Quarter, Service, State, World

_FILE_NAMES = {
    "acorn-trust": (
        "Acorn {q} {short} return FINAL.xlsx",
        "Acorn {q} {short} return.xlsx",
        "Acorn Trust {q} {long} return v2.xlsx",
    ),
    "beech-house": ("BeechHouse_SDQ_{q}_{short}.xlsx",),
    "cedar-counselling": ("cedar_core10_export_{long}_{q}.csv",),
    "dove-recovery": ("Dove outcomes {long} {q}.csv", "dove-outcomes-{short}-{q}.csv"),
    "elm-homes": ("Elm outreach {q} {long}.xlsx", "Elm Outreach {short} {q} (1).xlsx"),
    "fern-youth": ("Fern Mentoring {q} {long}.xlsx",),
    "gorse-gathering": ("Gorse circle {q} {short}.xlsx",),
}

SENT_TWICE = (FERN.service.service_id, "2025-26 Q2")
"""The service and quarter of which a corrected report follows the first one."""


@dataclass(frozen=True)
class Turn:
    """One service's turn to report on one quarter."""

    service: Service
    quarter: Quarter
    before: Quarter | None
    number: int

    @property
    def is_sent_twice(self) -> bool:
        """Whether a corrected report follows the first one."""
        return (self.service.service_id, self.quarter.name) == SENT_TWICE

    @property
    def sent_on(self) -> date:
        """The day on which the report, or the last of two, arrives."""
        drawn = chance("sent", self.service.provider_id, self.quarter.name)
        return self.quarter.end + timedelta(
            days=18 if self.is_sent_twice else 10 + int(drawn * 9)
        )

    def file_name(self) -> str:
        """Return what the provider called the file; no two choose alike."""
        templates = _FILE_NAMES[self.service.provider_id]
        year, number = self.quarter.name.split()
        return templates[self.number % len(templates)].format(
            q=number, long=year, short=year[2:]
        )


def write_reports(world: World, inbox: Path) -> list[Path]:
    """Write every provider's reports, in the order of arrival, and return where.

    The same world gives the same bytes, and the same times of arrival.
    """
    records = records_by_service(world)
    arrivals = [
        (when, home)
        for turn in _turns(world)
        for when, home in _send(world, turn, records[turn.service.service_id], inbox)
    ]
    for when, home in arrivals:
        os.utime(home, (when.timestamp(), when.timestamp()))
    return [home for _, home in sorted(arrivals)]


def _turns(world: World) -> Iterator[Turn]:
    pairs = [*pairwise((None, *world.quarters))]
    for service in world.services:
        for number, (before, quarter) in enumerate(pairs):
            if quarter and quarter.end >= service.started:
                yield Turn(service, quarter, before, number)


def _send(
    world: World, turn: Turn, records: Sequence[Record], inbox: Path
) -> Iterator[tuple[datetime, Path]]:
    folder = inbox / turn.service.provider_id
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / turn.file_name()
    if turn.is_sent_twice:
        _write_first_version(turn, records, home)
        yield _arrival(turn, turn.quarter.end + timedelta(days=10)), home
        home = home.with_stem(f"{home.stem}_corrected")
    _write(world, turn, records, home)
    yield _arrival(turn, turn.sent_on), home


def _arrival(turn: Turn, day: date) -> datetime:
    minute = int(chance("minute", turn.service.provider_id, turn.quarter.name) * 60)
    return datetime.combine(day, time(9 + minute % 7, minute), UTC)


def _write(world: World, turn: Turn, records: Sequence[Record], home: Path) -> None:
    service, quarter = turn.service, turn.quarter
    match service.report:
        case "a":
            report_a.write_report(home, service, quarter, records, turn.before)
        case "b":
            exported = turn.sent_on - timedelta(days=5)
            report_b.write_report(home, service, quarter, records, exported)
        case _:
            declared = _declared(world, turn)
            report_c.write_report(home, service, quarter, records, declared)


def _declared(world: World, turn: Turn) -> dict[str, int]:
    return {
        one.figure: one.declared
        for one in world.declared_totals
        if (one.service_id, one.period) == (turn.service.service_id, turn.quarter.name)
    }


def _write_first_version(turn: Turn, records: Sequence[Record], home: Path) -> None:
    """Write the report as it was before somebody looked at it again."""
    listed = [one for one in records if one.is_open(turn.quarter)]
    # The last two had not been typed in yet, and a few counts were one too high.
    first = [
        _miscounted(one, turn) if at % 9 == 4 else one
        for at, one in enumerate(listed[:-2])
    ]
    totals = declared_totals(
        [turn.service],
        [turn.quarter],
        [one.episode for one in first],
        _counts(first, turn.quarter),
        _states(first, turn.quarter),
    )
    declared = {one.figure: one.declared for one in totals}
    report_c.write_report(home, turn.service, turn.quarter, first, declared)


def _miscounted(record: Record, turn: Turn) -> Record:
    key = turn.quarter.name, turn.service.indicators[0]
    if key not in record.counts:
        return record
    return replace(record, counts=record.counts | {key: record.counts[key] + 1})


def _counts(records: Sequence[Record], quarter: Quarter) -> list[Count]:
    return [
        Count(one.episode.key, period, indicator, events)
        for one in records
        for (period, indicator), events in one.counts.items()
        if period == quarter.name
    ]


def _states(records: Sequence[Record], quarter: Quarter) -> list[State]:
    return [
        State(one.episode.key, period, indicator, holds)
        for one in records
        for (period, indicator), holds in one.states.items()
        if period == quarter.name
    ]
