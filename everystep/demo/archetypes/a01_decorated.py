"""Archetype 1: a case list in a workbook that somebody has made look nice.

A cover, a logo row, notes above and below, headings on two levels with old text under
their merges, scores in wide pairs, a totals row, a hidden list and cell comments.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from everystep.demo.archetypes.a01_odd import AT_REVIEW, AT_SECOND_REVIEW, AT_START
from everystep.demo.archetypes.a01_people import about, row_of_nobody
from everystep.demo.archetypes.crowd import PLACES, Someone, people
from everystep.demo.archetypes.grids import Grid, Said, write_workbook
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import quiet, record, says, two_tiers
from everystep.demo.archetypes.occasions import SDQ, Odd, occasion
from everystep.demo.archetypes.truth import Pen, Sample
from everystep.demo.workbooks import Cell

_SCORES = ("Date", "Total", "Emotional", "Prosocial")
_GROUPS: dict[str, tuple[str, ...]] = {
    "About the young person": (
        "Ref",
        "First name",
        "Family name",
        "D.O.B.",
        "Gender",
        "Ethnicity",
        "NHS no",
        "Postcode",
        "Area",
    ),
    "Support": ("Started", "Finished", "How it ended"),
    "Contacts this quarter": ("In person", "Phone"),
    "SDQ (parent) – start": _SCORES,
    "SDQ (parent) – review 1": _SCORES,
    "SDQ (parent) – review 2": _SCORES,
    "Old ref": (),
    "Notes": (),
    "Confidence (1–5)": (),
}
_FIRST_COLUMN = 1
"""The list stands one column in, for looks."""
_OLD_REF = 27
"""A column of references that nobody uses any more; it is hidden."""
_HEADINGS = 5
_SECOND_TIER = 6
_QUARTER = "2025-26 Q3"
_ROUTES = {
    "Goals reached": "completed",
    "Stepped up to CAMHS": "moved_on",
    "School will carry on": "partner_took_over",
    "Moved out of area": "moved_away",
    "Lost contact": "contact_ended",
}
_NOTES = (
    "Likes to draw while we talk.",
    "Meets at school, Thursdays.\nBus 42.",
    "Grandma usually comes along",
    "Asked for the same worker again",
)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the case list of Hawthorn House for October to December 2025."""
    rng = Random(seed)
    pen = Pen()
    cover, listed = Grid(pen, 0, "Cover"), Grid(pen, 1, "Young People ")
    guide = Grid(pen, 2, "How to fill this in")
    _write_cover(cover)
    _write_list(listed, rng)
    guide.note(0, 0, "One row for each young person. Dates as dd/mm/yyyy, please.")
    guide.note(2, 0, "Ref")
    guide.note(2, 1, "The number on the front of the paper file")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Hawthorn House Q3 return FINAL v2.xlsx"
    write_workbook(path, [cover, listed, guide], {"Lookups": _lookups()})
    return Sample(
        path=path,
        layout="01-decorated-case-list",
        provider_id="hawthorn-house",
        service_id="hawthorn-families",
        period=_QUARTER,
        facts=pen.facts,
        fates=pen.fates,
        places=PLACES,
        hidden_sheets=1,
    )


def _write_cover(grid: Grid) -> None:
    grid.note(0, 1, "HAWTHORN HOUSE ~ growing together")
    grid.merge(0, 1, 1, 7)
    grid.note(3, 1, "Quarterly return for the commissioner")
    grid.note(4, 1, "Questions? Ring the office and ask for Pat.")
    grid.words(6, [None, "Organisation:", "Hawthorn House (a made-up charity)"])
    grid.words(7, [None, "Reporting period:", "Quarter 3 2025-26"])
    grid.merge(7, 2, 7, 4)
    # Left behind when the cells were merged: nobody sees it.
    grid.ghosts[7, 3] = "Quarter 2 2025-26"
    grid.note(8, 1, "Date sent")
    grid.note(8, 2, date(2026, 1, 14))


def _write_list(grid: Grid, rng: Random) -> None:
    hand = Hand(rng)
    grid.note(0, 1, "HAWTHORN HOUSE")
    grid.merge(0, 1, 1, 6)
    grid.note(2, 1, "Please do not move the columns – the totals will break!")
    grid.note(3, 16, "SDQ: the total is out of 40, the others are out of 10")
    after = two_tiers(grid, _HEADINGS, _FIRST_COLUMN, _GROUPS)
    grid.ghosts[_HEADINGS, 2] = "Client details"
    grid.ghosts[_HEADINGS, 16] = "SDQ pre"
    grid.hidden_columns.add(_OLD_REF)
    grid.comments[_SECOND_TIER, 1] = "As on the paper file"
    grid.comments[_SECOND_TIER + 3, 18] = "Mum filled this in by phone"
    row = _SECOND_TIER + 1
    everyone = people(rng, 32, "HH/{:03d}")
    for at, someone in enumerate(everyone):
        record(
            grid, row, _cells(hand, at, someone), _FIRST_COLUMN, _LOOKS.get(at, "plain")
        )
        if at == 24:
            grid.struck.add((row, 13))
        row += 1
        if at == 11:
            row += 1  # One row was left empty between last year's and this year's.
        if at == 25:
            grid.note(row, _FIRST_COLUMN, "Finished since the summer")
            grid.merge(row, _FIRST_COLUMN, row, _FIRST_COLUMN + 8)
            row += 1
        if at == 20:
            record(grid, row, row_of_nobody(), _FIRST_COLUMN)
            row += 1
    grid.note(_SECOND_TIER + 2, after + 1, "<- check with Sam")
    _write_below(grid, row + 1, len(everyone))


_LOOKS = {7: "struck_out", 15: "hidden"}


def _write_below(grid: Grid, row: int, count: int) -> None:
    grid.note(row, 1, "Totals")
    grid.note(row, 2, f"n = {count}")
    grid.note(row, 13, 94)
    grid.note(row, 14, 41)
    grid.note(row + 2, 1, "* DNA = did not attend. Blank = we have not asked yet.")
    grid.note(row + 3, 1, "Prepared by the data lead; checked by nobody (holidays).")


def _cells(hand: Hand, at: int, someone: Someone) -> list[Said | None]:
    who = someone.unnumbered if at in (9, 22) else someone.reference
    rng = hand.rng
    started = date(2025, 9, 1) - timedelta(days=rng.randint(0, 150))
    if at in _TYPED_OUT:
        started = started.replace(day=14 + at)
    reviewed = started + timedelta(days=rng.randint(35, 60))
    again = started + timedelta(days=rng.randint(80, 110))
    ended = again if at % 5 == 0 else None
    return [
        *about(hand, at, someone, who),
        *_support(hand, at, who, started, ended),
        *_contacts(hand, at, who),
        *occasion(hand, who, SDQ, "start", started, AT_START.get(at, {})),
        *_review(hand, at, who, reviewed),
        *_second_review(hand, at, who, again),
        quiet(f"20-{at:02d}" if at % 2 else None, "aside:hidden"),
        quiet(rng.choice(_NOTES) if at % 3 == 0 else None, "aside:ignored"),
        quiet(rng.randint(1, 5) if at % 4 else None, "aside:unknown_column"),
    ]


def _review(hand: Hand, at: int, who: str, day: date) -> list[Said]:
    """Return the first review, which a third have not had yet."""
    was_there = at in AT_REVIEW or at % 3 != 1
    odd = AT_REVIEW.get(at, {})
    return occasion(hand, who, SDQ, "review_1", day if was_there else None, odd)


def _second_review(hand: Hand, at: int, who: str, day: date) -> list[Said]:
    """Return the second review, whose dates are all typed as dates but for three."""
    was_there = at % 4 == 0
    odd = {"day": Odd(day, f"{day}"), **AT_SECOND_REVIEW.get(at, {})}
    return occasion(hand, who, SDQ, "review_2", day if was_there else None, odd)


_TYPED_OUT = (0, 1, 2)
"""Rows whose start is typed day first, on a day after the twelfth."""


def _support(
    hand: Hand, at: int, who: str, started: date, ended: date | None
) -> list[Said | None]:
    typed = f"{started:%d/%m/%Y}" if at in _TYPED_OUT else hand.day(started)
    start = says(typed, "episode", who, "start", "", f"{started}")
    if at == 3:
        # Somebody's computer speaks American; this day can only be read one way.
        start = says("09/25/2025", "episode", who, "start", "", "2025-09-25")
    if ended is None:
        return [start, quiet(None), quiet(None)]
    if at == 10:
        wanders = "see the notes from the meeting"
        return [
            start,
            says(hand.day(ended), "episode", who, "end", "", f"{ended}"),
            quiet(wanders, "aside:does_not_fit"),
        ]
    words = hand.rng.choice(sorted(_ROUTES))
    return [
        start,
        says(hand.day(ended), "episode", who, "end", "", f"{ended}"),
        says(hand.words(words), "episode", who, "route", "", _ROUTES[words]),
    ]


def _contacts(hand: Hand, at: int, who: str) -> list[Said]:
    met, rang = hand.rng.randint(0, 12), hand.rng.randint(0, 9)
    if at == 24:
        # Crossed out and not filled in again; the rest of the row stands.
        crossed = says(
            met, "contact", who, "in_person", _QUARTER, "", "set_aside", _CROSSED_OUT
        )
        return [crossed, _odd(hand, at, who, rang)]
    return [_contact(hand, at, who, "in_person", met), _odd(hand, at, who, rang)]


_CROSSED_OUT = "aside:struck_out"


def _contact(hand: Hand, at: int, who: str, mode: str, count: int) -> Said:
    if at == 5:
        return says(None, "contact", who, mode, _QUARTER, reason="unknown")
    if at == 12:
        return says(
            "2.5", "contact", who, mode, _QUARTER, "", "set_aside", "aside:does_not_fit"
        )
    return says(hand.number(count), "contact", who, mode, _QUARTER, f"{count}")


def _odd(hand: Hand, at: int, who: str, count: int) -> Said:
    if at == 6:
        return says("-", "contact", who, "phone", _QUARTER, reason="unknown")
    if at == 8:
        return says("1,204", "contact", who, "phone", _QUARTER, "1204")
    return _contact(hand, at + 100, who, "phone", count)


def _lookups() -> list[list[Cell]]:
    names = ("Peggy Oldlist", "Bertram Formerly", "Dot Lookup-Smith")
    rows: list[list[Cell]] = [["Girl", name] for name in names]
    return [["Gender", "Name (2023 list)"], *rows]
