"""What a made-up report shows: only what had happened by its quarter's last day."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

from everystep.demo.quarterly import days_open
from everystep.demo.world import Episode, Gap, Mention, Quarter, Score, World

MARKERS = {
    "no_session": "DNA",
    "relationship_first": "too early",
    "chose_not_to_say": "prefer not to say",
    "language_or_interpreter": "EAL",
    "no_capacity": "staff off",
    "told_another_way": "art session",
    "in_crisis_or_away": "in custody",
    "not_asked_by_design": "not asked",
    "no_fixed_address": "NFA",
    "not_registered": "not registered",
    "unknown": "",
}
"""What stands in a cell instead of a value, by reason."""


@dataclass
class Record:
    """One episode with everything that its provider wrote down about it."""

    mention: Mention
    episode: Episode
    scores: list[Score] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    contacts: dict[tuple[str, str], int] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    states: dict[tuple[str, str], bool] = field(default_factory=dict)
    not_given: dict[tuple[str, str], str] = field(default_factory=dict)
    """Reasons by quarter and indicator."""

    def is_open(self, quarter: Quarter) -> bool:
        """Return whether support was open on any day of the quarter."""
        return days_open(self.episode, quarter) > 0

    def end_by(self, quarter: Quarter) -> date | None:
        """Return the last day of support, if it had come by the quarter's end."""
        end = self.episode.end
        return end if end and end <= quarter.end else None

    def route_by(self, quarter: Quarter) -> str | None:
        """Return how support ended, if it had ended by the quarter's end."""
        return self.episode.route if self.end_by(quarter) else None

    def scores_by(self, quarter: Quarter) -> list[Score]:
        """Return the scores taken by the quarter's end."""
        return [score for score in self.scores if score.day <= quarter.end]

    def gaps_by(self, quarter: Quarter) -> list[Gap]:
        """Return the occasions without a score that had come by the quarter's end."""
        return [gap for gap in self.gaps if gap.first_shown <= quarter.name]


def records_by_service(world: World) -> dict[str, list[Record]]:
    """Return each service's episodes in the order of its references and starts."""
    mentions = {(one.provider_id, one.reference): one for one in world.mentions}
    records = {
        one.key: Record(mentions[one.provider_id, one.reference], one)
        for one in world.episodes
    }
    _add_answers(world, records)
    _add_quarters(world, records)
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for record in sorted(records.values(), key=_place_in_list):
        found[record.episode.service_id].append(record)
    return found


def _add_answers(world: World, records: dict[int, Record]) -> None:
    for score in world.scores:
        records[score.episode].scores.append(score)
    for gap in world.gaps:
        record = records[gap.episode]
        if "/" in gap.about:
            record.gaps.append(gap)
        else:
            record.not_given[gap.first_shown, gap.about] = gap.reason


def _add_quarters(world: World, records: dict[int, Record]) -> None:
    for contact in world.contacts:
        key = contact.period, contact.mode
        records[contact.episode].contacts[key] = contact.contacts
    for count in world.counts:
        records[count.episode].counts[count.period, count.indicator] = count.events
    for state in world.states:
        records[state.episode].states[state.period, state.indicator] = state.holds


def _place_in_list(record: Record) -> tuple[int, str, date]:
    reference = record.episode.reference
    return len(reference), reference, record.episode.start


def field_text(mention: Mention, name: str, value: str | None) -> str:
    """Return what stands in a field's cell: the value, a marker or nothing."""
    if name in mention.field_gaps:
        return MARKERS[mention.field_gaps[name]]
    return value or ""


@cache
def ethnic_group_labels() -> dict[str, str]:
    """Return the label of each ethnic group that reports use."""
    home = Path(__file__).parent.parent / "reference" / "ethnic_groups.csv"
    with home.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["label"] for row in csv.DictReader(lines)}


def spaced(nhs_number: str | None) -> str | None:
    """Return an NHS number as people write it, ``999 123 4567``."""
    if nhs_number is None:
        return None
    return f"{nhs_number[:3]} {nhs_number[3:6]} {nhs_number[6:]}"


def chance(*parts: object) -> float:
    """Return a number from 0 to 1 that is always the same for the same parts.

    A cell keeps its quirk from report to report, as in a list that is added to.
    """
    return crc32("|".join(map(str, parts)).encode()) / 2**32


def in_words(quarter: Quarter) -> str:
    """Return the quarter as reports name it, ``Q1 2025/26``."""
    year, number = quarter.name.split()
    return f"{number} {year.replace('-', '/')}"
