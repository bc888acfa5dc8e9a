"""Archetype 2: a sheet for each month, all with the same headings.

The quarter is the three together. Each month's sheet was copied from the one before and
changed a little: a note more above, a column moved, a margin to the left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from everystep.demo.archetypes.counts import BLANK, HIDDEN_SMALL, counted, drawn
from everystep.demo.archetypes.crowd import PLACES, Someone, people
from everystep.demo.archetypes.grids import Grid, Said, write_workbook
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import quiet, record
from everystep.demo.archetypes.occasions import Odd, aside, gap, reads
from everystep.demo.archetypes.truth import Pen, Sample

_QUARTER = "2025-26 Q1"
_CONTACTS = {
    "Face to face": "in_person",
    "Phone": "phone",
    "Text / WhatsApp": "text",
    "Letters home": "letter",
}
_EVENTS = {
    "A&E": "ae_attendance",
    "Suspensions": "school_suspension",
    "Missing episodes": "missing_episode",
}
_ABOUT = {**_CONTACTS, **_EVENTS}
_NOT_OURS = {"Initials": "aside:ignored", "Youth club nights": "aside:unknown_column"}


@dataclass(frozen=True)
class Month:
    """One month's sheet: where its list starts, and the order of its columns."""

    title: str
    row: int
    column: int
    headings: tuple[str, ...]
    odd: dict[tuple[int, str], Odd]
    """What is odd, by the person's place in the list and the heading."""


_AWAY = gap("on leave", "no_capacity")
_MONTHS = (
    Month(
        "April 2025",
        3,
        0,
        ("Client ref", "Initials", *_CONTACTS, *_EVENTS),
        {
            (1, "Phone"): BLANK,
            (2, "Phone"): gap("-", "unknown"),
            (3, "A&E"): aside("nil", "does_not_fit"),
            (4, "Face to face"): aside("2 or 3", "does_not_fit"),
            (6, "Text / WhatsApp"): reads("1,012", "1012"),
            (9, "Suspensions"): gap("<5", HIDDEN_SMALL),
        },
    ),
    Month(
        "May 25",
        6,
        1,
        ("Client ref", "Initials", *_EVENTS, *_CONTACTS, "Youth club nights"),
        {
            # Their worker was away: nobody counted, and the sheet says so.
            **{(5, heading): _AWAY for heading in _CONTACTS},
            # Somebody who is on the list and of whom nothing is said.
            **{(8, heading): BLANK for heading in _ABOUT},
            (10, "Missing episodes"): reads("２", "2"),
            (11, "Face to face"): aside(1.5, "does_not_fit"),
        },
    ),
    Month(
        "Jun 2025 ",
        1,
        2,
        ("Client ref", *_CONTACTS, "Initials", *_EVENTS),
        {
            (0, "Letters home"): reads(" 0", "0"),
            (7, "A&E"): aside(-1, "does_not_fit"),
            (12, "Missing episodes"): gap("unknown", "unknown"),
        },
    ),
)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the workbook of Ivy Street for April to June 2025."""
    hand = Hand(Random(seed))
    pen = Pen()
    cover = Grid(pen, 0, "Read me")
    cover.note(0, 0, "IVY STREET YOUTH – monthly activity")
    cover.words(2, ["Quarter", None, "April to June 2025"])
    cover.note(4, 0, "One sheet per month. Copy last month's and clear the numbers!")
    grids = [Grid(pen, at, month.title) for at, month in enumerate(_MONTHS, 1)]
    everyone = people(hand.rng, 26, "{}")
    for at, (grid, month) in enumerate(zip(grids, _MONTHS, strict=True)):
        # Some leave and others come: each month lists most of them.
        _write_month(hand, grid, month, everyone[at : at + 22])
    next_month = Grid(pen, len(_MONTHS) + 1, "July 25")
    # Somebody has got the next month ready, and nobody stands in it yet.
    next_month.words(2, list(_MONTHS[0].headings))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ivy st activity apr-jun.xlsx"
    old = {"March 2025": [["Client ref", *_ABOUT], [11, *range(7)]]}
    write_workbook(path, [cover, *grids, next_month], old)
    return Sample(
        path=path,
        layout="02-sheet-per-month",
        provider_id="ivy-street",
        service_id="ivy-youth",
        period=_QUARTER,
        facts=pen.facts,
        fates=pen.fates,
        places=PLACES,
        hidden_sheets=1,
    )


def _write_month(hand: Hand, grid: Grid, month: Month, listed: list[Someone]) -> None:
    for row in range(0, month.row, 2):
        grid.note(row, month.column, f"{month.title.strip()}: counts for the month")
    for at, heading in enumerate(month.headings, month.column):
        # A line break in a heading, to keep its column narrow.
        broken = heading.replace(" ", "\n") if month.column else heading
        grid.put(month.row, at, Said(broken))
    row = month.row + 1
    for at, someone in enumerate(listed):
        cells = [_cell(hand, month, at, someone, one) for one in month.headings]
        record(grid, row, cells, month.column)
        row += 2 if at == 13 else 1  # The list goes on after an empty row.
    grid.note(row, month.column, "TOTAL")
    grid.note(row, month.column + 3, 17)
    grid.note(row + 2, month.column, "Checked with the diary: mostly")


def _cell(hand: Hand, month: Month, at: int, someone: Someone, heading: str) -> Said:
    who = someone.reference
    if heading == "Client ref":
        # A number in one sheet and text in another is the same reference.
        return quiet(int(who) if month.column == 0 else hand.words(who))
    if heading in _NOT_OURS:
        initials = f"{someone.forename[0]}{someone.surname[0]}"
        is_filled = at % 4 != 1
        other = initials if heading == "Initials" else hand.rng.randint(0, 5)
        return quiet(other if is_filled else None, _NOT_OURS[heading])
    kind = "contact" if heading in _CONTACTS else "event"
    number = drawn(hand, 9 if kind == "contact" else 2)
    odd = month.odd.get((at, heading))
    return counted(hand, kind, who, _ABOUT[heading], _QUARTER, number, odd)
