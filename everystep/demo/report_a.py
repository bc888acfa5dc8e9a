"""Report format A: a workbook with a case list, SDQ scores side by side.

It has a cover, headings on two levels with old text left under their merges, dates and
numbers that are sometimes text, a row of totals and a hidden sheet of lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

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
from everystep.demo.world import Gap, Quarter, Score, Service

POSITIONS = ("start", "review_1", "review_2", "review_3")
SUBSCALES = ("total", "emotional", "prosocial")
OUT_OF_RANGE = 14

_GENDERS = {"female": "Girl", "male": "Boy", "non_binary": "Non-binary"}
_ROUTES = {
    "completed": "Goals reached",
    "moved_on": "Stepped up to another service",
    "partner_took_over": "School will carry on",
    "moved_away": "Moved out of area",
    "paused": "On hold",
    "contact_ended": "Lost contact",
}
_SCORES = ("Date", "Total", "Emotional", "Prosocial")
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "About the young person",
        (
            "Ref",
            "First name",
            "Surname",
            "Date of birth",
            "Gender",
            "Ethnicity",
            "NHS no.",
            "Postcode",
            "Area",
        ),
    ),
    ("Support", ("Start date", "End date", "How it ended")),
    ("Contacts this quarter", ("In person", "Phone", "Video")),
    ("SDQ (parent) – start", _SCORES),
    ("SDQ (parent) – review 1", _SCORES),
    ("SDQ (parent) – review 2", _SCORES),
    ("SDQ (parent) – review 3", _SCORES),
)
_GHOSTS = {
    "About the young person": "Client details",
    "SDQ (parent) – start": "SDQ old",
    "SDQ (parent) – review 2": "SDQ old",
}
_TAGLINES = {
    "acorn-trust": "every family counts",
    "beech-house": "one step, then the next",
    "gorse-gathering": "there is room in the circle",
}
_COMMENTS = (
    "Likes to draw while we talk.",
    "Meets at school, Thursdays.",
    "{forename} prefers mornings.",
    "Grandma usually comes along.",
    "Walks with the dog work well.",
    "We moved to the library room.",
    "{forename} has joined the football club, which helps.",
    "Asked for the same worker again",
    "Please use the side entrance when visiting; the doorbell is loud.",
)
_OLD_NAMES = ("Peggy Oldlist", "Bertram Formerly", "Dot Lookup-Smith")
_FIRST_ROW = 5


def write_report(
    home: Path,
    service: Service,
    quarter: Quarter,
    records: Sequence[Record],
    before: Quarter | None,
) -> None:
    """Write the case list of one quarter; ``before`` is the quarter before it."""
    listed = [one for one in records if _is_listed(one, quarter, before)]
    with new_book(home) as book:
        _write_cover(book, service, quarter)
        _write_people(book, quarter, listed)
        _write_lists(book)


def _is_listed(record: Record, quarter: Quarter, before: Quarter | None) -> bool:
    """Return whether somebody stands in the list.

    Whoever left in the quarter before still does if a score came after it.
    """
    if record.is_open(quarter):
        return True
    if before is None or not record.is_open(before) or not record.end_by(before):
        return False
    return any(before.end < one.day <= quarter.end for one in record.scores)


def _write_cover(book: Book, service: Service, quarter: Quarter) -> None:
    sheet = book.sheet("Cover")
    tagline = _TAGLINES[service.provider_id]
    title = f"{service.provider_name} – {tagline}"
    sheet.merge_range("B1:H1", title, book.heading)
    sheet.write_string("B2", "Quarterly return for the commissioner")
    sheet.write_string("B3", "Questions? Ring the office and ask for the data lead.")
    for row, (label, text) in enumerate(
        (
            ("Organisation", service.provider_name),
            ("Service", service.service_name),
            ("Reporting period", in_words(quarter)),
            ("Completed by", "Data lead"),
        ),
        4,
    ):
        sheet.write_string(row, 1, label)
        sheet.write_string(row, 2, text)
    sheet.merge_range("C7:E7", in_words(quarter), book.heading)
    # Left behind when the cells were merged: nobody sees it, a reader of cells might.
    sheet.write_string("D7", "Q4 2024/25")


def _write_people(book: Book, quarter: Quarter, listed: list[Record]) -> None:
    sheet = book.sheet("Young people")
    sheet.write_string("A1", "Please read with the notes on the cover")
    sheet.write_string("A2", ".")
    _write_headings(book, sheet)
    for row, record in enumerate(listed, _FIRST_ROW):
        write_row(sheet, row, _cells(record, quarter))
    _write_totals(sheet, _FIRST_ROW + len(listed) + 1, quarter, listed)


def _write_headings(book: Book, sheet: Worksheet) -> None:
    column = 0
    for group, headings in _GROUPS:
        last = column + len(headings) - 1
        sheet.merge_range(3, column, 3, last, group, book.heading)
        if group in _GHOSTS:
            sheet.write_string(3, column + 1, _GHOSTS[group])
        for at, heading in enumerate(headings, column):
            sheet.write_string(4, at, heading, book.heading)
        column = last + 1
    sheet.merge_range(3, column, 4, column, "Comments", book.heading)


def _write_totals(
    sheet: Worksheet, row: int, quarter: Quarter, listed: list[Record]
) -> None:
    write_cell(sheet, row, 0, "Total")
    write_cell(sheet, row, 3, f"n = {len(listed)}")
    for column, mode in enumerate(("in_person", "phone", "video"), 12):
        total = sum(one.contacts.get((quarter.name, mode), 0) for one in listed)
        write_cell(sheet, row, column, total)


def _write_lists(book: Book) -> None:
    sheet = book.sheet("Lists")
    write_row(sheet, 0, ["Gender", "How it ended", "Name (2023 list)"])
    for row, gender in enumerate(_GENDERS.values(), 1):
        write_cell(sheet, row, 0, gender)
    for row, route in enumerate(_ROUTES.values(), 1):
        write_cell(sheet, row, 1, route)
    for row, name in enumerate(_OLD_NAMES, 1):
        write_cell(sheet, row, 2, name)
    sheet.hide()


def _cells(record: Record, quarter: Quarter) -> list[Cell]:
    start, end = record.episode.start, record.end_by(quarter)
    route = record.route_by(quarter)
    return [
        *_about(record),
        _day(record, "start", start),
        _day(record, "end", end) if end else None,
        _ROUTES[route] if route else None,
        *(
            record.contacts.get((quarter.name, mode))
            for mode in ("in_person", "phone", "video")
        ),
        *(
            cell
            for position in POSITIONS
            for cell in _occasion_cells(record, quarter, position)
        ),
        _comment(record),
    ]


def _about(record: Record) -> list[Cell]:
    person = record.mention
    gender = _GENDERS[person.gender] if person.gender else None
    group = ethnic_group_labels()[person.ethnic_group] if person.ethnic_group else None
    return [
        person.reference,
        person.forename,
        person.surname,
        person.birth_date,
        field_text(person, "gender", gender),
        field_text(person, "ethnic_group", group),
        field_text(person, "nhs_number", spaced(person.nhs_number)),
        field_text(person, "postcode", _postcode(record)),
        field_text(person, "place", person.place),
    ]


def _postcode(record: Record) -> str | None:
    postcode = record.mention.postcode
    if postcode is None or chance("postcode", record.episode.key) > 0.06:
        return postcode
    return postcode.lower().replace(" ", "")


def _day(record: Record, column: str, day: date) -> Cell:
    drawn = chance("day", column, record.episode.key)
    if drawn < 0.02:
        return f"{day.day}/{day.month}/{day:%y}"
    if drawn < 0.07:
        return f"{day:%d/%m/%Y}"
    return day


def _occasion_cells(record: Record, quarter: Quarter, position: str) -> list[Cell]:
    scores = {
        one.subscale: one
        for one in record.scores_by(quarter)
        if one.position == position
    }
    gaps = {
        one.about.split("/")[1]: one
        for one in record.gaps_by(quarter)
        if one.position == position
    }
    days = [one.day for one in scores.values()]
    days += [one.day for one in gaps.values() if one.day]
    return [
        _day(record, position, days[0]) if days else None,
        *(_answer(record, scores, gaps, subscale) for subscale in SUBSCALES),
    ]


def _answer(
    record: Record, scores: dict[str, Score], gaps: dict[str, Gap], subscale: str
) -> Cell:
    if subscale in scores:
        return _number(record, scores[subscale])
    gap = gaps.get(subscale)
    if gap and gap.reason == "set_aside":
        return OUT_OF_RANGE
    return MARKERS[gap.reason] if gap and subscale == "total" else None


def _number(record: Record, score: Score) -> Cell:
    drawn = chance("number", record.episode.key, score.position, score.subscale)
    if drawn < 0.02:
        return f"{score.value:f} "
    if drawn < 0.03:
        return f"\N{NO-BREAK SPACE}{score.value:f}"
    return int(score.value or 0)


def _comment(record: Record) -> Cell:
    drawn = chance("comment", record.episode.key)
    if drawn > 0.3:
        return None
    comment = _COMMENTS[int(drawn / 0.3 * len(_COMMENTS)) % len(_COMMENTS)]
    return comment.format(forename=record.mention.forename)
