"""Archetype 10: how things stood for each person on the quarter's last day.

Home, learning and work in the provider's own codes, which mean a yes or a no; young
people first, and adults in a second list below with the same headings.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import PLACES, Someone, people
from everystep.demo.archetypes.grids import Grid, Said, write_workbook
from everystep.demo.archetypes.hand import NO_BREAK, Hand
from everystep.demo.archetypes.lists import Look, quiet, record, says
from everystep.demo.archetypes.occasions import Odd, aside, gap, reads
from everystep.demo.archetypes.truth import Pen, Sample
from everystep.demo.workbooks import Cell

_QUARTER = "2025-26 Q3"
_YES_NO = {"Yes": "1", "Y": "1", "y ": "1", "✓": "1", "No": "0", "N": "0", "✗": "0"}
_STATES: dict[str, tuple[str, dict[str, str]]] = {
    "Where living": (
        "settled_home",
        {
            "Own tenancy": "1",
            "own tenancy (PRS)": "1",
            f"Own{NO_BREAK}tenancy": "1",
            "With family": "1",
            "Supported housing": "1",
            "Supported housing - Mill St": "1",
            "Hostel": "0",
            "B&B": "0",
            "Sofa surfing": "0",
            "NFA": "0",
        },
    ),
    "Slept rough this qtr": ("rough_sleeping", _YES_NO),
    "EET status": (
        "in_education_or_work",
        {
            "School": "1",
            "College": "1",
            "College - level 2": "1",
            "Apprentice": "1",
            "FT job": "1",
            "PT job": "1",
            "NEET": "0",
            "NEET (carer)": "0",
        },
    ),
    "CLA": ("looked_after", {"S20": "1", "S31": "1", "Care leaver": "0", "No": "0"}),
    "CP / CIN": ("child_protection_plan", {"CP": "1", "CIN": "0", "none": "0"}),
    "GP": ("registered_with_gp", {**_YES_NO, "temp GP": "1"}),
    "Waiting for CMHT": ("waiting_for_specialist", _YES_NO),
}
_HEADINGS = ("ID", "Initials", "Gender", *_STATES, "Attendance", "Key worker")
_GENDERS = {"female": "F", "male": "M", "non_binary": "NB"}
_ODD: dict[tuple[int, str], Odd] = {
    (0, "Where living"): gap("in custody", "in_crisis_or_away"),
    (1, "EET status"): gap("prefer not to say", "chose_not_to_say"),
    (2, "GP"): gap("tbc", "unknown"),
    (3, "Where living"): gap(None, "unknown"),
    (3, "EET status"): gap(None, "unknown"),
    (4, "CP / CIN"): gap("-", "unknown"),
    (5, "CLA"): aside("see social worker's note", "does_not_fit"),
    (6, "Slept rough this qtr"): reads(1, "1"),
    (7, "Slept rough this qtr"): reads(0, "0"),
    (8, "Waiting for CMHT"): aside("referred", "does_not_fit"),
    (9, "Where living"): gap("not asked", "not_asked_by_design"),
    (10, "GP"): aside("Dr Patel", "does_not_fit"),
    (11, "EET status"): gap("n/a – under 5", "not_applicable"),
}
_LOOKS: dict[int, Look] = {13: "struck_out"}


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the states of Nettle Bank at the end of December 2025."""
    hand = Hand(Random(seed))
    pen = Pen()
    grid = Grid(pen, 0, "Snapshot")
    grid.note(0, 0, "Nettle Bank: where everyone is at")
    grid.words(1, ["Snapshot for:", date(2025, 12, 31)])
    everyone = people(hand.rng, 36, "NB{:04d}", (1985, 2012))
    row = _write_list(hand, grid, 3, "Young people", everyone[:22], 0)
    row = _write_list(hand, grid, row + 2, "Adults", everyone[22:], 22)
    grid.note(row + 2, 0, "PRS = private rented. Sofa surfing counts as not settled.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Snapshot Dec.xlsx"
    lists: list[list[Cell]] = [["Where living"], ["Own tenancy"], ["Hostel"]]
    write_workbook(path, [grid], {"Codes": lists})
    return Sample(
        path=path,
        layout="10-states-at-quarter-end",
        provider_id="nettle-bank",
        service_id="nettle-homes",
        period=_QUARTER,
        facts=pen.facts,
        fates=pen.fates,
        places=PLACES,
        hidden_sheets=1,
    )


def _write_list(
    hand: Hand, grid: Grid, row: int, title: str, listed: list[Someone], first: int
) -> int:
    """Write a title, headings, a row each and a count; return the row after them."""
    grid.note(row, 0, title)
    grid.words(row + 1, list(_HEADINGS))
    row += 2
    for at, someone in enumerate(listed, first):
        record(grid, row, _cells(hand, at, someone), look=_LOOKS.get(at, "plain"))
        row += 1
    grid.note(row, 0, f"Count: {len(listed)}")
    return row + 1


def _cells(hand: Hand, at: int, someone: Someone) -> list[Said]:
    who, rng = someone.reference, hand.rng
    initials = f"{someone.forename[0]}{someone.surname[0]}"
    gender = _GENDERS[someone.gender]
    attendance = rng.choice(("92%", "61%", "100%", None))
    worker = rng.choice(("Sam", "Alex", "Chris", None))
    return [
        quiet(hand.words(who)),
        quiet(initials, "aside:ignored"),
        says(hand.words(gender), "person", who, "gender", "", someone.gender),
        *(_state(hand, at, who, heading) for heading in _STATES),
        quiet(attendance, "aside:ignored"),
        quiet(worker, "aside:unknown_column"),
    ]


def _state(hand: Hand, at: int, who: str, heading: str) -> Said:
    indicator, known = _STATES[heading]
    words = hand.rng.choice(sorted(known))
    told = _ODD.get((at, heading), Odd(words, known[words]))
    return says(
        told.cell,
        "state",
        who,
        indicator,
        _QUARTER,
        told.value,
        told.reason,
        told.fate,
    )
