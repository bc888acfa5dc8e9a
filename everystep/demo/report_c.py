"""Report format C: a workbook with counts of events and states, a quarter at a time.

A summary declares totals; the list under it has one row for each stretch of support.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from everystep.demo.report_b import ROUTES
from everystep.demo.shown import (
    MARKERS,
    Record,
    chance,
    ethnic_group_labels,
    field_text,
    in_words,
    spaced,
)
from everystep.demo.workbooks import Book, Cell, new_book, write_cell, write_row
from everystep.demo.world import Quarter, Service

_GENDERS = {"female": "F", "male": "M", "non_binary": "NB"}
_ON_SUMMARY = {
    "people": "People supported",
    "ae_attendance": "A&E attendances",
    "arrest": "Arrests",
    "missing_episode": "Missing episodes",
    "school_suspension": "School suspensions",
    "settled_home": "In settled home",
    "in_education_or_work": "In education or work",
}
_ON_LIST = _ON_SUMMARY | {
    "settled_home": "Settled home (end of quarter)",
    "in_education_or_work": "In education, employment or training",
}
_HEADINGS = (
    "ID",
    "Name",
    "DOB",
    "Gender",
    "Ethnic origin",
    "NHS number",
    "Postcode",
    "Local area",
    "Support began",
    "Support ended",
    "Reason for ending",
    "Face to face",
    "Telephone",
    "Text",
)
_MODES = ("in_person", "phone", "text")
_NOTES = (
    "Best met at the drop-in.",
    "{forename} likes a text the day before.",
    "Phone number changed, see the diary.",
    "Came to the allotment day",
    "Bike repaired, getting about again.",
)
_FIRST_ROW = 3


def write_report(
    home: Path,
    service: Service,
    quarter: Quarter,
    records: Sequence[Record],
    declared: Mapping[str, int],
) -> None:
    """Write one quarter's summary and list."""
    with new_book(home) as book:
        _write_summary(book, service, quarter, declared)
        _write_people(book, service, quarter, records)


def _write_summary(
    book: Book, service: Service, quarter: Quarter, declared: Mapping[str, int]
) -> None:
    sheet = book.sheet("Summary")
    sheet.write_string("A1", f"{service.service_name} – what we saw this quarter")
    write_row(sheet, 2, ["Provider", service.provider_name])
    write_row(sheet, 3, ["Quarter", in_words(quarter)])
    write_row(sheet, 6, ["Measure", "This quarter"])
    for row, figure in enumerate(("people", *service.indicators), 7):
        write_row(sheet, row, [_ON_SUMMARY[figure], declared[figure]])


def _write_people(
    book: Book, service: Service, quarter: Quarter, records: Sequence[Record]
) -> None:
    sheet = book.sheet(f"People {quarter.name[-2:]}")
    sheet.write_string("A1", f"People supported in {in_words(quarter)}")
    labels = [_ON_LIST[indicator] for indicator in service.indicators]
    for column, heading in enumerate((*_HEADINGS, *labels, "Notes")):
        sheet.write_string(_FIRST_ROW - 1, column, heading, book.heading)
    listed = [one for one in records if one.is_open(quarter)]
    for row, record in enumerate(listed, _FIRST_ROW):
        write_row(sheet, row, _cells(record, service, quarter))
    last = _FIRST_ROW + len(listed)
    write_cell(sheet, last, 0, "TOTAL")
    for column, total in _totals(service, quarter, listed).items():
        write_cell(sheet, last, column, total)


def _totals(
    service: Service, quarter: Quarter, listed: Sequence[Record]
) -> dict[int, int]:
    """Return the sums of contacts and events by column; states have none."""
    first = len(_HEADINGS) - len(_MODES)
    totals = {
        first + at: sum(one.contacts.get((quarter.name, mode), 0) for one in listed)
        for at, mode in enumerate(_MODES)
    }
    for at, indicator in enumerate(service.indicators[:2], len(_HEADINGS)):
        totals[at] = sum(one.counts.get((quarter.name, indicator), 0) for one in listed)
    return totals


def _cells(record: Record, service: Service, quarter: Quarter) -> list[Cell]:
    route = record.route_by(quarter)
    return [
        *_about(record),
        record.episode.start,
        record.end_by(quarter),
        ROUTES[route] if route else None,
        *(record.contacts.get((quarter.name, mode)) for mode in _MODES),
        *(_given(record, quarter, indicator) for indicator in service.indicators),
        _note(record),
    ]


def _about(record: Record) -> list[Cell]:
    person = record.mention
    gender = _GENDERS[person.gender] if person.gender else None
    group = ethnic_group_labels()[person.ethnic_group] if person.ethnic_group else None
    return [
        person.reference,
        f"{person.surname}, {person.forename}",
        person.birth_date,
        field_text(person, "gender", gender),
        field_text(person, "ethnic_group", group),
        field_text(person, "nhs_number", spaced(person.nhs_number)),
        field_text(person, "postcode", person.postcode),
        field_text(person, "place", person.place),
    ]


def _given(record: Record, quarter: Quarter, indicator: str) -> Cell:
    key = quarter.name, indicator
    if key in record.counts:
        return record.counts[key]
    if key in record.states:
        return "Yes" if record.states[key] else "No"
    return MARKERS[record.not_given.get(key, "unknown")]


def _note(record: Record) -> Cell:
    drawn = chance("note", record.episode.key)
    if drawn > 0.25:
        return None
    note = _NOTES[int(drawn / 0.25 * len(_NOTES)) % len(_NOTES)]
    return note.format(forename=record.mention.forename)
