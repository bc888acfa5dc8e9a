"""Archetype 9: how often each thing happened to each person in one quarter.

Kept by one worker in a spreadsheet set up in America, so its birth dates are month
first; the numbers are typed by hand, and some of them are words.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.counts import BLANK, HIDDEN_SMALL, counted, drawn
from everystep.demo.archetypes.crowd import PLACES, Someone, people
from everystep.demo.archetypes.grids import Grid, Said, unheard, write_workbook
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import Look, quiet, record, says, two_tiers
from everystep.demo.archetypes.occasions import Odd, aside, gap, reads
from everystep.demo.archetypes.truth import Pen, Sample

_QUARTER = "2025-26 Q4"
_GROUPS: dict[str, tuple[str, ...]] = {
    "Client": ("No.", "Surname", "Known as", "DOB"),
    "Health": ("A&E visits", "Admissions", "Crisis line"),
    "Police": ("Arrests", "Gone missing"),
    "School": ("Suspensions", "Excluded"),
    "RAG": (),
    "Contacts": ("Face to face", "Calls & texts"),
    "Comments": (),
}
_EVENTS = {
    "A&E visits": "ae_attendance",
    "Admissions": "hospital_admission",
    "Crisis line": "crisis_contact",
    "Arrests": "arrest",
    "Gone missing": "missing_episode",
    "Suspensions": "school_suspension",
    "Excluded": "school_exclusion",
}
_CONTACTS = {"Face to face": "in_person", "Calls & texts": "phone"}
_HEADER = 2
_ODD: dict[tuple[int, str], Odd] = {
    (0, "A&E visits"): reads("０", "0"),
    (1, "A&E visits"): aside("½", "does_not_fit"),
    (1, "Calls & texts"): reads("1,204", "1204"),
    (2, "Admissions"): gap("<5", HIDDEN_SMALL),
    (2, "Arrests"): gap("*", HIDDEN_SMALL),
    (3, "Arrests"): aside("2 (one dropped)", "does_not_fit"),
    (4, "Crisis line"): gap("don't know", "does_not_know"),
    (5, "Gone missing"): BLANK,
    (6, "Suspensions"): gap("n/a", "unknown"),
    (7, "Suspensions"): gap("left school", "not_applicable"),
    (7, "Excluded"): gap("left school", "not_applicable"),
    (8, "Excluded"): reads(0.0, "0"),
    (9, "Face to face"): aside("2.9", "does_not_fit"),
    (10, "Crisis line"): gap("#N/A", "formula_gave_nothing"),
    (13, "A&E visits"): gap("in prison", "in_crisis_or_away"),
    (14, "Face to face"): gap("on leave", "no_capacity"),
    (16, "Admissions"): aside("05/02/2026", "does_not_fit"),
    (17, "Arrests"): aside("14²", "does_not_fit"),
}
_LOOKS: dict[int, Look] = {12: "struck_out", 18: "hidden", 19: "hidden"}
_UNNUMBERED, _NAMELESS = 11, 15


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the counts of Maple Mentors for January to March 2026."""
    hand = Hand(Random(seed))
    pen = Pen()
    grid = Grid(pen, 0, "Counts Q4")
    grid.note(0, 0, "MAPLE MENTORS")
    grid.words(0, [None, None, None, "For the period", None, "Jan - Mar 2026"])
    two_tiers(grid, _HEADER, 0, _GROUPS)
    grid.ghosts[_HEADER, 5] = "Hospital"
    row = _HEADER + 2
    for at, someone in enumerate(people(hand.rng, 34, "{}", (1999, 2009))):
        record(grid, row, _cells(hand, at, someone), look=_LOOKS.get(at, "plain"))
        row += 2 if at in (5, 20) else 1
        if at == 24:
            # The headings again, for the second printed page.
            two_tiers(grid, row, 0, _GROUPS)
            row += 2
    grid.note(row + 1, 0, "TOTAL")
    for column in (4, 5, 6, 7, 8):
        grid.note(row + 1, column, hand.rng.randint(4, 30))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "counts.xlsx"
    write_workbook(path, [grid], {"pivot": [["No.", "Surname"], [1, "Formerly"]]})
    return Sample(
        path=path,
        layout="09-counts-per-person",
        provider_id="maple-mentors",
        service_id="maple-navigators",
        period=_QUARTER,
        facts=pen.facts,
        fates=pen.fates,
        places=PLACES,
        hidden_sheets=1,
    )


def _cells(hand: Hand, at: int, someone: Someone) -> list[Said]:
    if at == _NAMELESS:
        return _of_nobody(someone)
    who = someone.unnumbered if at == _UNNUMBERED else someone.reference
    traffic = hand.rng.choice(("red", "amber", "green", None))
    surname, forename = someone.surname, someone.forename
    comment = hand.rng.choice(("ring first", "moved in Feb\n(new flat)", None))
    return [
        quiet(None if at == _UNNUMBERED else int(someone.reference)),
        says(hand.words(surname), "person", who, "surname", "", surname),
        says(forename, "person", who, "forename", "", forename),
        _birth_date(at, who, someone.birth_date),
        *_events(hand, at, who),
        quiet(traffic, "aside:unknown_column"),
        *_counts(hand, at, who, "contact", _CONTACTS, 14),
        quiet(comment, "aside:ignored"),
    ]


def _birth_date(at: int, who: str, born: date) -> Said:
    """Return a birth date, month first wherever it is digits alone."""
    typed = (f"{born:%m/%d/%Y}", f"{born.month}/{born.day}/{born:%y}", born)[at % 3]
    if at == 2:
        # One that somebody typed day first: it can only be read in one way.
        typed, born = "28/09/2004", date(2004, 9, 28)
    return says(typed, "person", who, "birth_date", "", f"{born}")


def _events(hand: Hand, at: int, who: str) -> list[Said]:
    return _counts(hand, at, who, "event", _EVENTS, 3)


def _counts(
    hand: Hand, at: int, who: str, kind: str, about: dict[str, str], most: int
) -> list[Said]:
    return [
        counted(
            hand,
            kind,
            who,
            meaning,
            _QUARTER,
            drawn(hand, most),
            _ODD.get((at, heading)),
        )
        for heading, meaning in about.items()
    ]


def _of_nobody(someone: Someone) -> list[Said]:
    """Return a row with a surname and no more: it could be anyone's."""
    blanks = [quiet(None) for _ in range(2)]
    counts = [quiet(1), *(quiet(None) for _ in range(6))]
    rest = [quiet("red", "aside:unknown_column"), *(quiet(None) for _ in range(3))]
    row = [quiet(None), quiet(someone.surname), *blanks, *counts, *rest]
    return [unheard(one, "names_nobody") for one in row]
