"""A list of what happened: a row for each attendance, suspension, arrest or stay.

A second sheet lists hospital stays alone, and a third every contact.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.exports import (
    Record,
    full_width,
    ignored,
    list_records,
    spelled,
    unknown,
)
from everystep.demo.archetypes.grids import (
    BLANK,
    Grid,
    Said,
    aside,
    unheard,
    used,
    write_workbook,
)
from everystep.demo.archetypes.truth import Fact, Pen, Sample
from everystep.demo.workbooks import Cell

_QUARTER = "2025-26 Q3"
_FIRST, _LAST = date(2025, 10, 1), date(2025, 12, 23)
_TITLES = ("Read me", "Incidents", "Hospital", "Contact log")
INCIDENTS = (
    "Date",
    "Ref",
    "Surname",
    "First name",
    "D.o.B.",
    "What happened",
    "Where",
    "Told by",
    "Follow-up?",
)
STAYS = ("Ref", "Admitted on", "Ward")
CONTACTS = ("Ref", "Day", "How", "How many", "Minutes", "Note")
_EVENTS = {
    "A&E": "ae_attendance",
    "A & E (minor injuries)": "ae_attendance",
    "Suspended – 2 days": "school_suspension",
    "Suspended – half a day": "school_suspension",
    "Arrest": "arrest",
    "Missing overnight": "missing_episode",
    "MISSING, back same day": "missing_episode",
}
_MODES = {
    "Home visit": "in_person",
    "Drop-in": "in_person",
    "Call": "phone",
    "WhatsApp": "text",
    "Zoom": "video",
}


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the workbook, and return what is true of it."""
    rng, pen = Random(seed), Pen()
    crowd = people(rng, 30, "MY-{:03d}", (2006, 2012))
    grids = [Grid(pen, at, title) for at, title in enumerate(_TITLES)]
    notes, incidents, stays, contacts = grids
    notes.words(0, ["Reporting quarter", "Oct – Dec 2025"])
    notes.note(2, 0, "One line for each thing that happened; most people have none.")
    incidents.note(0, 1, "INCIDENT LOG – CONFIDENTIAL")
    after = list_records(incidents, 2, INCIDENTS, _incidents(rng, crowd))
    incidents.note(after, 0, "TOTAL")
    incidents.note(after, 5, after - 3)
    list_records(stays, 0, STAYS, _stays(rng, crowd))
    last = list_records(contacts, 1, CONTACTS, _contacts(rng, crowd))
    _hide_last_year(contacts, last)
    path = folder / "MY incidents+contacts OCT-DEC.xlsx"
    write_workbook(path, grids)
    return Sample(
        path,
        "08-events-list",
        "maple-youth",
        "maple-detached",
        _QUARTER,
        pen.facts,
        pen.fates,
    )


def _hide_last_year(grid: Grid, row: int) -> None:
    """Add lines that a filter hides."""
    for at in range(2):
        cells: tuple[Cell, ...] = ("MY-900", date(2024, 11, 5 + at), "Call", 1, 10)
        grid.words(row + at, cells, "aside:hidden")
        grid.hidden_rows.add(row + at)


def _incidents(rng: Random, crowd: list[Someone]) -> Iterator[Record]:
    for at in range(42):
        one = rng.choice(crowd)
        nobody, unnumbered = at in (8, 29), at % 6 == 1
        who = "" if nobody else one.unnumbered if unnumbered else one.reference
        record = _what(rng, who, at) | {
            "Where": ignored(rng.choice(("town", "school", ""))),
            "Told by": ignored(rng.choice(("self", "mum", "school\nby phone", ""))),
            "Follow-up?": unknown(rng.choice(("Y", "", "n/a"))),
        }
        if not nobody:
            record |= _names(one, who, unnumbered)
        if not unnumbered and not nobody:
            record["Ref"] = used(one.reference)
        if nobody:
            record = {
                name: unheard(said, "names_nobody") for name, said in record.items()
            }
        yield record
        if at == 20:
            yield {}


def _names(one: Someone, who: str, unnumbered: bool) -> Record:
    given = {
        "Surname": used(one.surname, Fact("person", who, "surname", "", one.surname)),
        "First name": used(
            f"{one.forename} ", Fact("person", who, "forename", "", one.forename)
        ),
    }
    if unnumbered:
        # Whom a line is about is known by name and birth date all the same.
        born = Fact("person", who, "birth_date", "", f"{one.birth_date}")
        given["D.o.B."] = used(one.birth_date, born)
    return given


def _what(rng: Random, who: str, at: int) -> Record:
    day = day_in(rng, _FIRST, _LAST)
    written, when = _day(rng, day, at)
    words = rng.choice(list(_EVENTS))
    if at % 11 == 4:
        # Not one of the things that this report is asked about.
        return {
            "Date": unheard(written, "names_nothing"),
            "What happened": aside("Row at home", "does_not_fit"),
        }
    if at % 17 == 7:
        return {"Date": written, "What happened": used("not recorded")}
    fact = Fact("event", who, _EVENTS[words], when, "1")
    return {"Date": written, "What happened": used(words, *([fact] if who else []))}


def _day(rng: Random, day: date, at: int) -> tuple[Said, str]:
    """Return how a day is written, and when that was: its day, or else the quarter."""
    match at:
        case 5:
            return aside("one evening in half-term", "does_not_fit"), _QUARTER
        case 6:
            return BLANK, _QUARTER
        case 12 | 13:
            # One machine writes the month first; these can only be read so.
            slipped = day.replace(day=13 + day.day % 15)
            return used(f"{slipped:%m/%d/%Y}"), f"{slipped}"
        case 16:
            return used("not known"), _QUARTER
    late = f"{day:%d/%m/%Y} 23:45"
    return used(rng.choice((spelled(rng, day), day, late))), f"{day}"


def _stays(rng: Random, crowd: list[Someone]) -> Iterator[Record]:
    for one in rng.sample(crowd, 6):
        day = day_in(rng, _FIRST, _LAST)
        fact = Fact("event", one.reference, "hospital_admission", f"{day}", "1")
        yield {
            "Ref": used(one.reference, fact),
            "Admitted on": used(spelled(rng, day)),
            "Ward": ignored(rng.choice(("4b", "Rainbow", ""))),
        }


def _contacts(rng: Random, crowd: list[Someone]) -> Iterator[Record]:
    for _ in range(60):
        one = rng.choice(crowd)
        day, words = day_in(rng, _FIRST, _LAST), rng.choice(list(_MODES))
        said, value, reason = _how_many(rng)
        fact = Fact("contact", one.reference, _MODES[words], f"{day}", value, reason)
        yield {
            "Ref": used(one.reference),
            "Day": used(spelled(rng, day)),
            "How": used(rng.choice((words, words.upper(), f"{words} "))),
            "How many": said._replace(facts=(fact,)),
            "Minutes": ignored(rng.choice((20, 45, "1 hr", ""))),
            "Note": ignored(rng.choice(("", "left a message", "walk in the park"))),
        }


def _how_many(rng: Random) -> tuple[Said, str, str]:
    times = rng.randint(1, 4)
    if rng.random() < 0.7:
        return used(times), str(times), ""
    return rng.choice(
        [
            (used(f"{times} "), str(times), ""),
            (used(full_width(str(times))), str(times), ""),
            (used(f"1,{times:03d}"), f"1{times:03d}", ""),
            (used(0), "0", ""),
            (used("n/k"), "", "unknown"),
            (BLANK, "", "unknown"),
            (aside("1½", "does_not_fit"), "", "set_aside"),
            (aside("several", "does_not_fit"), "", "set_aside"),
        ]
    )
