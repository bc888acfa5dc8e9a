"""Report format B: a case system's export, one line per CORE-10 form.

The list begins anew in April and grows through the financial year. It is cp1252, comma
separated, with lines before the headings, dates written in two ways and notes that run
over several lines.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from everystep.demo.shown import (
    MARKERS,
    Record,
    chance,
    ethnic_group_labels,
    field_text,
)
from everystep.demo.world import Gap, Quarter, Score, Service

_HEADINGS = (
    "Client ID,Surname,Forename,DOB,Gender,Ethnic group,NHS number,Postcode,"
    "Accepted,Closed,Closure reason,Form,Form date,Form status,"
    "Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10,Worker note"
)
_GENDERS = {"female": "Female", "male": "Male", "non_binary": "Non-binary"}
ROUTES = {
    "completed": "Completed",
    "moved_on": "Referred on",
    "partner_took_over": "Taken on by partner",
    "moved_away": "Moved away",
    "paused": "Taking a break",
    "contact_ended": "Contact ended",
}
_NOTES = (
    "Prefers afternoons, after work.",
    "Room 2, ground floor, please.\nLift is out of order.",
    "Likes to be called {forename}.",
    'Said the group was "a bit of a lifeline", in those words.\nThank you, all.',
    "Bus timetable changed, so we begin ten minutes later",
    "Letter sent, large print.",
)


def write_report(
    home: Path,
    service: Service,
    quarter: Quarter,
    records: Sequence[Record],
    exported: date,
) -> None:
    """Write the financial year's list as it was at the quarter's end."""
    year = _year_to_date(quarter)
    lines = [
        line
        for record in records
        if record.is_open(year)
        for line in _lines(record, quarter)
    ]
    text = StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([f"{service.provider_name} – outcome export"])
    rows.writerow(["Report period", quarter.name])
    rows.writerow(["Exported", f"{exported:%d/%m/%Y}"])
    rows.writerow([])
    text.write(f"{_HEADINGS}\r\n")
    rows.writerows(lines)
    rows.writerow(["End of export", f"{len(lines)} rows"])
    home.write_bytes(text.getvalue().encode("cp1252"))


def _year_to_date(quarter: Quarter) -> Quarter:
    year = quarter.start.year - (quarter.start.month < 4)
    return Quarter(quarter.name, date(year, 4, 1), quarter.end)


def _lines(record: Record, quarter: Quarter) -> list[list[str]]:
    about = _about(record, quarter)
    forms = _forms(record, quarter) or [[""] * 13]
    return [
        [*about, *form, _note(record) if at == 0 else ""]
        for at, form in enumerate(forms)
    ]


def _about(record: Record, quarter: Quarter) -> list[str]:
    person = record.mention
    gender = _GENDERS[person.gender] if person.gender else None
    group = ethnic_group_labels()[person.ethnic_group] if person.ethnic_group else None
    end, route = record.end_by(quarter), record.route_by(quarter)
    return [
        person.reference,
        person.surname,
        person.forename,
        f"{person.birth_date:%d/%m/%Y}",
        field_text(person, "gender", gender),
        field_text(person, "ethnic_group", group),
        field_text(person, "nhs_number", person.nhs_number),
        field_text(person, "postcode", person.postcode),
        record.episode.start.isoformat(),
        end.isoformat() if end else "",
        ROUTES[route] if route else "",
    ]


def _forms(record: Record, quarter: Quarter) -> list[list[str]]:
    """Return one form's cells a line, in the order of their positions."""
    found: list[tuple[str, list[str]]] = []
    for score in record.scores_by(quarter):
        found.append((score.position, _answered(score)))
    for gap in record.gaps_by(quarter):
        # A form with too few answers is there already, answers and all.
        if gap.reason != "not_scorable":
            found.append((gap.position or "", _not_answered(gap)))
    return [form for _, form in sorted(found, key=lambda one: _place(one[0]))]


def _place(position: str) -> int:
    return 0 if position == "start" else int(position.removeprefix("review_"))


def _form_name(position: str | None) -> str:
    return "First" if position == "start" else f"Review {_place(position or '')}"


def _answered(score: Score) -> list[str]:
    items = ["" if item is None else str(item) for item in score.items]
    return [_form_name(score.position), f"{score.day:%d/%m/%Y}", "completed", *items]


def _not_answered(gap: Gap) -> list[str]:
    day = f"{gap.day:%d/%m/%Y}" if gap.day else ""
    return [_form_name(gap.position), day, MARKERS[gap.reason], *[""] * 10]


def _note(record: Record) -> str:
    drawn = chance("note", record.episode.key)
    if drawn > 0.3:
        return ""
    note = _NOTES[int(drawn / 0.3 * len(_NOTES)) % len(_NOTES)]
    return note.format(forename=record.mention.forename)
